import { expect, test } from 'vitest';
import { makeWakeSignal } from '../../../src/core/base/wake-signal.ts';
import { keepClaims } from '../../../src/slack/delivery/keep-claims.ts';
import type { Store } from '../../../src/store/store.ts';
import { handClock } from '../../support/hand-clock.ts';

async function asleep(bell: ReturnType<typeof makeWakeSignal>, ms: number) {
  let awake = false;
  const sleeping = bell.sleep(ms).then(() => {
    awake = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  return { awake: () => awake, sleeping };
}

test('a sleep ends at its time, and no sooner', async () => {
  const { clock, turn } = handClock();
  const { awake } = await asleep(makeWakeSignal(clock), 1000);
  await turn(999);
  expect(awake()).toBe(false);
  await turn(1);
  expect(awake()).toBe(true);
});

test('a ring wakes at once, also one that came before the sleep, and leaves no timer', async () => {
  const { clock, turn, waiting } = handClock();
  const bell = makeWakeSignal(clock);
  const first = await asleep(bell, 1000);
  bell.wake();
  await turn(0);
  expect(first.awake()).toBe(true);
  bell.wake();
  const second = await asleep(bell, 1000);
  expect(second.awake()).toBe(true);
  const third = await asleep(bell, 1000);
  expect(third.awake()).toBe(false);
  expect(waiting()).toBe(1);
});

test('an alarm that is set while asleep wakes at its moment', async () => {
  const { clock, turn } = handClock();
  const bell = makeWakeSignal(clock);
  const { awake } = await asleep(bell, 10_000);
  bell.wakeAt(3000);
  await turn(2999);
  expect(awake()).toBe(false);
  await turn(1);
  expect(awake()).toBe(true);
});

test('claims are refreshed while something is in flight, and only then', async () => {
  const { clock, turn } = handClock();
  const renewed: [string, number][] = [];
  let inHand = true;
  const store = {
    refreshClaims: async (owner: string, until: number) => {
      renewed.push([owner, until]);
    },
  } as Partial<Store> as Store;
  const keeper = keepClaims(store, clock, { owner: 'bot-1', claimMs: 30_000 }, () => inHand);
  await turn(10_000);
  await turn(10_000);
  inHand = false;
  await turn(10_000);
  expect(renewed).toEqual([
    ['bot-1', 40_000],
    ['bot-1', 50_000],
  ]);
  keeper.stop();
});

test('wakes that come in a flock end one sleep, shortly after the first', async () => {
  const { clock, turn } = handClock();
  const signal = makeWakeSignal(clock, 10);
  const first = await asleep(signal, 1000);
  signal.wake();
  await turn(0);
  await turn(5);
  signal.wake();
  expect(first.awake()).toBe(false);
  await turn(5);
  expect(first.awake()).toBe(true);
  expect((await asleep(signal, 1000)).awake()).toBe(false);
});

test('a clock that is set back lengthens no sleep', async () => {
  const { clock, turn } = handClock();
  let setBack = 0;
  const signal = makeWakeSignal({ ...clock, now: () => clock.now() - setBack });
  const { awake } = await asleep(signal, 200);
  setBack = 2000;
  await turn(200);
  expect(awake()).toBe(true);
});

test('once stopped, no sleep lasts', async () => {
  const { clock } = handClock();
  const signal = makeWakeSignal(clock, 10);
  signal.stop();
  for (const _ of ['once', 'twice']) expect((await asleep(signal, 1000)).awake()).toBe(true);
});
