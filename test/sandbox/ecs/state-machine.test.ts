import { describe, expect, test } from 'vitest';
import { at, type FakeCloud, fakeCloud, rows, START } from './fake-cloud.ts';

/** How to bring a new instance (with bandwidth) into each status. */
const INTO: Readonly<Record<string, (world: FakeCloud) => string>> = {
  Pending: (world) => world.create({ InternetMaxBandwidthOut: '5' }),
  Stopped(world) {
    const id = world.create({ InternetMaxBandwidthOut: '5' });
    world.pass(5000);
    return id;
  },
  Starting(world) {
    const id = INTO.Stopped?.(world) as string;
    world.ok('StartInstance', { InstanceId: id });
    return id;
  },
  Running(world) {
    const id = INTO.Starting?.(world) as string;
    world.pass(10_000);
    return id;
  },
  Stopping(world) {
    const id = INTO.Running?.(world) as string;
    world.ok('StopInstance', { InstanceId: id });
    return id;
  },
};

const WRONG = '403 IncorrectInstanceStatus';
const EARLY = '403 IncorrectInstanceStatus.Initializing';

/** What each operation is told in each status, and the status right after it. */
const TABLE: Readonly<Record<string, Readonly<Record<string, readonly [string, string]>>>> = {
  StartInstance: {
    Pending: [WRONG, 'Pending'],
    Stopped: ['200', 'Starting'],
    Starting: [WRONG, 'Starting'],
    Running: [WRONG, 'Running'],
    Stopping: [WRONG, 'Stopping'],
  },
  StopInstance: {
    Pending: [WRONG, 'Pending'],
    Stopped: [WRONG, 'Stopped'],
    Starting: [WRONG, 'Starting'],
    Running: ['200', 'Stopping'],
    Stopping: [WRONG, 'Stopping'],
  },
  RebootInstance: {
    Pending: [WRONG, 'Pending'],
    Stopped: [WRONG, 'Stopped'],
    Starting: [WRONG, 'Starting'],
    Running: ['200', 'Starting'],
    Stopping: [WRONG, 'Stopping'],
  },
  AllocatePublicIpAddress: {
    Pending: [WRONG, 'Pending'],
    Stopped: ['200', 'Stopped'],
    Starting: [WRONG, 'Starting'],
    Running: ['200', 'Running'],
    Stopping: [WRONG, 'Stopping'],
  },
  DeleteInstance: {
    Pending: [EARLY, 'Pending'],
    Stopped: ['200', 'absent'],
    Starting: [WRONG, 'Starting'],
    Running: [WRONG, 'Running'],
    Stopping: [WRONG, 'Stopping'],
  },
  'DeleteInstance Force': {
    Pending: [EARLY, 'Pending'],
    Stopped: ['200', 'absent'],
    Starting: [WRONG, 'Starting'],
    Running: ['200', 'absent'],
    Stopping: [WRONG, 'Stopping'],
  },
};

describe.each(Object.keys(TABLE))('%s', (operation) => {
  test.each(Object.keys(INTO))('on an instance that is %s is answered as the table says', (status) => {
    const world = fakeCloud();
    const id = INTO[status]?.(world) as string;
    expect(world.status(id)).toBe(status);
    const [action = '', force] = operation.split(' ');
    const [answer, after] = TABLE[operation]?.[status] ?? ['', ''];
    expect(world.told(action, { InstanceId: id, ...(force ? { Force: 'true' } : {}) })).toBe(answer);
    expect(world.status(id)).toBe(after);
  });
});

test('an instance goes from Pending over Stopped and Starting to Running, and the timeline tells when', () => {
  const world = fakeCloud();
  const id = world.create();
  world.pass(4999);
  expect(world.status(id)).toBe('Pending');
  world.pass(1);
  expect(world.status(id)).toBe('Stopped');
  world.pass(2000);
  world.ok('StartInstance', { InstanceId: id });
  world.pass(9999);
  expect(world.status(id)).toBe('Starting');
  world.pass(1);
  expect(world.status(id)).toBe('Running');
  expect(world.cloud.state().instances[0]?._timeline).toEqual([
    { status: 'Pending', at: START },
    { status: 'Stopped', at: START + 5000 },
    { status: 'Starting', at: START + 7000 },
    { status: 'Running', at: START + 17_000 },
  ]);
});

