import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../../../src/core/base/log.ts';
import { createStore } from '../../../src/store/create-store.ts';
import { diskSentence, makeDiskTrouble } from '../../../src/store/opening/disk.ts';
import { migrate } from '../../../src/store/opening/migrate.ts';
import { embeddedHome } from '../../../src/store/opening/open-embedded.ts';
import { openSqlite } from '../../../src/store/opening/sqlite.ts';
import { aRequest, fixedClock, NOW } from '../samples.ts';

function emptyDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'ecs-chatops-disk-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

test.each([
  ['SQLITE_FULL', /the disk is full: [\d.]+ MB of [\d.]+ MB are free for \/.+\. Free at least 64 MB there/],
  ['ENOSPC', /the disk is full/],
  ['EDQUOT', /the disk quota .+ is used up in \/.+\. Raise the quota/],
  ['EROFS', /the file system of \/.+ is read-only\. Mount it for writing/],
  ['EIO', /the disk of \/.+ answers with errors/],
])('%s is told with the directory and what to do', (code, sentence) => {
  const said = diskSentence(emptyDirectory(), Object.assign(new Error('/secret'), { code }));
  expect(said).toMatch(sentence);
  expect(said).toMatch(new RegExp(`\\(${code}\\)$`));
  expect(said).not.toContain('secret');
});

test.each(['SQLITE_BUSY', 'SQLITE_CORRUPT', 'ECONNREFUSED', 'SQLITE_IOERR_WRITE', 'SQLITE_READONLY'])(
  '%s on a disk that takes what is written is no matter of the disk',
  (code) => {
    expect(diskSentence(emptyDirectory(), Object.assign(new Error(), { code }))).toBeNull();
  },
);

test('a directory that cannot be made yet is reported with the room of the disk that it would be on', () => {
  const missing = join(emptyDirectory(), 'deep', 'er');
  expect(diskSentence(missing, Object.assign(new Error(), { code: 'ENOSPC' }))).toMatch(/[\d.]+ MB are free for/);
});

test('many failures within a few seconds ask the disk once', () => {
  let now = 1_000;
  const asked: number[] = [];
  const probe = () => {
    asked.push(now);
    return 'ENOSPC';
  };
  const trouble = makeDiskTrouble('/data', probe, () => now);
  for (; now < 12_000; now += 500)
    expect(trouble(Object.assign(new Error(), { code: 'SQLITE_IOERR' }))).toContain('the disk is full');
  expect(asked).toEqual([1_000, 6_000, 11_000]);
});

test('a commit that meets a full disk names the directory and how much is free', async () => {
  const directory = emptyDirectory();
  const db = await openSqlite(join(directory, 'ecs-chatops.db'));
  await migrate(db as Kysely<unknown>, 'sqlite');
  const store = createStore(
    embeddedHome(db, () => {}, directory),
    { log: silentLog, clock: fixedClock },
  );
  await sql`pragma max_page_count = 1`.execute(db);
  const big = Array.from({ length: 400 }, (_, n) => ({ next: aRequest(`r-${n}`) }));
  await expect(store.commit({ requests: big, at: NOW })).rejects.toThrow(
    `MB are free for ${directory}. Free at least 64 MB there`,
  );
  expect(await store.request('r-0')).toBeNull();
  await store.close();
});
