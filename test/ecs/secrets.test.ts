import { expect, test } from 'vitest';
import { redact } from '../../src/ecs/redact.ts';
import { hideAlways, hideTemporary, secretsIn, withoutSecrets } from '../../src/ecs/secrets.ts';
import { makeLog } from '../../src/ops/log.ts';
import { boltLog } from '../../src/slack/bolt-log.ts';

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
];

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
