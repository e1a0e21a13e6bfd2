import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CallMoment } from '../../../src/sandbox/ports.ts';
import { GENERAL, LENA, plain, rawLink, refusal, type Served, serveSlack, until } from './serve.ts';

let served: Served;
beforeEach(async () => {
  served = await serveSlack({ limits: null });
});
afterEach(() => served.stop());

const post = (text = 'x') => served.web.chat.postMessage({ channel: GENERAL, text });
const info = () => served.web.users.info({ user: LENA });
const texts = () => served.slack.state().channels[0]?.messages.map(({ text }) => text);
const on = (fault: { name: string; [more: string]: unknown }) => expect(served.slack.addFault(fault)).toBeNull();
/** `ok`, the HTTP status, or the kind of the network error. */
const outcome = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'ok',
    (error: { statusCode?: number; retryAfter?: number; data?: { error: string }; code?: string }) =>
      error.retryAfter !== undefined
        ? `429 after ${error.retryAfter}`
        : (error.statusCode ?? error.data?.error ?? error.code),
  );

describe('a fault', () => {
  test('hits so many calls of its method, and no others', async () => {
    on({ name: 'slack-429', action: 'chat.postMessage', retryAfterMs: 2500, times: 2 });
    expect(await outcome(info())).toBe('ok');
    expect([await outcome(post()), await outcome(post()), await outcome(post())]).toEqual([
      '429 after 3',
      '429 after 3',
      'ok',
    ]);
    expect(served.slack.activeFaults()).toEqual([]);
  });

  test.each([
    ['slack-5xx', 500, []],
    ['slack-5xx-after', 500, ['x']],
    ['slack-reset', 'slack_webapi_request_error', []],
    ['slack-reset-after', 'slack_webapi_request_error', ['x']],
    ['slack-token-revoked', 'token_revoked', []],
    ['slack-missing-scope', 'missing_scope', []],
    ['slack-channel-gone', 'channel_not_found', []],
  ])('%s answers %s and leaves %s behind', async (name, answered, left) => {
    on({ name, action: 'chat.postMessage' });
    expect(await outcome(post())).toBe(answered);
    expect(texts()).toEqual(left);
    expect(await outcome(post('y'))).toBe('ok');
  });

  test('slack-down lasts until it is cleared', async () => {
    on({ name: 'slack-down' });
    expect([await outcome(post()), await outcome(info()), await outcome(post())]).toEqual([503, 503, 503]);
    expect(served.slack.activeFaults()).toMatchObject([{ name: 'slack-down', times: 0 }]);
    served.slack.clearFaults();
    expect(await outcome(post())).toBe('ok');
    expect(served.slack.state().calls).toEqual({ 'chat.postMessage': 3, 'users.info': 1 });
  });

  test('slack-slow holds a call back without losing it', async () => {
    on({ name: 'slack-slow', delayMs: 80, action: 'chat.postMessage' });
    const begun = Date.now();
    const slow = post('slow');
    await info();
    expect(texts()).toEqual([]);
    await slow;
    expect(Date.now() - begun).toBeGreaterThanOrEqual(79);
    expect(texts()).toEqual(['slow']);
  });

  test('slack-channel-gone can mean one channel alone', async () => {
    on({ name: 'slack-channel-gone', channel: GENERAL, times: 0 });
    expect(await outcome(post())).toBe('channel_not_found');
    expect(await outcome(served.web.chat.postMessage({ channel: LENA, text: 'x' }))).toBe('ok');
  });

  test('slack-expired-trigger comes to the next modal', async () => {
    const { envelopes } = await rawLink(served, () => ({}));
    const view = { type: 'modal' as const, title: plain('T'), blocks: [{ type: 'divider' as const }] };
    const open = async () => {
      await served.slack.slash({ user: LENA, channel: GENERAL, command: '/ecs', text: '' });
      return outcome(served.web.views.open({ trigger_id: String(envelopes.at(-1)?.payload.trigger_id), view }));
    };
    on({ name: 'slack-expired-trigger' });
    expect([await open(), await open()]).toEqual(['expired_trigger_id', 'ok']);
  });

  test('slack-redeliver sends one thing a person did twice, the same to the letter', async () => {
    const { envelopes } = await rawLink(served, () => ({}));
    on({ name: 'slack-redeliver', action: 'slash_commands' });
    const slash = () => served.slack.slash({ user: LENA, channel: GENERAL, command: '/ecs', text: '' });
    expect(await slash()).toEqual({ ok: true });
    await until(() => envelopes.length === 2);
    expect(envelopes[1]?.payload).toEqual(envelopes[0]?.payload);
    expect(envelopes[1]?.envelope_id).not.toBe(envelopes[0]?.envelope_id);
    await slash();
    expect(envelopes).toHaveLength(3);
  });

  test('that is unknown or malformed is answered with a sentence and not switched on', () => {
    const add = (fault: { name: string; [more: string]: unknown }) => served.slack.addFault(fault);
    expect(add({ name: 'slack-flu' })).toMatch(/no Slack fault "slack-flu".*slack-429/);
    expect(add({ name: 'toString' })).toMatch(/no Slack fault/);
    expect(add({ name: 'slack-5xx', action: 'chat.shout' })).toMatch(/chat\.shout/);
    expect(add({ name: 'slack-5xx', times: 1.5 })).toMatch(/whole number/);
    expect(add({ name: 'slack-slow', delayMs: -1 })).toMatch(/delayMs/);
    expect(served.slack.activeFaults()).toEqual([]);
    for (const sentence of Object.values(served.slack.faultNames)) expect(sentence).toMatch(/\.$/);
  });
});

