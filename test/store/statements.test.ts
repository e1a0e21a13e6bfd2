import type { Kysely, KyselyPlugin } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../../src/core/base/log.ts';
import { ok } from '../../src/core/base/result.ts';
import type { Instance } from '../../src/core/instance/instance.ts';
import { reduce } from '../../src/core/instance/reduce.ts';
import { createStore } from '../../src/store/create-store.ts';
import { migrate } from '../../src/store/opening/migrate.ts';
import { embeddedHome } from '../../src/store/opening/open-embedded.ts';
import { openSqlite } from '../../src/store/opening/sqlite.ts';
import type { Store } from '../../src/store/store.ts';
import { timing } from '../support/instances.ts';
import { anInstance, aRequest, fixedClock, NOW } from './samples.ts';

/** A store that counts its statements, and the rows that they were answered with. */
async function countingStore() {
  const db = await openSqlite(':memory:');
  await migrate(db as Kysely<unknown>, 'sqlite');
  onTestFinished(() => db.destroy());
  const count = { statements: 0, rows: 0 };
  const plugin: KyselyPlugin = {
    transformQuery({ node }) {
      count.statements += 1;
      return node;
    },
    async transformResult({ result }) {
      count.rows += result.rows.length;
      return result;
    },
  };
  const store = createStore(
    embeddedHome(db.withPlugin(plugin), () => {}),
    { log: silentLog, clock: fixedClock },
  );
  const during = async (run: () => Promise<unknown>) => {
    Object.assign(count, { statements: 0, rows: 0 });
    await run();
    return { ...count };
  };
  return { store, during };
}

async function fill(store: Store, amount: number): Promise<readonly Instance[]> {
  const rows = Array.from({ length: amount }, (_, n) =>
    anInstance('r-1', n + 1, { cloudId: `i-${n}`, dueAt: NOW, acceptedAt: NOW, deadlineAt: NOW + 900_000 }),
  );
  const instances = rows.map((next) => ({ next }));
  expect(await store.commit({ requests: [{ next: aRequest('r-1') }], instances, at: NOW })).toEqual(ok(null));
  return rows;
}

const look = (row: Instance, at: number) => {
  const cloudId = row.cloudId ?? '';
  const nothing = { publicIp: null, privateIp: '10.0.0.1', locks: [], stoppedMode: null, expiresAt: null };
  const own = { chargeKind: 'payAsYouGo', deletionProtection: false } as const;
  return reduce(row, { is: 'observed', observed: { cloudId, status: 'Pending', ...nothing, ...own } }, at, timing);
};

test('what a look costs that shows nothing new does not depend on how many it has looked at', async () => {
  const statements = async (amount: number): Promise<number> => {
    const { store, during } = await countingStore();
    const first = (await fill(store, amount)).map((row) => look(row, NOW + 1).next);
    await store.commit({ instances: first.map((next) => ({ next })), at: NOW });
    const second = first.map((row) => look(row, NOW + 1_501));
    const instances = second.map(({ next, seenBefore }) => ({ next, ...(seenBefore && { seenBefore }) }));
    const counted = await during(async () => expect(await store.commit({ instances, at: NOW })).toEqual(ok(null)));
    expect(await store.instancesOf('r-1')).toEqual(second.map(({ next }) => next));
    return counted.statements;
  };
  expect(await statements(100)).toBe(await statements(2));
});

test('a claim reads what it takes, however much more is due', async () => {
  const read = async (amount: number): Promise<number> => {
    const { store, during } = await countingStore();
    await fill(store, amount);
    const claim = { owner: 'A', now: NOW, claimUntil: NOW + 60_000, limit: 10 };
    const { rows } = await during(async () => expect(await store.claimInstances(claim)).toHaveLength(10));
    return rows;
  };
  expect(await read(500)).toBe(await read(20));
});
