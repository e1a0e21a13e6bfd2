import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { signature } from '../../../src/sandbox/slack/transport/signed-http.ts';
import {
  type Envelope,
  GENERAL,
  LEADS,
  LENA,
  option,
  plain,
  rawLink,
  rawReceiver,
  refusal,
  type Served,
  serveSlack,
  startBolt,
  until,
} from './serve.ts';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});
const serve = async (...options: Parameters<typeof serveSlack>): Promise<Served> => {
  const served = await serveSlack(...options);
  stops.push(served.stop);
  return served;
};
const command = (served: Served, text = '') =>
  served.slack.slash({ user: LENA, channel: GENERAL, command: '/ecs', text });

describe('a Socket Mode link', () => {
  test('greets, and gives each envelope to one of the open links', async () => {
    const served = await serve();
    const links = [await rawLink(served, () => ({})), await rawLink(served, () => ({}))];
    expect(links.map(({ said }) => said[0])).toMatchObject([
      { type: 'hello', num_connections: 1, connection_info: { app_id: expect.stringMatching(/^A/) } },
      { type: 'hello', num_connections: 2 },
    ]);
    for (let n = 0; n < 20; n += 1) await command(served);
    const counts = links.map(({ envelopes }) => envelopes.length);
    expect(counts.reduce((sum, each) => sum + each, 0)).toBe(20);
    expect(Math.min(...counts)).toBeGreaterThan(0);
    const ids = links.flatMap(({ envelopes }) => envelopes.map(({ envelope_id }) => envelope_id));
    expect(new Set(ids).size).toBe(20);
  });

  test('admits a ticket once', async () => {
    const served = await serve();
    const { url } = await rawLink(served, () => ({}));
    const again = new WebSocket(url);
    const error = await new Promise<Error>((resolve) => again.once('error', resolve));
    expect(error.message).toContain('401');
  });

  test('tells the person at once when nobody is there, and after the limit when nobody answers', async () => {
    const served = await serve({ ackLimitMs: 50 });
    expect(served.slack.state().connected).toBe(false);
    expect(await command(served)).toEqual({ ok: false, error: 'dispatch_failed' });
    await rawLink(served, () => undefined);
    expect(served.slack.state().connected).toBe(true);
    expect(await command(served)).toEqual({ ok: false, error: 'operation_timeout' });
  });

  test('takes the text of an acknowledgement as an answer for the person alone', async () => {
    const served = await serve();
    await rawLink(served, () => ({ text: 'Only you see this.' }));
    expect(await command(served)).toEqual({ ok: true });
    expect(served.slack.state().ephemeral).toMatchObject([{ user: LENA, text: 'Only you see this.' }]);
  });

  test('reconnects under Bolt after Slack has closed the connection', async () => {
    const heard: string[] = [];
    const served = await startBolt(
      'socket',
      (app) => {
        app.command('/ecs', async ({ ack, body }) => {
          await ack();
          heard.push(body.text);
        });
      },
      { limits: null },
    );
    stops.push(served.stop);
    expect(served.slack.addFault({ name: 'slack-disconnect', abrupt: true })).toBeNull();
    await until(() => served.slack.state().connected === false);
    await until(() => served.slack.state().connected, 8000);
    expect(await command(served, 'again')).toEqual({ ok: true });
    expect(heard).toEqual(['again']);
  });

  test('says why it is sent away, and stays away while the fault is on', async () => {
    const served = await serve();
    const { said } = await rawLink(served, () => ({}));
    served.slack.addFault({ name: 'slack-disconnect', reason: 'warning', times: 0 });
    await until(() => said[1]);
    expect(said[1]).toMatchObject({ type: 'disconnect', reason: 'warning' });
    await expect(rawLink(served, () => ({}))).rejects.toThrow(/503/);
    served.slack.clearFaults();
    await rawLink(served, () => ({}));
  });
});

