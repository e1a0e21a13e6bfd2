import { relative, resolve } from 'node:path';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  DryRunStatus,
  determineHitLimitReached,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { idOf, openTests, testFilesOf } from './room-tests.mjs';
import { room } from './rooms.mjs';

/** What Stryker and the code that it has changed tell each other. */
globalThis.__stryker__ ??= {};
const mutation = globalThis.__stryker__;

const isFailed = ({ status }) => status === TestStatus.Failed;

const fileOf = (id) => id.slice(0, id.indexOf('#'));

function resultOf(test) {
  const { state, duration, errors } = test.result ?? {};
  const result = { id: idOf(test), name: test.name, fileName: test.file.filepath, timeSpentMs: duration ?? 0 };
  if (state === 'fail')
    return { ...result, status: TestStatus.Failed, failureMessage: errors?.[0]?.message ?? 'failed without a word' };
  return { ...result, status: state === 'pass' ? TestStatus.Success : TestStatus.Skipped };
}

/** The results of the tests of a file; if the file fails as a whole, so do all that were `asked` for. */
const resultsOf = (file, { tests, error }, asked = []) =>
  error === undefined
    ? tests.map(resultOf)
    : asked.map((id) => ({
        ...{ id, name: id, fileName: file, timeSpentMs: 0 },
        ...{ status: TestStatus.Failed, failureMessage: error },
      }));

/** What a test file calls while it is evaluated counts for each of its tests. */
function coverageOf(results) {
  const { static: loading = {}, perTest = {} } = mutation.mutantCoverage ?? {};
  const covered = results.map(({ id }) => [id, { ...perTest[fileOf(id)], ...perTest[id] }]);
  return { static: loading, perTest: Object.fromEntries(covered) };
}

/**
 * A mutant that gives the database `true` for a name must fail its tests. libsql ends the process instead, and a new one takes
 * half a minute to begin.
 */
async function refuseBooleans() {
  const { default: Database } = await import('libsql');
  const { prepare } = Database.prototype;
  Database.prototype.prepare = function (...sql) {
    const statement = prepare.apply(this, sql);
    for (const name of ['run', 'all', 'get', 'iterate']) {
      const execute = statement[name];
      statement[name] = function (...values) {
        if (values.flat().some((value) => typeof value === 'boolean')) throw new TypeError('no value for a database');
        return execute.apply(this, values);
      };
    }
    return statement;
  };
}

/** Runs the tests of a room for Stryker, all in this process: some milliseconds for a mutant instead of seconds. */
class RoomRunner {
  static inject = [];
  slowness = new Map();
  /** The ids of the tests that have noticed the last mutants, the latest first. */
  noticing = [];

  // A mutant that is also reached while modules load is tried in what tests call.
  capabilities = () => ({ reloadEnvironment: true });

  async init() {
    Object.assign(process.env, { NODE_ENV: 'test', VITEST: '1' });
    // What a mutant throws after its test has ended must not end this process.
    process.on('uncaughtException', () => {});
    await refuseBooleans();
    this.files = testFilesOf(room.tests);
    this.tests = await openTests();
    for (const file of this.files) await this.tests.run(file, { wanted: () => false });
  }

  async dryRun() {
    const results = [];
    for (const file of this.files) {
      const name = relative(process.cwd(), file);
      const begun = performance.now();
      mutation.currentTestId = name;
      const ran = await this.tests.run(file, {
        before: (id) => {
          mutation.currentTestId = id;
        },
        after: () => {
          mutation.currentTestId = name;
        },
      });
      this.slowness.set(file, performance.now() - begun);
      if (ran.error !== undefined) throw new Error(`${name}: ${ran.error}`);
      results.push(...resultsOf(file, ran));
    }
    mutation.currentTestId = undefined;
    return { status: DryRunStatus.Complete, tests: results, mutantCoverage: coverageOf(results) };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit }) {
    const results = await this.runUntilFailure(testFilter, activeMutant.id, hitLimit);
    const endless = determineHitLimitReached(mutation.hitCount, hitLimit);
    const failed = results.filter(isFailed).map(({ id }) => id);
    if (failed.length > 0) await this.checkUnspoilt(failed);
    this.noticing = [...new Set([...failed, ...this.noticing])].slice(0, 4);
    return toMutantRunResult(endless ?? { status: DryRunStatus.Complete, tests: results });
  }

  /** First the tests that noticed the last mutants, because this one is beside them, then the others; of each, fast files first. */
  async runUntilFailure(ids, mutant, hitLimit) {
    Object.assign(mutation, { activeMutant: mutant, hitCount: 0, hitLimit });
    const likely = ids.filter((id) => this.noticing.includes(id));
    const results = await this.runUntilOneFails(likely);
    if (!results.some(isFailed))
      results.push(...(await this.runUntilOneFails(ids.filter((id) => !likely.includes(id)))));
    mutation.activeMutant = undefined;
    return results;
  }

  async runUntilOneFails(ids) {
    const wanted = new Set(ids);
    const files = [...new Set(ids.map((id) => resolve(fileOf(id))))];
    const ordered = files.toSorted((a, b) => (this.slowness.get(a) ?? 0) - (this.slowness.get(b) ?? 0));
    const results = [];
    for (const file of ordered) {
      const ran = await this.tests.run(file, { wanted: (id) => wanted.has(id), bail: true });
      const asked = ids.filter((id) => resolve(fileOf(id)) === file);
      results.push(...resultsOf(file, ran, asked));
      if (results.some(isFailed)) break;
    }
    return results;
  }

  /** A test that now fails without the mutant too tells nothing: Stryker then tries again in a new process. */
  async checkUnspoilt(failed) {
    const again = await this.runUntilFailure(failed, undefined, undefined);
    if (again.some(isFailed)) throw new Error(`${failed[0]} fails without a mutant`);
  }

  dispose = () => this.tests?.close();
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'room', RoomRunner)];
