import { describe, expect, test } from 'vitest';
import { at, fakeCloud, rows, type Wire } from './fake-cloud.ts';

const region = { RegionId: 'cn-hangzhou' };
const ZONE = { ...region, ZoneId: 'cn-hangzhou-h', DiskCategory: 'cloud_essd' };

/** A running instance and a disk of its own beside it. */
function withLooseDisk(spec: Wire = {}, disk: Wire = {}) {
  const world = fakeCloud({ balanceMinor: 100_000_000 });
  const id = world.create(spec);
  world.pass(5000);
  world.ok('StartInstance', { InstanceId: id });
  const loose = String(world.ok('CreateDisk', { ...ZONE, Size: '20', ...disk }).DiskId);
  world.pass(10_000);
  const list = (params: Wire = {}) => rows(world.ok('DescribeDisks', { ...region, ...params }), 'Disks.Disk');
  const shown = (diskId: string) => list({ DiskIds: JSON.stringify([diskId]) })[0] ?? {};
  const system = () => String(list({ InstanceId: id, DiskType: 'system' })[0]?.DiskId);
  return { world, id, loose, list, shown, system };
}

describe('a disk of its own', () => {
  test('is Creating, then Available, and costs by the hour', () => {
    const world = fakeCloud();
    const DiskId = String(world.ok('CreateDisk', { ...ZONE, Size: '20', DiskName: 'spare' }).DiskId);
    const [disk] = rows(world.ok('DescribeDisks', region), 'Disks.Disk');
    expect(disk).toMatchObject({
      DiskId,
      DiskName: 'spare',
      Status: 'Creating',
      DiskChargeType: 'PostPaid',
      Portable: true,
    });
    expect(disk).toMatchObject({ InstanceId: '', Device: '', PerformanceLevel: 'PL1', DeleteWithInstance: false });
    world.pass(2000);
    expect(rows(world.ok('DescribeDisks', { ...region, Status: 'Available' }), 'Disks.Disk')).toHaveLength(1);
  });

  test('comes once by one ClientToken', () => {
    const world = fakeCloud();
    const params = { ...ZONE, Size: '20', ClientToken: 't' };
    expect(world.ok('CreateDisk', params).DiskId).toBe(world.ok('CreateDisk', params).DiskId);
    expect(world.told('CreateDisk', { ...params, Size: '21' })).toBe('400 IdempotentParameterMismatch');
  });

  test.each<readonly [Wire, string]>([
    [{ ZoneId: '' }, '400 MissingParameter'],
    [{ ZoneId: 'cn-hangzhou-z' }, '404 InvalidZoneId.NotFound'],
    [{ DiskCategory: 'floppy' }, '400 InvalidDataDiskCategory.ValueNotSupported'],
    [{ Size: '19' }, '400 InvalidSize.ValueNotSupported'],
    [{ PerformanceLevel: 'PL2' }, '400 InvalidSize.ValueNotSupported'],
    [{ PerformanceLevel: 'PL9' }, '400 InvalidPerformanceLevel.Malformed'],
    [{ DiskName: '1' }, '400 InvalidDiskName.Malformed'],
    [{ KMSKeyId: 'x' }, '400 InvalidParameter.EncryptedIllegal'],
    [{ MultiAttach: 'Enabled' }, '400 Sandbox.NotModelled'],
  ])('is refused with %o', (changes, told) => {
    const params = Object.fromEntries(Object.entries({ ...ZONE, Size: '20', ...changes }).filter(([, v]) => v !== ''));
    expect(fakeCloud().told('CreateDisk', params)).toBe(told);
  });

  test('is attached, used, detached and deleted, each only where that is allowed', () => {
    const { world, id, loose, shown } = withLooseDisk();
    const both = { InstanceId: id, DiskId: loose };
    expect(world.told('DetachDisk', both)).toBe('403 DependencyViolation');
    world.ok('AttachDisk', both);
    expect(shown(loose)).toMatchObject({ Status: 'Attaching', InstanceId: id, Device: '/dev/xvdb' });
    expect(world.told('AttachDisk', both)).toBe('403 IncorrectDiskStatus');
    expect(world.told('DetachDisk', both)).toBe('403 IncorrectDiskStatus');
    world.pass(2000);
    expect(shown(loose)).toMatchObject({ Status: 'In_use' });
    expect(world.told('DeleteDisk', { DiskId: loose })).toBe('403 IncorrectDiskStatus');
    world.ok('DetachDisk', both);
    expect(shown(loose)).toMatchObject({ Status: 'Detaching', InstanceId: '', Device: '' });
    world.pass(2000);
    world.ok('DeleteDisk', { DiskId: loose });
    world.ok('DeleteDisk', { DiskId: loose });
    expect(shown(loose)).toEqual({});
  });

  test('does not go to another zone, to a type that does not take it, or to a machine that is full', () => {
    const far = withLooseDisk({}, { ZoneId: 'cn-hangzhou-i' });
    expect(far.world.told('AttachDisk', { InstanceId: far.id, DiskId: far.loose })).toBe('403 ResourcesNotInSameZone');
    const old = withLooseDisk({}, { DiskCategory: 'cloud_ssd' });
    expect(old.world.told('AttachDisk', { InstanceId: old.id, DiskId: old.loose })).toBe(
      '403 InvalidInstanceType.NotSupportDiskCategory',
    );
    const sixteen = Object.fromEntries(Array.from({ length: 16 }, (_, n) => [`DataDisk.${n + 1}.Size`, '20']));
    const full = withLooseDisk(sixteen);
    expect(full.world.told('AttachDisk', { InstanceId: full.id, DiskId: full.loose })).toBe(
      '403 InstanceDiskLimitExceeded',
    );
  });

  test('a system disk and what a subscription paid for stay where they are', () => {
    const bought = withLooseDisk({ InstanceChargeType: 'PrePaid', Period: '1', 'DataDisk.1.Size': '20' });
    const [data] = bought.list({ InstanceId: bought.id, DiskType: 'data' });
    for (const DiskId of [bought.system(), String(data?.DiskId)])
      expect(bought.world.told('DetachDisk', { InstanceId: bought.id, DiskId })).toBe('403 DiskNotPortable');
  });

  test('outlives its instance unless it is to go with it', () => {
    const spec = { 'DataDisk.1.Size': '20', 'DataDisk.2.Size': '30', 'DataDisk.2.DeleteWithInstance': 'false' };
    const { world, id, list, loose } = withLooseDisk(spec);
    world.ok('AttachDisk', { InstanceId: id, DiskId: loose, DeleteWithInstance: 'true' });
    world.pass(2000);
    world.ok('DeleteInstance', { InstanceId: id, Force: 'true' });
    expect(list().map(({ Size, Status, DiskChargeType }) => [Size, Status, DiskChargeType])).toEqual([
      [30, 'Available', 'PostPaid'],
    ]);
  });

  test('is renamed, and is told to go with its instance or to stay', () => {
    const { world, id, loose, shown, system } = withLooseDisk();
    world.ok('AttachDisk', { InstanceId: id, DiskId: loose });
    world.ok('ModifyDiskAttribute', { DiskId: loose, DiskName: 'logs', DeleteWithInstance: 'true' });
    expect(shown(loose)).toMatchObject({ DiskName: 'logs', Description: '', DeleteWithInstance: true });
    expect(world.told('ModifyDiskAttribute', { DiskId: system(), DeleteWithInstance: 'false' })).toBe(
      '403 DeleteWithInstance.Conflict',
    );
  });
});

