import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { makeDeliveryClient, type Sent } from '../../../src/slack/delivery/delivery-client.ts';
import { fallback } from '../../../src/slack/kit/mrkdwn.ts';

let server: Server | null = null;
const close = (): void => {
  server?.closeAllConnections();
  server?.close();
  server = null;
};
afterEach(close);

const TOKEN = 'xoxb-very-secret';
const POST = { text: fallback('Hello'), blocks: [] };
const MARK = { delivery: 'd-1', request: 'r-1' };

/** @param heard gets what Slack is asked: each method with its arguments */
async function answering(
  answer: (response: ServerResponse) => void,
  { timeoutMs, heard = [] }: { readonly timeoutMs?: number; readonly heard?: unknown[] } = {},
) {
  close();
  server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      heard.push([request.url?.split('/').at(-1), Object.fromEntries(new URLSearchParams(body))]);
      answer(response);
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return makeDeliveryClient({ botToken: TOKEN, apiUrl: `http://127.0.0.1:${port}/api/` }, timeoutMs);
}

const json =
  (body: object, status = 200, headers = {}) =>
  (response: ServerResponse) =>
    void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));

const trouble = (spoken: Sent<unknown>) => (spoken.ok ? 'none' : `${spoken.trouble.kind} ${spoken.trouble.code}`);

test.each([
  ['429', json({ ok: false }, 429, { 'retry-after': '7' }), 'slowDown ratelimited'],
  ['500', json({ ok: false }, 500), 'inDoubt http_500'],
  ["a proxy's 403", json({}, 403), 'unreachable http_403'],
  ["a proxy's page", (response: ServerResponse) => void response.end('<html>Sign in</html>'), 'inDoubt not_json'],
  ['internal_error', json({ ok: false, error: 'internal_error' }), 'inDoubt internal_error'],
  ['a reset', (response: ServerResponse) => void response.destroy(), 'inDoubt UND_ERR_SOCKET'],
  ['a yes without a place', json({ ok: true }), 'inDoubt no_usable_answer'],
  ['invalid_auth', json({ ok: false, error: 'invalid_auth' }), 'notAllowed invalid_auth'],
  ['invalid_blocks', json({ ok: false, error: 'invalid_blocks' }), 'tooMuch invalid_blocks'],
  ['channel_not_found', json({ ok: false, error: 'channel_not_found' }), 'noSuchPlace channel_not_found'],
  ['a reason that is new', json({ ok: false, error: 'brand_new' }), 'refused brand_new'],
])('%s is told for what it is', async (_, answer, told) => {
  const client = await answering(answer);
  const spoken = await client.post({ channel: 'C1', threadTs: null }, POST, MARK);
  expect(trouble(spoken)).toBe(told);
  expect(JSON.stringify(spoken)).not.toMatch(/127\.0\.0\.1|xoxb|html/);
});

test('429 carries what Slack asks us to wait', async () => {
  const client = await answering(json({ ok: false }, 429, { 'retry-after': '7' }));
  const trouble = { kind: 'slowDown', code: 'ratelimited', retryAfterMs: 7000 };
  const edited = await client.edit({ channel: 'C1', ts: '1.1' }, POST);
  const posted = await client.post({ channel: 'C1', threadTs: null }, POST, MARK);
  expect([edited, posted]).toEqual(
    ['chat.update', 'chat.postMessage'].map((method) => ({ ok: false, method, trouble })),
  );
});

test.each([
  ['31536000', 600_000],
  ['0', 1_000],
  ['-60', 1_000],
])('a wait of %s seconds is neither waited for nor taken for none', async (header, retryAfterMs) => {
  const client = await answering(json({ ok: false }, 429, { 'retry-after': header }));
  const spoken = await client.post({ channel: 'C1', threadTs: null }, POST, MARK);
  expect(spoken).toMatchObject({ ok: false, trouble: { kind: 'slowDown', retryAfterMs } });
});

test('no answer in time is in doubt, nobody listening is not', async () => {
  const client = await answering(() => {}, { timeoutMs: 50 });
  expect(trouble(await client.post({ channel: 'C1', threadTs: null }, POST, MARK))).toBe('inDoubt TimeoutError');
  await new Promise<void>((resolve) => {
    server?.closeAllConnections();
    server?.close(() => resolve());
  });
  server = null;
  expect(trouble(await client.post({ channel: 'C1', threadTs: null }, POST, MARK))).toBe('unreachable ECONNREFUSED');
});

test('a call is made once, with any outcome', async () => {
  const heard: unknown[] = [];
  const client = await answering((response) => void response.writeHead(500).end(), { heard });
  await client.post({ channel: 'C1', threadTs: null }, POST, MARK);
  expect(heard).toHaveLength(1);
});

const BLOCKS = [{ type: 'divider' as const }];

