import { expect, test } from 'vitest';
import { silentLog } from '../../../src/core/base/log.ts';
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
  revision: 1,
  claim: '1:bot',
});

/** Settles one try, and resolves to when it is due again and whether it is looked for then, before it is posted. */
async function settled(was: boolean, attempt: () => Promise<DeliveryOutcome>) {
  return (await recorded(was, attempt)).postponed;
}

async function recorded(was: boolean, attempt: () => Promise<DeliveryOutcome>) {
  const { clock, turn } = handClock();
  const postponed: { dueAt: number; inDoubt: boolean }[] = [];
  const outbox: Pick<Outbox, 'postpone'> = {
    postpone: async (_, dueAt, inDoubt) => void postponed.push({ dueAt, inDoubt }),
  };
  const recorder = makeOutcomeRecorder({
    meter: NO_SLACK_METER,
    outbox: outbox as Outbox,
    rateLimiter: makeRateLimiter(),
    clock,
    log: silentLog,
    wakeSignal: { wakeAt: () => {}, stopped: () => false },
    abandoning: async () => {},
  });
  await recorder.record(delivery(was), attempt);
  return { postponed, recorder, turn };
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
