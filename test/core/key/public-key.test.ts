import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { keyOrder } from '../../../src/core/key/key-order.ts';
import { bareFingerprint, isSameKey, keyNameFault, nameOfComment, withColons } from '../../../src/core/key/own-key.ts';
import { readPublicKey } from '../../../src/core/key/public-key.ts';
import { DSA, ECDSA, ED25519, RSA, SHORT_RSA } from '../../sandbox/ecs/keys.ts';

const BODY = RSA.split(' ')[1] ?? '';
const faultOf = (text: string) => {
  const read = readPublicKey(text);
  return read.ok ? 'none' : 'kind' in read.error ? read.error.kind : read.error.fault;
};

const field = (bytes: Buffer) => Buffer.concat([Buffer.from([0, 0, bytes.length >> 8, bytes.length & 255]), bytes]);
/** A key of this kind that consists of these fields. */
const keyOf = (kind: string, ...fields: readonly (string | Buffer)[]) =>
  `${kind} ${Buffer.concat([kind, ...fields].map((one) => field(Buffer.from(one)))).toString('base64')}`;
const rsaOf = (...modulus: readonly Buffer[]) => keyOf('ssh-rsa', Buffer.from([1, 0, 1]), Buffer.concat(modulus));

describe('a public key', () => {
  test('is kept without its comment, with the fingerprint that the cloud shows', () => {
    expect(readPublicKey(RSA)).toEqual({
      ok: true,
      value: {
        line: `ssh-rsa ${BODY}`,
        kind: 'RSA',
        bits: 2048,
        fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
        comment: 'lena@laptop',
      },
    });
    expect(readPublicKey(ECDSA)).toMatchObject({ ok: true, value: { kind: 'ECDSA', bits: 256 } });
  });

  test.each([
    ['with spaces and line ends around it', `\r\n  ${RSA}\r\n`],
    ['without a comment', `ssh-rsa ${BODY}`],
    ['with several words in its comment', `ssh-rsa ${BODY} Lena's laptop, 2026`],
    ['with a word of private keys in its comment', `ssh-rsa ${BODY} PRIVATE-LAPTOP`],
    ['with the name of a kind in its comment', `ssh-rsa ${BODY} old ssh-rsa key`],
    ['wrapped by a terminal', `ssh-rsa ${BODY.match(/.{1,64}/g)?.join('\n')} lena@laptop`],
    ['wrapped right behind its kind', `ssh-rsa\n${BODY}`],
    ['with the name of a kind at its end', `ssh-rsa ${BODY} old ssh-rsa`],
    ['with PuTTY in its comment', `ssh-rsa ${BODY} PuTTY-laptop`],
    ['with two spaces', `ssh-rsa  ${BODY}`],
    ['with tabs', `ssh-rsa\t${BODY}\tlena`],
  ])('is read %s', (_how, text) => {
    expect(readPublicKey(text)).toMatchObject({ ok: true, value: { line: `ssh-rsa ${BODY}`, bits: 2048 } });
  });

  test.each([
    [`ssh-rsa ${BODY}`, ''],
    [`ssh-rsa ${BODY} Lena's laptop,  2026`, "Lena's laptop, 2026"],
    [`ssh-rsa ${BODY.match(/.{1,64}/g)?.join('\n')} lena@laptop`, 'lena@laptop'],
  ])('%j has the comment %j', (text, comment) => {
    expect(readPublicKey(text)).toMatchObject({ ok: true, value: { comment } });
  });

  test('may lack the equals signs at its end', () => {
    expect(ECDSA).toContain('=');
    expect(readPublicKey(ECDSA.replaceAll('=', ''))).toEqual(readPublicKey(ECDSA));
  });

  test('of a kind that the cloud does not import is refused with that kind', () => {
    expect(readPublicKey(DSA)).toEqual({ ok: false, error: { fault: 'kind', kind: 'DSA' } });
  });

  test.each([
    ['empty', '', 'empty'],
    ['only spaces', ' \n ', 'empty'],
    ['Ed25519', ED25519, 'Ed25519'],
    ['Ed448', 'ssh-ed448 AAAACXNzaC1lZDQ0OAAAADk= x', 'Ed25519'],
    ['DSA', DSA, 'DSA'],
    ['a security token', 'sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29t x', 'FIDO'],
    ['an ECDSA security token', 'sk-ecdsa-sha2-nistp256@openssh.com AAAAInNrLWVjZHNh x', 'FIDO'],
    ['a certificate', 'ssh-rsa-cert-v01@openssh.com AAAAHHNzaC1yc2EtY2VydC12MDFAb3BlbnNzaC5jb20 x', 'certificate'],
    ['1024 bits', SHORT_RSA, 'short'],
    ['two keys', `${RSA}\n${RSA}`, 'several'],
    ['two keys of other kinds', `${RSA}\n${ED25519}`, 'several'],
    ['a line of authorized_keys', `command="ls",no-pty ${RSA}`, 'options'],
    ['its body alone', BODY, 'noKey'],
    ['a path', '~/.ssh/id_rsa.pub', 'noKey'],
    ['words', 'my key', 'noKey'],
    ['cut off', RSA.slice(0, 200), 'damaged'],
    ['a letter less', `ssh-rsa ${BODY.slice(0, -5)}${BODY.slice(-4)} lena`, 'damaged'],
    ['one kind under the name of another', ECDSA.replace(/^\S+/, 'ssh-rsa'), 'damaged'],
    ['another curve than it says', ECDSA.replace(/^\S+/, 'ecdsa-sha2-nistp384'), 'damaged'],
    ['another curve inside', keyOf('ecdsa-sha2-nistp256', 'nistp384', 'point'), 'damaged'],
    ['a curve that is unknown', keyOf('ecdsa-new@openssh.com', 'ecdsa-new@openssh.com', 'point'), 'damaged'],
    ['a strange character in the middle', `ssh-rsa ${BODY.slice(0, 40)}*${BODY.slice(40)}`, 'damaged'],
    ['zeros only', rsaOf(Buffer.alloc(300)), 'short'],
    ['2047 bits', rsaOf(Buffer.from([127]), Buffer.alloc(255, 255)), 'short'],
    ['an ellipsis in the middle', `ssh-rsa ${BODY.slice(0, 40)}…${BODY.slice(-40)}`, 'damaged'],
    ['only a kind', 'ssh-rsa', 'damaged'],
    ['PEM', '-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----', 'otherFormat'],
    ['RFC 4716', `---- BEGIN SSH2 PUBLIC KEY ----\n${BODY}\n---- END SSH2 PUBLIC KEY ----`, 'otherFormat'],
  ])('is refused: %s', (_what, text, fault) => {
    expect(faultOf(text)).toBe(fault);
  });

  test('is no private key, however it is written', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    for (const type of ['pkcs1', 'pkcs8'] as const) {
      const pem = privateKey.export({ format: 'pem', type }).toString();
      expect(faultOf(pem)).toBe('privateKey');
      expect(faultOf(pem.replaceAll('\n', ' '))).toBe('privateKey');
      expect(faultOf(`${RSA}\n${pem}`)).toBe('privateKey');
      expect(faultOf(privateKey.export({ format: 'der', type }).toString('base64'))).toBe('privateKey');
      expect(faultOf(Buffer.from(pem).toString('base64'))).toBe('privateKey');
    }
    const encoded = Buffer.from(privateKey.export({ format: 'pem', type: 'pkcs8' })).toString('base64');
    // Letters of it may look like an AccessKey by chance.
    expect(faultOf(`LTAI${'x'.repeat(16)} ${encoded}`)).toBe('privateKey');
    for (const kind of ['OPENSSH ', 'EC ', 'ENCRYPTED ', ''])
      expect(faultOf(`-----BEGIN ${kind}PRIVATE KEY-----`)).toBe('privateKey');
    expect(faultOf('PuTTY-User-Key-File-2: ssh-rsa\nPrivate-Lines: 8\nAAAA')).toBe('privateKey');
  });

  test('has a size at which OpenSSH stops', () => {
    const ofBits = (bits: number) => rsaOf(Buffer.from([0]), Buffer.alloc(bits / 8, 255));
    expect([2040, 2048, 16_384, 16_392].map((bits) => faultOf(ofBits(bits)))).toEqual([
      'short',
      'none',
      'none',
      'long',
    ]);
  });
});

