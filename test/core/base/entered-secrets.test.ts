import { expect, test } from 'vitest';
import { secretIn, secretLineIn } from '../../../src/core/base/entered-secrets.ts';

const VALUES = ['Correct-Horse-7', '"a b c"', '’x1!y2’', 'ＡＢＣ１２３', 'パスワード9'];
const NAMES = [
  ...['password', 'Password', 'PASSWORD', 'passwd', 'passphrase', 'passcode', 'pwd', 'root_password', 'LoginPassword'],
  ...['ｐａｓｓｗｏｒｄ', 'pass​word', '密码', '口令', 'secret', 'db-password', 'MYSQL_PASSWORD', 'pass', 'secret_key'],
];
const SIGNS = ['=', ': ', ' = ', '＝', '：'];
const PEM = (kind: string) => `-----BEGIN ${kind}PRIVATE KEY-----\nMIIEow\n-----END ${kind}PRIVATE KEY-----`;
const KEYS = [
  ...['', 'RSA ', 'EC ', 'DSA ', 'OPENSSH ', 'ENCRYPTED '].map(PEM),
  ...['', 'RSA ', 'EC ', 'DSA ', 'OPENSSH ', 'ENCRYPTED '].map((kind) => Buffer.from(PEM(kind)).toString('base64')),
  ...['private key', 'Private_Key', 'PRIVATE+KEY', 'PRIVATE%20KEY', 'PRIVATE  KEY', 'PRI​VATE KEY', 'PRIVATE\nKEY'],
  '-----BEGIN PGP PRIVATE KEY BLOCK-----',
];
const ACCESS_KEYS = [
  'LTAI5tAbCdEfGhIjKlMnOpQr',
  'AccessKeySecret=abcdef1234567890abcdef1234567890',
  'access_key_id: abcdef',
  'STS.NUtest1234567890abcdef',
  'AKIAIOSFODNN7EXAMPLE',
  'xoxb-1234567890-abcdefghij',
  'ghp_abcdefghijklmnopqrstuvwxyz0123',
  'TMP.abcdefghij1234567890',
  'xapp-1-A0123456789-abcdef',
];
const PAYLOADS = [
  ...NAMES.flatMap((name) => SIGNS.map((sign, n) => `${name}${sign}${VALUES[n % VALUES.length]}`)),
  ...NAMES.map((name) => `create web-small amount=2 ${name}=Correct-Horse-7 size=40`),
  ...NAMES.map((name) => `because {"${name}": "x1y2z3"}`),
  ...NAMES.map((name) => `about="${name}=x1y2z3"`),
  ...KEYS,
  ...KEYS.map((key) => `purpose=${key}`),
  ...ACCESS_KEYS,
  ...ACCESS_KEYS.map((key) => `tag:note=${key}`),
];

test('two hundred ways of handing over a password or a key are seen', () => {
  expect(PAYLOADS.length).toBeGreaterThanOrEqual(200);
  expect(PAYLOADS.filter((payload) => secretIn(payload) === null)).toEqual([]);
});

test.each([
  'create web-small amount=2 name=web-1',
  'create key=ines-laptop login=session tag:team=web disk2=essd_pl0:100',
  'create PasswordInherit=true login=image image=family:acs:ubuntu_24_04',
  'freeze 2h because the key pairs are rotated',
  'tag:compass=north bypass=on',
  'I forgot my password',
  'We give everybody an AccessKey of their own',
  'docker.sh a1b2c3d4 sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
])('%j holds none', (text) => {
  expect(secretIn(text)).toBeNull();
});

test('a script may name a password as long as it does not hold it', () => {
  expect(
    secretLineIn('#!/bin/sh\nPASSWORD="$(fetch)"\nssh_pwauth: false\nlock_passwd: true\npassword=$DB\n'),
  ).toBeNull();
  expect(secretLineIn('#!/bin/sh\nexport DB_PASSWORD=Correct-Horse-7\n')).toEqual({ secret: 'password', line: 2 });
  expect(secretLineIn(`#!/bin/sh\ncat > k <<E\n${PEM('RSA ')}\nE\n`)).toMatchObject({ secret: 'privateKey', line: 3 });
});
