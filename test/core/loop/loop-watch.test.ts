import { expect, test } from 'vitest';
import { makeWakeSignal } from '../../../src/core/base/wake-signal.ts';
import { makeLoopWatch } from '../../../src/core/loop/loop-watch.ts';
import { handClock } from '../../support/hand-clock.ts';

/** Turns the clock as a running process sees it, second by second. */
async function run(turn: (ms: number) => Promise<void>, seconds: number): Promise<void> {
  for (let n = 0; n < seconds; n += 1) await turn(1_000);
}

test('a loop that turns is alive, however long it has been at it', async () => {
  const { clock, turn } = handClock();
  const watch = makeLoopWatch(clock);
  const signal = watch.watched('outbox', makeWakeSignal(clock));
  const loop = (async () => {
    while (!signal.stopped()) await signal.sleep(5_000);
  })();
  await run(turn, 3_600);
  expect(watch.stalled()).toEqual([]);
  expect(watch.ages().get('outbox')).toBeLessThanOrEqual(5_000);
  signal.stop();
  await loop;
  watch.stop();
});

test('one that sleeps on purpose is alive for three of its sleeps and a turn', async () => {
  const { clock, turn } = handClock();
  const watch = makeLoopWatch(clock);
  const signal = watch.watched('archive', makeWakeSignal(clock));
  void signal.sleep(3_600_000);
  await run(turn, 3_599);
  expect(watch.stalled()).toEqual([]);
});

test('one that hangs in its turn is dead after a while, and alive again when it goes on', async () => {
  const { clock, turn } = handClock();
  const watch = makeLoopWatch(clock);
  watch.watched('lifecycle', makeWakeSignal(clock));
  watch.watched('sweep', makeWakeSignal(clock));
  await run(turn, 170);
  watch.goesOn('sweep');
  expect(watch.stalled()).toEqual([]);
  await run(turn, 20);
  expect(watch.stalled()).toEqual(['lifecycle']);
  watch.goesOn('lifecycle');
  expect(watch.stalled()).toEqual([]);
});

test('time in which the process was suspended, or the clock was set, is nobody’s', async () => {
  const { clock, turn } = handClock();
  const watch = makeLoopWatch(clock);
  watch.watched('outbox', makeWakeSignal(clock));
  await run(turn, 10);
  await turn(7 * 86_400_000);
  expect(watch.stalled()).toEqual([]);
  await turn(-3_600_000);
  await run(turn, 10);
  expect(watch.stalled()).toEqual([]);
});

test('one that was stopped is watched no longer', async () => {
  const { clock, turn } = handClock();
  const watch = makeLoopWatch(clock);
  watch.watched('outbox', makeWakeSignal(clock)).stop();
  await run(turn, 3_600);
  expect(watch.stalled()).toEqual([]);
});
