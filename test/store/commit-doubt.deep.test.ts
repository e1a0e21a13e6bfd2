import { connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { silentLog } from '../../src/core/base/log.ts';
import { openStore } from '../../src/store/opening/open.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { systemClock } from './crash/child-clock.ts';
import { anInstance, aRequest } from './samples.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

/** The statement itself, not the name of the channel on which commits are told. */
const COMMIT = /(?:^|[^\w])commit\0/u;

/** When the connection breaks: before the commit arrives, or after it took effect; for good, or only this connection. */
type Cut = 'before' | 'after' | 'after, for good';

/** Stands between the store and PostgreSQL, and cuts the connection at the next commit. */
async function cuttingProxy(target: number) {
  let cut: Cut | null = null;
  let isClosed = false;
  const open = new Set<Socket>();
  const server = createServer((client) => {
    if (isClosed) {
      client.destroy();
      return;
    }
    const to = connect(target, '127.0.0.1');
    const end = () => [client, to].map((socket) => socket.destroy());
    for (const socket of [client, to]) open.add(socket.on('error', end).on('close', end));
    let isMute = false;
    client.on('data', (data) => {
      const isCut = cut !== null && COMMIT.test(data.toString('latin1'));
      if (isCut) {
        isMute = cut !== 'before';
        isClosed = cut === 'after, for good';
        cut = null;
      }
      if (isCut && !isMute) end();
      else to.write(data);
    });
    to.on('data', (data) => (isMute ? end() : client.write(data)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    next: (how: Cut) => {
      cut = how;
    },
    close() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}

test.each([
  ['before', 'StoreUnavailable', false],
  ['after', 'committed', true],
  ['after, for good', 'CommitInDoubt', true],
] as const)('a connection that breaks %s at a commit ends as %s', async (how, told, isThere) => {
  const url = new URL(await postgres.database());
  const proxy = await cuttingProxy(Number(url.port));
  const through = Object.assign(new URL(url), { port: String(proxy.port) });
  const opened = await Promise.all(
    [through, url].map(({ href }) =>
      openStore({ kind: 'postgres', url: href }, { log: silentLog, clock: systemClock }),
    ),
  );
  const [store, truth] = opened.map((one) => {
    if (!one.ok) throw new Error(one.error);
    return one.value;
  });
  if (store === undefined || truth === undefined) throw new Error('not opened');
  const heard: unknown[] = [];
  store.onCommit((touched) => heard.push(touched));
  proxy.next(how);
  const write = store.commit({
    requests: [{ next: aRequest('r-1') }],
    instances: [{ next: anInstance('r-1', 1) }],
    at: 1,
  });
  const outcome = await write.then(
    ({ ok }) => (ok ? 'committed' : 'refused'),
    (error: Error) => error.name,
  );
  expect(outcome).toBe(told);
  expect((await truth.request('r-1')) !== null).toBe(isThere);
  expect(heard.length > 0).toBe(told === 'committed');
  proxy.close();
  await Promise.all([store.close(), truth.close()]);
});
