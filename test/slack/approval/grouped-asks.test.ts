import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Approval } from '../../../src/core/approval/approval.ts';
import type { Message } from '../../../src/core/request/message.ts';
import type { Request } from '../../../src/core/request/request.ts';
import { PEOPLE, sampleAsked, sampleDecided } from '../../../src/sandbox/gallery/request/approval-samples.ts';
import { checkBlocks } from '../../../src/sandbox/slack/blockkit/check.ts';
import { renderAsks } from '../../../src/slack/approval/grouped-asks.ts';
import { LIMITS, textLength } from '../../../src/slack/kit/blocks.ts';
import { en } from '../../../src/text/en.ts';
import { zh } from '../../../src/text/zh.ts';
import { thoroughTest } from '../../support/thorough.ts';
import { LENA, makeWorld, type World } from '../delivery/outbox-world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.end());

const { marcus, ines } = PEOPLE;

type Asked = Request & { readonly approval: Approval };
const idOf = (n: number): string => `r-${n}`;

/** Several requests of one person, each committed on its own, as several forms do; each asks the same people. */
async function submit(from: number, to: number, over: Partial<Request> = {}, asked: readonly string[] = [marcus]) {
  for (let n = from; n <= to; n += 1) {
    const id = idOf(n);
    const request = sampleAsked({ request: { id, origin: `view:${id}`, createdAt: world.now(), ...over } });
    const asks = asked.map((user): Message => ({ kind: 'ask', requestId: id, to: user }));
    const done = await world
      .store()
      .commit({ requests: [{ next: request }], messages: [{ kind: 'card', requestId: id }, ...asks], at: world.now() });
    expect(done.ok).toBe(true);
  }
}

async function decide(n: number, is: 'denied' | 'approved'): Promise<void> {
  const request = (await world.store().request(idOf(n))) as Asked;
  const decision = { is, by: marcus, at: world.now(), note: '' } as const;
  const state = is === 'denied' ? 'denied' : 'creating';
  const next: Request = {
    ...request,
    version: request.version + 1,
    state,
    approval: { ...request.approval, decision },
  };
  const messages: Message[] = [{ kind: 'card', requestId: idOf(n) }];
  expect((await world.store().commit({ requests: [{ next }], messages, at: world.now() })).ok).toBe(true);
}

interface Button {
  readonly action_id: string;
  readonly value: string;
}
const buttonsOf = (user: string): readonly Button[] =>
  world
    .messages(user)
    .flatMap(({ blocks }) => blocks as unknown as readonly { type: string; elements?: readonly Button[] }[])
    .flatMap((block) => (block.type === 'actions' ? (block.elements ?? []) : []));
const approvals = (user: string): readonly string[] =>
  buttonsOf(user).flatMap(({ action_id, value }) => (action_id === 'approval_approve' ? [value] : []));

thoroughTest(
  'twenty requests of one person reach each who may decide as one message, whose buttons are each of one request and round',
  async () => {
    await submit(1, 20, {}, [marcus, ines]);
    await world.pass(240_000);
    for (const user of [marcus, ines]) {
      expect(world.messages(user).map(({ text }) => text)).toEqual(['Approval requested: 20 of 20 requests waiting']);
      const all = Array.from({ length: 20 }, (_, i) => `${idOf(i + 1)}/1`);
      expect(approvals(user)).toEqual(all.slice(0, approvals(user).length));
      expect(approvals(user).length).toBeGreaterThan(10);
    }
    const blocks = (world.messages(marcus)[0]?.blocks ?? []) as never[];
    expect(blocks.length).toBeLessThanOrEqual(LIMITS.blocksPerMessage);
    expect(textLength(blocks)).toBeLessThanOrEqual(LIMITS.blockTextPerMessage);
    await decide(7, 'denied');
    await world.pass(60_000);
    expect(approvals(marcus)).not.toContain('r-7/1');
    expect(world.messages(marcus).map(({ text }) => text)).toEqual(['Approval requested: 19 of 20 requests waiting']);
    // There is no room for more, and the message says so by being full: the next one is another.
    await submit(21, 21);
    await world.pass(60_000);
    expect(world.messages(marcus)).toHaveLength(2);
    expect(await world.waiting()).toBe(0);
  },
);

