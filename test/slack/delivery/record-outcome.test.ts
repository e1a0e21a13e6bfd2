import { expect, test } from 'vitest';
import { type Log, silentLog } from '../../../src/core/base/log.ts';
import { makeRateLimiter } from '../../../src/slack/delivery/rate-limiter.ts';
import { makeOutcomeRecorder } from '../../../src/slack/delivery/record-outcome.ts';
import type { DeliveryOutcome } from '../../../src/slack/delivery/sender.ts';
import type { SlackError } from '../../../src/slack/kit/slack-error.ts';
import { NO_SLACK_METER } from '../../../src/slack/kit/slack-meter.ts';
import { type Delivery, type Outbox, StoreUnavailable } from '../../../src/store/store.ts';
import { handClock } from '../../support/hand-clock.ts';

const delivery = (mayHaveBeenSent: boolean): Delivery => ({
  id: 'r-1:card',
  kind: 'card',
  requestId: 'r-1',
  messages: [{ kind: 'card', requestId: 'r-1' }],
  channel: 'C1',
  card: null,
  existing: null,
  ask: null,
  attempts: 1,
  others: [],
  askedWith: [],
  firstTriedAt: 1,
  mayHaveBeenSent,
  news: true,
  revision: 1,
  claim: '1:bot',
});

/** Settles one try, and resolves to when it is due again and whether it is looked for then, before it is posted. */
async function settled(was: boolean, attempt: () => Promise<DeliveryOutcome>) {
  return (await recorded(was, attempt)).postponed;
}

/** A recorder, and what it has the store write, in that order. */
function recording(log: Log = silentLog) {
  const { clock, turn } = handClock();
  const postponed: { dueAt: number; inDoubt: boolean }[] = [];
  const written: unknown[] = [];
  const woken: number[] = [];
  const state = { stopped: false, store: async (): Promise<void> => {} };
  const write =
    (what: string) =>
    async (_: Delivery, ...about: unknown[]) => {
      await state.store();
      written.push([what, ...about]);
    };
  const outbox: Pick<Outbox, 'postpone' | 'delivered' | 'drop' | 'abandon'> = {
    postpone: async (_, dueAt, inDoubt) => {
      await state.store();
      postponed.push({ dueAt, inDoubt });
    },
    delivered: write('delivered'),
    drop: write('drop'),
    abandon: write('abandon'),
  };
  const rateLimiter = makeRateLimiter();
  const recorder = makeOutcomeRecorder({
    ...{ meter: NO_SLACK_METER, outbox: outbox as Outbox, rateLimiter, clock, log },
    wakeSignal: { wakeAt: (at) => void woken.push(at), stopped: () => state.stopped },
    abandoning: write('abandoning'),
  });
  return { recorder, rateLimiter, turn, postponed, written, woken, state };
}

async function recorded(was: boolean, attempt: () => Promise<DeliveryOutcome>) {
  const made = recording();
  await made.recorder.record(delivery(was), attempt);
  return made;
}

const trouble = (error: SlackError, inDoubt: boolean): DeliveryOutcome => ({
  kind: 'trouble',
  trouble: error,
  method: 'chat.postMessage',
  inDoubt,
});
const LIMITED: SlackError = { kind: 'slowDown', code: 'ratelimited', retryAfterMs: 7000 };
const AWAY: SlackError = { kind: 'unreachable', code: 'ECONNREFUSED' };

test('an outage that was seen at a later hour, before the clock was set back, keeps nothing waiting', async () => {
  const { recorder, turn } = await recorded(false, async () => trouble(AWAY, false));
  expect(recorder.pausedUntil()).toBe(1_000);
  await turn(-3 * 3_600_000);
  expect(recorder.pausedUntil()).toBe(0);
});

test.each([
  ['Slack asks for patience', LIMITED, 7000],
  ['Slack cannot be reached', AWAY, 1000],
] as const)('while %s, what may have been sent stays in doubt, and nothing else does', async (_, error, dueAt) => {
  for (const inDoubt of [true, false])
    expect(await settled(true, async () => trouble(error, inDoubt))).toEqual([{ dueAt, inDoubt }]);
});

test('what waits for our own rate limit, or for the store, stays in doubt as it was', async () => {
  for (const was of [true, false]) {
    expect(await settled(was, async () => ({ kind: 'wait', ms: 300 }))).toEqual([{ dueAt: 300, inDoubt: was }]);
    const unread = () => Promise.reject(new StoreUnavailable('away'));
    expect(await settled(was, unread)).toEqual([{ dueAt: 1000, inDoubt: was }]);
  }
});

const AT = { channel: 'C1', ts: '1.000001' };

