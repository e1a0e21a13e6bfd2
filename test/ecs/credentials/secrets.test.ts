import { expect, test } from 'vitest';
import { redact } from '../../../src/ecs/credentials/redact.ts';
import { hideAlways, hideTemporary, secretsIn, withoutSecrets } from '../../../src/ecs/credentials/secrets.ts';
import { makeLog } from '../../../src/ops/log.ts';
import { boltLog } from '../../../src/slack/transport/bolt-logger.ts';

const KEY = 'aB3/dE+f g"h\\i%40=(k)*~é';
const forms: readonly (readonly [string, string])[] = [
  ['itself', KEY],
  ['in a URL', encodeURIComponent(KEY)],
  ['in a URL, with small letters', encodeURIComponent(KEY).replaceAll(/%../gu, (code) => code.toLowerCase())],
  ['in a URL in a URL', encodeURIComponent(encodeURIComponent(KEY))],
  ['in a form', new URLSearchParams([['k', KEY]]).toString().slice(2)],
  ['in JSON', JSON.stringify(KEY).slice(1, -1)],
  ['in base64', Buffer.from(KEY).toString('base64').replace(/=*$/u, '')],
  ['in base64 of URLs', Buffer.from(KEY).toString('base64url')],
  ['in figures', Buffer.from(KEY).toString('hex')],
];

test.each(['', 'a', 'ab', 'abc', 'me:', 'user:'])('a secret behind “%s” is hidden in base64 too', (before) => {
  hideAlways([KEY]);
  for (const encoding of ['base64', 'base64url'] as const)
    for (const after of ['', 'z', ':x', ':xy']) {
      const said = withoutSecrets(`Basic ${Buffer.from(`${before}${KEY}${after}`).toString(encoding)}!`);
      expect(said).toContain('[secret]');
      expect(said.replace(/^Basic .*?\[secret\]/u, '').length).toBeLessThan(10);
    }
});

test.each(forms)('a secret that is configured is said nowhere: %s', (_where, form) => {
  hideAlways([KEY]);
  const said: string[] = [];
  const log = makeLog('info', { write: (line) => said.push(line) });
  log.info({ any: form }, `in a sentence ${form}`);
  boltLog(log).warn(`the library says ${form} so`);
  for (const text of [withoutSecrets(`before${form}after`), redact(`the key ${form}, it said`), ...said]) {
    expect(text).toContain('[secret]');
    expect(text).not.toContain(form.slice(1, -1));
  }
});

test('a secret is hidden as a whole, also where the text is cut behind its beginning', () => {
  hideAlways(['sixteen-letters!']);
  for (let before = 280; before < 310; before++)
    expect(redact(`${'x'.repeat(before)}sixteen-letters!`)).not.toContain('sixt');
  for (let before = 1_980; before < 2_010; before++)
    expect(redact(`${' '.repeat(before)}sixteen-letters!`)).not.toContain('sixt');
});

test('credentials that are fetched are hidden, those before them too, and those of long ago no more', () => {
  for (let n = 0; n < 6; n++) hideTemporary([`secret-number-${n}`, `token-number-${n}`, undefined, null]);
  const said = withoutSecrets(Array.from({ length: 6 }, (_, n) => `secret-number-${n} token-number-${n}`).join(' '));
  expect(said).toBe(
    `secret-number-0 token-number-0 secret-number-1 token-number-1 secret-number-2 token-number-2${' [secret]'.repeat(6)}`,
  );
});

test('the secrets of an environment are those that its names say, of URLs what logs in, and keys in a wrong place', () => {
  const found = secretsIn({
    SLACK_BOT_TOKEN: ' xoxb-1 ',
    SLACK_SIGNING_SECRET: 'signing',
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'keysecret',
    ALIBABA_CLOUD_OIDC_TOKEN_FILE: '/var/run/token',
    PGPASSWORD: 'pgpass',
    DATABASE_URL: 'postgres://bot:p%40ss@db/bot',
    REDIS_URL: 'redis://:redispass@cache:6379',
    HTTPS_PROXY: 'http://me:proxypass@proxy:3128',
    LOG_LEVEL: 'xoxb-misplaced',
    ADMIN_USERS: 'U07INESCAR5,8f742231b10e8888abcd99yyyzzz85a5',
    HOST: '0.0.0.0',
    DEFAULT_REGION: 'cn-hangzhou',
    HOME: '/root',
  });
  for (const secret of [
    'xoxb-1',
    'signing',
    'keysecret',
    'pgpass',
    'p%40ss',
    'p@ss',
    'redispass',
    'proxypass',
    'xoxb-misplaced',
    '8f742231b10e8888abcd99yyyzzz85a5',
  ])
    expect(found).toContain(secret);
  for (const other of ['/var/run/token', '0.0.0.0', 'cn-hangzhou', 'U07INESCAR5', '/root', 'bot'])
    expect(found).not.toContain(other);
});

