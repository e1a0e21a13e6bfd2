import { describe, expect, test } from 'vitest';
import { at, fakeCloud, type Json, rows, type Wire } from './fake-cloud.ts';
import { DSA, ECDSA, ED25519, RSA, SHORT_RSA } from './keys.ts';

const region = { RegionId: 'cn-hangzhou' };
const mine: Wire = { ...region, KeyPairName: 'mine', PublicKeyBody: RSA };

describe('key pairs', () => {
  test('are imported into one region, listed there with tags and key, and given to instances', () => {
    const world = fakeCloud();
    const answer = world.ok('ImportKeyPair', { ...mine, 'Tag.1.Key': 'team', 'Tag.1.Value': 'web' });
    expect(answer).toMatchObject({ KeyPairName: 'mine', KeyPairFingerPrint: expect.stringMatching(/^[0-9a-f]{32}$/) });
    const list = (params: Wire) => rows(world.ok('DescribeKeyPairs', { ...region, ...params }), 'KeyPairs.KeyPair');
    const [pair] = list({ KeyPairName: 'mi*', IncludePublicKey: 'true' });
    expect(pair).toMatchObject({
      KeyPairName: 'mine',
      PublicKey: RSA,
      Tags: { Tag: [{ TagKey: 'team', TagValue: 'web' }] },
    });
    expect(list({ 'Tag.1.Key': 'team', 'Tag.1.Value': 'web' })).toHaveLength(1);
    expect(list({ KeyPairFingerPrint: String(answer.KeyPairFingerPrint) })).toHaveLength(1);
    expect(list({ RegionId: 'cn-beijing', KeyPairName: 'mine' })).toEqual([]);
    const id = world.create({ KeyPairName: 'mine' });
    expect(world.describe('cn-hangzhou', [id])[0]?.KeyPairName).toBe('mine');
    expect(world.told('CreateInstance', world.spec({ KeyPairName: 'gone' }))).toBe('404 InvalidKeyPairName.NotFound');
  });

  test.each([
    ['RSA', RSA],
    ['ECDSA', ECDSA],
    ['DSA', DSA],
    ['RSA without a word after it', RSA.split(' ', 2).join(' ')],
    ['RSA in a file that ends with a new line', `${RSA}\n`],
  ])('of %s are taken', (_kind, PublicKeyBody) => {
    expect(fakeCloud().told('ImportKeyPair', { ...mine, PublicKeyBody })).toBe('200');
  });

  test.each([
    ['Ed25519', ED25519],
    ['RSA of 1024 bits', SHORT_RSA],
    ['one kind under the name of another', ECDSA.replace(/^\S+/, 'ssh-rsa')],
    ['words', 'a secret'],
    ['a private key', '-----BEGIN OPENSSH PRIVATE KEY-----'],
    ['two lines', `${RSA}\n${RSA}`],
    ['the body alone', RSA.split(' ')[1] ?? ''],
  ])('of %s are refused', (_kind, PublicKeyBody) => {
    expect(fakeCloud().told('ImportKeyPair', { ...mine, PublicKeyBody })).toBe('400 InvalidPublicKeyBody.Malformed');
  });

  test.each<readonly [Wire, string]>([
    [{ KeyPairName: '1a' }, '400 InvalidKeyPairName.Malformed'],
    [{ KeyPairName: 'x' }, '400 InvalidKeyPairName.Malformed'],
    [{ KeyPairName: 'http://mine' }, '400 InvalidKeyPairName.Malformed'],
    [{ PublicKeyBody: '' }, '400 MissingParameter'],
    [{ KeyPairName: 'ops-2026' }, '400 KeyPair.AlreadyExist'],
    [{ ResourceGroupId: 'rg-none' }, '404 InvalidResourceGroup.NotFound'],
    [{ 'Tag.1.Key': 'acs:mine' }, '400 InvalidTagKey.Malformed'],
  ])('refuse %o', (changes, told) => {
    expect(fakeCloud().told('ImportKeyPair', { ...mine, ...changes })).toBe(told);
  });

  test('are 500 in a region at most', () => {
    const world = fakeCloud();
    const there = Number(world.ok('DescribeKeyPairs', region).TotalCount);
    for (let n = there; n < 500; n++) world.ok('ImportKeyPair', { ...mine, KeyPairName: `key-${n}` });
    expect(world.told('ImportKeyPair', mine)).toBe('403 QuotaExceed.KeyPair');
    expect(world.told('ImportKeyPair', { ...mine, RegionId: 'cn-beijing' })).toBe('200');
  });

  test('are deleted together or not at all, and not while an instance has one', () => {
    const world = fakeCloud();
    world.ok('ImportKeyPair', mine);
    const id = world.create({ KeyPairName: 'deploy' });
    const told = (names: unknown): string =>
      world.told('DeleteKeyPairs', { ...region, KeyPairNames: JSON.stringify(names) });
    const listed = () => rows(world.ok('DescribeKeyPairs', region), 'KeyPairs.KeyPair').map((each) => each.KeyPairName);
    expect(told(['mine', 'deploy'])).toBe('400 InvalidParameter.KeypairAlreadyAttachedInstance');
    expect(listed()).toContain('mine');
    expect(told(['mine', 'never-was'])).toBe('200');
    expect(listed()).not.toContain('mine');
    world.cloud.addFault({ name: 'vanish', instanceId: id });
    expect(told(['deploy'])).toBe('200');
    for (const wrong of ['mine', [], [1], { a: 'b' }])
      expect(told(wrong)).toBe('400 InvalidKeyPairNames.ValueNotSupported');
    expect(told(Array.from({ length: 101 }, (_, n) => `key-${n}`))).toBe('403 InstanceKeyPairLimitExceeded');
  });
});

