import { defineConfig } from 'vite';

export default defineConfig({
  base: '/',
  build: {
    outDir: '../../../dist/sandbox/page',
    emptyOutDir: true,
    // One chunk is fine for a page on loopback: the default warning is about slow networks.
    chunkSizeWarningLimit: 2000,
  },
});
