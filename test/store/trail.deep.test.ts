import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { silentLog } from '../../src/core/base/log.ts';
import { verifyTrail } from '../../src/ops/audit.ts';
import { openStore } from '../../src/store/opening/open.ts';
import type { Store } from '../../src/store/store.ts';
import { openTrail } from '../../src/store/trail.ts';
import { buildScript, type Script } from '../support/child.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { until } from '../support/wait.ts';
import { systemClock } from './crash/child-clock.ts';
import { anEvent, aRequest, NOW } from './samples.ts';

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

async function open(url: string): Promise<Store> {
  const store = await openStore({ kind: 'postgres', url }, { log: silentLog, clock: systemClock });
  if (!store.ok) throw new Error(store.error);
  return store.value;
}

/** The sentence of a broken trail, or how many events an unbroken one has. */
async function verified(url: string): Promise<string | number> {
  const trail = await openTrail({ kind: 'postgres', url });
  if (!trail.ok) return trail.error;
  const verdict = await verifyTrail(trail.value, null);
  await trail.value.close();
  return verdict.ok ? verdict.value.seq : verdict.error;
}

async function sqlOn(url: string, ...statements: readonly string[]): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let rows: readonly Record<string, unknown>[] = [];
    for (const statement of statements) rows = (await client.query(statement)).rows;
    return rows;
  } finally {
    await client.end();
  }
}

test('writers in several processes, one of them killed in the middle, make one unbroken chain', async () => {
  const url = await postgres.database();
  const store = await open(url);
  const writers = ['a', 'b', 'c', 'd'].map((name) => script.start(['write', url, name]));
  await until('each has written', () => writers.every((writer) => writer.lines().length >= 60), 60_000);
  expect(await verified(url), 'while they write').toBeGreaterThan(200);
  for (const writer of writers) writer.process.kill('SIGKILL');
  await Promise.all(writers.map((writer) => writer.ended));
  await store.commit({ events: [anEvent('r-last')], at: NOW });
  const told = writers.flatMap((writer) => writer.lines());
  const acknowledged = told.filter((line) => line.startsWith('MADE')).length * 2;
  const moved = told.filter((line) => line.startsWith('MOVED')).length;
  const [row] = await sqlOn(url, 'select count(*)::int as count from events');
  expect(await verified(url)).toBe(row?.count);
  expect(row?.count).toBeGreaterThanOrEqual(acknowledged + moved + 1);
  await store.close();
});

test('a replica that freezes in the middle of a commit keeps the others waiting for seconds only', async () => {
  const url = await postgres.database();
  const store = await open(url);
  const writer = script.start(['write', url, 'frozen']);
  await until('it writes', () => writer.lines().length > 10, 60_000);
  for (let round = 1; round <= 5; round++) {
    writer.process.kill('SIGSTOP');
    const id = `r-free-${round}`;
    expect((await store.commit({ requests: [{ next: aRequest(id) }], events: [anEvent(id)], at: NOW })).ok).toBe(true);
    writer.process.kill('SIGCONT');
  }
  writer.process.kill('SIGKILL');
  await writer.ended;
  expect(await verified(url)).toBeGreaterThan(10);
  await store.close();
});

test('PostgreSQL itself refuses to change, delete or empty the trail, and what is forced shows', async () => {
  const url = await postgres.database();
  const store = await open(url);
  for (let n = 0; n < 6; n++) await store.commit({ events: [anEvent('r-a', { data: { n } })], at: NOW });
  for (const statement of ["update events set actor = 'U9' where seq = 2", 'delete from events', 'truncate events'])
    await expect(sqlOn(url, statement)).rejects.toThrow('can only be added to');
  expect(await verified(url)).toBe(6);
  const force = 'set session_replication_role = replica';
  await sqlOn(url, force, 'delete from events where seq > 4');
  expect(await verified(url)).toMatch(/ends with event 4, but 6 events/);
  await sqlOn(url, force, "update events set actor = 'U9' where seq = 2");
  expect(await verified(url)).toMatch(/^Event 2 .*was changed/);
  await store.close();
});
