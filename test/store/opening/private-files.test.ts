import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../src/ops/system.ts';
import { openStore } from '../../../src/store/opening/open.ts';
import { filesOf } from '../../../src/store/opening/open-embedded.ts';
import { isOpenToOthers } from '../../../src/store/opening/private-files.ts';

function scratch(): string {
  const directory = mkdtempSync(join(tmpdir(), 'ecs-chatops-private-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return join(directory, 'data');
}

async function open(directory: string): Promise<readonly object[]> {
  const warned: object[] = [];
  const log = { debug() {}, info() {}, error() {}, warn: (fields: object) => void warned.push(fields) };
  const store = await openStore({ kind: 'embedded', directory }, { log, clock: systemClock });
  if (!store.ok) throw new Error(store.error);
  onTestFinished(() => store.value.close());
  await store.value.check();
  return warned;
}

const modes = (directory: string) => filesOf(directory).map((path) => (statSync(path).mode & 0o777).toString(8));

test('a new database is readable by its owner alone, with every file beside it', async () => {
  const directory = scratch();
  expect(await open(directory)).toEqual([]);
  expect(modes(directory).slice(0, 2)).toEqual(['700', '600']);
  expect(filesOf(directory).filter(isOpenToOthers)).toEqual([]);
});

test('one that was open to others is closed to them, and that is said', async () => {
  const directory = scratch();
  mkdirSync(directory, { mode: 0o755 });
  chmodSync(directory, 0o755);
  writeFileSync(join(directory, 'ecs-chatops.db'), '');
  chmodSync(join(directory, 'ecs-chatops.db'), 0o664);
  expect(await open(directory)).toEqual([{ paths: filesOf(directory).slice(0, 2) }]);
  expect(modes(directory).slice(0, 2)).toEqual(['700', '600']);
});
