import { expect, test } from 'vitest';
import { StoreUnavailable } from '../../../src/store/store.ts';
import { timing } from '../../support/instances.ts';
import { thoroughTest } from '../../support/thorough.ts';
import { freeze, lift } from '../freezes.ts';
import { countOf, makeStage, type Stage } from '../stage.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Starts a bot for which a freeze begins right after its first CreateInstance was answered or lost. */
function startAndFreezeAfterCreate(stage: Stage, forMs: number | null): void {
  let frozen = false;
  stage.start({
    ecs: (ecs) => ({
      ...ecs,
      async createInstance(input, proceed) {
        const answer = await ecs.createInstance(input, proceed);
        if (!frozen) await freeze(stage, forMs);
        frozen = true;
        return answer;
      },
    }),
  });
}

const milestones = async (stage: Stage) => (await stage.thread()).map(({ milestone }) => milestone);
const buys = (stage: Stage): number => countOf(stage.calls, 'CreateInstance');
const starts = ({ calls }: Stage): number => countOf(calls, 'StartInstance') + countOf(calls, 'StartInstances');
const isHeld = async (stage: Stage): Promise<boolean> => (await stage.instance()).heldBy !== null;

async function isHeldAfterCreate(stage: Stage): Promise<boolean> {
  const row = await stage.instance();
  return row.heldBy !== null && row.observed?.status === 'Stopped';
}

test('a request made during a freeze waits, says so once, and runs when the freeze is over', async () => {
  const stage = await makeStage();
  stage.start();
  await freeze(stage, 10 * MINUTE);
  const endsAt = stage.timeline.now() + 10 * MINUTE;
  await stage.submit('r-1', stage.spec.plain, 3);
  await stage.until(() => isHeld(stage));
  await stage.pass(9 * MINUTE);
  expect(stage.calls).toEqual([]);
  expect((await stage.instance()).heldBy).toMatchObject({ reason: 'audit', by: 'UADMIN', until: endsAt });
  expect(await milestones(stage)).toEqual(['held', 'held', 'held']);

  await stage.until(() => stage.ended('r-1'));
  const created = stage.calls.filter(({ action }) => action === 'RunInstances').map(({ at }) => at);
  expect(created).toHaveLength(1);
  // At once, and not at some later look.
  for (const at of created) expect(at - endsAt).toBeLessThan(3_000);
  expect(Math.min(...created)).toBeGreaterThanOrEqual(endsAt);
  for (const row of await stage.truth.instancesOf('r-1'))
    expect(row).toMatchObject({ outcome: 'reached', heldBy: null, slowTold: false });
});

test('lifting the freeze lets what waits go on at once', async () => {
  const stage = await makeStage();
  stage.start();
  await freeze(stage);
  await stage.submit('r-1', stage.spec.plain, 1);
  await stage.until(() => isHeld(stage));
  await stage.pass(5 * MINUTE);
  expect(stage.calls).toEqual([]);
  const liftedAt = stage.timeline.now();
  await lift(stage);
  await stage.until(() => buys(stage) === 1);
  expect((stage.calls[0]?.at ?? 0) - liftedAt).toBeLessThan(3_000);
  await stage.until(() => stage.ended('r-1'));
  expect(await milestones(stage)).toEqual(['held', 'pending', 'stopped', 'starting', 'running']);
});

test('what is being built is followed, waits Stopped however long the freeze is, and is then started', async () => {
  const stage = await makeStage();
  startAndFreezeAfterCreate(stage, null);
  await stage.submit('r-1', stage.spec.addressed, 1);
  await stage.until(() => isHeldAfterCreate(stage));
  // Far longer than the deadline.
  await stage.pass(1.5 * timing.deadlineMs);
  expect(starts(stage)).toBe(0);
  expect(await stage.instance()).toMatchObject({ outcome: null, deadlineAt: null, slowTold: false });
  await lift(stage);
  await stage.until(() => stage.ended('r-1'));
  expect(await stage.instance()).toMatchObject({ outcome: 'reached' });
  expect(await milestones(stage)).toEqual(['pending', 'stopped', 'address', 'held', 'starting', 'running']);
});

