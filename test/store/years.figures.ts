import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, test } from 'vitest';
import { silentLog } from '../../src/core/base/log.ts';
import { percentile, round } from '../../src/sandbox/bench/figures.ts';
import { gatherHome } from '../../src/slack/home/gather-home.ts';
import { migrate } from '../../src/store/opening/migrate.ts';
import { openStore } from '../../src/store/opening/open.ts';
import { openSqlite } from '../../src/store/opening/sqlite.ts';
import type { Delivery, Store } from '../../src/store/store.ts';
import { card, fixedClock, NOW } from './samples.ts';
import { BUSY_PERSON, countRows, FIVE_YEARS, fillYears, QUIET_PERSON } from './years/years.ts';

/**
 * What the hot paths cost on the embedded store that holds the history of a large team for five years: `npm run bench:years`. It prints
 * and judges nothing, because a shared machine's milliseconds are no fact about the code; `plans.test.ts` guards what these rest on.
 * To fill such a database takes minutes: `YEARS_DIRECTORY` names where one is kept for the next time.
 */

const KEPT = process.env.YEARS_DIRECTORY ?? '';

let directory: string;
let store: Store;

beforeAll(async () => {
  directory = KEPT === '' ? mkdtempSync(join(tmpdir(), 'ecs-chatops-years-')) : KEPT;
  const file = join(directory, 'ecs-chatops.db');
  const isThere = existsSync(file);
  const db = await openSqlite(file);
  await migrate(db as never, 'sqlite');
  if (!isThere) await fillYears(db, 'sqlite', { ...FIVE_YEARS, hashed: false });
  const sizes = JSON.stringify(await countRows(db));
  await sql`pragma wal_checkpoint(truncate)`.execute(db);
  await db.destroy();
  const [cpu] = cpus();
  console.log(`Node ${process.version}, ${cpus().length} × ${cpu?.model}; ${sizes}, ${statSync(file).size} bytes`);
  const opened = await openStore({ kind: 'embedded', directory }, { log: silentLog, clock: fixedClock });
  if (!opened.ok) throw new Error(opened.error);
  store = opened.value;
}, 1_800_000);

afterAll(async () => {
  await store.close();
  if (KEPT === '') rmSync(directory, { recursive: true, force: true });
});

const TIMES = 100;

test('what the hot paths cost after years', async () => {
  const claim = { owner: 'A', now: NOW, claimUntil: NOW + 60_000, limit: 100, skipChannels: [] };
  const nothing = async () => {};
  // Of an earlier run, in a database that was kept.
  await deliverAll();
  await measure('outbox.claim, nothing due', nothing, () => store.outbox.claim(claim));
  let n = 0;
  const due = async () => {
    n += 1;
    await store.commit({ messages: [card(requestId((n * 97) % FIVE_YEARS.requests))], at: NOW });
  };
  let taken: Delivery | undefined;
  const take = async () => {
    [taken] = await store.outbox.claim(claim);
  };
  const record = async () => {
    if (taken === undefined) throw new Error('nothing was due');
    await store.outbox.delivered(taken, taken.card ?? { channel: 'C1', ts: '1.1' }, NOW);
  };
  const both = async () => {
    await take();
    await record();
  };
  await measure('one delivery: claim and record', due, both);
  const claimable = async () => {
    if (taken !== undefined) await record().catch(() => undefined);
    await due();
  };
  await measure('of it, the claim', claimable, take);
  await record();
  const recordable = async () => {
    await due();
    await take();
  };
  await measure('of it, the record', recordable, record);
  await measure('commit of a message', nothing, due);
  await deliverAll();
  await measure('claimInstances, nothing due', nothing, () => store.claimInstances({ ...claim, limit: 100 }));
  await measure('month of everybody', nothing, () => store.month(NOW));
  await measure('month of one person', nothing, () => store.month(NOW, BUSY_PERSON));
  for (const [who, person] of [
    ['of who asks for much', BUSY_PERSON],
    ['of who asks for little', QUIET_PERSON],
    ['of an approver', 'U900'],
  ] as const)
    await measure(`a home ${who}`, nothing, () => gatherHome(store, person, NOW, null));
  await measure('queries.regions', nothing, () => store.queries.regions());
  await measure('history of an instance', nothing, () => store.history(`${requestId(40_000)}-1`, 20));
}, 900_000);

/** Also what somebody has in hand who has gone. */
async function deliverAll(): Promise<void> {
  const later = { now: NOW + 120_000, claimUntil: NOW + 180_000 };
  for (;;) {
    const taken = await store.outbox.claim({ owner: 'B', limit: 100, skipChannels: [], ...later });
    for (const one of taken) await store.outbox.delivered(one, one.card ?? { channel: 'C1', ts: '1.1' }, NOW);
    if (taken.length === 0) return;
  }
}

const requestId = (index: number): string => `r-${String(index).padStart(10, '0')}`;

/** Each run is timed alone, after whatever prepares it: how long it took, and how long of that the processor worked for it. */
async function measure(name: string, prepare: () => Promise<unknown>, run: () => Promise<unknown>): Promise<void> {
  const took: number[] = [];
  const worked: number[] = [];
  for (let time = 0; time < TIMES + 20; time += 1) {
    await prepare();
    const [from, cpu] = [performance.now(), process.cpuUsage()];
    await run();
    const { user, system } = process.cpuUsage(cpu);
    if (time < 20) continue;
    took.push(performance.now() - from);
    worked.push((user + system) / 1000);
  }
  const [p50, p99, cpu] = [percentile(took, 0.5), percentile(took, 0.99), percentile(worked, 0.5)].map(rounded);
  console.log(`${name.padEnd(34)} median ${p50} ms (${cpu} ms of the processor), p99 ${p99} ms`);
}

const rounded = (ms: number): number => round(ms, 2);
