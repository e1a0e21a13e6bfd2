import { expect, test } from 'vitest';
import { fail, ok } from '../../../src/core/base/result.ts';
import { failureOf } from '../../../src/core/failure/failure.ts';
import { isCallAborted } from '../../../src/ecs/call-owner.ts';
import { StoreUnavailable } from '../../../src/store/store.ts';
import {
  deadlineIn,
  knownOf,
  knownRegions,
  type ReadDeps,
  readRegion,
} from '../../../src/usecases/instance/instance-reads.ts';
import { handClock } from '../../support/hand-clock.ts';
import { selectionStage } from '../selection/selection-stage.ts';

const AWAY = failureOf('transient', { detail: '' });
const never = () => new Promise<never>(() => {});

test('several things are waited for until one moment, and what is not sent by then is not sent any more', async () => {
  const { clock, turn } = handClock();
  await turn(5_000);
  const deadline = deadlineIn(clock);
  const first = deadline.wait(never);
  await turn(1_500);
  const second = deadline.read(never);
  await turn(499);
  expect(await Promise.race([first, second, 'waits'])).toBe('waits');
  const unsent = deadline.wait(async () => {
    await turn(1);
    return isCallAborted();
  });
  expect(await Promise.all([first, second, unsent])).toEqual(['late', fail('late'), true]);
  expect(await deadlineIn(clock).wait(async () => isCallAborted())).toBe(false);
  expect(await deadlineIn(clock).read(async () => fail(AWAY))).toEqual(fail(AWAY));
});

test('a region that is not read in time is shown as it was, with the reason', async () => {
  const { clock, turn } = handClock();
  const listing = { instances: [], total: 0, at: 1 };
  const answers = [ok(listing), fail(AWAY), 'never'] as const;
  const read = async (answer: (typeof answers)[number]) => {
    const inventory = { peek: () => listing, load: async () => (answer === 'never' ? never() : answer) };
    const asked = readRegion({ inventory } as never, deadlineIn(clock), 'a', {}, { upTo: 1, since: 0 });
    await turn(0);
    await turn(2_000);
    return asked;
  };
  expect(await Promise.all(answers.map(read))).toEqual([
    { region: 'a', listing, trouble: null },
    { region: 'a', listing, trouble: AWAY },
    { region: 'a', listing, trouble: 'late' },
  ]);
});

test('the usual region comes first, the others by name; they are asked for once, and it alone is left without them', async () => {
  const { clock, turn } = handClock();
  const all = ['c', 'a', 'b'].map((id) => ({ id }));
  const regions = async (peek: typeof all | null, load: () => Promise<unknown>) => {
    const deps = { catalogue: { regions: { peek: () => peek, load } }, defaultRegion: 'b' } as unknown as ReadDeps;
    const asked = knownRegions(deps, deadlineIn(clock));
    await turn(0);
    await turn(2_000);
    return asked;
  };
  expect(await regions(all, never)).toEqual({ ids: ['b', 'a', 'c'], trouble: null });
  expect(await regions(null, async () => ok(all))).toEqual({ ids: ['b', 'a', 'c'], trouble: null });
  expect(await regions(null, async () => fail(AWAY))).toEqual({ ids: ['b'], trouble: AWAY });
  expect(await regions(null, never)).toEqual({ ids: ['b'], trouble: 'late' });
});

test('what the bot knows of instances is its rows and their requests, and nothing while the store is away', async () => {
  const { deps, store, account, lines } = await selectionStage([{ name: 'web' }, { name: 'db' }, { name: 'cache' }]);
  const [web] = account.instances;
  const db = await store.instance('r-0000000001-1');
  if (web === undefined || db === null) throw new Error('nothing');
  const known = await knownOf(deps, [web], [db]);
  expect([...known.own.keys()]).toEqual([web.cloudId]);
  expect([...known.requests.keys()].toSorted()).toEqual(['r-0000000000', 'r-0000000001']);
  const queries = { ...store.queries, byCloudIds: () => Promise.reject(new StoreUnavailable('away')) };
  const none = await knownOf({ ...deps, store: { ...store, queries } }, [web], [db]);
  expect([none.own.size, none.requests.size]).toEqual([0, 0]);
  expect(lines).toMatchObject([{ level: 'warn', message: expect.stringContaining('could not be read') }]);
});