describe('ResizeDisk', () => {
  test('grows a disk while its machine runs', () => {
    const { world, shown, system, id } = withLooseDisk();
    const DiskId = system();
    expect(shown(DiskId)).toMatchObject({ Size: 40 });
    expect(world.ok('ResizeDisk', { DiskId, NewSize: '60', Type: 'online' }).OrderId).toBeUndefined();
    expect(shown(DiskId)).toMatchObject({ Size: 60 });
    world.ok('StopInstance', { InstanceId: id });
    world.pass(4000);
    expect(world.told('ResizeDisk', { DiskId, NewSize: '70', Type: 'online' })).toBe(
      '403 InvalidInstanceStatus.NotRunning',
    );
    expect(world.told('ResizeDisk', { DiskId, NewSize: '70' })).toBe('200');
  });

  test.each<readonly [Wire, string]>([
    [{ NewSize: '40' }, '403 InvalidDiskSize.TooSmall'],
    [{ NewSize: '20' }, '403 InvalidDiskSize.TooSmall'],
    [{ NewSize: '2049' }, '403 InvalidDiskSize.TooLarge'],
    [{ NewSize: 'big' }, '400 InvalidDataDiskSize.ValueNotSupported'],
    [{ Type: 'sideways' }, '400 InvalidParam.Type'],
    [{ DiskId: 'd-none' }, '404 InvalidDiskId.NotFound'],
  ])('is refused with %o', (changes, told) => {
    const { world, system } = withLooseDisk();
    expect(world.told('ResizeDisk', { DiskId: system(), NewSize: '50', Type: 'online', ...changes })).toBe(told);
  });

  test('of a subscription costs the rest of its time at once, is paid once, and shows in what renewing costs', () => {
    const { world, system, id } = withLooseDisk({ InstanceChargeType: 'PrePaid', Period: '1' });
    const renewal = () =>
      Number(at(world.ok('DescribeRenewalPrice', { ...region, ResourceId: id }), 'PriceInfo.Price.TradePrice'));
    const before = { balance: world.cloud.state().balance.minor, renewal: renewal() };
    const params = { DiskId: system(), NewSize: '140', Type: 'online', ClientToken: 't' };
    const { OrderId } = world.ok('ResizeDisk', params);
    expect(OrderId).toMatch(/^2\d{14}$/);
    const paid = before.balance - world.cloud.state().balance.minor;
    expect(world.ok('ResizeDisk', params).OrderId).toBe(OrderId);
    expect(before.balance - world.cloud.state().balance.minor).toBe(paid);
    expect(paid).toBeGreaterThan(0);
    expect(renewal()).toBeGreaterThan(before.renewal);
  });

  test('of a subscription costs what was named for it, of a system disk as of a data disk', () => {
    const bought = { InstanceChargeType: 'PrePaid', Period: '1', 'DataDisk.1.Size': '40' };
    const { world, id } = withLooseDisk(bought);
    const InstanceType = String(rows(world.ok('DescribeInstances', region), 'Instances.Instance')[0]?.InstanceType);
    const named = (more: Wire) => {
      const params = { ...region, InstanceId: id, ...more };
      return Number(at(world.ok('DescribeInstanceModificationPrice', params), 'PriceInfo.Price.TradePrice'));
    };
    for (const disk of rows(world.ok('DescribeDisks', { ...region, InstanceId: id }), 'Disks.Disk')) {
      const DiskId = String(disk.DiskId);
      const price = named(
        disk.Type === 'system'
          ? { InstanceType, 'SystemDisk.Size': '140' }
          : { 'DataDisk.1.DiskId': DiskId, 'DataDisk.1.Size': '140' },
      );
      const before = world.cloud.state().balance.minor;
      world.ok('ResizeDisk', { DiskId, NewSize: '140', Type: 'online' });
      expect((before - world.cloud.state().balance.minor) / 100).toBe(price);
      expect(price).toBeGreaterThan(0);
    }
    expect(named({ InstanceType })).toBe(0);
  });

  test.each<readonly [Wire, string]>([
    [{}, '400 MissingParameter'],
    [{ InstanceType: 'ecs.g7.4xlarge' }, '400 Sandbox.NotModelled'],
    [{ 'DataDisk.1.Size': '60' }, '400 Sandbox.NotModelled'],
    [{ 'DataDisk.1.Size': '60', 'DataDisk.1.DiskId': 'd-none' }, '404 InvalidDiskId.NotFound'],
    [{ 'DataDisk.1.Size': '60', InstanceId: 'i-none' }, '404 InvalidInstanceId.NotFound'],
  ])('has no price with %o', (more, told) => {
    const { world, id } = withLooseDisk({ InstanceChargeType: 'PrePaid', Period: '1' });
    expect(world.told('DescribeInstanceModificationPrice', { ...region, InstanceId: id, ...more })).toBe(told);
  });

  test('of what is paid by the hour has no price of a rest', () => {
    const { world, id } = withLooseDisk();
    const params = { ...region, InstanceId: id, 'DataDisk.1.Size': '60' };
    expect(world.told('DescribeInstanceModificationPrice', params)).toBe('403 ChargeTypeViolation');
  });

  test('without the money for it is refused, and changes nothing', () => {
    const world = fakeCloud({ balanceMinor: 50_000 });
    const id = world.create({ InstanceChargeType: 'PrePaid', Period: '1', PeriodUnit: 'Week' });
    world.pass(5000);
    const [disk] = rows(world.ok('DescribeDisks', { ...region, InstanceId: id }), 'Disks.Disk');
    const params = { DiskId: String(disk?.DiskId), NewSize: '2048' };
    expect(world.told('ResizeDisk', params)).toBe('403 InvalidAccountStatus.NotEnoughBalance');
    expect(rows(world.ok('DescribeDisks', { ...region, InstanceId: id }), 'Disks.Disk')[0]?.Size).toBe(40);
  });
});

