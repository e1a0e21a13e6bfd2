import { expect, test } from 'vitest';
import type { Instance } from '../../../src/core/instance/instance.ts';
import { leaseFor, withEnd } from '../../../src/core/lease/lease.ts';
import type { ChainedEvent } from '../../../src/core/request/hash-chain.ts';
import type { Message } from '../../../src/core/request/message.ts';
import type { Notice } from '../../../src/core/request/notice.ts';
import type { Request } from '../../../src/core/request/request.ts';
import { PEOPLE, sampleAsked, sampleDecided } from '../../../src/sandbox/gallery/request/approval-samples.ts';
import { sampleDigest, sampleMissing, sampleOrphan } from '../../../src/sandbox/gallery/request/notices.ts';
import { sampleInstance, sampleNote, sampleState } from '../../../src/sandbox/gallery/samples.ts';
import { sendAll } from '../../../src/slack/delivery/send.ts';
import type { Localizer } from '../../../src/slack/kit/localizer.ts';
import { type Delivery, StoreUnavailable } from '../../../src/store/store.ts';
import { en } from '../../../src/text/en.ts';
import { zh } from '../../../src/text/zh.ts';
import { AT, delivery, mouthWith, no, ok } from './send-stage.ts';

const { lena, marcus } = PEOPLE;
const GENERAL = 'C07GENERAL1';
const HOUR = 3_600_000;

/** These people read Chinese, and channels English. */
const READERS = [lena, marcus];
const textFor = async (user: string) => (READERS.includes(user) ? zh : en);
const BILINGUAL: Localizer = { textOf: () => en, textFor, channelText: () => en };

interface Told {
  readonly request?: Request;
  readonly instances?: readonly Instance[];
  readonly events?: readonly ChainedEvent[];
  readonly localizer?: Localizer;
  readonly card?: Delivery['card'];
  readonly over?: Partial<Delivery>;
}

/** What Slack is given of these messages: the text, and the blocks as they are written. */
async function said(
  messages: readonly Message[],
  { request, instances = [], events = [], localizer, card = null, over }: Told = {},
) {
  const store = {
    request: async () => request ?? null,
    instancesOf: async () => instances,
    eventsOf: async () => events,
  };
  const { sender, calls } = mouthWith({}, { store });
  const [first] = messages;
  if (first === undefined) throw new Error('nothing to say');
  const channel = first.kind === 'dm' ? first.user : 'to' in first ? first.to : GENERAL;
  const about = { kind: first.kind, requestId: first.requestId, messages, channel, card, existing: null, ...over };
  const outcome = await sendAll({ ...sender, ...(localizer && { localizer }) }, delivery(about));
  const post = (calls.post.at(-1) ?? calls.edit.at(-1))?.[1];
  return { outcome, text: post?.text ?? '', blocks: JSON.stringify(post?.blocks ?? []) };
}

const notice = (about: Notice, to = lena): readonly Message[] => [
  { kind: 'notice', requestId: 'sweep', to, notice: about },
];

test.each<[Notice, RegExp]>([
  [{ about: 'orphans', orphans: [sampleOrphan(1)], total: 1 }, /^1 instance with the bot’s tag/u],
  [sampleMissing(), /^15 instances are missing at once/u],
  [{ about: 'behind', at: AT, orphans: [], total: 0 }, /database went back in time/u],
  [{ about: 'account', at: AT, stored: '1', actual: '2' }, /credentials of another/u],
  [{ about: 'accountUnknown', at: AT, why: 'Throttling' }, /^Couldn’t find out which/u],
  [sampleDigest(), /week/u],
  [{ about: 'key', is: 'kept', name: 'laptop' }, /laptop/u],
])('a notice says what it is about: %j', async (about, words) => {
  const { outcome, text } = await said(notice(about));
  expect(outcome.kind).toBe('sent');
  expect(text).toMatch(words);
});

const running = sampleState(1, ['running']);
const instance = sampleInstance(running.request, 1, 'running');
const dm = { kind: 'dm', requestId: running.request.id, user: lena } as const;
const leased = { ...instance, lease: withEnd(leaseFor(HOUR), AT + 2 * HOUR, AT) };
const paid = { until: AT + 48 * HOUR, renewal: { on: false, term: null }, lookAt: null, ended: false, misses: 0 };
const MORE = { term: { unit: 'Month', period: 1 }, price: null } as const;
const ending = { instanceId: instance.id, until: paid.until, renews: false, more: MORE, short: null };
const reclaimed = { ...instance, spot: { lookAt: null, reclaimingAt: AT } } as Instance;
const owner = { about: 'owner', instanceId: instance.id, name: 'web', owner: lena, was: 'U1', by: 'U2' } as const;

