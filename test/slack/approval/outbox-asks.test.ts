import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Approval } from '../../../src/core/approval/approval.ts';
import type { Message } from '../../../src/core/request/message.ts';
import type { Request } from '../../../src/core/request/request.ts';
import {
  PEOPLE,
  sampleAsked,
  sampleAskedAgain,
  sampleDecided,
} from '../../../src/sandbox/gallery/request/approval-samples.ts';
import { GENERAL, LENA, makeWorld, PLATFORM, type World } from '../delivery/outbox-world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.end());

const { marcus, ines } = PEOPLE;
const ID = sampleAsked().id;

const card: Message = { kind: 'card', requestId: ID };
const ask = (to: string): Message => ({ kind: 'ask', requestId: ID, to });
const dm = (user: string, about?: 'reminder' | 'escalation' | 'again'): Message => ({
  kind: 'dm',
  requestId: ID,
  user,
  ...(about && { about }),
});

type Asked = Request & { readonly approval: Approval };

/** Stores a waiting request and asks somebody to decide. */
async function submit(request: Asked = sampleAsked(), ...asked: readonly string[]): Promise<void> {
  const messages = [card, ...asked.map(ask)];
  const done = await world.store().commit({ requests: [{ next: request }], messages, at: world.now() });
  expect(done.ok).toBe(true);
}

/** Brings it to another state, with what has to be said of it. */
async function become(request: Asked, ...messages: readonly Message[]): Promise<void> {
  const version = ((await world.store().request(ID))?.version ?? 0) + 1;
  const next = { ...request, version };
  const done = await world.store().commit({ requests: [{ next }], messages: [card, ...messages], at: world.now() });
  expect(done.ok).toBe(true);
}

const textsOf = (channel: string) => world.messages(channel).map(({ text }) => text);
/** The conversation's own id; direct messages are named by the person they are with. */
const idOf = (channel: string) =>
  world.slack.state().channels.find(({ id, name }) => id === channel || name === channel)?.id ?? '';
const blocksOf = (channel: string) => JSON.stringify(world.messages(channel).map(({ blocks }) => blocks));

test('each approver gets one message with buttons and a link to the card, and the decision replaces it', async () => {
  await submit(sampleAsked(), marcus, ines);
  await world.pass(5000);
  const [there] = world.messages(GENERAL);
  for (const user of [marcus, ines]) {
    expect(textsOf(user)).toEqual([
      'Approval requested: 1 × ecs.g7.large in cn-beijing-h, CNY 1,416.20 upfront for 1 month',
    ]);
    expect(blocksOf(user)).toContain('"action_id":"approval_approve"');
    expect(blocksOf(user)).toContain(`.slack.com/archives/${GENERAL}/p${there?.ts.replace('.', '')}|`);
  }
  await become(sampleDecided('approved'));
  await world.pass(5000);
  for (const user of [marcus, ines]) {
    expect(textsOf(user)).toEqual(['1 × ecs.g7.large in cn-beijing-h: approved']);
    expect(blocksOf(user)).toContain(`Approved by* <@${marcus}>`);
    expect(blocksOf(user)).not.toContain('approval_');
  }
  expect(world.messages(GENERAL)).toHaveLength(1);
  expect(await world.waiting()).toBe(0);
});

test('what is decided keeps its name and its purpose, and what waits says what it was filled in from', async () => {
  const { spec } = sampleAsked();
  const request = { spec: { ...spec, name: 'shop-web', purpose: 'Spring sale' } };
  await submit(sampleAsked({ request }), marcus);
  await world.pass(5000);
  expect(blocksOf(marcus)).toContain('preset web-small, launch template web-servers version 3');
  await become(sampleDecided('denied', { request }));
  await world.pass(5000);
  expect(blocksOf(marcus)).toContain('Name\\nshop-web');
  expect(blocksOf(marcus)).toContain('Purpose\\nSpring sale');
  expect(blocksOf(marcus)).not.toContain('preset');
});

test('a channel can be asked, and both it and the card show another price', async () => {
  await submit(sampleAsked(), PLATFORM);
  await world.pass(3000);
  await become(sampleAskedAgain());
  await world.pass(3000);
  for (const channel of [GENERAL, PLATFORM]) {
    expect(world.messages(channel)).toHaveLength(1);
    expect(blocksOf(channel)).toContain('Price now\\nCNY 1,529.50');
    expect(blocksOf(channel)).toContain(`"value":"${ID}/2"`);
  }
});

