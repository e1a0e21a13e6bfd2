import type { HomeView } from '@slack/types';
import { expect, test } from 'vitest';
import { silentLog } from '../../../src/core/base/log.ts';
import { keepHomes } from '../../../src/slack/home/keep-homes.ts';
import { handClock } from '../../support/hand-clock.ts';

const HOUR_MS = 3_600_000;

/** Homes that show how often something has changed. */
function stage() {
  const hand = handClock();
  const published: string[] = [];
  let drawn = 0;
  let state = 0;
  let tellOfCommit: (touched: readonly string[] | null) => void = () => {};
  const view = (): HomeView => ({ type: 'home', blocks: [{ type: 'divider', block_id: `${state}` }] });
  const homes = keepHomes({
    store: {
      onCommit(listener) {
        tellOfCommit = listener;
        return () => {
          tellOfCommit = () => {};
        };
      },
    },
    clock: hand.clock,
    log: silentLog,
    draw: async () => {
      drawn += 1;
      return view();
    },
    drawWithoutStore: view,
    publish: async (user) => published.push(user),
  });
  return {
    ...hand,
    homes,
    published,
    drawn: () => drawn,
    change(touched: readonly string[] | null) {
      state += 1;
      tellOfCommit(touched);
    },
    untouched: (touched: readonly string[] | null) => tellOfCommit(touched),
    /** Lets so much time go by, a tenth of a second at a time. */
    async pass(ms: number) {
      for (let gone = 0; gone < ms; gone += 100) await hand.turn(100);
    },
  };
}

test('nothing runs before somebody opens a home, nor after the stop', async () => {
  const { homes, waiting, change, pass, published } = stage();
  change(null);
  expect(waiting()).toBe(0);
  await homes.opened('U1', false);
  await pass(100);
  expect(waiting()).toBe(1);
  homes.stop();
  change(['U1']);
  await pass(5_000);
  expect([waiting(), published]).toEqual([0, ['U1']]);
});

test('where a commit of another replica may concern everybody, only what has changed is sent', async () => {
  const { homes, untouched, change, pass, published, drawn } = stage();
  for (const user of ['U1', 'U2']) await homes.opened(user, false);
  untouched(null);
  await pass(5_000);
  expect([drawn(), published.length]).toEqual([4, 2]);
  change(null);
  await pass(5_000);
  expect([drawn(), published.length]).toEqual([6, 4]);
});

test('many homes that change at once are published one after the other, at less than what Slack takes in a minute', async () => {
  const { homes, change, pass, published } = stage();
  for (let n = 0; n < 120; n += 1) await homes.opened(`U${n}`, false);
  change(null);
  await pass(60_000);
  const inAMinute = published.length - 120;
  expect(inAMinute).toBeGreaterThan(60);
  expect(inAMinute).toBeLessThan(90);
  await pass(60_000);
  expect(published.length).toBe(240);
});

test('a home that nobody has looked at for an hour, or three hundred others since, is left alone until it is opened', async () => {
  const { homes, change, pass, turn, published } = stage();
  await homes.opened('U0', false);
  for (let n = 1; n <= 300; n += 1) await homes.opened(`U${n}`, false);
  change(['U0', 'U1']);
  await pass(5_000);
  expect(published.slice(301)).toEqual(['U1']);
  await turn(HOUR_MS);
  change(['U1']);
  await pass(5_000);
  expect(published.slice(302)).toEqual([]);
  await homes.opened('U1', true);
  expect(published.slice(302)).toEqual(['U1']);
});

test('an opened home is not sent again while it is unchanged, but is when Slack shows none', async () => {
  const { homes, published } = stage();
  await homes.opened('U1', false);
  await homes.opened('U1', true);
  expect(published).toEqual(['U1']);
  await homes.opened('U1', false);
  expect(published).toEqual(['U1', 'U1']);
});
