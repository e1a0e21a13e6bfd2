import type { AddressInfo } from 'node:net';
import { WebSocket } from 'undici';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { NO_PROXIES } from '../../../src/core/base/proxy.ts';
import { slackNetwork } from '../../../src/slack/transport/slack-network.ts';
import { startConnectProxy } from '../../support/connect-proxy.ts';

test('the WebSocket of Socket Mode goes through the proxy, by its name', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  server.on('connection', (link) => link.send('hello'));
  await new Promise<void>((resolve) => server.once('listening', () => resolve()));
  const proxy = await startConnectProxy({
    port: () => (server.address() as AddressInfo).port,
    user: 'bot',
    password: 'hunter2',
  });
  const { dispatcher } = slackNetwork({ ...NO_PROXIES, http: proxy.url });
  if (dispatcher === undefined) throw new Error('no dispatcher');
  const link = new WebSocket('ws://wss-primary.slack.test/link?ticket=1', { dispatcher });
  onTestFinished(async () => {
    link.close();
    for (const one of server.clients) one.terminate();
    server.close();
    await proxy.close();
  });
  const said = await new Promise((resolve, reject) => {
    link.addEventListener('message', ({ data }) => resolve(data));
    link.addEventListener('error', reject);
  });
  expect(said).toBe('hello');
  expect(proxy.asked).toEqual(['wss-primary.slack.test:80']);
});
