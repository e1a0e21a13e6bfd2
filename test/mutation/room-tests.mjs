import { readdirSync } from 'node:fs';
import { relative } from 'node:path';
import { startTests } from '@vitest/runner';
import { createServer, createServerModuleRunner } from 'vite';

const CONFIG = {
  name: '',
  sequence: { hooks: 'stack', setupFiles: 'list', shuffle: false },
  setupFiles: [],
  tags: [],
  maxConcurrency: 1,
  testTimeout: 60_000,
  hookTimeout: 60_000,
  allowOnly: true,
  passWithNoTests: true,
};

/** The test files whose paths begin so, without the deep ones. */
export const testFilesOf = (beginnings) =>
  readdirSync('test', { recursive: true, encoding: 'utf8' })
    .map((name) => `test/${name}`)
    .filter((name) => name.endsWith('.test.ts') && !name.endsWith('.deep.test.ts'))
    .filter((name) => beginnings.some((beginning) => name.startsWith(beginning)))
    .map((name) => `${process.cwd()}/${name}`);

const testsIn = (suite) => suite.tasks.flatMap((task) => (task.type === 'suite' ? testsIn(task) : [task]));

const nameOf = (task) => (task.suite ? `${nameOf(task.suite)} ${task.name}` : task.name);

/** `test/core/base/money.test.ts# adds amounts`. */
export const idOf = (test) => `${relative(process.cwd(), test.file.filepath)}#${nameOf(test)}`;

/**
 * Loads modules once and runs test files again and again in this process: to load them for every mutant takes a hundred times longer
 * than most tests. Only the test file itself is evaluated each time.
 */
export async function openTests() {
  const root = process.cwd();
  // What `expect.poll` of Vitest asks for; there is no worker of Vitest here.
  globalThis.__vitest_worker__ = { config: { expect: {} }, filepath: '' };
  const server = await createServer({
    root,
    configFile: false,
    appType: 'custom',
    logLevel: 'error',
    optimizeDeps: { noDiscovery: true, include: [] },
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
  });
  const modules = createServerModuleRunner(server.environments.ssr, { hmr: false, sourcemapInterceptor: false });

  const evaluate = async (file) => {
    for (const node of modules.evaluatedModules.getModulesByFile(file) ?? [])
      modules.evaluatedModules.invalidateModule(node);
    await modules.import(file);
  };

  return {
    close: async () => {
      await modules.close();
      await server.close();
    },

    /** Runs the tests of `file` that `wanted` wants by their ids, and with `bail` none after the first that fails. */
    async run(file, { wanted = () => true, bail = false, before = () => {}, after = () => {} }) {
      let failed = false;
      const [task] = await startTests([file], {
        config: { ...CONFIG, root },
        importFile: evaluate,
        onCollected: ([collected]) => {
          for (const test of testsIn(collected)) if (!wanted(idOf(test))) test.mode = 'skip';
        },
        onBeforeRunTask: (test) => {
          if (failed && bail) test.mode = 'skip';
          before(idOf(test));
        },
        onAfterRunTask: (test) => {
          failed ||= test.result?.state === 'fail';
          after();
        },
      });
      return { tests: testsIn(task), error: task.result?.errors?.[0]?.message };
    },
  };
}
