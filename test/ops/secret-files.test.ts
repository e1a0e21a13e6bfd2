import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { isSecret, VARIABLES } from '../../src/config-variables.ts';
import { secretsIn } from '../../src/ecs/credentials/secrets.ts';
import { withSecretFiles } from '../../src/ops/secret-files.ts';

const SECRETS = VARIABLES.filter(({ name }) => isSecret(name)).map(({ name }) => name);

function fileWith(text: string | Buffer): string {
  const directory = mkdtempSync(join(tmpdir(), 'ecs-chatops-secret-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const path = join(directory, 'hunter2-path');
  writeFileSync(path, text);
  return path;
}

const mistakesOf = (environment: Record<string, string>): readonly string[] => {
  const read = withSecretFiles(environment);
  return read.ok ? [] : read.error;
};

test.each(SECRETS)('%s comes from a file as it comes from the environment', (name) => {
  for (const text of ['hunter2', 'hunter2\n', '\uFEFFhunter2\r\n'])
    expect(withSecretFiles({ [`${name}_FILE`]: fileWith(text) })).toMatchObject({
      ok: true,
      value: { [name]: 'hunter2' },
    });
});

test.each(SECRETS)('what is wrong with the file of %s is said, without its path or what it holds', (name) => {
  const of = (path: string, more: Record<string, string> = {}) => mistakesOf({ [`${name}_FILE`]: path, ...more });
  const cases = [
    [of('/nowhere/hunter2'), /cannot be read \(ENOENT\)/u],
    [of(fileWith('')), /is empty/u],
    [of(fileWith(' \n ')), /is empty/u],
    [of(fileWith('hunter2\nhunter2')), /more than one line/u],
    [of(fileWith('hunter2\0')), /more than one line/u],
    [of(tmpdir()), /no file with a secret/u],
    [of('~/hunter2'), /Write the path in full/u],
    [of('$HOME/hunter2'), /Write the path in full/u],
    [of('"/run/hunter2"'), /Leave the marks out/u],
    [of(fileWith(Buffer.alloc(70_000, 'hunter2'))), /no file with a secret/u],
    [of(fileWith('hunter2'), { [name]: 'hunter2' }), /both set/u],
    [of(fileWith('hunter2'), { [name.toLowerCase()]: 'hunter2' }), /both set/u],
  ] as const;
  for (const [said, sentence] of cases) {
    expect(said).toEqual([expect.stringMatching(sentence)]);
    expect(said.join()).toContain(`${name}_FILE`);
    expect(said.join()).not.toContain('hunter2');
  }
});

test('every mistake is said at once', () => {
  expect(
    mistakesOf({ SLACK_BOT_TOKEN_FILE: '/nowhere', SLACK_APP_TOKEN_FILE: fileWith(''), LOG_LEVEL_FILE: 'x' }),
  ).toHaveLength(3);
});

test('only secrets come from files; what others mean by such a name is left to them', () => {
  for (const { name } of VARIABLES)
    if (!isSecret(name) && name !== 'ALIBABA_CLOUD_CREDENTIALS')
      expect(mistakesOf({ [`${name}_FILE`]: '/any' })).toEqual([
        expect.stringMatching(/only secrets come from files/u),
      ]);
  const others = { ALIBABA_CLOUD_CREDENTIALS_FILE: '/x', ALIBABA_CLOUD_OIDC_TOKEN_FILE: '/x', POLICY_FILE: '/x' };
  expect(withSecretFiles(others)).toEqual({ ok: true, value: others });
});

test('an AccessKey in a file is not silently left out where another source was chosen', () => {
  const given = { ALIBABA_CLOUD_ACCESS_KEY_ID_FILE: fileWith('LTAIx'), ALIBABA_CLOUD_CREDENTIALS: 'chain' };
  expect(mistakesOf(given)).toEqual([expect.stringMatching(/only read with ALIBABA_CLOUD_CREDENTIALS=static/u)]);
});

test('an empty name is none, and what is not needed is not read', () => {
  expect(withSecretFiles({ SLACK_BOT_TOKEN_FILE: ' ' }).ok).toBe(true);
  expect(withSecretFiles({ SLACK_BOT_TOKEN_FILE: '/nowhere' }, ['DATABASE_URL']).ok).toBe(true);
});

test('the configuration is the same, and the secret of a file is hidden as any other', () => {
  const environment = {
    SLACK_BOT_TOKEN_FILE: fileWith('xoxb-1-hunter2'),
    SLACK_APP_TOKEN_FILE: fileWith('xapp-1-hunter2'),
    ALIBABA_CLOUD_ACCESS_KEY_ID_FILE: fileWith('LTAIhunter2'),
    ALIBABA_CLOUD_ACCESS_KEY_SECRET_FILE: fileWith('hunter2-secret'),
    DATABASE_URL_FILE: fileWith('postgres://bot:hunter2-db@h/d'),
  };
  const read = withSecretFiles(environment);
  if (!read.ok) throw new Error(read.error.join());
  expect(readConfig(read.value)).toMatchObject({
    ok: true,
    value: { slack: { botToken: 'xoxb-1-hunter2' }, store: { kind: 'postgres', url: 'postgres://bot:hunter2-db@h/d' } },
  });
  const hidden = secretsIn(read.value);
  for (const secret of ['xoxb-1-hunter2', 'xapp-1-hunter2', 'LTAIhunter2', 'hunter2-secret', 'hunter2-db'])
    expect(hidden).toContain(secret);
});

test('a token that was written in place of its path is hidden', () => {
  expect(secretsIn({ SLACK_BOT_TOKEN_FILE: 'xoxb-1-2-hunter2' })).toContain('xoxb-1-2-hunter2');
});
