import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { envExample } from '../../src/ops/env-example.ts';
import { loadEnvFile } from '../../src/ops/env-file.ts';

/** The variables that come of a `.env`, or why there are none. */
function loaded(content: string | Buffer | null, set: Record<string, string> = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'ecs-chatops-env-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const path = join(directory, '.env');
  if (content === null) mkdirSync(path);
  else writeFileSync(path, content);
  const environment = { ...set };
  const mistakes = loadEnvFile(path, environment);
  return mistakes.length > 0 ? mistakes : environment;
}

const BOTH = { SLACK_MODE: 'http', PORT: '4000' };

test.each([
  ['Unix', 'SLACK_MODE=http\nPORT=4000\n'],
  ['Windows', 'SLACK_MODE=http\r\nPORT=4000\r\n'],
  ['an editor that marks UTF-8', '\uFEFFSLACK_MODE=http\r\nPORT=4000'],
  ['a shell', 'export SLACK_MODE="http"\nexport PORT=4000 # Slack posts here\n'],
])('a .env as of %s sets every variable', (_, text) => {
  expect(loaded(text)).toEqual(BOTH);
});

test('what is set already wins, also if it is empty', () => {
  expect(loaded('SLACK_MODE=http\nPORT=4000', { PORT: '', HOST: '::1' })).toEqual({
    SLACK_MODE: 'http',
    PORT: '',
    HOST: '::1',
  });
});

test('no file is no trouble; one that cannot be read is', () => {
  expect(loadEnvFile('/nowhere/.env', {})).toEqual([]);
  expect(loaded(null)).toEqual([expect.stringMatching(/^The file \.env cannot be read \(EISDIR\)\. /u)]);
});

test.each(['utf16le', 'utf16be'])(
  'a .env in %s is refused, because none of its variables would be read',
  (encoding) => {
    const text = Buffer.from('\uFEFFSLACK_MODE=http\r\n', 'utf16le');
    expect(loaded(encoding === 'utf16le' ? text : text.swap16())).toEqual([
      expect.stringMatching(/not in UTF-8.* Save it as UTF-8\.$/u),
    ]);
  },
);

test('a misspelt name is refused, because the default would count in silence', () => {
  expect(loaded('POLICY_FIL=/etc/policy.yml\nadmin_users=U1\nSLACK_BOT_TOKEN_FLIE=/x\nHEALTH_HOSTS=::1')).toEqual(
    ['HEALTH_HOSTS', 'POLICY_FIL', 'SLACK_BOT_TOKEN_FLIE', 'admin_users'].map((name) =>
      expect.stringMatching(
        new RegExp(`^${name} in \\.env is no variable of the bot\\. Write [A-Z_]+, or leave it out\\.$`, 'u'),
      ),
    ),
  );
});

test('names of others are left alone, and all of the bot’s own are known', () => {
  const others = {
    POSTGRES_PASSWORD: 'x',
    COMPOSE_PROJECT_NAME: 'x',
    TZ: 'UTC',
    https_proxy: 'http://p:1',
    no_proxy: '*',
    FTP_PROXY: 'x',
    all_proxy: 'x',
  };
  expect(
    loaded(
      Object.entries(others)
        .map((pair) => pair.join('='))
        .join('\n'),
    ),
  ).toEqual(others);
  expect(loaded(envExample().replaceAll(/^#(?=[A-Z])/gmu, ''))).toMatchObject({
    SLACK_MODE: 'socket',
    POLICY_FILE: './policy.yml',
  });
});

test.each([
  ['ALIBABA_CLOUD_ACCESS_KEY_SECRET=abc#def', ['ALIBABA_CLOUD_ACCESS_KEY_SECRET']],
  ['export PORT = 4000#Slack posts here\r\nHOST=::1 # here\r\n', ['PORT']],
  ["# SLACK_BOT_TOKEN=xoxb-1#2\nSLACK_APP_TOKEN=#nothing yet\nDATABASE_URL='postgres://u:a#b@h/d'\nTHEIRS=a#b", []],
])('a value that would be cut off at its # is refused: %s', (text, names) => {
  const said = loaded(text);
  expect(Array.isArray(said) ? said : []).toEqual(
    names.map(
      (name) => `${name} in .env contains a #. Put quotation marks around its value, or a space before the comment.`,
    ),
  );
});