test('a changed time scale bends the way ahead and leaves the past where it was', () => {
  const world = fakeCloud();
  const id = world.create();
  world.pass(3000);
  world.cloud.setTimeScale(10);
  world.pass(199);
  expect(world.status(id)).toBe('Pending');
  world.pass(1);
  expect(world.status(id)).toBe('Stopped');
  world.cloud.setTimeScale(0.5);
  expect(world.status(id)).toBe('Stopped');
  world.ok('StartInstance', { InstanceId: id });
  world.pass(19_999);
  expect(world.status(id)).toBe('Starting');
  world.pass(1);
  expect(world.status(id)).toBe('Running');
  expect(world.cloud.state().instances[0]?._timeline).toEqual([
    { status: 'Pending', at: START },
    { status: 'Stopped', at: START + 3200 },
    { status: 'Starting', at: START + 3200 },
    { status: 'Running', at: START + 23_200 },
  ]);
});

test('a scale that is no positive number is refused', () => {
  const world = fakeCloud();
  expect(() => world.cloud.setTimeScale(0)).toThrow('above 0, not 0');
  expect(() => world.cloud.setTimeScale(Number.NaN)).toThrow('NaN');
});

test('the cloud tells when something changes next, and only then does settling change anything', () => {
  const world = fakeCloud();
  expect(world.cloud.nextChangeAt()).toBeNull();
  world.create();
  expect(world.cloud.settle()).toBe(true); // Pending itself
  expect(world.cloud.nextChangeAt()).toBe(START + 5000);
  expect(world.cloud.settle()).toBe(false);
  world.pass(5000);
  expect(world.cloud.settle()).toBe(true);
  expect(world.cloud.nextChangeAt()).toBeNull();
});

test('the same seed gives the same ids and the same waiting times, another seed others', () => {
  const run = (seed: number): string => {
    const world = fakeCloud({ seed, timing: { pending: [3000, 7000], starting: [6000, 14_000] } });
    world.ok('RunInstances', world.spec());
    world.pass(60_000);
    const [instance] = world.cloud.state().instances;
    return JSON.stringify([instance?.InstanceId, instance?._timeline]);
  };
  expect(run(3)).toBe(run(3));
  expect(run(3)).not.toBe(run(4));
});

test('waiting times keep to what was published or assumed: Pending 3-7 s, Starting 6-14 s, Stopping 3-8 s', () => {
  const world = fakeCloud({ timing: { pending: [3000, 7000], starting: [6000, 14_000], stopping: [3000, 8000] } });
  world.ok('RunInstances', world.spec({ Amount: '100' }));
  world.pass(60_000);
  const waits = world.cloud.state().instances.map((instance) => {
    const [pending, starting, running] = instance._timeline as { at: number }[];
    return [(starting?.at ?? 0) - (pending?.at ?? 0), (running?.at ?? 0) - (starting?.at ?? 0)];
  });
  for (const [pending = 0, starting = 0] of waits) {
    expect(pending).toBeGreaterThanOrEqual(3000);
    expect(pending).toBeLessThanOrEqual(7000);
    expect(starting).toBeGreaterThanOrEqual(6000);
    expect(starting).toBeLessThanOrEqual(14_000);
  }
  expect(new Set(waits.map(String)).size).toBeGreaterThan(90);
});

