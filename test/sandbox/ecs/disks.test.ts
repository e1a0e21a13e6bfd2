import { describe, expect, test } from 'vitest';
import { fakeCloud, rows, type Wire } from './fake-cloud.ts';

const region = { RegionId: 'cn-hangzhou' };

function withDisks() {
  const world = fakeCloud({ balanceMinor: 100_000_000 });
  const first = world.create({
    'DataDisk.1.Category': 'cloud_essd',
    'DataDisk.1.Size': '100',
    'DataDisk.1.DiskName': 'logs',
    'DataDisk.1.Encrypted': 'true',
    'DataDisk.2.Category': 'cloud_auto',
    'DataDisk.2.Size': '1',
    'SystemDisk.DiskName': 'root',
    'SystemDisk.Category': 'cloud_essd',
  });
  const second = world.create({ InstanceChargeType: 'PrePaid', Period: '1', ResourceGroupId: 'rg-acfmxsandboxtest' });
  const disks = (params: Wire = {}) => rows(world.ok('DescribeDisks', { ...region, ...params }), 'Disks.Disk');
  return { world, first, second, disks };
}

describe('DescribeDisks', () => {
  test('needs no instance: it tells all of a region, newest instance first', () => {
    const { disks, first, second } = withDisks();
    expect(disks().map(({ InstanceId, Type }) => [InstanceId, Type])).toEqual([
      [second, 'system'],
      [first, 'data'],
      [first, 'data'],
      [first, 'system'],
    ]);
    expect(disks({ RegionId: 'cn-beijing' })).toEqual([]);
  });

  test.each<readonly [Wire, number]>([
    [{ DiskType: 'system' }, 2],
    [{ DiskType: 'data' }, 2],
    [{ DiskType: 'all' }, 4],
    [{ Category: 'cloud_auto' }, 1],
    [{ Category: 'all' }, 4],
    [{ Status: 'In_use' }, 4],
    [{ Status: 'Available' }, 0],
    [{ Status: 'All' }, 4],
    [{ DiskName: 'lo*' }, 1],
    [{ DiskChargeType: 'PrePaid' }, 1],
    [{ ResourceGroupId: 'rg-acfmxsandboxtest' }, 1],
    [{ Portable: 'true' }, 2],
    [{ Encrypted: 'true' }, 1],
    [{ DeleteWithInstance: 'false' }, 0],
    [{ EnableShared: 'true' }, 0],
    [{ MultiAttach: 'Enabled' }, 0],
    [{ MultiAttach: 'Disabled' }, 4],
    [{ LockReason: 'security' }, 0],
    [{ ZoneId: 'cn-hangzhou-z' }, 0],
    [{ DiskIds: '[]' }, 0],
    [{ 'Tag.1.Key': 'team' }, 0],
  ])('filters by %o', (filter, n) => {
    expect(withDisks().disks(filter)).toHaveLength(n);
  });

  test('finds disks by their ids', () => {
    const { disks } = withDisks();
    const [, one, two] = disks().map(({ DiskId }) => String(DiskId));
    expect(disks({ DiskIds: JSON.stringify([two, one, 'd-none']) }).map(({ DiskId }) => DiskId)).toEqual([one, two]);
  });

  test.each<readonly [Wire, string]>([
    [{ DiskType: 'tape' }, '400 InvalidParameter'],
    [{ Category: 'cloud_tape' }, '400 InvalidParameter'],
    [{ Status: 'Bogus' }, '400 InvalidParameter'],
    [{ DiskChargeType: 'Free' }, '400 InvalidParameter'],
    [{ Portable: 'maybe' }, '400 InvalidParameter'],
    [{ DiskIds: 'd-1' }, '400 InvalidDiskIds.Malformed'],
    [{ InstanceId: 'i-none' }, '404 InvalidInstanceId.NotFound'],
    [{ PageSize: '101' }, '400 InvalidParameter'],
    [{ NextToken: 'zzz' }, '400 InvalidParameter.NextToken'],
    [{ DryRun: 'true' }, '400 DryRunOperation'],
  ])('refuses %o', (params, told) => {
    expect(withDisks().world.told('DescribeDisks', { ...region, ...params })).toBe(told);
  });

  test('pages by number and says which page it is, and by token', () => {
    const world = fakeCloud();
    world.ok('RunInstances', world.spec({ Amount: '25' }));
    const byNumber = world.ok('DescribeDisks', { ...region, PageNumber: '3', PageSize: '10' });
    expect(byNumber).toMatchObject({ TotalCount: 25, PageNumber: 3, PageSize: 10, NextToken: '' });
    expect(rows(byNumber, 'Disks.Disk')).toHaveLength(5);
    const ids: unknown[] = [];
    let token = '';
    do {
      const page = world.ok('DescribeDisks', { ...region, MaxResults: '10', ...(token ? { NextToken: token } : {}) });
      ids.push(...rows(page, 'Disks.Disk').map(({ DiskId }) => DiskId));
      token = String(page.NextToken);
    } while (token !== '');
    expect(new Set(ids).size).toBe(25);
    expect(ids).toHaveLength(25);
  });

  test('tells name, encryption and how each is paid for', () => {
    const { disks, second } = withDisks();
    expect(disks({ DiskName: 'logs' })[0]).toMatchObject({ Size: 100, Encrypted: true, DiskChargeType: 'PostPaid' });
    expect(disks({ InstanceId: second })[0]).toMatchObject({
      DiskChargeType: 'PrePaid',
      ResourceGroupId: 'rg-acfmxsandboxtest',
    });
  });
});
