import { afterAll, beforeAll } from 'vitest';
import { silentLog } from '../../src/core/base/log.ts';
import { openStore } from '../../src/store/opening/open.ts';
import { emptyDatabase, startPostgres, type TestPostgres } from '../support/postgres.ts';
import { storeContract } from './contract/contract.ts';
import { fixedClock } from './samples.ts';

let postgres: TestPostgres;
let url: string;
beforeAll(async () => {
  postgres = await startPostgres();
  url = await postgres.database();
});
afterAll(() => postgres.stop());

storeContract('PostgreSQL', async () => {
  await emptyDatabase(url);
  const store = await openStore({ kind: 'postgres', url }, { log: silentLog, clock: fixedClock });
  if (!store.ok) throw new Error(store.error);
  return store.value;
});
