import { afterEach, expect, test } from 'vitest';
import type { Stage } from '../../../src/sandbox/gallery/samples.ts';
import { DEFAULT_LIMITS } from '../../../src/sandbox/slack/rates.ts';
import { thoroughTest, upTo } from '../../support/thorough.ts';
import { GENERAL, makeWorld, PLATFORM, WEB_TEAM, type World } from './outbox-world.ts';

let world: World;
afterEach(() => world.end());

const CHANNELS = [GENERAL, PLATFORM, WEB_TEAM];
const STAGES: readonly Stage[] = ['creating', 'pending', 'stopped', 'starting', 'running'];

const cards = () => CHANNELS.flatMap((channel) => world.messages(channel));

/** What the delivery asks of the store from now on. */
function counted() {
  const { outbox } = world.store();
  const { claim, postpone, delivered } = outbox;
  const count = { asked: 0, claimed: 0, postponed: 0, delivered: 0 };
  Object.assign(outbox, {
    claim: async (...args: Parameters<typeof claim>) => {
      const taken = await claim(...args);
      count.asked += 1;
      count.claimed += taken.length;
      return taken;
    },
    postpone: (...args: Parameters<typeof postpone>) => {
      count.postponed += 1;
      return postpone(...args);
    },
    delivered: (...args: Parameters<typeof delivered>) => {
      count.delivered += 1;
      return delivered(...args);
    },
  });
  return count;
}

/** The cards of requests that wait for a freeze follow their instances after its end, until nothing waits. */
async function afterFreeze(amount: number) {
  const ids = Array.from({ length: amount }, (_, n) => `r-${n}`);
  for (const [n, id] of ids.entries())
    await world.submit(id, ['waiting'], { channel: CHANNELS[n % CHANNELS.length] ?? GENERAL });
  await world.pass(amount * 400);
  expect(cards()).toHaveLength(amount);
  const begun = world.now();
  const count = counted();
  let commits = 0;
  // Three are begun each second, and look different each second.
  for (let second = 0; second < amount / 3 + STAGES.length; second += 1) {
    for (const [n, id] of ids.entries()) {
      const stage = STAGES[second - Math.floor(n / 3)];
      if (stage === undefined) continue;
      await world.change(id, [stage]);
      commits += 1;
    }
    await world.pass(1_000);
  }
  while ((await world.waiting()) > 0) await world.pass(10_000);
  expect(cards().filter(({ text }) => !text.endsWith('Running'))).toEqual([]);
  const calls = world.calls('chat.update');
  const edits = cards().reduce((sum, { _history }) => sum + _history.length - 1, 0);
  return { ...count, commits, edits, refused: calls - edits, minutes: (world.now() - begun) / 60_000 };
}

test('hundreds of requests that a freeze held up cost the store a claim and an answer for each edit, and every card ends true', async () => {
  world = await makeWorld();
  const amount = upTo(60, 450);
  const was = await afterFreeze(amount);
  expect(was).toMatchObject({ postponed: 0, refused: 0, delivered: was.claimed });
  // A card that is as it was is not edited.
  expect(was.claimed - was.edits).toBeLessThanOrEqual(amount / 20);
  // Each commit and each edit wakes the delivery; while nothing happens, it looks ever less often.
  expect(was.asked).toBeLessThanOrEqual(was.commits + 6 * was.edits);
  // As fast as Slack allows, and no faster.
  expect(was.edits).toBeLessThanOrEqual(40 + 50 * was.minutes);
  expect(was.minutes).toBeLessThan(1 + amount / 50);
});

thoroughTest('where Slack takes fewer edits than it publishes, only refused ones are tried again', async () => {
  world = await makeWorld({ limits: { ...DEFAULT_LIMITS, tier3: { burst: 20, perSecond: 1 / 3 } } });
  const amount = 150;
  const was = await afterFreeze(amount);
  expect(was.delivered).toBe(was.claimed - was.postponed);
  // One that was claimed while another was being refused waits too.
  expect(was.postponed - was.refused).toBeLessThanOrEqual(amount / 20);
  expect(was.refused).toBeLessThanOrEqual(amount / 2);
  expect(was.minutes).toBeLessThan(2 + amount / 15);
});