const asked = { request: sampleAsked() };
const over = { request: sampleDecided('denied') };
const gone = { ...running, instances: [{ ...instance, wanted: 'released' as const }] };

/** Each with a state in which it is true, the words of it, and a state in which it is over; null if it is only said once. */
test.each<[string, Message, Told, RegExp, Told | null]>([
  ['the end of a request', dm, running, /^Your instance started running/u, null],
  ['a decision', dm, over, /^Your request was denied/u, null],
  ['another owner', { ...dm, ...owner }, running, /web/u, null],
  ['that nobody was asked', { ...dm, about: 'untold', unreachable: [marcus] }, asked, /^Nobody could be/u, over],
  ['a vote', { ...dm, about: 'voteLost', why: 'noLonger' }, asked, /no longer counts/u, over],
  ['a reminder', { ...dm, about: 'reminder' }, asked, /^Still waiting/u, over],
  ['an escalation', { ...dm, about: 'escalation' }, asked, /^Nobody has decided/u, over],
  ['another price', { ...dm, about: 'again' }, asked, /^Needs your approval again/u, over],
  [
    'the end of prepaid time',
    { ...dm, about: 'expiry', ends: [ending] },
    { ...running, instances: [{ ...instance, expiry: paid }] },
    ...([/It ends on/u, gone] as const),
  ],
  [
    'a reclaim',
    { ...dm, about: 'reclaim', instanceIds: [instance.id] },
    { ...running, instances: [reclaimed] },
    ...([/reclaim/u, running] as const),
  ],
])('a direct message says what it is about, and is no more than edited once that is over: %s', async (...row) => {
  const [, message, about, words, end] = row;
  const told = await said([message], about);
  expect(told).toMatchObject({ outcome: { kind: 'sent' }, text: expect.stringMatching(words) });
  if (end === null) return;
  const stands = { existing: { channel: 'D1', ts: '1.1' } };
  expect(told.outcome).toMatchObject({ isLast: false });
  expect(await said([message], end)).toEqual({ outcome: { kind: 'needless' }, text: '', blocks: '[]' });
  const edited = await said([message], { ...end, over: stands });
  expect(edited.outcome).toMatchObject({ kind: 'sent', at: stands.existing, isLast: true });
  expect(edited.text).not.toBe(told.text);
});

test('the warning of an auto-release stays as it is where nothing is known of it, and is not sent then', async () => {
  const warning: Message = { ...dm, about: 'lease', instanceId: instance.id, at: 0 };
  expect((await said([warning], { ...running, instances: [leased] })).text).toContain('auto-releases on');
  expect((await said([warning], { request: running.request })).outcome).toEqual({ kind: 'needless' });
  const at = { channel: 'D1', ts: '1.1' };
  const { outcome, text } = await said([warning], { request: running.request, over: { existing: at } });
  expect([outcome, text]).toEqual([{ kind: 'sent', at, found: false, isUnchanged: true }, '']);
});

const line = (milestone: Parameters<typeof sampleNote>[0], ordinal = 1, amount = 1): Message => ({
  kind: 'thread',
  requestId: running.request.id,
  note: sampleNote(milestone, ordinal, amount),
});
const THREAD = { card: { channel: GENERAL, ts: '1.1' } };

test('the thread says how to log in to what runs, also where not all of it does, and else nothing of it', async () => {
  const runs = await said([line('running')], { ...running, ...THREAD });
  expect(runs.blocks).toContain(`connect ${instance.id}`);
  const both = await said([line('stopped', 2, 2), line('running', 1, 2)], {
    ...sampleState(2, ['running', 'stopped']),
    ...THREAD,
  });
  expect(both.blocks).toContain('connect ');
  const not = await said([line('pending')], { ...running, ...THREAD });
  expect(not.blocks).not.toContain('connect');
});

test('people read their own language and channels theirs, wherever a card has come to stand', async () => {
  const told = { ...running, localizer: BILINGUAL };
  const card: Message = { kind: 'card', requestId: running.request.id };
  const ask = (to: string): Message => ({ kind: 'ask', requestId: running.request.id, to });
  const missing = sampleMissing();
  const inDm = { ...told, card: { channel: 'D1', ts: '1.1' } };
  const all = [
    [await said([card], told), await said([card], { ...told, over: { channel: lena } })],
    [await said([ask(GENERAL)], { ...told, ...asked }), await said([ask(marcus)], { ...told, ...asked })],
    [await said([line('pending')], { ...told, ...THREAD }), await said([line('pending')], inDm)],
    [await said(notice(missing, GENERAL), told), await said(notice(missing), told)],
  ];
  const isChinese = ({ text }: { readonly text: string }) => /\p{Script=Han}/u.test(text);
  expect(all.map((each) => each.map(isChinese))).toEqual(all.map(() => [false, true]));
});

