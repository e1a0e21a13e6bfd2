import { describe, expect, test } from 'vitest';
import { fakeCloud, rows, type Wire } from './fake-cloud.ts';

const region = { RegionId: 'cn-hangzhou' };
const KEY = `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${'B'.repeat(43)} lena@laptop`;
const mine: Wire = { ...region, KeyPairName: 'lena', PublicKeyBody: KEY };

describe('key pairs', () => {
  test('are imported into one region, listed there with tags and key, and given to instances', () => {
    const world = fakeCloud();
    const answer = world.ok('ImportKeyPair', { ...mine, 'Tag.1.Key': 'team', 'Tag.1.Value': 'web' });
    expect(answer).toMatchObject({ KeyPairName: 'lena', KeyPairFingerPrint: expect.stringMatching(/^[0-9a-f]{32}$/) });
    const list = (params: Wire) => rows(world.ok('DescribeKeyPairs', { ...region, ...params }), 'KeyPairs.KeyPair');
    const [pair] = list({ KeyPairName: 'le*', IncludePublicKey: 'true' });
    expect(pair).toMatchObject({
      KeyPairName: 'lena',
      PublicKey: KEY,
      Tags: { Tag: [{ TagKey: 'team', TagValue: 'web' }] },
    });
    expect(list({ 'Tag.1.Key': 'team' })).toHaveLength(1);
    expect(list({ KeyPairFingerPrint: String(answer.KeyPairFingerPrint) })).toHaveLength(1);
    expect(list({ RegionId: 'cn-beijing', KeyPairName: 'lena' })).toEqual([]);
    const id = world.create({ KeyPairName: 'lena' });
    expect(world.describe('cn-hangzhou', [id])[0]?.KeyPairName).toBe('lena');
    expect(world.told('CreateInstance', world.spec({ KeyPairName: 'gone' }))).toBe('404 InvalidKeyPairName.NotFound');
  });

  test.each<readonly [Wire, string]>([
    [{ KeyPairName: '1a' }, '400 InvalidKeyPairName.Malformed'],
    [{ KeyPairName: 'x' }, '400 InvalidKeyPairName.Malformed'],
    [{ PublicKeyBody: 'a secret' }, '400 InvalidPublicKeyBody.Malformed'],
    [{ PublicKeyBody: '-----BEGIN OPENSSH PRIVATE KEY-----' }, '400 InvalidPublicKeyBody.Malformed'],
    [{ PublicKeyBody: '' }, '400 MissingParameter'],
    [{ KeyPairName: 'ops-2026' }, '400 KeyPair.AlreadyExist'],
    [{ ResourceGroupId: 'rg-none' }, '404 InvalidResourceGroup.NotFound'],
  ])('refuses %o', (changes, told) => {
    expect(fakeCloud().told('ImportKeyPair', { ...mine, ...changes })).toBe(told);
  });
});
