import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Message } from '../../../src/core/request/message.ts';
import { SPENT, sampleDigest, sampleMissing, sampleOrphan } from '../../../src/sandbox/gallery/request/notices.ts';
import { checkBlocks } from '../../../src/sandbox/slack/blockkit/check.ts';
import { digestMessage } from '../../../src/slack/notices/digest-message.ts';
import { missingMessage, orphansMessage } from '../../../src/slack/notices/notice-message.ts';
import { TEXTS } from '../../../src/text/texts.ts';
import { GENERAL, LENA, makeWorld, type World } from '../delivery/outbox-world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.end());

const orphans = (to: string): Message => ({
  kind: 'notice',
  requestId: 'sweep',
  to,
  notice: { about: 'orphans', orphans: [sampleOrphan(1)], total: 1 },
});
const missing = (to: string): Message => ({ kind: 'notice', requestId: 'sweep', to, notice: sampleMissing() });

const SAID_ORPHANS = '1 instance with the bot’s tag that it doesn’t know. Check with /ecs show: they cost money.';

test('what is about no request goes to a person or a channel, in its order and with a mark of its own', async () => {
  await world.say(orphans(LENA), orphans(GENERAL), missing(LENA));
  await world.pass(10_000);
  expect(world.messages(LENA).map(({ text }) => text)).toEqual([
    SAID_ORPHANS,
    '15 instances are missing at once, so the bot may be looking in the wrong place. No instance was marked as disappeared; check the bot’s credentials.',
  ]);
  expect(world.messages(GENERAL).map(({ text }) => text)).toEqual([SAID_ORPHANS]);
  const marks = [...world.messages(LENA), ...world.messages(GENERAL)].map(({ metadata }) => metadata);
  expect(marks).toMatchObject(marks.map(() => ({ event_payload: { request: 'sweep' } })));
  expect(new Set(marks.map((mark) => JSON.stringify(mark))).size).toBe(3);
  expect(await world.waiting()).toBe(0);
});

test.each([LENA, GENERAL])('a lost answer yields one message (%s)', async (to) => {
  world.slack.addFault({ name: 'slack-reset-after', action: 'chat.postMessage' });
  await world.say(orphans(to));
  await world.pass(5000);
  expect(world.messages(to)).toHaveLength(1);
  expect(await world.waiting()).toBe(0);
});

test.each(['before', 'after'] as const)('killed %s Slack took it, the bot says it once', async (phase) => {
  const stop = world.slack.onCall(({ api, phase: at }) => {
    if (api !== 'chat.postMessage' || at !== phase) return;
    stop();
    world.crash();
  });
  await world.say(orphans(LENA));
  await world.pass(1000);
  await world.start();
  await world.pass(5000);
  expect(world.messages(LENA)).toHaveLength(1);
  expect(await world.waiting()).toBe(0);
});

test.each(['U07NOBODY99', 'C07ELSEWHERE'])(
  'where it cannot be said it is given up, and the trail says so (%s)',
  async (to) => {
    await world.say(orphans(to), orphans(LENA));
    await world.pass(5000);
    expect(await world.waiting()).toBe(0);
    expect(world.messages(LENA)).toHaveLength(1);
    expect(await world.store().eventsOf('sweep')).toMatchObject([
      { kind: 'message.abandoned', data: { message: 'notice', to } },
    ]);
  },
);

test('each instance that nobody looks after can be shown by its id, and the rest is counted', () => {
  const all = Array.from({ length: 10 }, (_, n) => sampleOrphan(n + 1));
  for (const text of Object.values(TEXTS)) {
    const { blocks } = orphansMessage({ about: 'orphans', orphans: all, total: 37 }, text);
    expect(checkBlocks(blocks, 'message')).toEqual([]);
    const shown = JSON.stringify(blocks);
    for (const { cloudId, region } of all) expect(shown).toContain(`"value":"show ${region}/${cloudId}"`);
    expect(shown).toContain('27');
    expect(shown).toContain('/ecs adopt');
  }
});

test('of what is missing each region says how many of how many', () => {
  const shown = JSON.stringify(missingMessage(sampleMissing(), TEXTS.en).blocks);
  expect(shown).toContain('cn-beijing: Alibaba Cloud doesn’t list 12 of the 12 instances');
  expect(shown).toContain('ap-southeast-1: Alibaba Cloud doesn’t list 3 of the 5 instances');
  expect(shown).toContain('no instance was marked as disappeared');
});

test('a digest without anything to tell is one short line', () => {
  for (const text of Object.values(TEXTS))
    for (const existing of [0, 3]) {
      const { blocks } = digestMessage(sampleDigest({ existing }), text);
      expect(blocks).toHaveLength(1);
    }
});

test('a digest says what is counted and what is not, and whose instances they are', () => {
  const item = { id: 'r-7k3mz9q2xa-1', name: 'web-1', requester: LENA, at: Date.UTC(2026, 10, 30) };
  const shown = digestMessage(
    sampleDigest({ existing: 5, spend: [SPENT], expiring: { items: [item], total: 12 }, unread: ['cn-beijing'] }),
    TEXTS.en,
  );
  expect(shown.text).toBe(
    'The week’s instances: CNY 371.28 charged for 2 instances bought, CNY 185.64 charged for 1 instance renewed, about CNY 63.10 by the hour for 5 instances; 12 points need attention.',
  );
  const blocks = JSON.stringify(shown.blocks);
  for (const said of [
    '5 instances now, from requests made in this channel',
    'Prepaid period ends within 14 days (12)',
    `<@${LENA}>`,
    'and 11 more, see /ecs list all',
    'Not counted: automatic renewals',
    'Couldn’t load cn-beijing',
    '"value":"show r-7k3mz9q2xa-1"',
  ])
    expect(blocks).toContain(said);
});

test('a digest is in the channel once, also when the answer of Slack was lost', async () => {
  world.slack.addFault({ name: 'slack-reset-after', action: 'chat.postMessage' });
  await world.say({ kind: 'notice', requestId: `digest:${GENERAL}`, to: GENERAL, notice: sampleDigest() });
  await world.pass(5000);
  expect(world.messages(GENERAL)).toHaveLength(1);
});