test('once Slack has a message it counts as sent, whatever becomes of the store', async () => {
  const card: Message = { kind: 'card', requestId: running.request.id };
  const ask: Message = { kind: 'ask', requestId: running.request.id, to: marcus };
  const all: readonly [Message, string][] = [
    [card, GENERAL],
    [card, lena],
    [ask, marcus],
    [line('running'), GENERAL],
    [dm, lena],
    [{ ...dm, about: 'reminder' }, marcus],
    [notice(sampleMissing())[0] as Message, lena],
  ];
  for (const [message, channel] of all) {
    let isAway = false;
    const unless =
      <T>(value: T) =>
      async (): Promise<T> => {
        if (isAway) throw new StoreUnavailable('away');
        return value;
      };
    const request = message.kind === 'ask' || ('about' in message && message.about) ? sampleAsked() : running.request;
    const { sender } = mouthWith(
      {
        post: async ({ channel: to }) => {
          isAway = true;
          return ok({ channel: to, ts: '2.1' });
        },
      },
      {
        store: {
          ...{ request: unless(request), instancesOf: unless(running.instances), eventsOf: unless([]) },
          closed: { codeOf: unless(null), note: unless(undefined) },
        },
      },
    );
    const of = { kind: message.kind, messages: [message], channel, card: THREAD.card, existing: null };
    expect(await sendAll(sender, delivery(of)), `${message.kind} in ${channel}`).toMatchObject({
      kind: 'sent',
      at: { ts: '2.1' },
    });
  }
});

test('of a release that another message warns of nobody is warned again, and a warning that stands is kept up to date', async () => {
  const { request: of, instances } = sampleState(2, ['running', 'running']);
  const both = instances.map((one) => ({ ...one, lease: withEnd(leaseFor(HOUR), AT + 2 * HOUR, AT) }));
  const events = both.map(({ id }, n) => ({
    ...{ at: AT + n, kind: 'instance.leaseWarned', actor: 'bot', requestId: of.id, instanceId: id },
    data: { endsAt: AT + 2 * HOUR },
  })) as unknown as readonly ChainedEvent[];
  const about = { request: of, instances: both, events };
  const warning = (n: number): readonly Message[] => [
    { ...dm, about: 'lease', instanceId: both[n]?.id ?? '', at: AT + n },
  ];
  expect((await said(warning(0), about)).text).toContain('2 instances auto-release');
  expect((await said(warning(1), about)).outcome).toEqual({ kind: 'needless' });
  // It may not have reached Slack, but it is not there.
  expect((await said(warning(1), { ...about, over: { mayHaveBeenSent: true } })).outcome).toEqual({ kind: 'needless' });
  const stands = { existing: { channel: 'D1', ts: '1.1' } };
  expect(await said(warning(1), { ...about, over: stands })).toMatchObject({
    outcome: { kind: 'sent' },
    text: expect.stringContaining('2 instances auto-release'),
  });
});

test('a reminder leads to the message with the buttons, and else to the card', async () => {
  const ask = { channel: 'D1', ts: '3.3' };
  const reminder: Message = { ...dm, about: 'reminder' };
  const lost: Message = { ...dm, about: 'voteLost', why: 'unconfirmed' };
  for (const message of [reminder, lost]) {
    expect((await said([message], { ...asked, ...THREAD, over: { ask } })).blocks).toContain('/archives/D1/p33');
    expect((await said([message], { ...asked, ...THREAD })).blocks).toContain(`/archives/${GENERAL}/p11`);
  }
  expect((await said([reminder], { request: { ...asked.request, approval: null } })).outcome).toEqual({
    kind: 'needless',
  });
});

test('a notice goes to a conversation of its own, is given up where nobody is, and else tried again', async () => {
  const [message] = notice(sampleMissing());
  const of = delivery({ kind: 'notice', messages: [message as Message], channel: lena });
  const { sender, calls } = mouthWith();
  await sendAll(sender, of);
  expect(calls.post.map(([to]) => to)).toEqual([{ channel: 'D1', threadTs: null }]);
  const gone = mouthWith({ post: async () => no('noSuchPlace', 'user_disabled', 'chat.postMessage') });
  expect(await sendAll(gone.sender, of)).toEqual({ kind: 'never', reason: 'user_disabled' });
  const away = mouthWith({ openDm: async () => no('unreachable', 'ECONNREFUSED', 'conversations.open') });
  expect(await sendAll(away.sender, of)).toMatchObject({ kind: 'trouble' });
});