test('a post carries its mark and unfurls nothing, and an edit takes its blocks away where it has none', async () => {
  const heard: unknown[] = [];
  const client = await answering(json({ ok: true, channel: 'D9', ts: '2.2' }), { heard });
  // Slack says under which id it keeps a conversation with a person.
  expect(await client.post({ channel: 'U1', threadTs: null }, { ...POST, blocks: BLOCKS }, MARK)).toEqual({
    ok: true,
    value: { channel: 'D9', ts: '2.2' },
  });
  await client.post({ channel: 'C1', threadTs: '1.1' }, POST, MARK);
  const at = { channel: 'C1', ts: '1.1' };
  expect(await client.edit(at, { ...POST, blocks: BLOCKS })).toEqual({ ok: true, value: at });
  expect(await client.edit(at, POST)).toEqual({ ok: true, value: at });
  const metadata = JSON.stringify({ event_type: 'ecs_chatops', event_payload: MARK });
  const common = { text: 'Hello', metadata, unfurl_links: 'false', unfurl_media: 'false' };
  expect(heard).toEqual([
    ['chat.postMessage', { ...common, channel: 'U1', blocks: JSON.stringify(BLOCKS) }],
    ['chat.postMessage', { ...common, channel: 'C1', thread_ts: '1.1' }],
    ['chat.update', { ...at, text: 'Hello', blocks: JSON.stringify(BLOCKS) }],
    ['chat.update', { ...at, text: 'Hello', blocks: '[]' }],
  ]);
});

test.each([
  ['workspace', 'auth.test', { url: 'https://sandbox.slack.com/' }, 'https://sandbox.slack.com/'],
  ['workspace', 'auth.test', {}, null],
  ['openDm', 'conversations.open', { channel: { id: 'D9' } }, 'D9'],
  ['openDm', 'conversations.open', {}, 'U1'],
  ['shared', 'conversations.info', { channel: { is_ext_shared: true } }, true],
  ['shared', 'conversations.info', { channel: {} }, false],
] as const)('%s asks %s, and makes of %j what is known', async (what, method, answer, value) => {
  const heard: unknown[] = [];
  const client = await answering(json({ ok: true, ...answer }), { heard });
  expect(await client[what]('U1')).toEqual({ ok: true, value });
  expect(heard).toEqual([[method, method === 'auth.test' ? {} : { [what === 'shared' ? 'channel' : 'users']: 'U1' }]]);
  const refusing = await answering(json({ ok: false, error: 'invalid_auth' }));
  expect(await refusing[what]('U1')).toMatchObject({ ok: false, method });
});

const marked = (ts: string, delivery: string, event_type = 'ecs_chatops') => ({
  ts,
  metadata: { event_type, event_payload: { delivery, request: 'r-1' } },
});
const OTHERS = [
  { ts: '9.0' },
  { ts: '9.1', metadata: null },
  { ts: '9.2', metadata: { event_type: 'ecs_chatops' } },
  marked('9.3', 'd-2'),
  marked('9.4', 'd-1', 'of another app'),
  { metadata: marked('', 'd-1').metadata },
];

/** Looks for `d-1` in a history of these pages. */
async function found(pages: readonly (readonly object[])[], threadTs: string | null) {
  const heard: [string, Record<string, string>][] = [];
  const left = [...pages];
  const client = await answering(
    (response) => {
      const messages = left.shift();
      // The last page of a short history says nothing of further ones.
      const more = left.length > 0 && { response_metadata: { next_cursor: `page ${pages.length - left.length}` } };
      json({ ok: true, ...(messages && { messages }), ...more })(response);
    },
    { heard },
  );
  return { answer: await client.find({ channel: 'C1', threadTs, since: 1_234_500 }, 'd-1'), heard };
}

test.each([
  [null, 'conversations.history'],
  ['1.1', 'conversations.replies'],
])('a message is found by its own mark alone, on whichever page it is (thread %s)', async (threadTs, method) => {
  const { answer, heard } = await found([OTHERS, OTHERS, [...OTHERS, marked('3.3', 'd-1')], []], threadTs);
  expect(answer).toEqual({ ok: true, value: { channel: 'C1', ts: '3.3' } });
  const common = {
    channel: 'C1',
    oldest: '1234.500000',
    inclusive: 'true',
    include_all_metadata: 'true',
    limit: '200',
  };
  const asked = { ...common, ...(threadTs === null ? {} : { ts: threadTs }) };
  expect(heard).toEqual([
    [method, asked],
    [method, { ...asked, cursor: 'page 1' }],
    [method, { ...asked, cursor: 'page 2' }],
  ]);
});

test('what is on no page is not there, and a long history is read five pages far', async () => {
  const short = await found([OTHERS, OTHERS], null);
  expect([short.answer, short.heard.length]).toEqual([{ ok: true, value: null }, 2]);
  const long = await found(Array(9).fill(OTHERS), null);
  expect([long.answer, long.heard.length]).toEqual([{ ok: true, value: null }, 5]);
  expect((await found([], null)).answer).toEqual({ ok: true, value: null });
});

test.each([
  [null, 'conversations.history'],
  ['1.1', 'conversations.replies'],
])('a history that cannot be read (thread %s) is told with its method', async (threadTs, method) => {
  const client = await answering(json({ ok: false }, 429, { 'retry-after': '7' }));
  const answer = await client.find({ channel: 'C1', threadTs, since: 0 }, 'd-1');
  expect(answer).toMatchObject({ ok: false, method, trouble: { kind: 'slowDown' } });
});
