import { describe, expect, test } from 'vitest';
import { faultNames } from '../../../../src/sandbox/ecs/faults/faults.ts';
import { at, fakeCloud } from '../fake-cloud.ts';

describe('a refusing fault answers once, nothing happens, and the next call passes', () => {
  test.each([
    ['unavailable-before', '503 ServiceUnavailable'],
    ['no-stock', '403 OperationDenied.NoStock'],
    ['not-enough-balance', '403 InvalidAccountStatus.NotEnoughBalance'],
    ['arrears', '400 Account.Arrearage'],
    ['throttle', '400 Throttling.User'],
    ['quota', '403 QuotaExceed.ElasticQuota'],
    ['permission', '403 Forbidden.RAM'],
    ['bad-credentials', '404 InvalidAccessKeyId.NotFound'],
    ['image-refused', '404 InvalidImageId.NotFound'],
    ['in-flight', '403 IdempotentProcessing'],
  ])('%s', (name, told) => {
    const world = fakeCloud();
    const params = world.spec();
    expect(world.cloud.addFault({ name })).toBeNull();
    expect(world.told('CreateInstance', params)).toBe(told);
    expect(world.cloud.state().instances).toEqual([]);
    expect(world.told('CreateInstance', params)).toBe('200');
  });
});

describe('a fault after the deed leaves the effect, and the same token finds the same instance', () => {
  test.each([
    ['unavailable-after', 503, 'json'],
    ['reset-after', 0, 'reset'],
    ['timeout', 0, 'never'],
    ['html-error', 502, 'html'],
    ['truncated-json', 200, 'truncated'],
    ['no-id', 200, 'json'],
  ])('%s', (name, status, transfer) => {
    const world = fakeCloud();
    const params = world.spec({ ClientToken: 'token-1' });
    world.cloud.addFault({ name });
    const answer = world.call('CreateInstance', params);
    expect([answer.status, answer.transfer.kind]).toEqual([status, transfer]);
    if (name === 'no-id') expect(answer.body.InstanceId).toBeUndefined();
    const [made] = world.cloud.state().instances;
    expect(made?.Status).toBe('Pending');
    expect(world.ok('CreateInstance', params).InstanceId).toBe(made?.InstanceId);
    expect(world.cloud.state().instances).toHaveLength(1);
  });

  test('reset-before leaves nothing', () => {
    const world = fakeCloud();
    world.cloud.addFault({ name: 'reset-before' });
    expect(world.call('CreateInstance', world.spec()).transfer.kind).toBe('reset');
    expect(world.cloud.state().instances).toEqual([]);
  });

  test('slow answers late', () => {
    const world = fakeCloud();
    world.cloud.addFault({ name: 'slow', action: '*', times: 0, delayMs: 10_000 });
    expect(world.call('DescribeRegions').transfer).toEqual({ kind: 'json', delayMs: 10_000 });
    expect(world.call('DescribeRegions').transfer).toEqual({ kind: 'json', delayMs: 10_000 });
  });
});

describe('a fault that strikes the instance', () => {
  test('vanish: it is gone a little after it was created, and its address is free again', () => {
    const world = fakeCloud();
    world.cloud.addFault({ name: 'vanish' });
    const id = world.create();
    world.pass(1499);
    expect(world.status(id)).toBe('Pending');
    world.pass(1);
    expect(world.status(id)).toBe('absent');
    expect(
      at(world.describe('cn-hangzhou', [world.create()])[0], 'VpcAttributes.PrivateIpAddress.IpAddress'),
    ).toHaveLength(1);
  });

  test('vanish: an existing one, at once', () => {
    const world = fakeCloud();
    const id = world.create();
    expect(world.cloud.addFault({ name: 'vanish', instanceId: id })).toBeNull();
    expect(world.status(id)).toBe('absent');
    expect(world.cloud.addFault({ name: 'vanish', instanceId: id })).toContain(id);
  });

  test('lock: it shows, and forbids start, stop, reboot and an address', () => {
    const world = fakeCloud();
    world.cloud.addFault({ name: 'lock' });
    const id = world.create({ InternetMaxBandwidthOut: '1' });
    world.pass(5000);
    expect(at(world.describe('cn-hangzhou', [id])[0], 'OperationLocks.LockReason')).toMatchObject([
      { LockReason: 'security' },
    ]);
    for (const action of [
      'StartInstance',
      'StopInstance',
      'RebootInstance',
      'AllocatePublicIpAddress',
      'DeleteInstance',
    ]) {
      expect(world.told(action, { InstanceId: id })).toBe('403 InstanceLockedForSecurity');
    }
  });

  test('reclaim: a spot instance gets the lock Recycling and is released five minutes later; others are none', () => {
    const world = fakeCloud();
    const id = world.create({ ZoneId: 'cn-hangzhou-h', SpotStrategy: 'SpotAsPriceGo' });
    expect(world.cloud.addFault({ name: 'reclaim', instanceId: id })).toBeNull();
    expect(JSON.stringify(world.describe('cn-hangzhou', [id]))).toContain('"LockReason":"Recycling"');
    world.pass(299_999);
    expect(world.status(id)).not.toBe('absent');
    world.pass(1);
    expect(world.status(id)).toBe('absent');
    expect(world.cloud.addFault({ name: 'reclaim', instanceId: world.create() })).toContain('not a spot instance');
    expect(world.cloud.addFault({ name: 'reclaim', instanceId: 'i-none' })).toContain('i-none');
  });

  test('lock: an existing one, with the reason given', () => {
    const world = fakeCloud();
    const id = world.create();
    world.cloud.addFault({ name: 'lock', instanceId: id, reason: 'recycling' });
    expect(JSON.stringify(world.describe('cn-hangzhou', [id]))).toContain('"LockReason":"recycling"');
  });

  test('stuck-pending: for ever, or for a while', () => {
    const world = fakeCloud();
    world.cloud.addFault({ name: 'stuck-pending' });
    world.cloud.addFault({ name: 'stuck-pending', forMs: 60_000 });
    const id = world.create();
    world.pass(10 * 3600_000);
    expect(world.status(id)).toBe('Pending');
  });

  test('invisible: it is missing from Describe, but can be named', () => {
    const world = fakeCloud();
    world.cloud.addFault({ name: 'invisible', forMs: 30_000 });
    const id = world.create();
    world.pass(29_999);
    expect(world.status(id)).toBe('absent');
    expect(world.told('StartInstance', { InstanceId: id })).toBe('200');
    world.pass(1);
    expect(world.status(id)).toBe('Starting');
  });
});