test('a freeze that begins while the address is allocated holds the start that would follow', async () => {
  const stage = await makeStage();
  let frozen = false;
  stage.start({
    ecs: (ecs) => ({
      ...ecs,
      async allocatePublicIp(...about) {
        const answer = await ecs.allocatePublicIp(...about);
        if (!frozen) await freeze(stage);
        frozen = true;
        return answer;
      },
    }),
  });
  await stage.submit('r-1', stage.spec.addressed, 1);
  await stage.until(async () => (await stage.instance()).heldBy !== null);
  await stage.pass(30_000);
  expect(countOf(stage.calls, 'StartInstance')).toBe(0);
  expect(await stage.instance()).toMatchObject({ publicIp: expect.any(String), startTriedAt: null });
});

test('a freeze that begins after the start was accepted changes nothing', async () => {
  const stage = await makeStage();
  stage.start();
  await stage.submit('r-1', stage.spec.plain, 1);
  await stage.until(() => starts(stage) === 1);
  await freeze(stage);
  await stage.until(() => stage.ended('r-1'));
  expect(await milestones(stage)).toEqual(['pending', 'stopped', 'starting', 'running']);
});

test('an instance that somebody starts by hand while frozen is followed to Running', async () => {
  const stage = await makeStage();
  startAndFreezeAfterCreate(stage, null);
  await stage.submit('r-1', stage.spec.plain, 1);
  await stage.until(() => isHeldAfterCreate(stage));
  const { cloudId } = await stage.instance();
  stage.cloud.call('StartInstance', '2014-05-26', { InstanceId: cloudId ?? '' });
  await stage.until(() => stage.ended('r-1'));
  expect(await stage.instance()).toMatchObject({ outcome: 'reached', heldBy: null });
  expect(starts(stage)).toBe(0);
});

test('a create whose answer was lost is looked up while frozen, and what is found is followed', async () => {
  const stage = await makeStage();
  startAndFreezeAfterCreate(stage, null);
  stage.cloud.addFault({ name: 'reset-after', action: 'CreateInstance', times: 1 });
  await stage.submit('r-1', stage.spec.plain, 1);
  await stage.until(() => isHeldAfterCreate(stage));
  expect(buys(stage)).toBe(1);
  expect((await stage.instance()).cloudId).not.toBeNull();
  await lift(stage);
  await stage.until(() => stage.ended('r-1'));
  expect(await milestones(stage)).toEqual(['troubled', 'pending', 'stopped', 'held', 'starting', 'running']);
  expect(stage.cloud.state().instances).toHaveLength(1);
});

test('a create that was lost on its way is repeated with its token after a short freeze, never after a long one', async () => {
  for (const [forMs, outcome, bought] of [
    [timing.doubtAfterMs - 2 * MINUTE, 'reached', 1],
    [timing.doubtAfterMs + 10 * MINUTE, 'failed', 0],
  ] as const) {
    const stage = await makeStage();
    startAndFreezeAfterCreate(stage, forMs);
    stage.cloud.addFault({ name: 'reset-before', action: 'CreateInstance', times: 1 });
    await stage.submit('r-1', stage.spec.plain, 1);
    await stage.until(() => stage.ended('r-1'), 3 * HOUR);
    expect(await stage.instance()).toMatchObject({
      outcome,
      failure: outcome === 'failed' ? { kind: 'doubtful' } : null,
    });
    expect(stage.cloud.state().instances).toHaveLength(bought);
    const tokens = stage.calls.flatMap(({ params }) => params.ClientToken ?? []);
    expect(new Set(tokens).size).toBe(1);
    expect(tokens).toHaveLength(1 + bought);
  }
});

thoroughTest(
  'a create that a rate limit refused before a freeze that outlasts every token is done after it',
  async () => {
    const stage = await makeStage();
    startAndFreezeAfterCreate(stage, HOUR);
    stage.cloud.addFault({ name: 'throttle', action: 'CreateInstance', times: 1 });
    await stage.submit('r-1', stage.spec.plain, 1);
    await stage.until(() => stage.ended('r-1'), 2 * HOUR);
    expect(await stage.instance()).toMatchObject({ outcome: 'reached', failure: null });
  },
);