test('an edit that would change nothing is not sent', async () => {
  await submit(sampleAsked(), marcus);
  await world.pass(3000);
  await world.say(card, ask(marcus));
  await world.pass(3000);
  expect(world.calls('chat.update')).toBe(0);
  expect(world.calls('auth.test')).toBe(1);
  expect(await world.waiting()).toBe(0);
});

test('every ask carries its delivery and its request in the metadata', async () => {
  await submit(sampleAsked(), marcus);
  await world.pass(3000);
  expect(world.messages(marcus)[0]?.metadata).toEqual({
    event_type: 'ecs_chatops',
    event_payload: { delivery: expect.stringMatching(new RegExp(`^${ID}:ask:`, 'u')), request: ID },
  });
});

test.each(['slack-reset-after', 'slack-5xx-after'])('a lost answer (%s) yields one ask', async (fault) => {
  await submit();
  await world.pass(2000);
  world.slack.addFault({ name: fault, action: 'chat.postMessage' });
  await world.say(ask(marcus));
  await world.pass(100);
  await become(sampleAskedAgain());
  await world.pass(10_000);
  expect(world.messages(marcus)).toHaveLength(1);
  expect(blocksOf(marcus)).toContain('Price now');
  expect(await world.waiting()).toBe(0);
});

test.each(['before', 'after'] as const)('killed %s Slack took an ask, the bot posts it once', async (phase) => {
  await submit();
  await world.pass(2000);
  const stop = world.slack.onCall(({ api, phase: at }) => {
    if (api !== 'chat.postMessage' || at !== phase) return;
    stop();
    world.crash();
  });
  await world.say(ask(marcus));
  await world.pass(1000);
  await world.start();
  await world.pass(5000);
  expect(world.messages(marcus)).toHaveLength(1);
  await become(sampleDecided('denied'));
  await world.pass(5000);
  expect(world.messages(marcus)).toHaveLength(1);
  expect(blocksOf(marcus)).toContain(`Denied by* <@${ines}>`);
});

test.each([
  ['before', 0],
  ['after', 1],
] as const)(
  'killed %s Slack took an ask that was decided when it is back, the bot edits it if it is there, and posts none',
  async (phase, there) => {
    await submit();
    await world.pass(2000);
    const stop = world.slack.onCall(({ api, phase: at }) => {
      if (api !== 'chat.postMessage' || at !== phase) return;
      stop();
      world.crash();
    });
    await world.say(ask(marcus));
    await world.pass(1000);
    await become(sampleDecided('denied'));
    await world.start();
    await world.pass(5000);
    expect(world.messages(marcus)).toHaveLength(there);
    expect(blocksOf(marcus).match(/Denied by/gu) ?? []).toHaveLength(there);
    expect(await world.waiting()).toBe(0);
  },
);

test('killed after Slack took an edit, the bot does not ask a second time', async () => {
  await submit(sampleAsked(), marcus);
  await world.pass(3000);
  const stop = world.slack.onCall(({ api, phase }) => {
    if (api !== 'chat.update' || phase !== 'after') return;
    stop();
    world.crash();
  });
  await become(sampleAskedAgain());
  await world.pass(1000);
  await world.start();
  await world.pass(5000);
  expect(world.messages(marcus)).toHaveLength(1);
  expect(blocksOf(marcus)).toContain('Price now');
});

/** As an admin of the workspace may. */
async function remove(channel: string): Promise<void> {
  const [message] = world.messages(channel);
  const answer = await fetch(`${world.base}/api/chat.delete`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.slack.botToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel: idOf(channel), ts: message?.ts }),
  });
  expect(await answer.json()).toMatchObject({ ok: true });
}

test('a deleted ask is posted again once while it waits', async () => {
  await submit(sampleAsked(), marcus);
  await world.pass(3000);
  await remove(marcus);
  await become(sampleAskedAgain());
  await world.pass(5000);
  expect(world.messages(marcus)).toHaveLength(1);
  expect(blocksOf(marcus)).toContain('Price now');
  await become(sampleDecided('approved'));
  await world.pass(5000);
  expect(world.messages(marcus)).toHaveLength(1);
  expect(blocksOf(marcus)).toContain('Approved by');
});