describe('the moments of a call', () => {
  test('come before and after its effect, and hold it up', async () => {
    const seen: [CallMoment, number][] = [];
    const count = () => texts()?.length ?? 0;
    const stop = served.slack.onCall(async (moment) => {
      await new Promise(setImmediate);
      seen.push([moment, count()]);
    });
    await post();
    await info();
    stop();
    await post();
    expect(seen).toEqual([
      [{ api: 'chat.postMessage', phase: 'before', n: 1, host: '127.0.0.1' }, 0],
      [{ api: 'chat.postMessage', phase: 'after', n: 1, host: '127.0.0.1' }, 1],
      [{ api: 'users.info', phase: 'before', n: 2, host: '127.0.0.1' }, 1],
      [{ api: 'users.info', phase: 'after', n: 2, host: '127.0.0.1' }, 1],
    ]);
  });

  test('leave no trace of a caller that died in the moment before', async () => {
    const dying = new AbortController();
    let left: () => void = () => {};
    const gone = new Promise<void>((resolve) => {
      left = resolve;
    });
    const stop = served.slack.onCall(async () => {
      dying.abort();
      for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate);
      left();
    });
    const call = fetch(`${served.base}/api/chat.postMessage?channel=${GENERAL}&text=x`, {
      method: 'POST',
      headers: { authorization: `Bearer ${served.slack.botToken}` },
      signal: dying.signal,
    });
    await expect(call).rejects.toThrow();
    await gone;
    stop();
    await post('y');
    expect(texts()).toEqual(['y']);
  });

  test('are told to listeners as changes', async () => {
    let changes = 0;
    const stop = served.slack.onChange(() => {
      changes += 1;
    });
    await post();
    expect(changes).toBeGreaterThan(0);
    stop();
    const before = changes;
    await post();
    expect(changes).toBe(before);
  });
});

test('the same seed gives the same tokens and ids', async () => {
  const twin = await serveSlack({ limits: null, now: () => 1 });
  const third = await serveSlack({ limits: null, now: () => 1, seed: 2 });
  expect([twin.slack.botToken, twin.slack.signingSecret]).toEqual([served.slack.botToken, served.slack.signingSecret]);
  expect(third.slack.botToken).not.toBe(twin.slack.botToken);
  expect(await refusal(third.web.conversations.open({ users: 'U0' }))).toBe('user_not_found');
  await Promise.all([twin.stop(), third.stop()]);
});

test('the team has every role and can be named by fixed ids', () => {
  const roles = served.slack.users.map(({ role }) => role).sort();
  expect(roles).toEqual(['admin', 'approver', 'approver', ...Array(6).fill('outsider'), 'requester', 'requester']);
  expect(served.slack.channels.map(({ name }) => name)).toEqual([
    ...['general', 'platform', 'web-team', 'data', 'leads'],
    'northwind',
  ]);
});