test.each<[string, DeliveryOutcome, unknown[]]>([
  ['was posted', { kind: 'sent', at: AT, found: false }, [['delivered', AT, 0]]],
  ['was found', { kind: 'sent', at: AT, found: true }, [['delivered', AT, 0]]],
  ['is never edited any more', { kind: 'sent', at: AT, found: false, isLast: true }, [['drop']]],
  ['is not true any more', { kind: 'needless' }, [['drop']]],
  // Whoever else has to know is told before the message is gone.
  ['is never taken', { kind: 'never', reason: 'is_archived' }, [['abandoning'], ['abandon', 'is_archived', 0]]],
  ['is too much', trouble({ kind: 'tooMuch', code: 'long' }, false), [['abandoning'], ['abandon', 'long', 0]]],
])('a message that %s is written down as such, and is not due again', async (_, outcome, written) => {
  const made = await recorded(false, async () => outcome);
  expect([made.written, made.postponed]).toEqual([written, []]);
});

test('what only a newer version knows is named, so that it is not claimed again, and is due for others at once', async () => {
  const { recorder, postponed } = await recorded(true, async () => ({ kind: 'unknown' }));
  expect([recorder.unknown(), postponed]).toEqual([['r-1:card'], [{ dueAt: 0, inDoubt: false }]]);
});

test.each<[string, SlackError, readonly number[]]>([
  // Of one message alone: given up after about four minutes.
  ['of a reason that is new', { kind: 'refused', code: 'new' }, [1, 2, 4, 8, 16, 32, 60]],
  ['that its place is gone', { kind: 'noSuchPlace', code: 'is_archived' }, [1, 2, 4, 8, 16, 32, 60]],
  ['that it is gone', { kind: 'messageGone', code: 'message_not_found' }, [1, 2, 4, 8, 16, 32, 60]],
  // Of all messages: never given up.
  ['that Slack is away', AWAY, [1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60]],
  ['that no answer came', { kind: 'inDoubt', code: 'http_500' }, [1, 2, 4, 8, 16, 32, 60, 60, 60]],
  ['that the token is not accepted', { kind: 'notAllowed', code: 'x' }, [1, 2, 4, 8, 16, 32, 60, 60, 60]],
])('tries are ever further apart, up to a minute, because %s', async (_, error, seconds) => {
  const { recorder, postponed, woken, written, turn } = recording();
  let now = 0;
  for (const each of seconds) {
    await recorder.record(delivery(false), async () => trouble(error, false));
    expect(postponed.at(-1)?.dueAt).toBe(now + each * 1000);
    expect(woken.at(-1)).toBe(now + each * 1000);
    await turn(each * 1000);
    now += each * 1000;
  }
  expect(written).toEqual([]);
  await recorder.record(delivery(false), async () => trouble(error, false));
  expect(written.map((one) => (one as unknown[])[0])).toEqual(seconds.length === 7 ? ['abandoning', 'abandon'] : []);
});

test('after a message was sent, the count of its tries starts over', async () => {
  const { recorder, postponed } = recording();
  const refused = async () => trouble({ kind: 'refused', code: 'new' }, false);
  for (const attempt of [refused, refused, async () => ({ kind: 'sent', at: AT, found: false }) as const, refused])
    await recorder.record(delivery(false), attempt);
  expect(postponed.map(({ dueAt }) => dueAt)).toEqual([1000, 2000, 1000]);
  for (const end of [{ kind: 'needless' }, { kind: 'never', reason: 'x' }] as const)
    for (const attempt of [async () => end, refused]) await recorder.record(delivery(false), attempt);
  expect(postponed.slice(3).map(({ dueAt }) => dueAt)).toEqual([1000, 1000]);
});

test('trouble of one message alone is no outage, and one that others share is over with the first that goes well', async () => {
  const { recorder } = recording();
  await recorder.record(delivery(false), async () => trouble({ kind: 'refused', code: 'new' }, false));
  expect([recorder.trouble(), recorder.pausedUntil()]).toEqual([null, 0]);
  await recorder.record(delivery(false), async () => trouble({ kind: 'notAllowed', code: 'invalid_auth' }, false));
  expect(recorder.trouble()).toBe('invalid_auth');
  expect(recorder.pausedUntil()).toBeGreaterThan(0);
  await recorder.record(delivery(false), async () => ({ kind: 'sent', at: AT, found: false }));
  expect([recorder.trouble(), recorder.pausedUntil()]).toEqual([null, 0]);
});

test('of many messages that fail at once an outage grows by one step alone, and other messages begin with its wait', async () => {
  const { recorder, turn } = recording();
  const fail = (id: string) => recorder.record({ ...delivery(false), id }, async () => trouble(AWAY, false));
  for (const id of ['a', 'b', 'c']) await fail(id);
  expect(recorder.pausedUntil()).toBe(1_000);
  await turn(1_000);
  await fail('d');
  expect(recorder.pausedUntil()).toBe(1_000 + 2_000);
});

test('one message that Slack never answers holds up the others for a second, however often it was tried', async () => {
  const { recorder, turn, postponed } = recording();
  for (let n = 0; n < 10; n += 1) {
    await recorder.record(delivery(false), async () => trouble({ kind: 'inDoubt', code: 'internal_error' }, true));
    expect(recorder.pausedUntil()).toBe(n * 60_000 + 1_000);
    await recorder.record({ ...delivery(false), id: 'r-2' }, async () => ({ kind: 'sent', at: AT, found: false }));
    await turn(60_000);
  }
  expect(postponed.at(-1)).toEqual({ dueAt: 9 * 60_000 + 60_000, inDoubt: true });
});

