import { request } from 'node:http';
import { connect } from 'node:net';
import { type App, type ReceiverEvent, SocketModeReceiver } from '@slack/bolt';
import { expect, test } from 'vitest';
import { silentLog } from '../../../src/core/base/log.ts';
import { signature } from '../../../src/sandbox/slack/transport/signed-http.ts';
import { countRefusals } from '../../../src/slack/entry/refusals.ts';
import { boltLog } from '../../../src/slack/transport/bolt-logger.ts';
import { dropUnreadable } from '../../../src/slack/transport/transport.ts';
import { type Bot, startBot } from '../bot.ts';

const FORM = 'application/x-www-form-urlencoded';
const now = (): number => Math.floor(Date.now() / 1000);

interface Sent {
  readonly body?: string;
  readonly type?: string;
  readonly path?: string;
  readonly method?: string;
  /** As it is in the header; the signature is of the same. */
  readonly timestamp?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends what is signed as Slack signs, but for what `sent` says otherwise; answers the status. */
function post(bot: Bot, sent: Sent): Promise<number> {
  const { body = '', type = FORM, path = '/slack/events', method = 'POST', timestamp = String(now()) } = sent;
  const headers: Record<string, string> = {
    'content-type': type,
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': signature(bot.slack.signingSecret, timestamp as unknown as number, body),
    'content-length': String(Buffer.byteLength(body)),
    ...sent.headers,
  };
  return new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port: bot.app.port(), path, method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    call.on('error', reject);
    call.end(body);
  });
}

const payload = (value: unknown): string => new URLSearchParams({ payload: JSON.stringify(value) }).toString();
const refused = (bot: Bot) => bot.lines.flatMap(({ refused: counts }) => (counts === undefined ? [] : [counts]));

test('only what was signed within five minutes, before or after, is read at all', async () => {
  const bot = await startBot('http');
  const ssl = { body: 'ssl_check=1' };
  for (const timestamp of [0, -299, 299].map((seconds) => String(now() + seconds)))
    expect(await post(bot, { ...ssl, timestamp })).toBe(200);
  const others = [
    ...[-301, 301, 315_360_000, -315_360_000].map((seconds) => String(now() + seconds)),
    ...[
      'Infinity',
      '-Infinity',
      'NaN',
      '',
      '0',
      '1e9',
      '0x7fffffff',
      `${now()}.5`,
      `+${now()}`,
      `-${now()}`,
      `${now()},${now()}`,
    ],
    ...[`${now()} ${now()}`, `${now() * 1000}`],
  ];
  for (const timestamp of others) expect([timestamp, await post(bot, { ...ssl, timestamp })]).toEqual([timestamp, 401]);
  expect(await post(bot, { ...ssl, headers: { 'x-slack-signature': '' } })).toBe(401);
  for (const wrong of ['v0=', `v1=${'a'.repeat(64)}`, `v0=${'a'.repeat(64)}`, `v0=${'A'.repeat(64)}`, 'a'.repeat(64)])
    expect(await post(bot, { ...ssl, headers: { 'x-slack-signature': wrong } })).toBe(401);
  expect(await post(bot, { ...ssl, path: '/slack/events/../other' })).toBe(404);
  expect(await post(bot, { ...ssl, path: '//' })).toBe(404);
  expect(await post(bot, { method: 'GET' })).toBe(404);
  expect(await post(bot, { ...ssl, path: '/slack/events?x=1' })).toBe(200);
  // One line however many there were, and none of the library's own.
  expect(refused(bot)).toEqual([{ stale: 1 }]);
  expect(bot.lines.filter(({ slack }) => slack !== undefined)).toEqual([]);
});

test('without a good signature no body is waited for, and with one it must not be large', async () => {
  const bot = await startBot('http');
  const answer = (headers: Readonly<Record<string, string>>, bytes = '') =>
    new Promise<string>((resolve, reject) => {
      const socket = connect(bot.app.port() ?? 0, '127.0.0.1');
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
      socket.write(`POST /slack/events HTTP/1.1\r\nHost: bot\r\n${lines.join('')}\r\n${bytes}`);
      let told = '';
      socket.on('data', (data) => {
        told += data.toString();
      });
      socket.on('error', reject);
      socket.on('close', () => resolve(told.split('\r\n')[0] ?? ''));
    });
  // Its body never comes; the connection is closed all the same.
  const announced = { 'content-type': FORM, 'content-length': '900000' };
  const stale = { 'x-slack-request-timestamp': '1', 'x-slack-signature': `v0=${'a'.repeat(64)}` };
  const fresh = { ...stale, 'x-slack-request-timestamp': String(now()) };
  const chunked = { 'content-type': FORM, 'transfer-encoding': 'chunked', ...fresh };
  const megabyte = 'a'.repeat(1_000_001);
  const answers = await Promise.all([
    answer(announced),
    answer({ ...announced, ...stale }),
    answer({ ...announced, ...fresh, 'content-length': '1000001' }),
    answer(chunked, `${megabyte.length.toString(16)}\r\n${megabyte}\r\n`),
  ]);
  expect(answers.map((line) => line.split(' ')[1])).toEqual(['401', '401', '413', '413']);
  expect(await post(bot, { body: `ssl_check=1&x=${'a'.repeat(900_000)}` })).toBe(200);
});

