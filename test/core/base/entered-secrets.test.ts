import { expect, test } from 'vitest';
import { secretIn, secretLineIn } from '../../../src/core/base/entered-secrets.ts';
import { PAYLOADS, PEM } from './secret-payloads.ts';

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
