import { expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../../../src/core/base/log.ts';
import { LOOPS, makeLoopWatch } from '../../../src/core/loop/loop-watch.ts';
import { startArchive } from '../../../src/lifecycle/archive.ts';
import { startDigests } from '../../../src/lifecycle/digest/digest.ts';
import { startSweep } from '../../../src/lifecycle/drift/sweep.ts';
import { startKeys } from '../../../src/lifecycle/keys.ts';
import { startLifecycle } from '../../../src/lifecycle/reconciler.ts';
import { startOutbox } from '../../../src/slack/delivery/outbox.ts';
import { handClock } from '../../support/hand-clock.ts';

type Ports = Parameters<typeof startLifecycle>[0] &
  Parameters<typeof startOutbox>[0] &
  Parameters<typeof startSweep>[0] &
  Parameters<typeof startDigests>[0] &
  Parameters<typeof startArchive>[0] &
  Parameters<typeof startKeys>[0];

/** Every loop of the bot, over a store and an account that answer nothing ever again once they hang. */
function startAll(hangs: () => boolean) {
  const { clock, turn } = handClock();
  const watch = makeLoopWatch(clock);
  const unlessHanging = async <T>(value: T): Promise<T> => (hangs() ? new Promise<T>(() => {}) : value);
  const store = {
    marks: { takeTurn: () => unlessHanging(false) },
    outbox: {
      claim: () => unlessHanging([]),
      depth: () => unlessHanging({ waiting: 0, oldestDueAt: null }),
    },
    claimInstances: () => unlessHanging([]),
    claimRequests: () => unlessHanging([]),
    comeForward: () => unlessHanging(undefined),
    nextDueAt: () => unlessHanging(null),
    onCommit: () => () => {},
  };
  const ports = {
    store,
    clock,
    log: silentLog,
    loops: watch,
    account: { status: () => unlessHanging({ is: 'ours', account: { id: '1', since: null } }) },
    keys: { finishDue: () => unlessHanging(undefined) },
    policy: { current: () => ({ policy: { digest: [{ channel: 'C1', weekday: 1, minute: 0, timeZone: 'UTC' }] } }) },
    memory: {
      of:
        <T>(make: () => T) =>
        () =>
          make(),
    },
    random: { next: () => 0.5, id: () => 'x' },
    config: { claimMs: 30_000, lookEveryMs: 1_500, longestSleepMs: 10_000 },
    owner: 'A',
    claimMs: 30_000,
    everyMs: 3_600_000,
    keepDays: 400,
  } as unknown as Ports;
  startLifecycle(ports);
  startOutbox(ports);
  startSweep(ports);
  startDigests(ports);
  startArchive(ports);
  startKeys(ports);
  onTestFinished(watch.stop);
  return { watch, turn };
}

const run = async (turn: (ms: number) => Promise<void>, seconds: number): Promise<void> => {
  for (let n = 0; n < seconds; n += 1) await turn(1_000);
};

test('every loop shows that it turns, and which ones hang once nothing answers them', async () => {
  let hanging = false;
  const { watch, turn } = startAll(() => hanging);
  await run(turn, 600);
  expect([...watch.ages().keys()].sort()).toEqual([...LOOPS].sort());
  expect(watch.stalled()).toEqual([]);
  hanging = true;
  await run(turn, 600);
  // The archive sleeps for an hour, and the digests ask nobody until one is due.
  expect([...watch.stalled()].sort()).toEqual(expect.arrayContaining(['lifecycle', 'outbox', 'sweep', 'keys']));
  expect(watch.stalled()).not.toContain('archive');
});
