import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Clock } from '../../src/core/base/clock.ts';
import { inEnglish } from '../../src/core/saying.ts';
import { openPolicy } from '../../src/policy/policy-file.ts';
import { readPolicy } from '../../src/policy/read-policy.ts';

const FIRST = 'regions: [cn-hangzhou]\n';
const SECOND = 'regions: [cn-beijing]\n';

/** A file that is looked at when the test says so. */
async function watched({ text = FIRST as string | null, required = true, script = '' } = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'ecs-chatops-policy-'));
  const path = join(directory, 'policy.yml');
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  if (text !== null) writeFileSync(path, text);
  const writeScript = (content: string) => writeFileSync(join(directory, 'boot.sh'), content);
  writeScript(script);
  const lines: { level: string; fields: object }[] = [];
  const record = (level: string) => (fields: object) => void lines.push({ level, fields });
  const log = { debug: () => {}, info: record('info'), warn: record('warn'), error: record('error') };
  let due: (() => void) | null = null;
  let armed = () => {};
  const clock: Clock = {
    now: () => 0,
    after(_ms, run) {
      due = run;
      armed();
      return () => {
        due = null;
      };
    },
  };
  const opened = await openPolicy({ path, required }, { clock, log });
  /** Resolves when the file has been looked at once more. */
  const look = () =>
    new Promise<void>((resolve) => {
      armed = resolve;
      due?.();
    });
  let changes = 0;
  if (opened.ok) opened.value.onChange(() => (changes += 1));
  const policy = opened.ok ? opened.value : null;
  return {
    opened,
    path,
    lines,
    look,
    write: (next: string) => writeFileSync(path, next),
    script: writeScript,
    regions: () => policy?.current().policy.regions?.value ?? null,
    hash: () => policy?.current().hash ?? null,
    trouble: () => policy?.trouble()?.map(inEnglish).join(' ') ?? null,
    changes: () => changes,
    stop: () => policy?.stop(),
    isDue: () => due !== null,
  };
}

test('a new version comes into force once it has stood still for a look', async () => {
  const file = await watched();
  const before = file.hash();
  file.write(SECOND);
  await file.look();
  expect([file.regions(), file.changes()]).toEqual([['cn-hangzhou'], 0]);
  await file.look();
  expect([file.regions(), file.changes()]).toEqual([['cn-beijing'], 1]);
  expect(file.hash()).not.toBe(before);
  await file.look();
  expect(file.changes()).toBe(1);
});

test('what is still being written never counts', async () => {
  const file = await watched();
  file.write('regions: [cn-beijing]\nlimits:\n  maxAmount: 2');
  await file.look();
  file.write('regions: [cn-beijing]\nlimits:\n  maxAmount: 20\n');
  await file.look();
  expect(file.regions()).toEqual(['cn-hangzhou']);
  await file.look();
  expect(file.regions()).toEqual(['cn-beijing']);
});

test('a version with mistakes is refused with its lines, and the last good one stays', async () => {
  const file = await watched();
  file.write('regions: [cn-beijing]\nlimit: {}\n');
  await file.look();
  await file.look();
  await file.look();
  expect(file.regions()).toEqual(['cn-hangzhou']);
  expect(file.trouble()).toContain('line 2: "limit" isn’t a key of the policy. Did you mean limits?');
  expect(file.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
  file.write(SECOND);
  await file.look();
  await file.look();
  expect([file.regions(), file.trouble(), file.changes()]).toEqual([['cn-beijing'], null, 1]);
});

test('going back to what is in force ends the trouble and changes nothing', async () => {
  const file = await watched();
  file.write('nonsense');
  await file.look();
  await file.look();
  expect(file.trouble()).not.toBeNull();
  file.write(FIRST);
  await file.look();
  await file.look();
  expect([file.trouble(), file.changes()]).toEqual([null, 0]);
});

test('a file that has gone, or was emptied, lifts no rule', async () => {
  const file = await watched({ required: false });
  rmSync(file.path);
  await file.look();
  await file.look();
  expect([file.regions(), file.trouble()]).toEqual([['cn-hangzhou'], expect.stringContaining('no longer exists')]);
  file.write('');
  await file.look();
  await file.look();
  expect([file.regions(), file.trouble()]).toEqual([['cn-hangzhou'], expect.stringContaining('The file is empty')]);
});

test('a file that is replaced is seen like one that is written', async () => {
  const file = await watched();
  writeFileSync(`${file.path}.new`, SECOND);
  renameSync(`${file.path}.new`, file.path);
  await file.look();
  await file.look();
  expect(file.regions()).toEqual(['cn-beijing']);
});

test('a file that need not be there comes into force when it appears', async () => {
  const file = await watched({ text: null, required: false });
  expect([file.hash(), file.regions()]).toEqual([null, null]);
  await file.look();
  expect(file.trouble()).toBeNull();
  file.write(FIRST);
  await file.look();
  await file.look();
  expect(file.regions()).toEqual(['cn-hangzhou']);
});

test('the bot does not start without a file that was named, nor with mistakes in it', async () => {
  const missing = await watched({ text: null });
  expect(missing.opened).toEqual({ ok: false, error: [expect.stringContaining('there is no such file')] });
  const wrong = await watched({ text: 'region: [x]\nadmin: []\n', required: false });
  expect(wrong.opened.ok ? [] : wrong.opened.error).toEqual([
    expect.stringContaining('line 1: "region" isn’t a key'),
    expect.stringContaining('line 2: "admin" isn’t a key'),
  ]);
  expect(wrong.isDue()).toBe(false);
});

test('stopped, it looks no more', async () => {
  const file = await watched();
  file.stop();
  expect(file.isDue()).toBe(false);
});

const longPolicy = (presets: number): string =>
  `userData: { boot: boot.sh }\npresets:\n${Array.from({ length: presets }, (_, n) => `  p${n}: { type: g7.large, amount: 2, tags: { team: web } }\n`).join('')}`;

test('a long policy is parsed when it has changed, and not at each look', async () => {
  const began = performance.now();
  const file = await watched({ text: longPolicy(1_000), script: '#!/bin/sh\n' });
  const toOpenMs = performance.now() - began;
  const before = file.hash();
  const looksFrom = performance.now();
  for (let n = 0; n < 5; n += 1) await file.look();
  expect((performance.now() - looksFrom) / 5).toBeLessThan(toOpenMs / 5);
  file.script('#!/bin/sh\necho changed\n');
  await file.look();
  await file.look();
  expect([file.changes(), file.hash() === before, file.trouble()]).toEqual([1, false, null]);
});

test('a file that is far too long is read to where that shows, and refused at once', async () => {
  const file = await watched();
  const tooLong = longPolicy(100_000);
  file.write(tooLong);
  const began = performance.now();
  await file.look();
  await file.look();
  const spentMs = performance.now() - began;
  expect(file.trouble()).toContain('The file is longer than 100000 characters.');
  expect(file.regions()).toEqual(['cn-hangzhou']);
  const toParse = performance.now();
  readPolicy(longPolicy(1_000));
  expect(spentMs).toBeLessThan((performance.now() - toParse) * 20);
});

test('a start script that is far too long is told to be so, in whatever letters it is written', async () => {
  const script = `#!/bin/sh\n# ${'装'.repeat(3_000_000)}\n`;
  const { opened } = await watched({ text: 'userData: { boot: boot.sh }\n', script });
  expect(opened).toMatchObject({ ok: false, error: [expect.stringContaining('Alibaba Cloud accepts 32768')] });
});
