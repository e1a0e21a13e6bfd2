import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { expect, onTestFinished, test, vi } from 'vitest';
import { type Health, sharedHealth, startHealth } from '../../src/ops/health.ts';
import { readHealth, type Watched } from '../../src/ops/read-health.ts';

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

test('the metrics are for this machine alone, unless they are opened', async () => {
  const metrics = { contentType: 'text/plain; version=0.0.4', text: async () => 'up 1\n' };
  const served = async (isOpen: boolean) => {
    const server = await startHealth('0.0.0.0', 0, async () => HEALTH, { metrics: { ...metrics, isOpen } });
    onTestFinished(() => server.stop());
    return async (headers: Record<string, string>) => {
      const answer = await fetch(`http://127.0.0.1:${server.port}/metrics`, {
        headers: { connection: 'close', ...headers },
      });
      return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
    };
  };
  const elsewhere = { 'x-forwarded-for': '203.0.113.7' };
  const local = await served(false);
  expect(await local({})).toEqual({ status: 200, type: 'text/plain; version=0.0.4', text: 'up 1\n' });
  const refused = await local(elsewhere);
  expect(refused.status).toBe(403);
  expect(refused.text).toContain('METRICS=network');
  expect(await (await served(true))(elsewhere)).toMatchObject({ status: 200, text: 'up 1\n' });
  const none = await startHealth('127.0.0.1', 0, async () => HEALTH);
  onTestFinished(() => none.stop());
  const answer = await fetch(`http://127.0.0.1:${none.port}/metrics`, { headers: { connection: 'close' } });
  expect(answer.status).toBe(404);
});

test('the process counts as dead once a loop has stopped turning, and says which', async () => {
  let dead: readonly string[] = [];
  const server = await startHealth('127.0.0.1', 0, async () => HEALTH, { stalled: () => dead });
  onTestFinished(() => server.stop());
  const livez = async () => {
    const answer = await fetch(`http://127.0.0.1:${server.port}/livez`, { headers: { connection: 'close' } });
    return [answer.status, await answer.json()];
  };
  expect(await livez()).toEqual([200, { live: true }]);
  dead = ['outbox'];
  expect(await livez()).toEqual([503, { live: false, stalled: ['outbox'] }]);
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

test('callers at the same time share one reading', async () => {
  let readings = 0;
  const read = async (): Promise<Health> => ({ ...HEALTH, outbox: { ...HEALTH.outbox, waiting: readings++ } });
  const server = await startHealth('127.0.0.1', 0, sharedHealth(read));
  onTestFinished(() => server.stop());
  const ask = async (): Promise<number> => {
    const answer = await fetch(`http://127.0.0.1:${server.port}/readyz`, { headers: { connection: 'close' } });
    return ((await answer.json()) as Health).outbox.waiting;
  };
  expect(new Set(await Promise.all(Array.from({ length: 50 }, ask)))).toEqual(new Set([0]));
  expect(readings).toBe(1);
});

test('that the bot is not ready is shared for a moment only, and that it is, for longer', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  let ready = false;
  let readings = 0;
  const health = sharedHealth(async () => {
    readings += 1;
    return { ...HEALTH, ready };
  });
  const asked = async (): Promise<readonly [boolean, number]> => [(await health()).ready, readings];
  expect(await asked()).toEqual([false, 1]);
  ready = true;
  expect(await asked()).toEqual([false, 1]);
  await vi.advanceTimersByTimeAsync(50);
  expect(await asked()).toEqual([true, 2]);
  ready = false;
  await vi.advanceTimersByTimeAsync(450);
  expect(await asked()).toEqual([true, 2]);
  await vi.advanceTimersByTimeAsync(50);
  expect(await asked()).toEqual([false, 3]);
});

test('a reading that failed is not kept', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  let readings = 0;
  const health = sharedHealth(async () => {
    readings += 1;
    if (readings === 1) throw new Error('no database');
    return HEALTH;
  });
  await expect(health()).rejects.toThrow('no database');
  await vi.advanceTimersByTimeAsync(500);
  expect(await health()).toEqual(HEALTH);
});

/** Everything well, but for what is said. */
const watched = (store: Partial<Watched['store']>): Watched => ({
  slack: { connected: () => true, loss: () => null },
  outbox: { trouble: () => null },
  store: {
    check: async () => {},
    freeze: async () => null,
    outbox: { depth: async () => ({ waiting: 0, oldestDueAt: null }) },
    ...store,
  },
  purchaseTrouble: async () => 'of the account',
  clock: {
    now: () => 0,
    after: (_, run) => {
      setImmediate(run);
      return () => {};
    },
  },
  policy: { trouble: () => null },
  directory: { trouble: () => null },
});

test('a store that is silent is reported in time, and nothing more is asked of it', async () => {
  const silent = new Promise<never>(() => {});
  expect(await readHealth(watched({ check: () => silent, freeze: () => expect.unreachable() }))).toMatchObject({
    ready: false,
    store: 'unavailable',
    storeTrouble: 'The store has not answered within 4 seconds. Check the load of the database and its disk.',
    purchases: { trouble: null },
  });
  expect(await readHealth(watched({ freeze: () => silent }))).toMatchObject({
    ready: true,
    purchases: { trouble: null },
  });
});