test.each([
  ['English', en],
  ['Chinese', zh],
])('however much there is to say, Slack takes it, all are named, and the first have buttons (%s)', (_name, text) => {
  const one = (n: number, state: Request['state']) => ({
    request: sampleAsked({ amount: 20, request: { id: idOf(n), state }, approval: { round: 2 } }),
    toCard: `https://a-workspace-with-a-long-name.slack.com/archives/C07GENERAL1/p17950000000${n}00`,
  });
  const buttons = (decided: number): number => {
    const all = Array.from({ length: 20 }, (_, n) => one(n, 'pending'));
    const some = all.map((each, n) =>
      n < decided ? { ...each, request: sampleDecided('denied', { request: { id: idOf(n) } }) } : each,
    );
    const { blocks } = renderAsks(some, text);
    expect(checkBlocks(blocks, 'message')).toEqual([]);
    expect(textLength(blocks)).toBeLessThanOrEqual(LIMITS.blockTextPerMessage);
    expect(blocks.length).toBeLessThanOrEqual(LIMITS.blocksPerMessage);
    for (let n = 1; n <= 20; n += 1) expect(JSON.stringify(blocks)).toContain(`*${n}.* `);
    return blocks.filter(({ type }) => type === 'actions').length;
  };
  expect(buttons(0)).toBeGreaterThan(10);
  expect(buttons(12)).toBe(8);
});

test('an edit calls nobody, so what comes after a decision or much later is asked in a message of its own', async () => {
  await submit(1, 2);
  await world.pass(30_000);
  expect(world.messages(marcus)).toHaveLength(1);
  await decide(1, 'approved');
  await submit(3, 3);
  await world.pass(30_000);
  expect(world.messages(marcus)).toHaveLength(2);
  await world.pass(5 * 60_000);
  await submit(4, 4);
  await world.pass(30_000);
  expect(world.messages(marcus)).toHaveLength(3);
  await decide(2, 'denied');
  await world.pass(30_000);
  expect(world.messages(marcus)[0]?.text).toBe('2 requests: all decided');
  expect(approvals(marcus)).toEqual(['r-3/1', 'r-4/1']);
});

test('requests of two people are asked in two messages', async () => {
  await submit(1, 1);
  await submit(2, 2, { requester: ines });
  await world.pass(30_000);
  expect(world.messages(marcus)).toHaveLength(2);
});

test('what was decided before it was asked does not keep the others from being asked', async () => {
  world.slack.addFault({ name: 'slack-down', times: 0 });
  await submit(1, 3);
  await decide(1, 'denied');
  await decide(2, 'denied');
  world.slack.clearFaults();
  await world.pass(120_000);
  expect(world.messages(marcus)).toHaveLength(1);
  expect(approvals(marcus)).toEqual(['r-3/1']);
});

test('a process that dies before or while it asks leaves one message with all', async () => {
  world.slack.addFault({ name: 'slack-reset-after', action: 'chat.postMessage', times: 1 });
  await submit(1, 2);
  await world.pass(10);
  world.crash();
  await world.start();
  await submit(3, 3);
  await world.pass(120_000);
  expect(world.messages(marcus)).toHaveLength(1);
  expect(approvals(marcus)).toEqual(['r-1/1', 'r-2/1', 'r-3/1']);
});

test('of somebody who cannot be written to, the requester of each request hears it', async () => {
  await submit(1, 3, {}, ['U07NOBODY00']);
  await world.pass(120_000);
  for (const n of [1, 2, 3]) {
    const kinds = (await world.store().eventsOf(idOf(n))).map(({ kind, data }) => [kind, data.message, data.to]);
    expect(kinds).toContainEqual(['message.abandoned', 'ask', 'U07NOBODY00']);
  }
  expect(await world.waiting()).toBe(0);
});

test('one reminder at a time leads to a message that waits with several: that of the first which waits for its reader', async () => {
  await submit(1, 3);
  await world.pass(30_000);
  const remind = (n: number): Message => ({ kind: 'dm', requestId: idOf(n), user: marcus, about: 'reminder' });
  await world.say(remind(1), remind(2), remind(3));
  await world.pass(30_000);
  expect(world.messages(marcus)).toHaveLength(2);
  await decide(1, 'denied');
  await world.say(remind(2), remind(3));
  await world.pass(30_000);
  expect(world.messages(marcus)).toHaveLength(3);
  const [asked] = world.messages(marcus);
  expect(JSON.stringify(world.messages(marcus)[2]?.blocks)).toContain(`p${asked?.ts.replace('.', '')}`);
  expect(world.messages(LENA)).toEqual([]);
});

test('an escalation reaches a person although an earlier request in the same message waits for them without one', async () => {
  await submit(1, 2);
  await world.pass(30_000);
  await world.say({ kind: 'dm', requestId: idOf(2), user: marcus, about: 'escalation' });
  await world.pass(30_000);
  expect(world.messages(marcus)).toHaveLength(2);
});