test('a deleted ask is not brought back to say that it is decided', async () => {
  await submit(sampleAsked(), marcus);
  await world.pass(3000);
  await remove(marcus);
  await become(sampleDecided('approved'));
  await world.pass(5000);
  expect(world.messages(marcus)).toEqual([]);
  expect(await world.waiting()).toBe(0);
  expect(await world.store().eventsOf(ID)).toEqual([]);
});

test('somebody who cannot be written to is not asked: it is written down, and all else goes on', async () => {
  await submit(sampleAsked(), 'U07NOBODY99', marcus);
  await world.pass(8000);
  expect(world.messages(marcus)).toHaveLength(1);
  expect(world.messages(GENERAL)).toHaveLength(1);
  expect(await world.store().eventsOf(ID)).toMatchObject([
    { kind: 'message.abandoned', data: { message: 'ask', to: 'U07NOBODY99' } },
  ]);
  expect((await world.store().request(ID))?.state).toBe('pending');
  expect(await world.waiting()).toBe(0);
});

test('what is decided before somebody could be asked is not asked any more', async () => {
  world.slack.addFault({ name: 'slack-429', action: 'chat.postMessage', retryAfterMs: 20_000 });
  await submit(sampleAsked(), marcus);
  await world.pass(1000);
  await become(sampleDecided('withdrawn'));
  await world.pass(30_000);
  expect(world.messages(marcus)).toEqual([]);
  expect(world.messages(GENERAL)).toHaveLength(1);
  expect(await world.waiting()).toBe(0);
});

test('a reminder leads to the message with the buttons, and to nobody who has agreed or when it is decided', async () => {
  await submit(sampleAsked(), marcus, ines);
  await world.pass(3000);
  const [asked] = world.messages(marcus);
  const votes = [{ by: ines }];
  await become(sampleAsked({ approval: { votes } }), dm(marcus, 'reminder'), dm(ines, 'reminder'));
  await world.pass(5000);
  expect(textsOf(marcus)[1]).toMatch(/^Still waiting for your approval: /u);
  const link = `/archives/${idOf(marcus)}/p${asked?.ts.replace('.', '')}|`;
  expect(JSON.stringify(world.messages(marcus)[1]?.blocks)).toContain(link);
  expect(world.messages(ines)).toHaveLength(1);
  await become(sampleDecided('denied'), dm(marcus, 'escalation'));
  await world.pass(5000);
  expect(world.messages(marcus)).toHaveLength(2);
  expect(await world.waiting()).toBe(0);
  expect(await world.store().eventsOf(ID)).toEqual([]);
});

test.each(['reminder', 'escalation'] as const)(
  'a sent %s waits no longer for who has agreed, and says what was decided',
  async (about) => {
    await submit(sampleAsked(), marcus);
    await world.pass(3000);
    await world.say(dm(marcus, about));
    await world.pass(5000);
    const [, before = ''] = textsOf(marcus);
    const votes = [{ by: marcus }];
    await become(sampleAsked({ approval: { votes } }));
    await world.pass(5000);
    expect(textsOf(marcus)[1]).toBe('No longer waiting for you: 1 × ecs.g7.large in cn-beijing-h');
    // At another price everybody has to agree again.
    await become(sampleAsked());
    await world.pass(5000);
    expect(textsOf(marcus)[1]).toBe(before);
    await become(sampleDecided('denied'));
    await world.pass(5000);
    expect(textsOf(marcus)).toHaveLength(2);
    expect(JSON.stringify(world.messages(marcus)[1]?.blocks)).toContain(`Denied by* <@${ines}>`);
  },
);

test.each([
  ['unconfirmed', 'Slack couldn’t confirm who you are when somebody else approved. Approve again', true],
  ['noLonger', 'You’re no longer one of its approvers.', false],
] as const)(
  'a voter whose vote was not counted is told why (%s), until it is decided',
  async (why, sentence, again) => {
    await submit(sampleAsked(), marcus);
    await world.pass(3000);
    await world.say({ kind: 'dm', requestId: ID, user: marcus, about: 'voteLost', why });
    await world.pass(5000);
    expect(textsOf(marcus)[1]).toBe('Your approval no longer counts: 1 × ecs.g7.large in cn-beijing-h');
    const [, said] = world.messages(marcus);
    expect(JSON.stringify(said?.blocks)).toContain(sentence);
    expect(JSON.stringify(said?.blocks).includes('Open the message with its buttons')).toBe(again);
    await become(sampleDecided('approved'));
    await world.pass(5000);
    expect(textsOf(marcus)[1]).toBe('No longer waiting for you: 1 × ecs.g7.large in cn-beijing-h');
  },
);

