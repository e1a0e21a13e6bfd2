import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { silentLog } from '../../src/core/base/log.ts';
import { openStore } from '../../src/store/opening/open.ts';
import type { Store } from '../../src/store/store.ts';
import { buildScript, type Script } from '../support/child.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { silentProxy } from '../support/silent-proxy.ts';
import { freePort, until } from '../support/wait.ts';
import { systemClock } from './crash/child-clock.ts';
import { anEvent, anInstance, aRequest, aSpec, card, line, NOW } from './samples.ts';

let postgres: TestPostgres;
let script: Script;
beforeAll(async () => {
  postgres = await startPostgres();
  script = await buildScript(new URL('./crash/child.ts', import.meta.url));
});
afterAll(async () => {
  script.remove();
  await postgres.stop();
});

const tryOpen = (url: string) => openStore({ kind: 'postgres', url }, { log: silentLog, clock: systemClock });

async function open(url: string): Promise<Store> {
  const store = await tryOpen(url);
  if (!store.ok) throw new Error(store.error);
  return store.value;
}

async function refusal(url: string): Promise<string> {
  const store = await tryOpen(url);
  if (store.ok) await store.value.close();
  return store.ok ? 'opened' : store.error;
}

async function sqlOn(url: string, statement: string): Promise<void> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}

/** Ends every other connection to the database it is run on. */
const CUT_ALL = `select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid()`;

test('several replicas may start together on an empty database', async () => {
  const url = await postgres.database();
  const stores = await Promise.all(Array.from({ length: 8 }, () => open(url)));
  for (const [n, store] of stores.entries()) {
    expect(await store.commit({ requests: [{ next: aRequest(`r-${n}`) }], at: NOW })).toMatchObject({ ok: true });
    expect(store.exclusive).toBe(false);
  }
  await Promise.all(stores.map((store) => store.close()));
});

test('replicas in processes of their own claim every row exactly once', async () => {
  const url = await postgres.database();
  const store = await open(url);
  const expected: string[] = [];
  for (let n = 0; n < 60; n += 1) {
    const id = `r-${n}`;
    const spec = aSpec({ region: n % 2 === 0 ? 'cn-beijing' : 'eu-central-1' });
    const instances = [1, 2, 3].map((ordinal) => anInstance(id, ordinal, { spec }));
    await store.commit({
      requests: [{ next: aRequest(id, { dueAt: NOW }) }],
      instances: instances.map((next) => ({ next })),
      messages: [card(id), line(id, 1), line(id, 2)],
      at: NOW,
    });
    expected.push(id, `mail ${id}`, ...instances.map((instance) => instance.id));
  }
  const children = ['A', 'B', 'C'].map((name) => script.start(['claim', url, name]));
  await until('all are ready', () => children.every((child) => child.lines().includes('READY')));
  for (const child of children) child.process.stdin?.write('go\n');
  await Promise.all(children.map((child) => child.ended));
  const got = children.map((child) => child.lines().filter((line) => line.startsWith('GOT')));
  expect(
    got
      .flat()
      .map((line) => line.slice(4))
      .toSorted(),
  ).toEqual(expected.toSorted());
  expect(got.filter((lines) => lines.length > 0).length).toBeGreaterThan(1);
  await store.close();
});

test('writers on many replicas that meet on the same rows all end, and every version has one author', async () => {
  const url = await postgres.database();
  const stores = await Promise.all([open(url), open(url), open(url)]);
  const ids = ['r-a', 'r-b', 'r-c', 'r-d'];
  for (const id of ids) await stores[0]?.commit({ requests: [{ next: aRequest(id) }], messages: [card(id)], at: NOW });
  let won = 0;
  const storm = stores.flatMap((store, replica) =>
    [0, 1].map(async (worker) => {
      for (let n = 0; n < 25; n += 1) {
        const [first = '', second = ''] =
          worker === 0 ? [ids[n % 4], ids[(n + 1) % 4]] : [ids[(n + 1) % 4], ids[n % 4]];
        const current = await store.request(first);
        if (current === null) throw new Error('a request disappeared');
        const result = await store.commit({
          requests: [{ next: { ...current, version: current.version + 1 } }],
          nudge: { requestIds: [second], at: NOW },
          events: [anEvent(first, { actor: `${replica}` })],
          messages: [card(second), card(first)],
          at: NOW,
        });
        if (result.ok) won += 1;
        const claim = { owner: `${replica}/${worker}`, now: NOW, claimUntil: NOW + 1e9, limit: 4, skipChannels: [] };
        for (const delivery of await store.outbox.claim(claim)) {
          await store.outbox.delivered(delivery, { channel: 'C1', ts: '1.1' }, NOW);
        }
      }
    }),
  );
  await Promise.all(storm);
  expect(won).toBeGreaterThan(0);
  const [store] = stores;
  let versions = 0;
  let events = 0;
  for (const id of ids) {
    versions += ((await store.request(id))?.version ?? 0) - 1;
    events += (await store.eventsOf(id)).length;
  }
  expect(events).toBe(won);
  expect(versions).toBe(won * 2);
  await Promise.all(stores.map((each) => each.close()));
});