test.each([
  ['lena-laptop', null],
  ['密钥-1', null],
  ['a:b_c.d-e', null],
  ['', 'missing'],
  ['x', 'malformed'],
  ['1st', 'malformed'],
  ['-a', 'malformed'],
  ['two words', 'malformed'],
  ['a*b', 'malformed'],
  ['http:x', 'malformed'],
  ['my-http:x', null],
  ['a\u200bb', 'malformed'],
  ['ㅤㅤ', 'malformed'],
  ['k'.repeat(128), null],
  ['k'.repeat(129), 'malformed'],
])('the name %j of a key is %j', (name, fault) => {
  expect(keyNameFault(name)).toBe(fault);
});

test.each([
  ['ines@laptop', 'ines-laptop'],
  ['ines@laptop.fritz.box', 'ines-laptop'],
  ['Inês’ laptop', 'Inês-laptop'],
  ['', ''],
  ['1', ''],
  ['***', ''],
  ['x', ''],
  ['7of9@borg', 'of9-borg'],
  ['12ines@--laptop--', 'ines-laptop'],
  [`${'k'.repeat(80)}@laptop`, 'k'.repeat(64)],
  ['https:@x', 'https-x'],
])('the comment %j makes the name %j', (comment, name) => {
  expect(nameOfComment(comment)).toBe(name);
});

