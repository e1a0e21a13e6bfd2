import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/**
 * Bundles the bot into a few files: loading seven hundred modules of its own and three hundred of kysely's takes Node half of a
 * start's time. Other packages stay separate, so that they can be updated alone.
 */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  ssr: { noExternal: ['kysely'] },
  build: {
    outDir: 'dist/bot',
    emptyOutDir: true,
    ssr: true,
    target: 'node20',
    sourcemap: true,
    // The licences of bundled packages require their notice in every copy.
    license: { fileName: 'LICENSES.md' },
    rolldownOptions: {
      input: { main: 'src/main.ts', 'upkeep-main': 'src/store/opening/upkeep-main.ts' },
      // All in one folder: one file finds another beside it, as in `store/opening/upkeep.ts`.
      output: { chunkFileNames: '[name]-[hash].js' },
    },
  },
});
