import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { silentLog } from '../../src/core/base/log.ts';
import { MOVED_FILE } from '../../src/store/opening/left-database.ts';
import { openStore } from '../../src/store/opening/open.ts';
import type { Store } from '../../src/store/store.ts';
import { buildScript, type Script } from '../support/child.ts';
import { until } from '../support/wait.ts';
import { aRequest, fixedClock, NOW } from './samples.ts';

const root = mkdtempSync(join(tmpdir(), 'ecs-chatops-embedded-'));
let script: Script;
beforeAll(async () => {
  script = await buildScript(new URL('./crash/child.ts', import.meta.url));
});
afterAll(() => {
  script.remove();
  rmSync(root, { recursive: true, force: true });
});

let made = 0;
const newPath = (): string => {
  made += 1;
  return join(root, `data-${made}`);
};

const tryOpen = (directory: string) =>
  openStore({ kind: 'embedded', directory }, { log: silentLog, clock: fixedClock });

async function open(directory: string): Promise<Store> {
  const store = await tryOpen(directory);
  if (!store.ok) throw new Error(store.error);
  return store.value;
}

const refusal = async (directory: string): Promise<string> => {
  const store = await tryOpen(directory);
  if (store.ok) await store.value.close();
  return store.ok ? 'opened' : store.error;
};

/** What a closed store has left in its directory, with a write in it. */
async function withData(): Promise<string> {
  const path = newPath();
  const store = await open(path);
  const requests = Array.from({ length: 200 }, (_, n) => ({ next: aRequest(`r-${n}`) }));
  await store.commit({ requests, at: NOW });
  await store.close();
  return path;
}

test('makes its directory for its own user alone, with parents, and keeps what was written', async () => {
  const path = join(newPath(), 'deep', 'er');
  const first = await open(path);
  expect(statSync(path).mode & 0o777).toBe(0o700);
  await first.commit({ requests: [{ next: aRequest('r-a') }], at: NOW });
  await first.close();
  expect(existsSync(join(path, 'ecs-chatops.db'))).toBe(true);
  const second = await open(path);
  expect(await second.request('r-a')).toStrictEqual(aRequest('r-a'));
  expect(second.exclusive).toBe(true);
  await second.close();
});

test('a second process is told who owns the directory and what to do; a killed owner blocks nobody', async () => {
  const path = newPath();
  const owner = script.start(['own', path]);
  await until('the owner has opened', () => owner.lines().length > 0);
  expect(owner.lines()).toEqual(['OPEN libsql=true pg=false']);

  const sentence = await refusal(path);
  expect(sentence).toContain(path);
  expect(sentence).toMatch(new RegExp(`process ${owner.process.pid} on .+, since 20\\d\\d-`));
  expect(sentence).toMatch(/Stop that one first, or give this one another DATA_DIR/);

  const backup = new Database(join(path, 'ecs-chatops.db'), { readonly: true });
  expect(backup.prepare('select count(*) as n from requests').all()).toEqual([{ n: 0 }]);
  backup.close();

  owner.process.kill('SIGKILL');
  await owner.ended;
  const store = await open(path);
  expect(await refusal(path)).toContain(`process ${process.pid} on`);
  const third = script.start(['own', path]);
  await third.ended;
  expect(third.lines()[0]).toContain(`process ${process.pid} on`);
  await store.close();
});

test('an unreadable note about the owner does not weaken the lock', async () => {
  const path = newPath();
  const store = await open(path);
  writeFileSync(join(path, 'owner.json'), '{"pid":');
  expect(await refusal(path)).toMatch(/in use by another ecs-chatops\. Stop/);
  await store.close();
  expect(await refusal(path)).toBe('opened');
});

test('says that a file is in the place of the directory', async () => {
  const path = newPath();
  writeFileSync(path, 'a file');
  expect(await refusal(path)).toMatch(/there is a file in its place.*DATA_DIR/s);
  expect(await refusal(join(path, 'below'))).toMatch(/there is a file in its place/);
  expect(readFileSync(path, 'utf8')).toBe('a file');
});

test.each([
  ['a directory', 0o500],
  ['the database', 0o700],
])('says that %s may not be written', async (what, mode) => {
  const path = what === 'the database' ? await withData() : mkdtempSync(join(root, 'closed-'));
  if (what === 'the database') chmodSync(join(path, 'ecs-chatops.db'), 0o400);
  chmodSync(root, 0o755);
  chmodSync(path, mode);
  const child = script.start(['nobody', path]);
  await child.ended;
  expect(child.lines()[0]).toMatch(
    /^REFUSED The data directory .+no right to it\. Give its user read and write access/,
  );
  chmodSync(path, 0o700);
});

test('says that the file is no database, and leaves it as it is', async () => {
  const path = await withData();
  const file = join(path, 'ecs-chatops.db');
  writeFileSync(file, 'this is a letter and no database at all. '.repeat(100));
  const before = readFileSync(file);
  expect(await refusal(path)).toMatch(/ecs-chatops\.db is damaged\. Restore it from a backup/);
  expect(readFileSync(file)).toEqual(before);
});

test('notices damage in the middle of the file', async () => {
  const path = await withData();
  const file = join(path, 'ecs-chatops.db');
  const bytes = readFileSync(file);
  bytes.fill(0xab, bytes.length / 2, bytes.length / 2 + 8192);
  writeFileSync(file, bytes);
  expect(await refusal(path)).toMatch(/is damaged/);
});

test.each([
  ['a newer version', "insert into kysely_migration values ('9999-later', '2030-01-01')", /by a newer ecs-chatops/],
  [
    'a draft',
    "update kysely_migration set name = '0001-first' where name = '0001-initial'",
    /by a draft of ecs-chatops.*Give the bot an empty one/,
  ],
])('does not touch a database that %s has written', async (_who, statement, sentence) => {
  const path = await withData();
  const file = new Database(join(path, 'ecs-chatops.db'));
  file.exec(statement);
  const left = () => file.prepare('select name, sql from sqlite_master order by name').all();
  const before = left();
  for (let time = 1; time <= 2; time++) expect(await refusal(path)).toMatch(sentence);
  expect(left()).toEqual(before);
  file.close();
});

test('when it starts it finds out how much there is in its tables', async () => {
  const path = await withData();
  const figures = () => {
    const file = new Database(join(path, 'ecs-chatops.db'));
    try {
      return file.prepare("select stat from sqlite_stat1 where tbl = 'requests'").all().length;
    } finally {
      file.close();
    }
  };
  const store = await open(path);
  expect(figures()).toBeGreaterThan(0);
  await store.close();
});

test('no empty database is begun where one was moved away, unless that is moved away too', async () => {
  const directory = newPath();
  mkdirSync(directory);
  const opened = () => tryOpen(directory);
  writeFileSync(join(directory, MOVED_FILE), 'old');
  expect(await opened()).toEqual({
    ok: false,
    error: `The database in ${directory} was moved to PostgreSQL. Set DATABASE_URL to that one. To begin with an empty database, move ${MOVED_FILE} away.`,
  });
  expect(readdirSync(directory)).toEqual([MOVED_FILE]);
  rmSync(join(directory, MOVED_FILE));
  const begun = await opened();
  if (!begun.ok) throw new Error(begun.error);
  await begun.value.close();
  // Somebody has restored a backup, or begun anew, and keeps the old one.
  writeFileSync(join(directory, MOVED_FILE), 'old');
  const again = await opened();
  if (!again.ok) throw new Error(again.error);
  await again.value.close();
});
