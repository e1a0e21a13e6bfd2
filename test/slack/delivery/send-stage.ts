import { type Log, silentLog } from '../../../src/core/base/log.ts';
import { sampleNote, sampleState } from '../../../src/sandbox/gallery/samples.ts';
import type { DeliveryClient, Sent } from '../../../src/slack/delivery/delivery-client.ts';
import { type LimitedMethod, makeRateLimiter } from '../../../src/slack/delivery/rate-limiter.ts';
import type { Sender } from '../../../src/slack/delivery/sender.ts';
import type { SlackError } from '../../../src/slack/kit/slack-error.ts';
import type { Delivery } from '../../../src/store/store.ts';
import { ENGLISH } from '../../support/localizer.ts';

/** One request with one instance, and a Slack and a store that say what a test wants. */
export const { request, instances } = sampleState(1, ['pending']);
export const OLD = { channel: request.channel, ts: '1.000001' };
export const NEW = { channel: request.channel, ts: '2.000001' };
export const AT = 1_800_000_000_000;

export const ok = <T>(value: T): Sent<T> => ({ ok: true, value });
export const no = (
  kind: Exclude<SlackError['kind'], 'slowDown'>,
  code: string,
  method: LimitedMethod = 'chat.update',
): Sent<never> => ({ ok: false, method, trouble: { kind, code } });

const noting =
  <Args extends unknown[], Answer>(calls: Args[], call: (...args: Args) => Answer) =>
  (...args: Args): Answer => {
    calls.push(args);
    return call(...args);
  };

type Calls = { readonly [Name in keyof DeliveryClient]: Parameters<DeliveryClient[Name]>[] };

/** `calls`: what Slack was asked, by method. */
export function mouthWith(
  client: Partial<DeliveryClient> = {},
  { store = {}, log = silentLog }: { readonly store?: Partial<Sender['store']>; readonly log?: Log } = {},
): { sender: Sender; calls: Calls; commits: unknown[] } {
  const calls: Calls = { post: [], edit: [], workspace: [], openDm: [], find: [], shared: [] };
  const commits: unknown[] = [];
  const slack: DeliveryClient = {
    post: async () => ok(NEW),
    edit: async (at) => ok(at),
    workspace: async () => ok('https://sandbox.slack.com/'),
    openDm: async () => ok('D1'),
    find: async () => ok(null),
    shared: async () => ok(false),
    ...client,
  };
  const heard: DeliveryClient = {
    post: noting(calls.post, slack.post),
    edit: noting(calls.edit, slack.edit),
    workspace: noting(calls.workspace, slack.workspace),
    openDm: noting(calls.openDm, slack.openDm),
    find: noting(calls.find, slack.find),
    shared: noting(calls.shared, slack.shared),
  };
  const sender: Sender = {
    store: {
      request: async () => request,
      instancesOf: async () => instances,
      eventsOf: async () => [],
      commit: async (change) => {
        commits.push(change);
        return { ok: true, value: null };
      },
      closed: { codeOf: async () => null, note: async () => {} },
      ...store,
    },
    client: heard,
    localizer: ENGLISH,
    rateLimiter: makeRateLimiter(),
    now: () => AT,
    log,
    looks: new Map(),
    admins: () => [],
    dmChannels: new Map(),
    shared: new Map(),
    web: { url: null },
  };
  return { sender, calls, commits };
}

export const delivery = (over: Partial<Delivery> = {}): Delivery => ({
  id: `${request.id}:card`,
  kind: 'card',
  requestId: request.id,
  messages: [{ kind: 'card', requestId: request.id }],
  channel: request.channel,
  card: null,
  existing: over.card ?? null,
  ask: null,
  attempts: 0,
  others: [],
  askedWith: [],
  firstTriedAt: null,
  mayHaveBeenSent: false,
  news: true,
  revision: 1,
  claim: '1:bot',
  ...over,
});

/** A line for the thread, a message to the requester, and one to an approver. */
export const LINE: Partial<Delivery> & Pick<Delivery, 'kind' | 'messages'> = {
  kind: 'thread',
  messages: [{ kind: 'thread', requestId: request.id, note: sampleNote('pending', 1, 1) }],
};
export const TO_REQUESTER: Partial<Delivery> = {
  kind: 'dm',
  channel: request.requester,
  messages: [{ kind: 'dm', requestId: request.id, user: request.requester }],
};
export const REMINDER: Partial<Delivery> = {
  messages: [{ kind: 'dm', requestId: request.id, user: request.requester, about: 'reminder' }],
};
