import { describe, expect, test } from 'vitest';
import { fakeCloud, rows, type Wire } from '../fake-cloud.ts';

const asked = { RegionId: 'cn-hangzhou', DestinationResource: 'InstanceType', InstanceType: 'ecs.g7.large' };
const WAYS: Readonly<Record<string, Wire>> = {
  PostPaid: { InstanceChargeType: 'PostPaid' },
  PrePaid: { InstanceChargeType: 'PrePaid' },
  Spot: { SpotStrategy: 'SpotAsPriceGo' },
};

/** Where what is asked for is in stock. */
function zonesWithStock(world: ReturnType<typeof fakeCloud>, params: Wire): unknown[] {
  return rows(world.ok('DescribeAvailableResource', { ...asked, ...params }), 'AvailableZones.AvailableZone')
    .filter(({ Status }) => Status === 'Available')
    .map(({ ZoneId }) => ZoneId);
}

describe('stock by way of paying', () => {
  test.each(Object.keys(WAYS))('runs out for %s alone, in the list as when creating', (way) => {
    const world = fakeCloud({ balanceMinor: 100_000_000 });
    const paid = { ...WAYS[way], ...(way === 'PrePaid' ? { Period: '1' } : {}) };
    expect(world.cloud.addFault({ name: 'no-stock-for', way, region: 'cn-hangzhou' })).toBeNull();
    for (const [other, params] of Object.entries(WAYS)) {
      expect(zonesWithStock(world, params).length > 0, other).toBe(other !== way);
    }
    expect(world.told('CreateInstance', world.spec(paid))).toBe('403 OperationDenied.NoStock');
    expect(world.told('CreateInstance', world.spec(way === 'PostPaid' ? WAYS.Spot : {}))).toBe('200');
    world.cloud.clearFaults();
    expect(world.told('CreateInstance', world.spec(paid))).toBe('200');
  });

  test('can run out in one zone or of one type', () => {
    const world = fakeCloud();
    const all = zonesWithStock(world, {});
    world.cloud.addFault({ name: 'no-stock-for', way: 'PostPaid', zone: String(all[0]) });
    expect(zonesWithStock(world, {})).toEqual(all.slice(1));
    world.cloud.clearFaults();
    world.cloud.addFault({ name: 'no-stock-for', way: 'PostPaid', instanceType: 'ecs.g7.xlarge' });
    expect(zonesWithStock(world, {})).toEqual(all);
  });

  test('is gone for a start after a saving stop, too', () => {
    const world = fakeCloud();
    const id = world.create();
    world.pass(5000);
    world.ok('StartInstance', { InstanceId: id });
    world.pass(10_000);
    world.ok('StopInstance', { InstanceId: id, StoppedMode: 'StopCharging' });
    world.pass(4000);
    world.cloud.addFault({ name: 'no-stock-for', way: 'PostPaid' });
    expect(world.told('StartInstance', { InstanceId: id })).toBe('403 OperationDenied.NoStock');
  });

  test('spot instances are stopped savingly as pay-as-you-go ones are, and then want stock of their own', () => {
    const world = fakeCloud();
    const id = world.create({ SpotStrategy: 'SpotAsPriceGo' });
    world.pass(5000);
    world.ok('StartInstance', { InstanceId: id });
    world.pass(10_000);
    world.ok('StopInstance', { InstanceId: id, StoppedMode: 'StopCharging' });
    world.pass(4000);
    expect(world.describe('cn-hangzhou', [id])[0]?.StoppedMode).toBe('StopCharging');
    world.cloud.addFault({ name: 'no-stock-for', way: 'Spot' });
    expect(world.told('StartInstance', { InstanceId: id })).toBe('403 OperationDenied.NoStock');
  });

  test('a way that is none is refused', () => {
    expect(fakeCloud().cloud.addFault({ name: 'no-stock-for', way: 'Cash' })).toMatch(/"way" must be/);
  });

  test.each<readonly [Wire, string]>([
    [{ InstanceChargeType: 'Free' }, '400 InvalidParameter'],
    [{ SpotStrategy: 'Cheap' }, '400 InvalidSpotStrategy'],
    [{ InstanceChargeType: 'PrePaid', SpotStrategy: 'SpotAsPriceGo' }, '400 InvalidSpotPrepaid'],
    [{ ResourceType: 'ddh' }, '400 Sandbox.NotModelled'],
    [{ ResourceType: 'car' }, '400 InvalidParameter'],
    [{ Scope: 'Region' }, '400 Sandbox.NotModelled'],
    [{ NetworkCategory: 'token-ring' }, '400 InvalidParameter'],
  ])('DescribeAvailableResource refuses %o', (params, told) => {
    expect(fakeCloud().told('DescribeAvailableResource', { ...asked, ...params })).toBe(told);
  });
});