const UNREADABLE: readonly unknown[] = [
  null,
  [],
  [null],
  1,
  'text',
  true,
  {},
  { type: 'block_actions' },
  { type: 'block_actions', user: null, actions: null },
  { type: 'block_actions', user: { id: 1 }, trigger_id: 't', container: {}, actions: [] },
  { type: 'block_actions', user: { id: 'U1' }, trigger_id: 't', container: { type: 'message' }, actions: [null] },
  { type: 'view_submission', user: { id: 'U1' }, view: null },
  { type: 'view_submission', user: { id: 'U1' }, view: { id: 'V1', callback_id: 'create', private_metadata: '' } },
  { type: 'block_suggestion', user: { id: 'U1' }, value: 7 },
  { type: 'no_such_type', user: { id: 'U1' } },
  { event: null },
  { event: { type: 'app_home_opened', user: null, tab: 'home' } },
  { event: { type: 'reaction_added', item: null } },
  { command: '/ecs', text: null },
  { type: 'url_verification' },
  JSON.parse(`${'{"a":'.repeat(2_000)}1${'}'.repeat(2_000)}`),
];

/** Slack would show an error of its own for anything but 200: what somebody did is answered. */
const isOfPerson = (value: unknown): boolean => {
  const { type, command } = (value ?? {}) as { readonly type?: unknown; readonly command?: unknown };
  return command !== undefined || /^(?:block_|view_)/u.test(String(type));
};

test('what nobody can read, though it is signed, is refused and ends nothing', async () => {
  const bot = await startBot('http');
  for (const value of UNREADABLE) {
    const told = JSON.stringify(value);
    const status = isOfPerson(value) ? 200 : 400;
    expect([told.slice(0, 80), await post(bot, { body: payload(value) })]).toEqual([told.slice(0, 80), status]);
    expect(await post(bot, { body: told, type: 'application/json' })).toBe(status);
  }
  for (const body of ['', '{', 'payload=', 'payload=%ff', `payload=${'['.repeat(200_000)}`, 'payload=1&payload=2'])
    expect([body.slice(0, 40), await post(bot, { body })]).toEqual([body.slice(0, 40), 400]);
  for (const type of ['', 'text/plain', 'multipart/form-data; boundary=x', 'application/xml'])
    expect(await post(bot, { body: 'ssl_check=1', type })).toBe(415);
  const challenge = JSON.stringify({ type: 'url_verification', challenge: 'c' });
  expect(await post(bot, { body: challenge, type: 'application/json; charset=utf-8' })).toBe(200);
  expect(await bot.type('help')).toEqual({ ok: true });
  // But for the one of whom Slack knows nothing, so that they could not be told.
  expect(bot.lines.filter(({ slack }) => slack !== undefined && slack !== 'channel_not_found')).toEqual([]);
});

test('the same over a Socket Mode link is dropped before the library stumbles over it', async () => {
  const receiver = new SocketModeReceiver({ appToken: 'xapp-1', logger: boltLog(silentLog) });
  const read: unknown[] = [];
  receiver.init({ processEvent: async ({ body }: ReceiverEvent) => void read.push(body) } as unknown as App);
  const dropped: string[] = [];
  dropUnreadable(receiver, { add: (why) => dropped.push(why) }, () => null);
  const envelopes: readonly unknown[] = [
    ...UNREADABLE,
    ...UNREADABLE.flatMap((payload, n) =>
      ['events_api', 'interactive', 'slash_commands', 'other', null].map((type) => ({
        envelope_id: `e${n}`,
        type,
        payload,
      })),
    ),
    { type: 'events_api' },
    { envelope_id: 'e', type: 'events_api', payload: GOOD },
  ].map((envelope) => JSON.stringify(envelope));
  for (const text of [...envelopes, 'no json', '']) receiver.client.emit('ws_message', text, false);
  expect(dropped).toHaveLength(envelopes.length + 2);
  receiver.client.emit(
    'ws_message',
    JSON.stringify({ envelope_id: 'e', type: 'slash_commands', payload: GOOD }),
    false,
  );
  await new Promise(setImmediate);
  expect(read).toEqual([GOOD]);
});

const GOOD = {
  ...{ command: '/ecs', text: 'help', user_id: 'U1', team_id: 'T1', channel_id: 'C1' },
  ...{ trigger_id: '1.2.3', response_url: 'http://127.0.0.1/' },
};

test('what is refused is reported at once and then once a minute, as counts', () => {
  const told: unknown[] = [];
  const timers: (() => void)[] = [];
  const turn = () => timers.splice(0).forEach((run) => void run());
  const clock = {
    now: () => 0,
    after(_ms: number, run: () => void) {
      timers.push(run);
      return () => undefined;
    },
  };
  const log = { debug() {}, info() {}, error() {}, warn: (fields: object) => void told.push(fields) };
  const refusals = countRefusals({ clock, log });
  for (let n = 0; n < 1_000; n++) refusals.add(n % 4 === 0 ? 'stale' : 'unsigned');
  expect(told).toEqual([{ refused: { stale: 1 } }]);
  turn();
  expect(told.at(-1)).toEqual({ refused: { unsigned: 750, stale: 249 } });
  turn();
  turn();
  expect(told).toHaveLength(2);
  refusals.add('stale');
  expect(told).toHaveLength(3);
});
