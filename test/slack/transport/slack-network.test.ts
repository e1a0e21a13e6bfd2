import { createServer } from 'node:https';
import { expect, onTestFinished, test } from 'vitest';
import { exemptions, NO_PROXIES } from '../../../src/core/base/proxy.ts';
import { slackError } from '../../../src/slack/kit/slack-error.ts';
import { makeQuietClient } from '../../../src/slack/transport/quiet-client.ts';
import { slackNetwork } from '../../../src/slack/transport/slack-network.ts';
import { GOOD, KEY } from '../../support/certificates.ts';
import { startConnectProxy } from '../../support/connect-proxy.ts';

async function slackBehindAProxy() {
  const server = createServer({ key: KEY, cert: GOOD }, (_, response) => response.end('{"ok":true}'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const proxy = await startConnectProxy({ port: () => port, user: 'bot', password: 'hunter2' });
  onTestFinished(async () => {
    await proxy.close();
    server.close();
    server.closeAllConnections();
  });
  return proxy;
}

const client = (https: string) =>
  makeQuietClient({ botToken: 'xoxb-1', apiUrl: 'https://slack.com/api/', proxy: { ...NO_PROXIES, https } }, 2_000);
const troubleOf = (https: string) =>
  client(https)
    .auth.test()
    .then(() => null, slackError);

test('Slack is asked for through the proxy by its name; a certificate that is not trusted is not in doubt', async () => {
  const proxy = await slackBehindAProxy();
  expect(await troubleOf(proxy.url)).toEqual({ kind: 'unreachable', code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
  expect(proxy.asked).toEqual(['slack.com:443']);
});

test('what a proxy refuses, or a proxy that is away, has not reached Slack', async () => {
  const proxy = await slackBehindAProxy();
  proxy.refuseWith(403);
  expect(await troubleOf(proxy.url)).toMatchObject({ kind: 'unreachable' });
  expect(await troubleOf('http://bot:hunter2@127.0.0.1:1')).toMatchObject({
    kind: 'unreachable',
    code: 'ECONNREFUSED',
  });
});

test('without a proxy the libraries keep their own ways; with one, loopback is still reached directly', async () => {
  expect(slackNetwork(NO_PROXIES)).toEqual({});
  const { fetch } = slackNetwork({ ...NO_PROXIES, http: 'http://127.0.0.1:1', https: 'http://127.0.0.1:1' });
  const server = createServer({ key: KEY, cert: GOOD });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  const reached = new Promise<void>((resolve) => server.once('connection', () => resolve()));
  await fetch?.(`https://127.0.0.1:${port}/`).catch(() => undefined);
  await reached;
});

test.each([
  ['', true],
  ['192.0.2.0/24, 2001:db8:0:0::7', false],
  ['2001:db8::/32', false],
  ['[2001:db8::7]:80', false],
  ['[2001:db8::7]:8080', true],
  ['2001:db9::/32', true],
])('with NO_PROXY=%s an IPv6 address is asked for through the proxy: %s', async (list, isProxied) => {
  const proxy = await startConnectProxy({ port: () => 1 });
  onTestFinished(() => proxy.close());
  proxy.refuseWith(403);
  const { fetch } = slackNetwork({ ...NO_PROXIES, http: proxy.url, exempt: exemptions(list) });
  // Nobody has this address: directly it is unreachable, or silent.
  await fetch?.('http://[2001:db8::7]/', { signal: AbortSignal.timeout(isProxied ? 10_000 : 300) }).catch(() => null);
  expect(proxy.asked).toEqual(isProxied ? ['[2001:db8::7]:80'] : []);
});
