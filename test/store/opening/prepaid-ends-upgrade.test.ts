import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { silentLog } from '../../../src/core/base/log.ts';
import { prepaidEnds } from '../../../src/store/migrations/0015-prepaid-ends.ts';
import { openStore } from '../../../src/store/opening/open.ts';
import { openSqlite } from '../../../src/store/opening/sqlite.ts';
import { anInstance, aRequest, aSpec, fixedClock, NOW } from '../samples.ts';

const directory = join(mkdtempSync(join(tmpdir(), 'ecs-chatops-prepaid-')), 'data');
afterAll(() => rmSync(join(directory, '..'), { recursive: true, force: true }));

const open = async () => {
  const opened = await openStore({ kind: 'embedded', directory }, { log: silentLog, clock: fixedClock });
  if (!opened.ok) throw new Error(opened.error);
  return opened.value;
};

test('prepaid instances of an earlier version are due once to learn their ends, and nothing else is', async () => {
  mkdirSync(directory);
  const before = await open();
  const prepaid = aSpec({ charge: { kind: 'prepaid', term: { unit: 'Month', period: 1 }, autoRenew: false } });
  const ended = { outcome: 'reached', dueAt: null } as const;
  const rows = [
    anInstance('r-1', 1, { ...ended, spec: prepaid, cloudId: 'i-1' }),
    anInstance('r-1', 2, { ...ended, cloudId: 'i-2' }),
    anInstance('r-1', 3, { ...ended, spec: prepaid, outcome: 'failed' }),
    anInstance('r-1', 4, { ...ended, spec: prepaid, cloudId: 'i-4', wanted: 'released' }),
  ];
  await before.commit({ requests: [{ next: aRequest('r-1') }], instances: rows.map((next) => ({ next })), at: NOW });
  await before.close();
  // As the version before wrote them.
  const old = await openSqlite(join(directory, 'ecs-chatops.db'));
  await sql`update instances set expiry_at = null`.execute(old);
  await prepaidEnds(old as Kysely<unknown>);
  await old.destroy();

  const store = await open();
  const due = await store.claimInstances({ owner: 'o', now: NOW, leaseUntil: NOW + 1, limit: 100 });
  expect(due.map(({ id }) => id)).toEqual(['r-1-1']);
  const [row] = due;
  if (row === undefined) throw new Error('nothing is due');
  const paid = { until: NOW * 2, renewal: null, lookAt: NOW + 5, ended: false, misses: 0 };
  await store.commit({ instances: [{ next: { ...row, version: row.version + 1, paid } }], at: NOW });
  expect(await store.instance('r-1-1')).toMatchObject({ paid });
  const claim = { owner: 'p', leaseUntil: NOW + 99, limit: 100 };
  expect(await store.claimInstances({ ...claim, now: NOW + 4 })).toEqual([]);
  expect(await store.claimInstances({ ...claim, now: NOW + 5 })).toHaveLength(1);
  await store.close();
});