test.each([
  [[], { what: 'list' }],
  [['add'], { what: 'add', name: '', publicKey: '' }],
  [['add', 'mine'], { what: 'add', name: 'mine', publicKey: '' }],
  [['ADD', 'ssh-rsa', 'AAAA', 'a@b'], { what: 'add', name: '', publicKey: 'ssh-rsa AAAA a@b' }],
  [['add', 'mine', 'ssh-ed25519', 'AAAA'], { what: 'add', name: 'mine', publicKey: 'ssh-ed25519 AAAA' }],
  [['list'], { what: 'list' }],
  [['add', 'my', 'laptop', 'ssh-rsa', 'AAAA'], { what: 'add', name: 'my laptop', publicKey: 'ssh-rsa AAAA' }],
  [['remove', 'mine'], { what: 'remove', name: 'mine' }],
])('/ecs key %j loses nothing that was typed', (words, order) => {
  expect(keyOrder.read(words)).toEqual({ ok: true, value: order });
});

test.each([
  [['remove'], { fault: 'missing', usage: '<name>' }],
  [['remove', 'a', 'b', 'c'], { fault: 'tooMany', given: 'b c' }],
  [['delete', 'a'], { fault: 'unknownWord', given: 'delete', nearest: 'remove' }],
  [['remov', 'a'], { fault: 'unknownWord', given: 'remov', nearest: 'remove' }],
  [['ad'], { fault: 'unknownWord', given: 'ad', nearest: 'add' }],
  [['lis'], { fault: 'unknownWord', given: 'lis', nearest: 'list' }],
  [['list', 'x', 'y'], { fault: 'tooMany', given: 'x y' }],
])('/ecs key %j is wrong: %j', (words, error) => {
  expect(keyOrder.read(words)).toEqual({ ok: false, error });
});

test('a key pair is a person’s key by its fingerprint alone, and another person’s pair never is', () => {
  const key = { owner: 'UINES', fingerprint: 'ab12' };
  const pair = (owner: string | null, fingerprint = 'ab12') => isSameKey(key, { name: 'any', owner, fingerprint });
  expect([pair('UINES'), pair(null)]).toEqual([true, true]);
  expect([pair('UMARCO'), pair('UINES', 'ab13'), pair(null, 'ab13')]).toEqual([false, false, false]);
});

test('a fingerprint is the same with or without colons', () => {
  expect(bareFingerprint('AB:12:cd:34')).toBe('ab12cd34');
  expect([withColons('ab12cd34'), withColons('')]).toEqual(['ab:12:cd:34', '']);
});