describe('the public address', () => {
  const ipOf = (world: FakeCloud, id: string): unknown =>
    at(world.describe('cn-hangzhou', [id])[0], 'PublicIpAddress.IpAddress');

  test('is given while Stopped, asked for twice it is the same, and it shows from the next start on', () => {
    const world = fakeCloud();
    const id = INTO.Stopped?.(world) as string;
    const ip = world.ok('AllocatePublicIpAddress', { InstanceId: id }).IpAddress;
    expect(ip).toMatch(/^121\.40\.\d+\.\d+$/);
    expect(world.ok('AllocatePublicIpAddress', { InstanceId: id }).IpAddress).toBe(ip);
    expect(ipOf(world, id)).toEqual([]);
    world.ok('StartInstance', { InstanceId: id });
    expect(ipOf(world, id)).toEqual([ip]);
  });

  test('given to a Running instance shows after a reboot', () => {
    const world = fakeCloud();
    const id = INTO.Running?.(world) as string;
    const ip = world.ok('AllocatePublicIpAddress', { InstanceId: id }).IpAddress;
    expect(ipOf(world, id)).toEqual([]);
    world.ok('RebootInstance', { InstanceId: id });
    expect(ipOf(world, id)).toEqual([ip]);
  });

  test('needs bandwidth', () => {
    const world = fakeCloud();
    const id = world.create();
    world.pass(5000);
    expect(world.told('AllocatePublicIpAddress', { InstanceId: id })).toBe('400 AllocateIpInvalidInstanceBandwidth');
  });

  test('is assigned by RunInstances without another call, and no two instances share one', () => {
    const world = fakeCloud();
    world.ok('RunInstances', world.spec({ Amount: '3', InternetMaxBandwidthOut: '1' }));
    world.pass(15_000);
    const ips = world.cloud.state().instances.map((each) => JSON.stringify(each.PublicIpAddress));
    expect(new Set(ips).size).toBe(3);
    expect(ips[0]).toMatch(/\["121\.40\./);
  });

  test('is lost by a stop that saves costs, and the next start brings another', () => {
    const world = fakeCloud();
    world.ok('RunInstances', world.spec({ InternetMaxBandwidthOut: '1' }));
    world.pass(15_000);
    const id = String(world.cloud.state().instances[0]?.InstanceId);
    world.ok('StopInstance', { InstanceId: id, StoppedMode: 'StopCharging' });
    world.pass(4000);
    const [shown] = world.describe('cn-hangzhou', [id]);
    expect([shown?.StoppedMode, at(shown, 'PublicIpAddress.IpAddress')]).toEqual(['StopCharging', []]);
    const before = at(world.cloud.state().instances[0], 'PublicIpAddress.IpAddress');
    expect(before).toEqual([]);
    world.ok('StartInstance', { InstanceId: id });
    world.pass(10_000);
    expect(at(world.describe('cn-hangzhou', [id])[0], 'PublicIpAddress.IpAddress')).toHaveLength(1);
  });
});

test('a new id may be missing from Describe for a moment, though it is there', () => {
  const world = fakeCloud({ consistencyMs: [600, 600] });
  const id = world.create();
  expect(world.status(id)).toBe('absent');
  expect(world.cloud.state().instances).toHaveLength(1);
  world.pass(599);
  expect(world.status(id)).toBe('absent');
  world.pass(1);
  expect(world.status(id)).toBe('Pending');
});

describe('a batch', () => {
  const two = (world: FakeCloud) => {
    const [stopped, pending] = [INTO.Stopped?.(world) as string, world.create()];
    return { stopped, pending, params: { RegionId: 'cn-hangzhou', 'InstanceId.1': stopped, 'InstanceId.2': pending } };
  };

  test('with SuccessFirst does what can be done and answers for each', () => {
    const world = fakeCloud();
    const { stopped, pending, params } = two(world);
    const gone = 'i-bp1gone';
    const body = world.ok('StartInstances', { ...params, 'InstanceId.3': gone, BatchOptimization: 'SuccessFirst' });
    expect(rows(body, 'InstanceResponses.InstanceResponse')).toMatchObject([
      { InstanceId: stopped, PreviousStatus: 'Stopped', CurrentStatus: 'Starting', Code: '200' },
      { InstanceId: pending, CurrentStatus: 'Pending', Code: 'IncorrectInstanceStatus' },
      { InstanceId: gone, Code: 'InvalidInstanceId.NotFound' },
    ]);
  });

  test('does all or nothing otherwise', () => {
    const world = fakeCloud();
    const { stopped, params } = two(world);
    expect(world.told('StartInstances', params)).toBe('403 IncorrectInstanceStatus');
    expect(world.status(stopped)).toBe('Stopped');
    world.pass(5000);
    expect(world.told('StartInstances', params)).toBe('200');
    world.pass(10_000);
    expect(world.told('StopInstances', params)).toBe('200');
    world.pass(4000);
    expect(world.told('DeleteInstances', params)).toBe('200');
    expect(world.cloud.state().instances).toEqual([]);
  });

  test('takes a hundred ids and not one more', () => {
    const world = fakeCloud();
    const ids = Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`InstanceId.${i + 1}`, `i-${i}`]));
    expect(world.told('StartInstances', { RegionId: 'cn-hangzhou', ...ids })).toBe('400 InvalidParameter.InstanceIds');
  });
});

