import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, test } from 'vitest';
import type { StoreConfig } from '../../../src/config.ts';
import { silentLog } from '../../../src/core/base/log.ts';
import { openStore } from '../../../src/store/opening/open.ts';
import type { Store } from '../../../src/store/store.ts';
import { buildScript, type Script } from '../../support/child.ts';
import { startPostgres, type TestPostgres } from '../../support/postgres.ts';
import { until } from '../../support/wait.ts';
import { fixedClock } from '../samples.ts';
import { crashRounds } from './crash-rounds.ts';

const root = mkdtempSync(join(tmpdir(), 'ecs-chatops-crash-'));
let postgres: TestPostgres;
let script: Script;
beforeAll(async () => {
  postgres = await startPostgres();
  script = await buildScript(new URL('./child.ts', import.meta.url));
});
afterAll(async () => {
  script.remove();
  await postgres.stop();
  rmSync(root, { recursive: true, force: true });
});

async function open(config: StoreConfig): Promise<Store> {
  const opened = await openStore(config, { log: silentLog, clock: fixedClock });
  if (!opened.ok) throw new Error(opened.error);
  return opened.value;
}

async function isAlone(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const others = await client.query(
    'select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = $1',
    ['client backend'],
  );
  await client.end();
  return others.rows.length === 0;
}

test('sixty kills in a row lose nothing that was acknowledged', async () => {
  const directory = join(root, 'data');
  await crashRounds(script, directory, () => open({ kind: 'embedded', directory }), 60);
});

test('a replica killed while it writes to PostgreSQL loses nothing either', async () => {
  const url = await postgres.database();
  const openOnceQuiet = async () => {
    // The server may still be at work on what the killed process sent last.
    await until('the killed process has left the server', () => isAlone(url));
    return await open({ kind: 'postgres', url });
  };
  await crashRounds(script, url, openOnceQuiet, 10);
});
