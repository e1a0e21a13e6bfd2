import { afterAll, beforeAll } from 'vitest';
import { silentLog } from '../../src/core/log.ts';
import { openStore } from '../../src/store/open.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { storeContract } from './contract.ts';
import { fixedClock } from './samples.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

storeContract('PostgreSQL', async () => {
  const url = await postgres.database();
  const store = await openStore({ kind: 'postgres', url }, { log: silentLog, clock: fixedClock });
  if (!store.ok) throw new Error(store.error);
  return store.value;
});