describe('deleting', () => {
  test('is refused by deletion protection', () => {
    const world = fakeCloud();
    const id = world.create({ DeletionProtection: 'true' });
    world.pass(5000);
    expect(world.told('DeleteInstance', { InstanceId: id })).toBe('403 InvalidOperation.DeletionProtection');
  });

  test('of a subscription is refused until it has expired, then needs TerminateSubscription', () => {
    const world = fakeCloud();
    const id = world.create({ InstanceChargeType: 'PrePaid', Period: '1', PeriodUnit: 'Week' });
    world.pass(5000);
    expect(world.told('DeleteInstance', { InstanceId: id, TerminateSubscription: 'true' })).toBe(
      '403 ChargeTypeViolation',
    );
    world.pass(8 * 24 * 3600 * 1000);
    expect(world.told('StartInstance', { InstanceId: id })).toBe('403 InstanceExpired');
    expect(world.told('DeleteInstance', { InstanceId: id })).toBe('403 ChargeTypeViolation');
    expect(world.told('DeleteInstance', { InstanceId: id, TerminateSubscription: 'true' })).toBe('200');
  });

  test('gives address, stock and quota back', () => {
    const world = fakeCloud({ quotas: { vCpusPerRegion: 2 } });
    const free = (): unknown =>
      rows(world.ok('DescribeVSwitches', { RegionId: 'cn-hangzhou' }), 'VSwitches.VSwitch')[0]?.AvailableIpAddressCount;
    const before = free();
    const id = world.create();
    expect(free()).toBe((before as number) - 1);
    world.pass(5000);
    expect(world.told('CreateInstance', world.spec())).toBe('403 QuotaExceed.ElasticQuota');
    world.ok('DeleteInstance', { InstanceId: id });
    expect(free()).toBe(before);
    expect(world.told('CreateInstance', world.spec())).toBe('200');
  });

  test('of an id nobody knows, or of another region, says so', () => {
    const world = fakeCloud();
    const id = INTO.Stopped?.(world) as string;
    expect(world.told('DeleteInstance', { InstanceId: 'i-bp1nothing' })).toBe('404 InvalidInstanceId.NotFound');
    expect(world.told('StartInstances', { RegionId: 'cn-beijing', 'InstanceId.1': id })).toBe(
      '404 InvalidInstanceId.NotFound',
    );
  });
});

describe('automatic release', () => {
  test('happens at its date, at the pace of the cloud', () => {
    const world = fakeCloud();
    const id = INTO.Running?.(world) as string;
    world.ok('ModifyInstanceAutoReleaseTime', {
      InstanceId: id,
      RegionId: 'cn-hangzhou',
      AutoReleaseTime: '2026-11-23T09:00:15Z',
    });
    expect(world.describe('cn-hangzhou', [id])[0]?.AutoReleaseTime).toBe('2026-11-23T09:00Z');
    world.cloud.setTimeScale(60);
    world.pass(59_999);
    expect(world.status(id)).toBe('Running');
    world.pass(1);
    expect(world.status(id)).toBe('absent');
  });

  test('can be called off', () => {
    const world = fakeCloud();
    const id = INTO.Running?.(world) as string;
    const params = { InstanceId: id, RegionId: 'cn-hangzhou' };
    world.ok('ModifyInstanceAutoReleaseTime', { ...params, AutoReleaseTime: '2026-11-23T09:00:00Z' });
    world.ok('ModifyInstanceAutoReleaseTime', params);
    world.pass(3 * 3600_000);
    expect(world.status(id)).toBe('Running');
  });

  test.each(['2026-11-23T08:20:00Z', '2029-12-01T00:00:00Z', 'tomorrow'])('is refused for %s', (date) => {
    const world = fakeCloud();
    const id = world.create();
    const params = { InstanceId: id, RegionId: 'cn-hangzhou', AutoReleaseTime: date };
    expect(world.told('ModifyInstanceAutoReleaseTime', params)).toBe('400 InvalidAutoReleaseTime.Malformed');
  });
});
