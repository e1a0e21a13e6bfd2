import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Stage } from '../../../src/sandbox/gallery/samples.ts';
import { upTo } from '../../support/thorough.ts';
import { GENERAL, makeWorld, PLATFORM, WEB_TEAM, type World } from './outbox-world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.end());

const CHANNELS = [GENERAL, PLATFORM, WEB_TEAM];
const STAGES: readonly Stage[] = ['creating', 'pending', 'stopped', 'starting', 'running'];
/** What Slack allows. */
const EDITS_PER_MINUTE = 50;

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

test('hundreds of requests that a freeze held up cost the store a claim and an answer for each edit, and every card ends true', async () => {
  const ids = Array.from({ length: upTo(60, 450) }, (_, n) => `r-${n}`);
  const cards = () => CHANNELS.flatMap((channel) => world.messages(channel));
  for (const [n, id] of ids.entries())
    await world.submit(id, ['waiting'], { channel: CHANNELS[n % CHANNELS.length] ?? GENERAL });
  await world.pass(ids.length * 400);
  expect(cards()).toHaveLength(ids.length);

  const begun = world.now();
  const count = counted();
  let commits = 0;
  // Three are begun each second, and look other each second.
  for (let second = 0; second < ids.length / 3 + STAGES.length; second += 1) {
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
  const edits = world.calls('chat.update');
  const minutes = (world.now() - begun) / 60_000;
  expect(edits, 'no call is refused').toBe(cards().reduce((sum, { _history }) => sum + _history.length - 1, 0));
  expect(count).toMatchObject({ postponed: 0, delivered: count.claimed });
  // A card that is as it was is not edited.
  expect(count.claimed - edits).toBeLessThanOrEqual(ids.length / 20);
  // Each commit and each edit wakes the delivery; while nothing happens, it looks ever less often.
  expect(count.asked).toBeLessThanOrEqual(commits + 6 * edits);
  expect(edits).toBeLessThanOrEqual(40 + EDITS_PER_MINUTE * minutes);
  expect(minutes).toBeLessThan(1 + ids.length / EDITS_PER_MINUTE);
});