describe('switching faults', () => {
  test('throttle says how long to wait, permission what is missing', () => {
    const world = fakeCloud();
    world.cloud.addFault({ name: 'throttle', retryAfterMs: 1234 });
    expect(world.call('DescribeZones', { RegionId: 'cn-hangzhou' }).headers['x-acs-retry-after']).toBe('1234');
    world.cloud.addFault({ name: 'permission', action: 'StartInstance' });
    const { body } = world.call('StartInstance', { InstanceId: 'i-1' });
    expect(at(body, 'AccessDeniedDetail')).toMatchObject({
      AuthAction: 'ecs:StartInstance',
      AuthPrincipalType: 'SubUser',
    });
  });

  test('each hits only its action and region, as often as it says', () => {
    const world = fakeCloud();
    world.cloud.addFault({ name: 'unavailable-before', action: 'DescribeVpcs', region: 'cn-beijing', times: 2 });
    const vpcs = (region: string): string => world.told('DescribeVpcs', { RegionId: region });
    expect(vpcs('cn-hangzhou')).toBe('200');
    expect(world.told('DescribeZones', { RegionId: 'cn-beijing' })).toBe('200');
    expect(world.cloud.activeFaults()).toMatchObject([{ times: 2 }]);
    expect([vpcs('cn-beijing'), vpcs('cn-beijing'), vpcs('cn-beijing')]).toEqual([
      '503 ServiceUnavailable',
      '503 ServiceUnavailable',
      '200',
    ]);
    expect(world.cloud.activeFaults()).toEqual([]);
  });

  test('a call that names no region is found by its instance', () => {
    const world = fakeCloud();
    const id = world.create();
    world.pass(5000);
    world.cloud.addFault({ name: 'no-stock', region: 'cn-hangzhou', action: 'StartInstance' });
    expect(world.told('StartInstance', { InstanceId: id })).toBe('403 OperationDenied.NoStock');
  });

  test('times 0 stays until it is cleared', () => {
    const world = fakeCloud();
    world.cloud.addFault({ name: 'quota', times: 0 });
    for (let i = 0; i < 5; i++) expect(world.told('CreateInstance', world.spec())).toBe('403 QuotaExceed.ElasticQuota');
    world.cloud.clearFaults();
    expect(world.told('CreateInstance', world.spec())).toBe('200');
  });

  test.each([
    [{ name: 'earthquake' }, 'earthquake'],
    [{ name: 'constructor' }, 'constructor'],
    [{ name: 'quota', action: 'MakeCoffee' }, 'MakeCoffee'],
    [{ name: 'quota', region: 'cn-atlantis' }, 'cn-atlantis'],
    [{ name: 'quota', times: -1 }, 'times'],
    [{ name: 'slow', delayMs: 0.5 }, 'delayMs'],
    [{ name: 'price-change', percent: -100 }, 'percent'],
    [{ name: 'price-change', percent: 'much' }, 'percent'],
  ])('%o is refused with a sentence', (fault, word) => {
    const world = fakeCloud();
    expect(world.cloud.addFault(fault)).toContain(word);
    expect(world.cloud.activeFaults()).toEqual([]);
  });

  test('every fault says what it does', () => {
    for (const sentence of Object.values(faultNames)) expect(sentence).toMatch(/^[A-Z].*\.$/);
    expect(Object.keys(faultNames)).toHaveLength(31);
  });
});
