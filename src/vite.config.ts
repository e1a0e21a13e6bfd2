import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/**
 * The bot as a few files: Node reads seven hundred modules of ours, and three hundred of kysely's, in half of a start's time.
 * Other packages stay packages, so that an update of one is an update.
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
    // The licence of what is bundled asks for its notice in every copy.
    license: { fileName: 'LICENSES.md' },
    rolldownOptions: {
      input: { main: 'src/main.ts', 'upkeep-main': 'src/store/opening/upkeep-main.ts' },
      // All in one folder: a file finds another one beside it, as in `store/opening/upkeep.ts`.
      output: { chunkFileNames: '[name]-[hash].js' },
    },
  },
});
