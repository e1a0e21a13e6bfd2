import { expect, test } from 'vitest';
import { secretIn, secretLineIn } from '../../../src/core/base/entered-secrets.ts';
import { rsaWith } from '../../sandbox/ecs/keys.ts';
import { cpuMs } from '../../support/cpu-time.ts';
import { ODD_PAYLOADS } from './odd-secret-payloads.ts';
import { PAYLOADS, PEM } from './secret-payloads.ts';

test('two hundred ways of handing over a password or a key are seen', () => {
  expect(PAYLOADS.length).toBeGreaterThanOrEqual(200);
  expect(PAYLOADS.filter((payload) => secretIn(payload) === null)).toEqual([]);
});

test('two hundred more that are seldom written so are seen as well', () => {
  expect(new Set(ODD_PAYLOADS).size).toBeGreaterThanOrEqual(200);
  expect(ODD_PAYLOADS.filter((payload) => secretIn(payload) === null)).toEqual([]);
});

test.each([
  ['mysql -pCorrect-Horse-7', 'password'],
  ['password=Correct-Horse-7', 'password'],
  [Buffer.from(`\xFF${PEM('RSA ')}\xFF`, 'latin1').toString('base64'), 'privateKey'],
  ['LTAI5tAbCdEfGhIjKlMnOpQr', 'accessKey'],
])('the kind of the secret in %j is %s', (text, kind) => {
  expect(secretIn(text)).toBe(kind);
});

test('bytes that spell a password by chance are none', () => {
  const noise = '\xFF\xD8\x90'.repeat(10);
  for (const bytes of [`${noise} pw=a1b2`, `pw=a1b2 ${noise}`, `${noise} pw=a1b2 ${noise}`])
    expect(secretIn(Buffer.from(bytes, 'latin1').toString('base64'))).toBeNull();
});

test('a public key looks like a secret by chance, and is none; beside it a secret is seen', () => {
  for (const key of [rsaWith('LTAIabcdefghijklmnop', 'AAA1pw=='), rsaWith('ltai0123456789012345', 'AAA1pw==')]) {
    expect(key).toMatch(/LTAI/iu);
    for (const text of [key, `add mine ${key}`, `ssh_authorized_keys:\n  - ${key}\n`]) {
      expect(secretIn(text)).toBeNull();
      expect(secretLineIn(text)).toBeNull();
    }
    expect(secretIn(`${key} password=hunter22`)).toBe('password');
    expect(secretIn(`${key}\n${PEM}`)).toBe('privateKey');
  }
  expect(secretIn('ssh-rsa AAAALTAIabcdefghijklmnop')).toBe('accessKey');
});

test('what is long and says nothing is looked through at once', () => {
  const started = cpuMs();
  const parts = [
    'docker login ',
    'az login -',
    'pass',
    '://a:',
    'Ab1/',
    'mysql ',
    'curl ',
    '"kty":',
    'p a ',
    '\u0335',
    'ssh-',
    'ssh-rsa AAAA',
  ];
  for (const part of parts) {
    expect(secretIn(part.repeat(20_000 / part.length))).toBeNull();
    expect(secretLineIn(part.repeat(20_000 / part.length))).toBeNull();
  }
  expect(cpuMs() - started).toBeLessThan(5000);
});

test.each([
  'password rotation test',
  'rotate the access keys of the team',
  'pass rate: 90%',
  'passport service for the API key management UI',
  'the secretary’s server, compass: north, bypass=true',
  'basic auth demo for the authorization service',
  'docker run -p 8080:80 login-service',
  'docker run -p 80:80 nginx, ssh -p 2222 host, mkdir -p /data',
  'sk-learn-training-machine-for-the-team',
  'risk-assessment-service-for-checkout',
  'the password is rotated every week',
  'npm_config_cache and hf_transfer',
  'commit 4f3d2a1b9c8e7f6a5b4c3d2e1f0a9b8c7d6e5f4a',
  '测试密码服务，密码学作业',
  'readFile("/etc/passwd", "utf8")',
  'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQDcnZJPmDEMc ines@laptop',
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

test.each([
  ['root:x1y2z3', 'password'],
  ['- "root:x1y2z3"', 'password'],
  ["'web.1:x1y2z3'", 'password'],
  ['root:4RANDOM', 'password'],
  ['root:R4', 'password'],
  ['root:4R', 'password'],
  ['root:RANDOM', undefined],
  ['root:R', undefined],
  ['root:$PW', undefined],
  ['echo ready at http://web', undefined],
])('behind chpasswd %j holds a password: %s', (line, secret) => {
  expect(secretLineIn(`chpasswd:\n  list: |\n    ${line}\n`)?.secret).toBe(secret);
});

test('far behind chpasswd, or before it, a name with a colon is no password', () => {
  const between = '# next\n'.repeat(8);
  expect(secretLineIn(`image:nginx\nchpasswd <<E\nroot:$PW\nE\n${between}image:nginx\n`)).toBeNull();
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
  expect(
    secretLineIn('mysql -uroot -p"$PW" shop\ncurl -u "me:$PW" https://x\nredis-cli -a $PW\nuseradd -p "$PW" web\n'),
  ).toBeNull();
  expect(
    secretLineIn('#cloud-config\nchpasswd:\n  expire: false\nusers:\n  - name: web\n    passwd: null\n'),
  ).toBeNull();
  expect(
    secretLineIn('echo "root:$PW" | chpasswd\nchpasswd <<E\nroot:$PW\nE\nadduser --disabled-password \\\n  web\n'),
  ).toBeNull();
  expect(secretLineIn('#cloud-config\nchpasswd:\n  list: |\n    root:x1y2z3\n')).toMatchObject({ line: 4 });
  expect(secretLineIn('chpasswd <<E\nroot:x1y2z3\nE\n')).toMatchObject({ secret: 'password', line: 2 });
  expect(secretLineIn('PASSWORD=$1; ROOT_PASSWORD=x1y2\n')).toMatchObject({ secret: 'password' });
  expect(secretLineIn('#!/bin/sh\nexport DB_PASSWORD=Correct-Horse-7\n')).toEqual({ secret: 'password', line: 2 });
  expect(secretLineIn(`#!/bin/sh\ncat > k <<E\n${PEM('RSA ')}\nE\n`)).toMatchObject({ secret: 'privateKey', line: 3 });
});
