import { expect, test } from 'vitest';
import { keepClaims } from '../../../src/slack/delivery/keep-claims.ts';
import { type Store, StoreUnavailable } from '../../../src/store/store.ts';
import { handClock } from '../../support/hand-clock.ts';

/** Keeps claims of 30 seconds. */
function keeping() {
  const { clock, turn, waiting } = handClock();
  const refreshed: unknown[] = [];
  const state = { needed: true, down: false };
  const store = {
    refreshClaims: async (...args: unknown[]) => {
      refreshed.push(args);
      if (state.down) throw new StoreUnavailable('away');
    },
  } as unknown as Store;
  const keeper = keepClaims(store, clock, { owner: 'bot-1', claimMs: 30_000 }, () => state.needed);
  return { keeper, turn, waiting, refreshed, state };
}

test('a claim on work under way is renewed well before it ends, also after a time without the store', async () => {
  const { turn, refreshed, state } = keeping();
  await turn(9_999);
  expect(refreshed).toEqual([]);
  await turn(1);
  expect(refreshed).toEqual([['bot-1', 40_000]]);
  state.down = true;
  await turn(10_000);
  state.down = false;
  await turn(10_000);
  expect(refreshed).toEqual([40_000, 50_000, 60_000].map((until) => ['bot-1', until]));
});

test('without work under way no claim is renewed, and with the next work it is', async () => {
  const { turn, refreshed, state } = keeping();
  state.needed = false;
  await turn(10_000);
  expect(refreshed).toEqual([]);
  state.needed = true;
  await turn(10_000);
  expect(refreshed).toHaveLength(1);
});

test('once stopped, nothing is renewed, and nothing waits', async () => {
  const { keeper, turn, waiting, refreshed } = keeping();
  const turning = turn(10_000);
  keeper.stop();
  await turning;
  await turn(30_000);
  expect([refreshed.length, waiting()]).toEqual([1, 0]);
  const other = keeping();
  other.keeper.stop();
  await other.turn(30_000);
  expect([other.refreshed, other.waiting()]).toEqual([[], 0]);
});
