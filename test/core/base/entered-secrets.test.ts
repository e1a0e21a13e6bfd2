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
  ...[
    'private_key=MC4CAQ',
    'PRIVATE_KEY',
    'PRIVATE+KEY',
    'PRIVATE%20KEY',
    'PRIVATE  KEY',
    'PRI​VATE KEY',
    'PRIVATE\nKEY',
  ],
  ...['-----begin rsa private key-----', `x/${Buffer.from(PEM('')).toString('base64')}`, 'Private-Lines: 14'],
  ...[`b3BlbnNzaC1rZXktdjEAAAAA${'A'.repeat(60)}`, `MIIEvQIBADANBgkqhkiG9w0BAQEFAASC${'B'.repeat(60)}`],
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
const OTHER_WAYS = [
  ...['dbpass=x1y2', 'rootpw=x1y2', 'adminpass: x1y2', 'DB_PASSWORD_PROD=x1y2', 'passw0rd=x1y2', 'token=x1y2z3'],
  ...[
    'mysql://root:x1y2@db/app',
    '密码是x1y2',
    'pаssword=x1y2',
    'curl -u ines:x1y2 https://a.example',
    '--password x1y2',
  ],
  ...['echo root:x1y2 | chpasswd', 'PASSWORD=$1 ROOT_PASSWORD=x1y2'],
];
const PAYLOADS = [
  ...OTHER_WAYS,
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
  'freeze a private key leaked',
  'stop private-key-vault',
  'about="keeps private keys in KMS"',
  'create name=asiapacificdatawarehouse password_inherit=true',
  'about="see https://wiki.example:8443/a@b"',
  'We give everybody an AccessKey of their own',
  'docker.sh a1b2c3d4 sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
])('%j holds none', (text) => {
  expect(secretIn(text)).toBeNull();
});

test('a script may name a password as long as it does not hold it', () => {
  expect(
    secretLineIn('#!/bin/sh\nPASSWORD="$(fetch)"\nssh_pwauth: false\nlock_passwd: true\npassword=$DB\n'),
  ).toBeNull();
  expect(
    secretLineIn(
      '# the private key is fetched from KMS\ncp privatekey.pem /tmp\nmktemp /tmp/tmp.XXXXXXXXXX\n[ "$PASSWORD" = "" ]\ngrep "^password:"\nTOKEN=`fetch`\n',
    ),
  ).toBeNull();
  expect(secretLineIn('PASSWORD=$1; ROOT_PASSWORD=x1y2\n')).toMatchObject({ secret: 'password' });
  expect(secretLineIn('#!/bin/sh\nexport DB_PASSWORD=Correct-Horse-7\n')).toEqual({ secret: 'password', line: 2 });
  expect(secretLineIn(`#!/bin/sh\ncat > k <<E\n${PEM('RSA ')}\nE\n`)).toMatchObject({ secret: 'privateKey', line: 3 });
});