describe('AttachKeyPair', () => {
  const WINDOWS = 'win2022_21H2_x64_dtc_en-us_40G_alibase_20260902.vhd';

  const call = (world: ReturnType<typeof fakeCloud>, action: string, ids: readonly string[], name: string): Json =>
    world.ok(action, { ...region, KeyPairName: name, InstanceIds: JSON.stringify(ids) });
  const inside = (world: ReturnType<typeof fakeCloud>, id: string): unknown =>
    at(
      world.cloud.state().instances.find((each) => each.InstanceId === id),
      '_machine.login',
    );

  test('answers 200 and tells in the result of each instance what became of it', () => {
    const world = fakeCloud();
    const linux = world.create();
    const windows = world.create({ ImageId: WINDOWS });
    world.pass(5000);
    const pending = world.create();
    const answer = call(world, 'AttachKeyPair', [linux, windows, pending, 'i-gone'], 'deploy');
    expect(answer).toMatchObject({ TotalCount: '4', FailCount: '3', KeyPairName: 'deploy' });
    expect(rows(answer, 'Results.Result').map(({ InstanceId, Code, Success }) => [InstanceId, Code, Success])).toEqual([
      [linux, '200', 'true'],
      [windows, 'DependencyViolation.WindowsInstance', 'false'],
      [pending, 'IncorrectInstanceStatus', 'false'],
      ['i-gone', 'InvalidInstanceId.NotFound', 'false'],
    ]);
  });

  test('replaces the key at once in what is shown, and inside with the next start or reboot', () => {
    const world = fakeCloud();
    const id = world.create({ KeyPairName: 'deploy' });
    world.pass(5000);
    world.ok('StartInstance', { InstanceId: id });
    world.pass(10_000);
    call(world, 'AttachKeyPair', [id], 'ops-2026');
    expect(world.describe('cn-hangzhou', [id])[0]?.KeyPairName).toBe('ops-2026');
    expect(inside(world, id)).toMatchObject({ keyPairName: 'ops-2026', keyInside: 'deploy' });
    world.ok('RebootInstance', { InstanceId: id });
    world.pass(10_000);
    expect(inside(world, id)).toMatchObject({ keyPairName: 'ops-2026', keyInside: 'ops-2026' });
    expect(call(world, 'DetachKeyPair', [id], 'deploy')).toMatchObject({ FailCount: '1' });
    expect(call(world, 'DetachKeyPair', [id], 'ops-2026')).toMatchObject({ FailCount: '0' });
    expect(inside(world, id)).toMatchObject({ keyPairName: '', keyInside: 'ops-2026' });
    world.ok('StopInstance', { InstanceId: id });
    world.pass(4000);
    world.ok('StartInstance', { InstanceId: id });
    expect(inside(world, id)).toMatchObject({ keyPairName: '', keyInside: '' });
  });

  test.each<readonly [Wire, string]>([
    [{ KeyPairName: 'beijing-only' }, '400 InvalidKeyPairName.NotFound'],
    [{ InstanceIds: 'i-1' }, '400 InvalidInstanceIds.ValueNotSupported'],
    [{ InstanceIds: '[]' }, '400 InvalidInstanceIds.ValueNotSupported'],
    [
      { InstanceIds: JSON.stringify(Array.from({ length: 51 }, (_, n) => `i-${n}`)) },
      '400 InvalidInstanceIds.ValueNotSupported',
    ],
  ])('refuses %o as a whole', (changes, told) => {
    const params = { ...region, KeyPairName: 'deploy', InstanceIds: '["i-1"]', ...changes };
    expect(fakeCloud().told('AttachKeyPair', params)).toBe(told);
    expect(fakeCloud().told('DetachKeyPair', params)).toBe(told);
  });
});
