import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { ChainedEvent } from '../../src/core/request/hash-chain.ts';
import { replay } from '../support/replay.ts';
import { testSandbox } from '../support/sandbox.ts';
import { ask, toRunning } from './asked.ts';
import { type CommandEnded, runCommand } from './command-line.ts';

const audit = (directory: string, ...args: readonly string[]): Promise<CommandEnded> =>
  runCommand('ops/audit-main.js', { DATA_DIR: directory }, args);

test('the trail of a running bot is exported and verified beside it, and tells the whole story', async () => {
  const sandbox = await testSandbox();
  const request = await ask(sandbox, 2);
  await toRunning(sandbox, request);
  const directory = sandbox.dataDir;
  const exported = await audit(directory, 'export', '--json');
  expect([exported.code, exported.stderr]).toEqual([0, expect.stringMatching(/^Exported \d+ events/)]);
  const events = exported.stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as ChainedEvent);
  const story = replay(events.filter(({ requestId }) => requestId === request.requestId()));
  expect(story).toMatchObject({ state: 'finished', requester: sandbox.requester, amount: 2 });
  expect(story?.instances.map(({ cloudId }) => cloudId).toSorted()).toEqual(
    request
      .instances()
      .map(({ InstanceId }) => InstanceId)
      .toSorted(),
  );
  for (const secret of [sandbox.slack.botToken, sandbox.slack.appToken, sandbox.ecs.accessKeySecret])
    expect(exported.stdout).not.toContain(secret);

  const verified = await audit(directory, 'verify');
  expect(verified).toMatchObject({ code: 0, stderr: '' });
  expect(verified.stdout).toContain(`unbroken: ${events.length} events`);
  expect(verified.stdout).toContain(events.at(-1)?.hash);
  // The bot was not disturbed.
  await toRunning(sandbox, await ask(sandbox));
});

test('a token in the place of the directory is not said back', async () => {
  const { code, stderr } = await audit(join(tmpdir(), 'xoxb-1-2-misplaced'), 'verify');
  expect([code, stderr]).toEqual([1, expect.stringMatching(/^There is no database .*\[secret\]/)]);
  expect(stderr).not.toContain('misplaced');
});

test('an exported file is verified line by line, with an exit code and a sentence', async () => {
  const sandbox = await testSandbox();
  await toRunning(sandbox, await ask(sandbox));
  const directory = mkdtempSync(join(tmpdir(), 'ecs-chatops-audit-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const file = join(directory, 'trail.jsonl');
  expect(await audit(sandbox.dataDir, 'export', file)).toMatchObject({ code: 0, stdout: '' });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  // An earlier export may hold what has been taken out of the archive since.
  const before = readFileSync(file);
  expect(await audit(sandbox.dataDir, 'export', file)).toMatchObject({
    code: 1,
    stderr: `${file} is there already. Give the export another name.\n`,
  });
  expect(readFileSync(file)).toEqual(before);
  for (const [wrong, why] of [
    [join(directory, 'none', 'x'), /no such file or folder\. Check the path\. \(ENOENT\)$/mu],
    [join(file, 'x'), /no such file or folder\. Check the path\. \(ENOTDIR\)$/mu],
    [directory, /is there already/u],
  ] as const)
    expect((await audit(sandbox.dataDir, 'export', wrong)).stderr).toMatch(why);
  expect(readdirSync(directory)).toEqual(['trail.jsonl']);
  // The store is not needed any more.
  expect(await audit('/nowhere', 'verify', file)).toMatchObject({ code: 0, stderr: '' });
  const lines = readFileSync(file, 'utf8').split('\n');
  writeFileSync(file, lines.toSpliced(2, 1).join('\n'));
  expect(await audit('/nowhere', 'verify', file)).toEqual({
    code: 1,
    stdout: '',
    stderr: 'Event 3 is missing: line 3 holds event 4 in its place.\n',
  });
  const last = (JSON.parse(lines.at(-2) ?? '') as ChainedEvent).hash;
  writeFileSync(file, `${lines.slice(0, -2).join('\n')}\n`);
  expect(await audit('/nowhere', 'verify', file)).toMatchObject({ code: 0 });
  expect(await audit('/nowhere', 'verify', file, '--includes', last)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('nowhere in the trail'),
  });
});

test('what cannot be done is said in a sentence', async () => {
  expect(await audit('/nowhere', 'verify')).toMatchObject({ code: 1, stderr: expect.stringMatching(/Set DATA_DIR/) });
  expect(await audit('/nowhere', 'verify', '/no/such/file')).toMatchObject({
    code: 1,
    stderr: 'The file /no/such/file cannot be used: there is no such file or folder. Check the path. (ENOENT)\n',
  });
  for (const args of [[], ['exprot'], ['verify', 'a', 'b'], ['export', '--includes', 'x'], ['verify', '--nope']])
    expect(await audit('/nowhere', ...args)).toMatchObject({ code: 2, stderr: expect.stringMatching(/^Usage:/) });
});