describe('the price of disks alone', () => {
  const told = (more: Wire) =>
    fakeCloud().ok('DescribePrice', { ...region, ResourceType: 'disk', 'DataDisk.1.Category': 'cloud_essd', ...more });
  const trade = (more: Wire) => Number(at(told(more), 'PriceInfo.Price.TradePrice'));

  test('grows with size and level, and is what it is beside an instance', () => {
    const small = { 'DataDisk.1.Size': '40', PriceUnit: 'Month' };
    expect(trade({ ...small, 'DataDisk.1.Size': '80' })).toBe(2 * trade(small));
    expect(trade({ ...small, 'DataDisk.1.PerformanceLevel': 'PL0' })).toBeLessThan(trade(small));
    const instance = { ...region, InstanceType: 'ecs.g7.large', PriceUnit: 'Month' };
    const with_ = { ...instance, 'DataDisk.1.Category': 'cloud_essd', 'DataDisk.1.Size': '40' };
    const price = (params: Wire) => Number(at(fakeCloud().ok('DescribePrice', params), 'PriceInfo.Price.TradePrice'));
    expect(price(with_) - price(instance)).toBeCloseTo(trade(small), 2);
  });

  test.each<readonly [Wire, string]>([
    [{}, '400 InvalidDataDiskSize.ValueNotSupported'],
    [{ 'DataDisk.1.Category': '', 'DataDisk.1.Size': '40' }, '400 MissingParameter'],
    [{ 'DataDisk.1.Category': 'floppy', 'DataDisk.1.Size': '40' }, '400 InvalidDataDiskCategory.ValueNotSupported'],
    [{ ResourceType: 'cat' }, '400 InvalidResourceType.ValueNotSupported'],
  ])('is refused with %o', (more, code) => {
    const params = { ...region, ResourceType: 'disk', 'DataDisk.1.Category': 'cloud_essd', ...more };
    expect(fakeCloud().told('DescribePrice', params)).toBe(code);
  });
});
