import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { makeDeliveryClient, type Sent } from '../../../src/slack/delivery/delivery-client.ts';
import { fallback } from '../../../src/slack/kit/mrkdwn.ts';

let server: Server | null = null;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = null;
});

const TOKEN = 'xoxb-very-secret';
const POST = { text: fallback('Hello'), blocks: [] };
const MARK = { delivery: 'd-1', request: 'r-1' };

async function answering(answer: (response: ServerResponse) => void, timeoutMs?: number) {
  server = createServer((request, response) => {
    request.resume().on('end', () => answer(response));
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
  const spoken = await client.edit({ channel: 'C1', ts: '1.1' }, POST);
  expect(spoken).toEqual({
    ok: false,
    method: 'chat.update',
    trouble: { kind: 'slowDown', code: 'ratelimited', retryAfterMs: 7000 },
  });
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
  const client = await answering(() => {}, 50);
  expect(trouble(await client.post({ channel: 'C1', threadTs: null }, POST, MARK))).toBe('inDoubt TimeoutError');
  await new Promise<void>((resolve) => {
    server?.closeAllConnections();
    server?.close(() => resolve());
  });
  server = null;
  expect(trouble(await client.post({ channel: 'C1', threadTs: null }, POST, MARK))).toBe('unreachable ECONNREFUSED');
});

test('a call is made once, with any outcome', async () => {
  let calls = 0;
  const client = await answering((response) => {
    calls += 1;
    response.writeHead(500).end();
  });
  await client.post({ channel: 'C1', threadTs: null }, POST, MARK);
  expect(calls).toBe(1);
});