describe('signed HTTP', () => {
  test('signs the raw body and names its content type exactly', async () => {
    const receiver = await rawReceiver(() => ({ status: 200 }));
    stops.push(receiver.stop);
    const served = await serve({ transport: 'http' }, receiver.url);
    expect(await command(served, 'create amount=2 & more')).toEqual({ ok: true });
    await served.slack.openHome({ user: LENA });
    const [slash, event] = receiver.requests;
    expect(slash?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(event?.headers['content-type']).toBe('application/json');
    const form = new URLSearchParams(slash?.body);
    expect(form.get('text')).toBe('create amount=2 &amp; more');
    expect(form.get('is_enterprise_install')).toBe('false');
    for (const { headers, body } of receiver.requests) {
      const seconds = Number(headers['x-slack-request-timestamp']);
      expect(headers['x-slack-signature']).toBe(signature(served.slack.signingSecret, seconds, body));
    }
  });

  test('reads plain text, JSON and refusals as Slack does', async () => {
    let answer: { status: number; type?: string; body?: string } = { status: 200, body: 'Hello.', type: 'text/plain' };
    const receiver = await rawReceiver(() => answer);
    stops.push(receiver.stop);
    const served = await serve({ transport: 'http' }, receiver.url);
    const texts = () => served.slack.state().ephemeral.map(({ text }) => text);
    await command(served);
    answer = { status: 200, type: 'application/json', body: '{"text":"World."}' };
    await command(served);
    expect(texts()).toEqual(['Hello.', 'World.']);
    answer = { status: 404 };
    expect(await command(served)).toEqual({ ok: false, error: 'dispatch_failed' });
    expect(await served.slack.addFault({ name: 'slack-disconnect' })).toContain('HTTP');
  });

  test('is refused by Bolt when the signature does not fit', async () => {
    const heard: string[] = [];
    const bolt = await startBolt('http', (app) => {
      app.command('/ecs', async ({ ack, body }) => {
        await ack();
        heard.push(body.text);
      });
    });
    stops.push(bolt.stop);
    const stranger = await serve({ transport: 'http', seed: 2 }, bolt.target);
    expect(await command(stranger, 'forged')).toEqual({ ok: false, error: 'dispatch_failed' });
    expect(await command(bolt, 'real')).toEqual({ ok: true });
    expect(heard).toEqual(['real']);
  });
});

describe('an event', () => {
  test('is sent again three times, each saying which and why, until it is acknowledged', async () => {
    let left = 3;
    const receiver = await rawReceiver(() => ({ status: left-- > 0 ? 500 : 200 }));
    stops.push(receiver.stop);
    const served = await serve({ transport: 'http', timeScale: 100_000 }, receiver.url);
    await served.slack.openHome({ user: LENA });
    await until(() => receiver.requests.length === 4);
    const told = receiver.requests.map(({ headers }) => [
      headers['x-slack-retry-num'],
      headers['x-slack-retry-reason'],
    ]);
    expect(told).toEqual([
      [undefined, undefined],
      ['1', 'http_error'],
      ['2', 'http_error'],
      ['3', 'http_error'],
    ]);
    const ids = receiver.requests.map(({ body }) => (JSON.parse(body) as { event_id: string }).event_id);
    expect(new Set(ids).size, 'it is the same event').toBe(1);
  });

  test('carries its attempt in the envelope over Socket Mode', async () => {
    const served = await serve({ timeScale: 100_000, ackLimitMs: 30 });
    const { envelopes } = await rawLink(served, ({ retry_attempt }) => (retry_attempt === 2 ? {} : undefined));
    await served.slack.openHome({ user: LENA });
    await until(() => envelopes.length === 3);
    expect(envelopes.map(({ retry_attempt, retry_reason }) => [retry_attempt, retry_reason])).toEqual([
      [0, ''],
      [1, 'timeout'],
      [2, 'timeout'],
    ]);
  });
});

describe('what a person may do', () => {
  test('is bound to the channels they are in and the commands there are', async () => {
    const served = await serve();
    await rawLink(served, () => ({}));
    const tom = 'U07TOMBECK6';
    const slash = (user: string, channel: string, name = '/ecs') =>
      served.slack.slash({ user, channel, command: name, text: '' });
    expect(await slash(tom, LEADS)).toEqual({ ok: false, error: 'not_in_channel' });
    expect(await slash('U0', GENERAL)).toEqual({ ok: false, error: 'user_not_found' });
    expect(await slash(LENA, 'C0')).toEqual({ ok: false, error: 'channel_not_found' });
    expect(await slash(LENA, GENERAL, '/ecx')).toEqual({ ok: false, error: 'invalid_command' });
    expect(await slash(LENA, GENERAL, 'ecs')).toEqual({ ok: true });
  });
});

describe('a response_url', () => {
  const press = async () => {
    let now = 1_700_000_000_000;
    const served = await serve({ now: () => now, limits: null });
    const { envelopes } = await rawLink(served, () => ({}));
    const blocks = [
      {
        type: 'actions' as const,
        elements: [{ type: 'button' as const, action_id: 'b', text: plain('B'), value: 'one' }],
      },
    ];
    const card = await served.web.chat.postMessage({ channel: GENERAL, text: 'card', blocks });
    const at = { user: LENA, channel: GENERAL, message_ts: String(card.ts), action_id: 'b' };
    expect(await served.slack.action(at)).toEqual({ ok: true });
    const payload = (envelopes.at(-1) as Envelope).payload;
    const respond = async (body: object) => {
      const answer = await fetch(String(payload.response_url), { method: 'POST', body: JSON.stringify(body) });
      return [answer.status, ((await answer.json()) as { error?: string }).error];
    };
    const shown = () => served.slack.state().channels[0]?.messages[0];
    return { served, payload, respond, card: shown, wait: (ms: number) => (now += ms) };
  };

  test('comes with a button and speaks in the person’s place, five times', async () => {
    const { served, payload, respond, card } = await press();
    expect(payload).toMatchObject({
      type: 'block_actions',
      container: { type: 'message', channel_id: GENERAL, is_ephemeral: false },
      message: { text: 'card' },
      actions: [{ type: 'button', action_id: 'b', value: 'one', text: { text: 'B' } }],
    });
    const say = { replace_original: false, response_type: 'ephemeral' };
    for (let n = 0; n < 5; n += 1) expect(await respond({ ...say, text: `${n}` })).toEqual([200, undefined]);
    expect(await respond({ ...say, text: '6' })).toEqual([404, 'used_url']);
    expect(served.slack.state().ephemeral.map(({ text }) => text)).toEqual(['0', '1', '2', '3', '4']);
    expect(card()?.text).toBe('card');
  });

  test('overwrites the card of who forgets to say otherwise, and can delete it', async () => {
    const { respond, card } = await press();
    await respond({ text: 'overwritten' });
    expect(card()).toMatchObject({ text: 'overwritten' });
    await respond({ delete_original: true });
    expect(card()).toBeUndefined();
    expect(await respond({ text: 'gone' })).toEqual([400, 'message_not_found']);
  });

  test('answers in the thread that is named, and else in the channel', async () => {
    const { served, respond, card } = await press();
    const say = { replace_original: false, response_type: 'ephemeral' };
    await respond({ ...say, text: 'in the channel' });
    await respond({ ...say, text: 'in the thread', thread_ts: card()?.ts });
    expect(served.slack.state().ephemeral.map(({ text, thread_ts }) => [text, thread_ts])).toEqual([
      ['in the channel', undefined],
      ['in the thread', card()?.ts],
    ]);
  });

  test('ends after half an hour and refuses what Slack refuses', async () => {
    const { respond, wait, served } = await press();
    expect(await respond({})).toEqual([400, 'no_text']);
    expect(await respond({ text: 'x', blocks: [{ type: 'alert' }] })).toEqual([400, 'invalid_blocks']);
    wait(30 * 60_000 + 1);
    expect(await respond({ text: 'late' })).toEqual([404, 'expired_url']);
    const stranger = await fetch(`${served.base}/response/T0/none`, { method: 'POST', body: '{}' });
    expect(stranger.status).toBe(404);
  });

  test('reaches an ephemeral message, which no method can edit', async () => {
    const { served, payload } = await press();
    const blocks = [
      { type: 'actions' as const, elements: [{ type: 'button' as const, action_id: 'e', text: plain('E') }] },
    ];
    const { message_ts: ts } = await served.web.chat.postEphemeral({
      channel: GENERAL,
      user: LENA,
      text: 'psst',
      blocks,
    });
    const { envelopes } = await rawLink(served, () => ({}));
    const act = { channel: GENERAL, message_ts: String(ts), action_id: 'e' };
    expect(await served.slack.action({ ...act, user: 'U07MARCOKA3' })).toMatchObject({ error: 'message_not_found' });
    for (let n = 0; envelopes.length === 0 && n < 50; n += 1) await served.slack.action({ ...act, user: LENA });
    const own = envelopes[0]?.payload;
    expect(own).toMatchObject({ container: { is_ephemeral: true } });
    expect(own).not.toHaveProperty('message');
    expect(own?.response_url).not.toBe(payload.response_url);
    await fetch(String(own?.response_url), { method: 'POST', body: JSON.stringify({ text: 'changed' }) });
    expect(served.slack.state().ephemeral).toMatchObject([{ ts, text: 'changed' }]);
    expect(await refusal(served.web.chat.update({ channel: GENERAL, ts: String(ts), text: 'x' }))).toBe(
      'message_not_found',
    );
  });
});

test('a choice in a message travels with what its other elements hold', async () => {
  const served = await serve();
  const { envelopes } = await rawLink(served, () => ({}));
  const select = (action_id: string, more: object = {}) => ({
    type: 'static_select' as const,
    action_id,
    options: [option('x'), option('y')],
    ...more,
  });
  const elements = [select('one', { initial_option: option('x') }), select('two')];
  const blocks = [{ type: 'actions' as const, block_id: 'bar', elements }];
  const { ts } = await served.web.chat.postMessage({ channel: GENERAL, text: 'card', blocks });
  await served.web.chat.postMessage({ channel: GENERAL, text: 'reply', thread_ts: String(ts) });
  const at = { user: LENA, channel: GENERAL, message_ts: String(ts) };
  expect(await served.slack.action({ ...at, action_id: 'two', selected_option: { value: 'z' } })).toMatchObject({
    ok: false,
    error: expect.stringContaining('invalid_option'),
  });
  expect(await served.slack.action({ ...at, action_id: 'two', selected_option: { value: 'y' } })).toEqual({ ok: true });
  expect(envelopes.at(-1)?.payload).toMatchObject({
    container: { thread_ts: ts },
    actions: [{ action_id: 'two', block_id: 'bar', selected_option: { value: 'y', text: { text: 'y' } } }],
    state: { values: { bar: { one: { selected_option: { value: 'x' } }, two: { selected_option: { value: 'y' } } } } },
  });
});
