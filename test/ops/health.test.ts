import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { expect, onTestFinished, test } from 'vitest';
import { type Health, startHealth } from '../../src/ops/health.ts';

const HEALTH: Health = {
  ready: true,
  slack: 'connected',
  store: 'ok',
  policy: { trouble: 'a rule that names people' },
  directory: { trouble: null },
  outbox: { waiting: 3, oldestMs: 5, trouble: null },
} as Health;

async function serve(): Promise<(host: string, headers?: Record<string, string>) => Promise<unknown>> {
  const server = await startHealth('0.0.0.0', 0, async () => HEALTH);
  onTestFinished(() => server.stop());
  return async (host, headers = {}) => {
    const answer = await fetch(`http://${host}:${server.port}/readyz`, {
      headers: { connection: 'close', ...headers },
    });
    return answer.json();
  };
}

test('the details of readiness are for this machine alone', async () => {
  const ask = await serve();
  expect(await ask('127.0.0.1')).toEqual(HEALTH);
  for (const header of ['forwarded', 'x-forwarded-for', 'X-Forwarded-Proto', 'via'])
    expect(await ask('127.0.0.1', { [header]: '203.0.113.7' })).toEqual({ ready: true });
});

const outside = Object.values(networkInterfaces())
  .flat()
  .find((one) => one?.family === 'IPv4' && !one.internal)?.address;

test.skipIf(outside === undefined)('a caller from elsewhere learns whether it is ready and nothing else', async () => {
  const ask = await serve();
  expect(await ask(outside ?? '')).toEqual({ ready: true });
});

const opened = async (port: number): Promise<Socket> => {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  return socket;
};

test('of more connections than anybody needs the others are refused, and what was begun keeps nobody from stopping', async () => {
  const server = await startHealth('127.0.0.1', 0, async () => HEALTH);
  const held: Socket[] = [];
  for (let n = 0; n < 100; n += 1) held.push(await opened(server.port));
  held[0]?.write('GET /readyz HTTP/1.1\r\nhost: x\r\nx-never');
  held[1]?.write('GET /livez HTTP/1.1\r\nhost: x\r\n\r\n');
  const [answer] = await once(held[1] as Socket, 'data');
  expect(String(answer)).toContain('200 OK');
  const late = await opened(server.port);
  await once(late.resume(), 'close');
  expect(held.filter(({ destroyed }) => destroyed)).toEqual([]);
  await server.stop();
});
