import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { CloudConfig } from '../../../src/config.ts';
import { NO_PROXIES } from '../../../src/core/base/proxy.ts';
import type { Failure } from '../../../src/core/failure/failure.ts';
import { AUTHORITY, ELSEWHERE, EXPIRED, GOOD, KEY, SELF_SIGNED } from '../../support/certificates.ts';
import { type ConnectProxy, type ConnectProxyOptions, startConnectProxy } from '../../support/connect-proxy.ts';
import { stopOne } from '../../support/stop-one.ts';
import { type ApiServer, ecsAt, startApiServer } from '../api-server.ts';

const REGION = 'cn-beijing';
const HTTPS = { key: KEY, cert: GOOD };

async function portOf(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => void sockets.add(socket.on('error', () => undefined)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return (server.address() as { port: number }).port;
}

async function served(tls: { key: string; cert: string } | null = HTTPS): Promise<ApiServer> {
  const api = await startApiServer(tls);
  onTestFinished(() => api.close());
  return api;
}

async function cloudAt(endpoint: string | null, overrides: Partial<CloudConfig> = {}) {
  const ecs = await ecsAt(endpoint, { timeoutMs: 600, ...overrides }, { ca: AUTHORITY });
  onTestFinished(() => ecs.stop());
  return ecs.port;
}

async function failureAt(endpoint: string | null, overrides: Partial<CloudConfig> = {}): Promise<Failure> {
  const answer = await stopOne(await cloudAt(endpoint, overrides), REGION, 'i-secretish');
  if (answer.ok) throw new Error('expected a failure');
  for (const secret of ['://', 'i-secretish', 'hunter2']) expect(JSON.stringify(answer.error)).not.toContain(secret);
  return answer.error;
}

test('an answer comes over TLS from an end whose certificate is trusted', async () => {
  const api = await served();
  api.answer('StopInstance', { json: { RequestId: 'r' } });
  expect(await stopOne(await cloudAt(api.url), REGION, 'i-1')).toEqual({ ok: true, value: null });
});

describe('a request that cannot have left was not sent', () => {
  test.each([
    ['a certificate that nobody else signed', SELF_SIGNED, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['a certificate that is over', EXPIRED, 'CERT_HAS_EXPIRED'],
    ['a certificate for another name', ELSEWHERE, 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ])('%s', async (_, cert, code) => {
    const api = await served({ key: KEY, cert });
    expect(await failureAt(api.url)).toMatchObject({ kind: 'notSent', code });
    expect(api.requests).toEqual([]);
  });

  test('a server that does not speak TLS', async () => {
    const api = await served(null);
    expect(await failureAt(api.url.replace('http:', 'https:'))).toMatchObject({ kind: 'notSent' });
    expect(api.requests).toEqual([]);
  });

  test.each([
    ['closed', (socket: Socket) => socket.end()],
    ['reset', (socket: Socket) => socket.resetAndDestroy()],
    ['left without an answer', () => undefined],
  ])('a handshake that is %s', async (_, end) => {
    const port = await portOf(createServer((socket) => socket.once('data', () => end(socket))));
    expect(await failureAt(`https://127.0.0.1:${port}`)).toMatchObject({ kind: 'notSent' });
  });

  test('a handshake without a protocol in common', async () => {
    const server = createTlsServer({ ...HTTPS, minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2', ciphers: 'PSK' });
    server.on('tlsClientError', () => undefined);
    expect(await failureAt(`https://127.0.0.1:${await portOf(server)}`)).toMatchObject({ kind: 'notSent' });
  });

  test('a name that does not exist', async () => {
    expect(await failureAt('https://nowhere.invalid')).toMatchObject({ kind: 'notSent' });
  });

  test('an address that never answers', async () => {
    // Reserved for documentation: packets to it are dropped, or refused as not routable.
    expect(await failureAt('https://198.51.100.1', { timeoutMs: 300 })).toMatchObject({ kind: 'notSent' });
  });
});

describe('a request that may have left is in doubt', () => {
  test('a reset after it was read', async () => {
    const api = await served();
    api.answer('StopInstance', (response) => response.socket?.destroy());
    expect(await failureAt(api.url)).toMatchObject({ kind: 'ambiguous' });
    expect(api.requests).toHaveLength(1);
  });

  test('a reset within the answer', async () => {
    const api = await served();
    api.answer('StopInstance', (response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"Requ', () => response.socket?.destroy());
    });
    expect(await failureAt(api.url)).toMatchObject({ kind: 'ambiguous' });
  });

  test('silence after it was read', async () => {
    const api = await served();
    api.answer('StopInstance', () => undefined);
    expect(await failureAt(api.url)).toMatchObject({ kind: 'ambiguous' });
  });

  test('a reset of a connection that was kept open, whatever came of it before', async () => {
    const api = await served();
    api.answer('StopInstance', { json: { RequestId: 'r' } }, (response) => response.socket?.destroy());
    const port = await cloudAt(api.url);
    expect((await stopOne(port, REGION, 'i-1')).ok).toBe(true);
    expect(await stopOne(port, REGION, 'i-1')).toMatchObject({ ok: false, error: { kind: 'ambiguous' } });
  });
});

describe('through a proxy', () => {
  async function proxied(options: Partial<ConnectProxyOptions> = {}): Promise<{ api: ApiServer; proxy: ConnectProxy }> {
    const api = await served();
    const proxy = await startConnectProxy({ port: () => Number(new URL(api.url).port), ...options });
    onTestFinished(() => proxy.close());
    return { api, proxy };
  }
  const by = (url: string, exempt: readonly string[] = []) => ({ proxy: { ...NO_PROXIES, https: url, exempt } });

  test('ECS and the billing service are reached by their own names, with a certificate for them', async () => {
    const { api, proxy } = await proxied({ user: 'bot@corp', password: 'hunter2:%' });
    api.answer('StopInstance', { json: { RequestId: 'r' } });
    api.answer('QueryAccountBalance', {
      json: { Code: '200', Success: true, Data: { AvailableAmount: '5.00', Currency: 'CNY' } },
    });
    const port = await cloudAt(null, by(proxy.url));
    expect(await stopOne(port, REGION, 'i-1')).toEqual({ ok: true, value: null });
    expect(await stopOne(port, REGION, 'i-1')).toEqual({ ok: true, value: null });
    expect(await port.balance()).toMatchObject({ ok: true });
    // A connection that was made serves the second call as well.
    expect(proxy.asked).toEqual(['ecs.cn-beijing.aliyuncs.com:443', 'business.aliyuncs.com:443']);
  });

  test.each([403, 407, 502])('a proxy that answers %d has sent nothing on', async (status) => {
    const { api, proxy } = await proxied();
    proxy.refuseWith(status);
    expect(await failureAt(null, by(proxy.url))).toMatchObject({
      kind: 'notSent',
      code: 'PROXY_REFUSED',
      detail: `The proxy answered ${status}.`,
    });
    expect(api.requests).toEqual([]);
  });

  test('a proxy that is away, or never answers, has sent nothing on', async () => {
    const silent = await portOf(createServer());
    for (const at of ['127.0.0.1:1', `127.0.0.1:${silent}`])
      expect(await failureAt(null, by(`http://user:hunter2@${at}`))).toMatchObject({
        kind: 'notSent',
        code: 'PROXY_UNREACHABLE',
      });
  });

  test('a certificate that the proxy puts in the place of the cloud’s is not trusted', async () => {
    const api = await served({ key: KEY, cert: SELF_SIGNED });
    const proxy = await startConnectProxy({ port: () => Number(new URL(api.url).port) });
    onTestFinished(() => proxy.close());
    expect(await failureAt(null, by(proxy.url))).toMatchObject({
      kind: 'notSent',
      code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    });
  });

  test('a connection that breaks within the proxy after the request is in doubt', async () => {
    const { api, proxy } = await proxied();
    api.answer('StopInstance', (response) => response.socket?.destroy());
    expect(await failureAt(null, by(proxy.url))).toMatchObject({ kind: 'ambiguous' });
  });

  test('the sandbox on loopback is reached directly whatever proxy is set', async () => {
    const { api, proxy } = await proxied();
    api.answer('StopInstance', { json: { RequestId: 'r' } });
    expect((await stopOne(await cloudAt(api.url, by(proxy.url)), REGION, 'i-1')).ok).toBe(true);
    expect(proxy.asked).toEqual([]);
  });
});