test('who has approved another price is told so, with a link to the buttons, and only until they approve again', async () => {
  await submit(sampleAsked(), marcus, ines);
  await world.pass(3000);
  const votes = [{ by: ines }];
  await become(sampleAskedAgain({ approval: { votes } }), dm(marcus, 'again'), dm(ines, 'again'));
  await world.pass(5000);
  expect(textsOf(marcus)[1]).toMatch(/^Needs your approval again: .*CNY 1,529\.50/u);
  expect(JSON.stringify(world.messages(marcus)[1]?.blocks)).toContain(`/archives/${idOf(marcus)}/p`);
  expect(world.messages(ines)).toHaveLength(1);
});

test('the requester is told in private how it ended, and the thread tells everybody', async () => {
  await submit();
  await world.pass(2000);
  const note = { milestone: 'decision', what: 'denied', by: ines, note: 'too big' } as const;
  await become(sampleDecided('denied'), { kind: 'thread', requestId: ID, note }, dm(LENA));
  await world.pass(5000);
  expect(textsOf(LENA)).toEqual([
    'Your request was denied (1 × ecs.g7.large in cn-beijing-h). Reason: too ∗big∗ for a test, &lt;!here&gt;: take ecs.c7.large',
  ]);
  expect(world.messages(GENERAL)[0]?.replies.map(({ text }) => text)).toEqual([
    'Denied. Reason: too big Nothing was bought.',
  ]);
});

test('without the address of the workspace there is no link, and all else is said', async () => {
  world.slack.addFault({ name: 'slack-5xx', action: 'auth.test', times: 99 });
  await submit(sampleAsked(), marcus);
  await world.pass(3000);
  expect(world.messages(marcus)).toHaveLength(1);
  expect(blocksOf(marcus)).not.toContain('/archives/');
});

const LEADS = 'C07LEADSPR5';
const UNTOLD = `Nobody could be notified that request ${ID} is waiting for approval. Ask an approver yourself, or withdraw it.`;
const untoldIn = (...channels: readonly string[]) =>
  channels.map((channel) => textsOf(channel).filter((text) => text === UNTOLD).length);

test('when nobody can be told, the requester and the admins hear it once, and go on hearing what becomes of it', async () => {
  world.slack.setAccount(marcus, 'deactivated');
  await submit(sampleAsked({ approval: { told: [marcus, LEADS] } }), marcus, LEADS);
  await world.pass(60_000);
  expect(untoldIn(LENA, ines, marcus)).toEqual([1, 1, 0]);
  expect(blocksOf(LENA)).toContain(`<@${marcus}>, <#${LEADS}>`);
  // A message that is refused later tells nothing new.
  await world.say(ask(LEADS));
  await world.pass(60_000);
  expect(untoldIn(LENA, ines)).toEqual([1, 1]);
  await become(sampleDecided('withdrawn'));
  await world.pass(60_000);
  expect(untoldIn(LENA, ines)).toEqual([0, 0]);
  for (const user of [LENA, ines]) expect(textsOf(user)).toContain(`Request ${ID} is no longer waiting for approval.`);
});

test('as long as one of them could be told, nobody is alarmed', async () => {
  world.slack.setAccount(marcus, 'deactivated');
  await submit(sampleAsked({ approval: { told: [marcus, LEADS, PLATFORM] } }), marcus, LEADS, PLATFORM);
  await world.pass(60_000);
  expect(untoldIn(LENA, ines)).toEqual([0, 0]);
});

test('a channel for which the card was meant counts as not told when the card is posted elsewhere', async () => {
  await submit(sampleAsked({ request: { channel: LEADS }, approval: { told: [LEADS] } }));
  await world.pass(60_000);
  expect(untoldIn(LENA, ines)).toEqual([1, 1]);
});