test('a commit wakes the other replicas, also after their connection was cut', async () => {
  const url = await postgres.database();
  const [speaker, listener] = [await open(url), await open(url)];
  let heard = 0;
  listener.onCommit(() => {
    heard += 1;
  });
  let n = 0;
  const hears = async () => {
    const before = heard;
    n += 1;
    await speaker.commit({ requests: [{ next: aRequest(`r-${n}`) }], at: NOW }).catch(() => {});
    return heard > before;
  };
  await until('the other replica hears of a commit', hears);
  await sqlOn(url, CUT_ALL);
  heard = 0;
  await until('it hears of commits again', hears);
  await Promise.all([speaker.close(), listener.close()]);
});

test('a broken connection is trouble that passes: nothing half written, and the next call works', async () => {
  const url = await postgres.database();
  const store = await open(url);
  await store.commit({ requests: [{ next: aRequest('r-a') }], at: NOW });
  const commits = Array.from({ length: 20 }, (_, n) =>
    store
      .commit({ requests: [{ next: aRequest(`r-${n}`) }], instances: [{ next: anInstance(`r-${n}`, 1) }], at: NOW })
      .then(
        () => null,
        (error: unknown) => error,
      ),
  );
  await sqlOn(url, CUT_ALL);
  for (const error of await Promise.all(commits)) {
    if (error !== null) expect(error).toMatchObject({ name: 'StoreUnavailable' });
  }
  await until('it works again', () =>
    store.check().then(
      () => true,
      () => false,
    ),
  );
  for (let n = 0; n < 20; n += 1) {
    const request = await store.request(`r-${n}`);
    expect(await store.instancesOf(`r-${n}`)).toHaveLength(request === null ? 0 : 1);
  }
  await store.close();
});

test('a server that falls silent is trouble after a while, and connections that hang are not used again', async () => {
  const url = new URL(await postgres.database());
  const line = await silentProxy(Number(url.port));
  const store = await open(Object.assign(new URL(url.href), { port: String(line.port) }).href);
  await Promise.all([store.check(), store.check(), store.check()]);
  line.setSilent(true);
  const change = { requests: [{ next: aRequest('r-a') }], at: NOW };
  const answers = await Promise.allSettled([store.commit(change), store.check(), store.nextDueAt()]);
  for (const answer of answers) {
    expect(answer).toMatchObject({ status: 'rejected', reason: { name: 'StoreUnavailable' } });
  }
  line.setSilent(false);
  await store.check();
  expect(await store.commit(change)).toMatchObject({ ok: true });
  await store.close();
  line.close();
});

test('each way in which the address can be wrong has its sentence, and none shows the password', async () => {
  const url = new URL(await postgres.database());
  const change = (part: Partial<URL>) => Object.assign(new URL(url.href), part).href;
  const closed = String(await freePort());
  const cases: readonly (readonly [string, RegExp])[] = [
    [change({ password: 'open-sesame' }), /refuses user "tester" with this password\. Correct DATABASE_URL/],
    [change({ username: 'nobody' }), /refuses user "nobody"/],
    [change({ pathname: '/missing' }), /has no database "missing"\. Create it/],
    [change({ port: closed }), new RegExp(`127\\.0\\.0\\.1:${closed} cannot be used: the server cannot be reached`)],
    [
      change({ hostname: 'no-such-host.invalid' }),
      /host name of the server is unknown|cannot be reached|did not answer/,
    ],
    ['mysql://u:open-sesame@127.0.0.1/x', /no PostgreSQL address/],
    ['postgres://u:open-sesame@[', /no PostgreSQL address/],
  ];
  for (const [wrong, sentence] of cases) {
    const shown = await refusal(wrong);
    expect(shown).toMatch(sentence);
    expect(shown).not.toContain('open-sesame');
    expect(shown).not.toContain(url.password);
  }
});

test('a database of a newer version is left alone', async () => {
  const url = await postgres.database();
  await (await open(url)).close();
  await sqlOn(url, "insert into kysely_migration values ('9999-later', '2030-01-01T00:00:00.000Z')");
  expect(await refusal(url)).toMatch(/written by a newer ecs-chatops/);
});

test('who comes back to a database that a newer version has changed meanwhile writes nothing there', async () => {
  const url = await postgres.database();
  const store = await open(url);
  await store.check();
  await sqlOn(url, "insert into kysely_migration values ('9999-later', '2030-01-01T00:00:00.000Z')");
  await store.check(); // the connection from before keeps such a version from the database, see `side-by-side.ts`
  await sqlOn(url, 'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()');
  const says = async () =>
    store.check().then(
      () => '',
      (error: Error) => error.message,
    );
  await vi.waitUntil(async () => /a newer ecs-chatops has changed its schema\. Stop this one/.test(await says()));
  await store.close();
});

test('a user who may not create tables is told so', async () => {
  const url = new URL(await postgres.database());
  const reader = `reader_${url.pathname.slice(6)}`;
  await sqlOn(url.href, `create role ${reader} login password 'open-sesame'`);
  const as = Object.assign(new URL(url.href), { username: reader, password: 'open-sesame' }).href;
  expect(await refusal(as)).toMatch(/may not create tables in "test_.*Grant it CREATE/);
  await sqlOn(url.href, `drop role ${reader}`);
});

test('a process on PostgreSQL does not load the embedded database', async () => {
  const child = script.start(['own', await postgres.database()]);
  await until('it has opened', () => child.lines().length > 0);
  expect(child.lines()).toEqual(['OPEN libsql=false pg=true']);
  child.process.kill('SIGKILL');
  await child.ended;
});
