import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../../src/core/base/log.ts';
import { systemClock } from '../../src/ops/system.ts';
import { backUp } from '../../src/store/backup/backup.ts';
import { restore } from '../../src/store/backup/restore.ts';
import { FILE } from '../../src/store/opening/left-database.ts';
import { openStore } from '../../src/store/opening/open.ts';

const deps = { log: silentLog, clock: systemClock };

function emptyDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'ecs-chatops-restore-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** A backup, and what a killed bot leaves beside its database. */
async function backedUp(): Promise<{ readonly backup: string; readonly log: string }> {
  const [directory, kept] = [emptyDirectory(), emptyDirectory()];
  const store = await openStore({ kind: 'embedded', directory }, deps);
  if (!store.ok) throw new Error(store.error);
  const [backup, log] = [join(kept, 'backup.db'), join(kept, 'log')];
  try {
    expect(await backUp(directory, backup)).toMatchObject({ ok: true });
    copyFileSync(join(directory, `${FILE}-wal`), log);
  } finally {
    await store.value.close();
  }
  return { backup, log };
}

test('a backup goes where no database is', async () => {
  const { backup } = await backedUp();
  const directory = emptyDirectory();
  expect(await restore(backup, directory, deps, async () => {})).toMatchObject({ ok: true });
  expect(existsSync(join(directory, FILE))).toBe(true);
});

test('what SQLite has left of another database is not written into the restored one: it is refused', async () => {
  const { backup, log } = await backedUp();
  for (const end of ['-wal', '-shm', '-journal']) {
    const directory = emptyDirectory();
    const left = join(directory, `${FILE}${end}`);
    copyFileSync(log, left);
    expect(await restore(backup, directory, deps, async () => {})).toEqual({
      ok: false,
      error: `${left} is left of another database. Move it to where that database is now.`,
    });
    expect(readdirSync(directory)).toEqual([`${FILE}${end}`]);
  }
});

test('a database that a bot has begun meanwhile stays', async () => {
  const { backup } = await backedUp();
  const directory = emptyDirectory();
  const place = join(directory, FILE);
  const restored = await restore(backup, directory, deps, async () => writeFileSync(place, 'another'));
  expect(restored).toMatchObject({ ok: false, error: expect.stringContaining('already') });
  expect(readdirSync(directory)).toEqual([FILE]);
});

test('a file that cannot be read or written is called by what is wrong with it, and nothing is left behind', async () => {
  const { backup } = await backedUp();
  const source = emptyDirectory();
  const store = await openStore({ kind: 'embedded', directory: source }, deps);
  if (!store.ok) throw new Error(store.error);
  onTestFinished(() => store.value.close());
  const target = emptyDirectory();
  const sentences = await Promise.all([
    backUp(source, join(target, 'none', 'b.db')),
    backUp(source, join(backup, 'b.db')),
    backUp(source, target),
    restore(join(target, 'none.db'), target, deps, async () => {}),
    restore(target, target, deps, async () => {}),
    restore(backup, join(backup, 'data'), deps, async () => {}),
  ]);
  expect(sentences).toEqual(
    [
      /^The backup could not be written to .*: there is no such file or folder\. Check the path\. \(ENOENT\)$/u,
      /^The backup could not be written to .*: there is no such file or folder\. Check the path\. \(ENOTDIR\)$/u,
      /is there already\. Give the backup another name\.$/u,
      /^The backup .* cannot be read: there is no such file or folder\. Check the path\. \(ENOENT\)$/u,
      /^The backup .* cannot be read: it is a folder\. Name a file\. \(EISDIR\)$/u,
      /^The backup could not be restored to .*: there is no such file or folder\. Check the path\. \(ENOTDIR\)$/u,
    ].map((sentence) => ({ ok: false, error: expect.stringMatching(sentence) })),
  );
  expect(readdirSync(target)).toEqual([]);
});