test('an outage is not over because of what Slack was not asked about', async () => {
  const { recorder } = recording();
  await recorder.record(delivery(false), async () => trouble(AWAY, false));
  await recorder.record(delivery(false), async () => ({ kind: 'sent', at: AT, found: false, isUnchanged: true }));
  await recorder.record(delivery(false), async () => ({ kind: 'needless' }));
  expect([recorder.trouble(), recorder.pausedUntil()]).toEqual(['ECONNREFUSED', 1_000]);
});

test('a request for patience holds up its own method for as long as Slack asks, and is no outage', async () => {
  const { recorder, rateLimiter } = recording();
  await recorder.record(delivery(false), async () => trouble(LIMITED, false));
  expect(rateLimiter.pausedUntil('chat.postMessage')).toBe(7000);
  expect(rateLimiter.pausedUntil('chat.update')).toBe(0);
  expect([recorder.trouble(), recorder.pausedUntil()]).toEqual([null, 0]);
});

test('what came of a post is written down as soon as the store takes it, ever later asked, until the bot ends', async () => {
  const { recorder, written, state, turn } = recording();
  let asked = 0;
  state.store = async () => {
    asked += 1;
    throw new StoreUnavailable('away');
  };
  const sent = async () => ({ kind: 'sent', at: AT, found: false }) as const;
  let isOver = false;
  void recorder.record(delivery(false), sent).then(() => {
    isOver = true;
  });
  const waits: number[] = [];
  await turn(0);
  for (let ms = 0, seen = 1; waits.length < 8 && ms < 60_000; ms += 100) {
    await turn(100);
    if (asked === seen) continue;
    waits.push(ms + 100 - waits.reduce((sum, each) => sum + each, 0));
    seen = asked;
  }
  expect(waits).toEqual([200, 400, 800, 1600, 3200, 5000, 5000, 5000]);
  state.store = async () => {};
  await turn(5_000);
  expect(isOver).toBe(true);
  expect(written).toEqual([['delivered', AT, expect.any(Number)]]);
  state.store = () => Promise.reject(new StoreUnavailable('away'));
  state.stopped = true;
  await recorder.record(delivery(false), sent);
  state.store = () => Promise.reject(new Error('broken'));
  await expect(recorder.record(delivery(false), sent)).rejects.toThrow('broken');
});

test('a message that cannot be prepared is told to the log, counts as refused, and is looked for first', async () => {
  const lines: unknown[] = [];
  const log = { ...silentLog, error: (...line: unknown[]) => void lines.push(line) };
  const { recorder, postponed } = recording(log);
  await recorder.record(delivery(false), () => Promise.reject(new TypeError('no such thing')));
  expect(postponed).toEqual([{ dueAt: 1000, inDoubt: true }]);
  expect(lines).toEqual([
    [
      expect.objectContaining({ requestId: 'r-1', delivery: 'r-1:card', kind: 'card' }),
      expect.stringMatching(/prepared/u),
    ],
  ]);
  expect(recorder.trouble()).toBeNull();
});

test('the log says of which message, why, and when it is tried again; louder where somebody has to act', async () => {
  const lines: unknown[][] = [];
  const noting = (level: string) => (fields: object, sentence: string) => void lines.push([level, fields, sentence]);
  const log = { debug: noting('debug'), info: noting('info'), warn: noting('warn'), error: noting('error') };
  const about = { requestId: 'r-1', delivery: 'r-1:card', kind: 'card' };
  const method = 'chat.postMessage';
  const said = async (outcome: DeliveryOutcome): Promise<unknown> => {
    await recording(log).recorder.record(delivery(false), async () => outcome);
    return lines.splice(0);
  };
  const told = (level: string, fields: object, words: RegExp) => [
    [level, { ...about, ...fields }, expect.stringMatching(words)],
  ];
  expect(await said(trouble(LIMITED, false))).toEqual(told('info', { method, retryAfterMs: 7000 }, /slow down/u));
  expect(await said(trouble(AWAY, false))).toEqual(
    told('warn', { method, code: 'ECONNREFUSED', retryInMs: 1000 }, /tried again/u),
  );
  expect(await said(trouble({ kind: 'notAllowed', code: 'x' }, false))).toEqual(
    told('error', { method, code: 'x', retryInMs: 1000 }, /token and its scopes/u),
  );
  expect(await said({ kind: 'never', reason: 'is_archived' })).toEqual(
    told('error', { reason: 'is_archived' }, /for good/u),
  );
  expect(await said({ kind: 'unknown' })).toEqual(told('warn', {}, /newer version/u));
  expect(await said({ kind: 'sent', at: AT, found: false })).toEqual([]);
});
