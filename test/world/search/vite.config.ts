import { defineConfig } from 'vite';

/** Node that runs no TypeScript gets the worlds as one file; it lies within node_modules, so that packages are found from there. */
export default defineConfig({
  build: {
    outDir: 'node_modules/.cache/world',
    emptyOutDir: true,
    ssr: 'test/world/search/search-main.ts',
    target: 'node20',
    rolldownOptions: { output: { codeSplitting: false, entryFileNames: 'search.mjs' } },
  },
});