test('a freeze with another reason or end is announced again, the same one never twice', async () => {
  const stage = await makeStage();
  stage.start();
  await freeze(stage);
  await stage.submit('r-1', stage.spec.plain, 1);
  await stage.until(() => isHeld(stage));
  await stage.pass(10 * MINUTE);
  await freeze(stage, HOUR, { reason: 'another audit' });
  await stage.until(async () => (await stage.instance()).heldBy?.reason === 'another audit', 5_000);
  await stage.pass(10 * MINUTE);
  const held = (await stage.thread()).filter(({ milestone }) => milestone === 'held');
  expect(held.map((note) => note.freeze?.reason)).toEqual(['audit', 'another audit']);
});

test('while the freeze cannot be read nothing is created and nothing is started', async () => {
  const stage = await makeStage();
  let unreadable = true;
  stage.start({
    store: (store) =>
      new Proxy(store, {
        get(from, key) {
          if (key !== 'freeze' || !unreadable) return Reflect.get(from, key);
          return () => Promise.reject(new StoreUnavailable('the disk does not answer'));
        },
      }),
  });
  await stage.submit('r-1', stage.spec.plain, 1);
  await stage.pass(10 * MINUTE);
  expect(stage.calls).toEqual([]);
  unreadable = false;
  await stage.until(() => buys(stage) === 1);
  unreadable = true;
  await stage.until(async () => (await stage.instance()).observed?.status === 'Stopped');
  await stage.pass(5 * MINUTE);
  expect(starts(stage)).toBe(0);
  unreadable = false;
  await stage.until(() => stage.ended('r-1'));
  expect(await stage.instance()).toMatchObject({ outcome: 'reached' });
});

test('a freeze that comes between the question and the intent keeps the create from happening', async () => {
  const stage = await makeStage();
  stage.start({
    store: (store) =>
      new Proxy(store, {
        get(from, key) {
          if (key !== 'freeze') return Reflect.get(from, key);
          return async () => {
            const answer = await from.freeze();
            if (answer === null) await freeze(stage);
            return answer;
          };
        },
      }),
  });
  await stage.submit('r-1', stage.spec.plain, 2);
  await stage.until(() => isHeld(stage));
  await stage.pass(10 * MINUTE);
  expect(stage.calls).toEqual([]);
  expect((await stage.truth.eventsOf('r-1')).map(({ kind }) => kind)).toEqual([
    'request.submitted',
    'instance.held',
    'instance.held',
  ]);
});

test.each([
  [1, ['held', 'pending', 'stopped', 'starting', 'running']],
  [3, ['held', 'pending', 'starting', 'running']],
])(
  'what still waits in line when the freeze begins, %i together, is not sent, and is as if it had never been tried',
  async (amount, way) => {
    const stage = await makeStage();
    let freezing: Promise<void> | null = null;
    // A line so long that the freeze begins before its end.
    const begin = (): Promise<void> => {
      freezing ??= freeze(stage, 10 * MINUTE);
      return freezing;
    };
    stage.start({
      ecs: (ecs) => ({
        ...ecs,
        createInstance: (input, proceed) => begin().then(() => ecs.createInstance(input, proceed)),
        runInstances: (input, proceed) => begin().then(() => ecs.runInstances(input, proceed)),
      }),
    });
    await stage.submit('r-1', stage.spec.plain, amount);
    await stage.until(() => isHeld(stage));
    await stage.pass(5 * MINUTE);
    expect(stage.calls).toEqual([]);
    for (const row of await stage.truth.instancesOf('r-1'))
      expect(row).toMatchObject({ createTriedAt: null, attempts: 0, failure: null, deadlineAt: null });
    await stage.until(() => stage.ended('r-1'));
    const told = (await stage.thread()).filter(({ ordinal }) => ordinal === 1).map(({ milestone }) => milestone);
    expect(told).toEqual(way);
  },
);