const HOSTILE: readonly (readonly [string, string])[] = [
  ['question marks', '?'],
  ['letters before no ://', 'a'],
  ['pluses', 'a+'],
  ['spaces', ' '],
  ['Password', 'Password'],
  ['string to sign is', 'string to sign is '],
  ['question marks with =', '?='],
];

test.each(HOSTILE)('the time that a long text takes does not grow faster than the text: %s', (_what, part) => {
  const timeOf = (length: number): number => {
    const text = part.repeat(Math.ceil(length / part.length));
    const from = performance.now();
    for (let n = 0; n < 3; n++) redact(text);
    return performance.now() - from;
  };
  timeOf(50_000);
  // Quadratic work would take four hundred times as long.
  expect(timeOf(1_000_000)).toBeLessThan(100 * (timeOf(50_000) + 5));
});

test('the password of a proxy is a secret, with and without a scheme, in both cases of the name', () => {
  for (const [name, value] of [
    ['HTTPS_PROXY', 'http://bot:hunter2pw@proxy:3128'],
    ['https_proxy', 'bot:hunter2pw@proxy:3128'],
    ['HTTP_PROXY', 'bot:hunter2pw@proxy:3128'],
  ] as const)
    expect(secretsIn({ [name]: value })).toContain('hunter2pw');
});

const PLACES: readonly (readonly [where: string, name: string, value: string, secret: string])[] = [
  ['in the query of a database', 'DATABASE_URL', 'postgres://db/bot?user=bot&password=hunter2%40pw', 'hunter2@pw'],
  ['beside a user', 'DATABASE_URL', 'postgresql://bot@db/bot?sslmode=require&sslpassword=hunter2pw', 'hunter2pw'],
  ['in the query of Redis', 'REDIS_URL', 'redis://cache:6379/0?password=hunter2+pw', 'hunter2 pw'],
  ['where credentials are fetched', 'ALIBABA_CLOUD_CREDENTIALS_URI', 'http://10.0.0.1/x?token=hunter2pw', 'hunter2pw'],
  ['as a proxy reads it', 'HTTPS_PROXY', 'http://me:p%40ss@proxy:3128', 'me:p@ss'],
  ['of a proxy that knows tokens alone', 'HTTPS_PROXY', 'http://hunter2pw@proxy:3128', 'hunter2pw'],
  ['in quotation marks', 'LOG_LEVEL', '"xoxb-1-2-abc"', 'xoxb-1-2-abc'],
  ['after a semicolon', 'ADMIN_USERS', 'U07INESCAR5;xapp-1-A-2-ff', 'xapp-1-A-2-ff'],
  ['with its name', 'PORT', 'SLACK_BOT_TOKEN=xoxb-1-2-abc', 'xoxb-1-2-abc'],
  ['in a path', 'DATA_DIR', '/srv/xoxb-1-2-abc', 'xoxb-1-2-abc'],
  ['in a path of here', 'POLICY_FILE', './LTAI5tQnKxGu4UaSR3sc', 'LTAI5tQnKxGu4UaSR3sc'],
  ['in a URL of Slack', 'SLACK_API_URL', 'https://slack.com/api/?token=xoxb-1-2-abc', 'xoxb-1-2-abc'],
  ['in capitals', 'HOST', 'ABCDEFGHIJKLMNOPQRST0123456789', 'ABCDEFGHIJKLMNOPQRST0123456789'],
];

test.each(PLACES)('a secret is found %s', (_where, name, value, secret) => {
  expect(secretsIn({ [name]: value })).toContain(secret);
});

test('paths, names and addresses are no secrets, however long they are', () => {
  const environment = {
    DATA_DIR: '/var/lib/ecs-chatops/data2',
    POLICY_FILE: '../ecs-chatops-2/policies/of-2026/policy.yml',
    DATABASE_URL: 'postgres://ecs-chatops@db-1.example/chatops?sslmode=require',
    REDIS_URL: 'redis://cache-1.example:6379/0',
    ADMIN_USERS: 'U07INESCAR5, W07LENAHOF1',
    NO_PROXY: 'internal-2.example.com,10.0.0.0/8',
  };
  expect(secretsIn(environment)).toEqual([]);
});
