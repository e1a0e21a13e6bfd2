import { describe, expect, test } from 'vitest';
import { at, fakeCloud, rows, type Wire } from '../fake-cloud.ts';

const DISK: Wire = { 'SystemDisk.Category': 'cloud_essd', 'SystemDisk.Size': '40' };
const PRICE: Wire = { RegionId: 'cn-hangzhou', InstanceType: 'ecs.g7.large' };

const trade = (world: ReturnType<typeof fakeCloud>, params: Wire): unknown =>
  at(world.ok('DescribePrice', { ...PRICE, ...params }), 'PriceInfo.Price.TradePrice');

describe('prices', () => {
  test.each<readonly [string, Wire, number]>([
    ['an hour of ecs.g7.large', {}, 0.544],
    ['a month', { PriceUnit: 'Month' }, 261.12],
    ['a week', { PriceUnit: 'Week' }, 70.72],
    ['three weeks', { PriceUnit: 'Week', Period: '3' }, 212.16],
    ['nine months', { PriceUnit: 'Month', Period: '9' }, 2350.08],
    ['a year, 15% off', { PriceUnit: 'Year' }, 2663.42],
    ['three years, half off', { PriceUnit: 'Year', Period: '3' }, 4700.16],
    ['ten of them', { PriceUnit: 'Month', Amount: '10' }, 2611.2],
    ['a month with a disk of 40 GiB', { PriceUnit: 'Month', ...DISK }, 301.12],
    [
      'a month with a disk of 1261 GiB PL3',
      { PriceUnit: 'Month', ...DISK, 'SystemDisk.Size': '1261', 'SystemDisk.PerformanceLevel': 'PL3' },
      5305.12,
    ],
    [
      'bandwidth of 6 Mbit/s by the month',
      { PriceUnit: 'Month', InternetMaxBandwidthOut: '6', InternetChargeType: 'PayByBandwidth' },
      456.12,
    ],
    ['traffic, which is not in the price', { PriceUnit: 'Month', InternetMaxBandwidthOut: '100' }, 261.12],
    ['a month in Singapore', { PriceUnit: 'Month', RegionId: 'ap-southeast-1' }, 357.74],
  ])('%s', (_what, params, price) => {
    expect(trade(fakeCloud(), params)).toBe(price);
  });

  test('are original less discount, in total and in every part', () => {
    const world = fakeCloud();
    const body = world.ok('DescribePrice', {
      ...PRICE,
      ...DISK,
      PriceUnit: 'Year',
      'DataDisk.1.Category': 'cloud_auto',
      'DataDisk.1.Size': '100',
    });
    const price = at(body, 'PriceInfo.Price') as Record<string, number>;
    const cents = (value: unknown): number => Math.round(Number(value) * 100);
    expect(cents(price.TradePrice)).toBe(cents(price.OriginalPrice) - cents(price.DiscountPrice));
    const parts = rows(price, 'DetailInfos.DetailInfo');
    expect(parts.map((part) => part.Resource)).toEqual(['instanceType', 'systemDisk', 'dataDisk']);
    expect(parts.reduce((sum, part) => sum + cents(part.TradePrice), 0)).toBe(cents(price.TradePrice));
    expect(price.Currency).toBe('CNY');
    expect(rows(body, 'PriceInfo.Rules.Rule')).toHaveLength(1);
  });

  test.each<readonly [Wire, string]>([
    [{ InstanceType: 'ecs.nope' }, '400 InvalidInstanceType.ValueNotSupported'],
    [{ InstanceType: 'ecs.n1.small', RegionId: 'us-west-1' }, '400 PriceNotFound'],
    [{ PriceUnit: 'Month', Period: '12' }, '400 InvalidPeriod'],
    [{ PriceUnit: 'Hour', Period: '2' }, '400 InvalidPeriod'],
    [{ PriceUnit: 'Year', Period: '6' }, '400 InvalidPeriod'],
    [{ PriceUnit: 'Week', RegionId: 'us-west-1' }, '400 InvalidPeriod'],
    [{ PriceUnit: 'Decade' }, '400 InvalidPriceUnit.ValueNotSupported'],
    [{ Amount: '1001' }, '400 InvalidParameter.Amount'],
  ])('of %o are refused', (params, told) => {
    expect(fakeCloud().told('DescribePrice', { ...PRICE, ...params })).toBe(told);
  });
});

describe('the spot market', () => {
  const SPOT: Wire = { ZoneId: 'cn-hangzhou-h', SpotStrategy: 'SpotAsPriceGo' };
  const HOUR = 0.544;

  test('asks less than the list price, the same every time, for the instance and not for its disk', () => {
    const world = fakeCloud();
    const spot = Number(trade(world, SPOT));
    expect(spot).toBeGreaterThanOrEqual(HOUR * 0.15 - 0.0001);
    expect(spot).toBeLessThanOrEqual(HOUR * 0.45 + 0.0001);
    expect(trade(fakeCloud(), SPOT)).toBe(spot);
    const disk = Number(trade(world, DISK)) - HOUR;
    expect(trade(world, { ...SPOT, ...DISK })).toBeCloseTo(spot + disk, 4);
    const body = world.ok('DescribePrice', { ...PRICE, ...SPOT });
    expect(at(body, 'PriceInfo.Price.OriginalPrice')).toBe(HOUR);
  });

  test('differs by seed, zone and type, and knows no subscriptions', () => {
    const shares = new Set(
      [1, 2, 3, 4, 5, 6].flatMap((seed) =>
        ['cn-hangzhou-h', 'cn-hangzhou-i'].map((zone) => trade(fakeCloud({ seed }), { ...SPOT, ZoneId: zone })),
      ),
    );
    expect(shares.size).toBeGreaterThan(4);
    const month = { PriceUnit: 'Month' };
    expect(trade(fakeCloud(), { ...SPOT, ...month })).toBe(trade(fakeCloud(), month));
    expect(fakeCloud().told('DescribePrice', { ...PRICE, SpotStrategy: 'Cheap' })).toBe('400 InvalidSpotStrategy');
  });

  test('takes a limit at its price and refuses one below it', () => {
    const world = fakeCloud();
    const limited = (SpotPriceLimit: string) => {
      const params = world.spec({ SpotStrategy: 'SpotWithPriceLimit', SpotPriceLimit });
      return { params, told: world.told('CreateInstance', { ...params, DryRun: 'true' }) };
    };
    const { params } = limited('9');
    const zone = String(
      rows(
        world.ok('DescribeVSwitches', { RegionId: 'cn-hangzhou', VSwitchId: params.VSwitchId ?? '' }),
        'VSwitches.VSwitch',
      )[0]?.ZoneId,
    );
    const spot = Number(trade(world, { ...SPOT, ZoneId: zone }));
    const atLeast = Math.ceil(spot * 1000) / 1000;
    expect(limited(atLeast.toFixed(3)).told).toBe('400 DryRunOperation');
    expect(limited((atLeast - 0.001).toFixed(3)).told).toBe('400 InvalidSpotPriceLimit.LowerThanPublicPrice');
    expect(world.ok('CreateInstance', params).TradePrice).toBeLessThan(HOUR);
    expect(world.cloud.state().balance.minor).toBe(1_000_000);
  });
});

describe('a change of prices', () => {
  test('moves all of them from then on, until it is cleared, and what is bought costs the new price', () => {
    const world = fakeCloud();
    const month = { ...DISK, PriceUnit: 'Month' };
    const old = world.create({ ...DISK, InstanceChargeType: 'PrePaid', Period: '1' });
    world.pass(5000);
    expect(world.cloud.addFault({ name: 'price-change', percent: 10 })).toBeNull();
    expect([trade(world, {}), trade(world, month)]).toEqual([0.5984, 331.23]);
    const renewal = { RegionId: 'cn-hangzhou', ResourceId: old, Period: '1', PriceUnit: 'Month' };
    expect(at(world.ok('DescribeRenewalPrice', renewal), 'PriceInfo.Price.TradePrice')).toBe(331.23);
    const before = world.cloud.state().balance.minor;
    world.create({ ...DISK, InstanceChargeType: 'PrePaid', Period: '1' });
    expect(world.cloud.state().balance.minor).toBe(before - 33_123);
    world.cloud.addFault({ name: 'price-change', percent: -50 });
    expect(trade(world, {})).toBe(0.2992);
    expect(world.cloud.activeFaults()).toMatchObject([
      { name: 'price-change', times: 0 },
      { name: 'price-change', times: 0 },
    ]);
    world.cloud.clearFaults();
    expect(trade(world, month)).toBe(301.12);
  });

  test('of an unsaid size is ten percent', () => {
    const world = fakeCloud();
    world.cloud.addFault({ name: 'price-change' });
    expect(trade(world, {})).toBe(0.5984);
  });
});

describe('the balance', () => {
  test('is written as the billing API writes it: a string, with commas', () => {
    const world = fakeCloud({ balanceMinor: 123_456_705 });
    expect(world.ok('QueryAccountBalance')).toMatchObject({
      Code: '200',
      Success: true,
      Data: { AvailableAmount: '1,234,567.05', Currency: 'CNY' },
    });
    expect(world.cloud.state().balance).toEqual({ minor: 123_456_705, currency: 'CNY', text: '1,234,567.05' });
  });

  const month: Wire = { ...DISK, InstanceChargeType: 'PrePaid', Period: '1' };

  test('is debited by a subscription, to the cent, inside the call', () => {
    const world = fakeCloud({ balanceMinor: 30_112 });
    const body = world.ok('CreateInstance', world.spec(month));
    expect(body).toMatchObject({ TradePrice: 301.12, OrderId: expect.stringMatching(/^\d{15}$/) });
    expect(world.cloud.state().balance).toEqual({ minor: 0, currency: 'CNY', text: '0.00' });
  });

  test('a cent short refuses the subscription and leaves everything as it was', () => {
    const world = fakeCloud({ balanceMinor: 30_111 });
    expect(world.told('CreateInstance', world.spec(month))).toBe('403 InvalidAccountStatus.NotEnoughBalance');
    expect(world.cloud.state().balance.minor).toBe(30_111);
    expect(world.cloud.state().instances).toEqual([]);
  });

  test('pays for a batch at once, and twelve months at the price of a year', () => {
    const world = fakeCloud();
    const priced = trade(world, { ...DISK, PriceUnit: 'Year', Amount: '2' });
    world.ok('RunInstances', world.spec({ ...month, Period: '12', Amount: '2' }));
    expect(world.cloud.state().balance.minor).toBe(1_000_000 - Math.round(Number(priced) * 100));
  });

  test('is not touched by pay-as-you-go, which an account that owes money does not get', () => {
    const world = fakeCloud();
    world.create();
    expect(world.cloud.state().balance.minor).toBe(1_000_000);
    const poor = fakeCloud({ balanceMinor: -1 });
    expect(poor.told('CreateInstance', poor.spec())).toBe('403 InvalidAccountStatus.NotEnoughBalance');
  });
});

describe('renewing', () => {
  const subscribed = (balanceMinor = 1_000_000) => {
    const world = fakeCloud({ balanceMinor });
    const id = world.create({ ...DISK, InstanceChargeType: 'PrePaid', Period: '1' });
    world.pass(5000);
    return { world, id };
  };

  test('costs what DescribeRenewalPrice says, moves the end, and happens once per token', () => {
    const { world, id } = subscribed();
    const quoted = at(
      world.ok('DescribeRenewalPrice', { RegionId: 'cn-hangzhou', ResourceId: id, Period: '2', PriceUnit: 'Month' }),
      'PriceInfo.Price.TradePrice',
    );
    expect(quoted).toBe(602.24);
    const before = world.cloud.state().balance.minor;
    const params = { InstanceId: id, Period: '2', ClientToken: 'renew-1' };
    const first = world.ok('RenewInstance', params);
    expect(world.ok('RenewInstance', params).OrderId).toBe(first.OrderId);
    expect(world.cloud.state().balance.minor).toBe(before - 60_224);
    expect(world.describe('cn-hangzhou', [id])[0]?.ExpiredTime).toBe('2027-02-23T16:00Z');
  });

  test('is refused for pay-as-you-go, for a bad period, and without the money', () => {
    const { world, id } = subscribed(60_000);
    expect(world.told('RenewInstance', { InstanceId: world.create(), Period: '1' })).toBe('403 ChargeTypeViolation');
    expect(world.told('RenewInstance', { InstanceId: id, Period: '10' })).toBe('400 InvalidPeriod');
    expect(world.told('RenewInstance', { InstanceId: id })).toBe('400 MissingParameter');
    expect(world.told('RenewInstance', { InstanceId: id, Period: '1' })).toBe(
      '403 InvalidAccountStatus.NotEnoughBalance',
    );
  });

  test('happens at the end without a call when that was agreed', () => {
    const { world, id } = subscribed();
    world.ok('ModifyInstanceAutoRenewAttribute', {
      RegionId: 'cn-hangzhou',
      InstanceId: id,
      AutoRenew: 'true',
      Duration: '3',
    });
    expect(
      rows(
        world.ok('DescribeInstanceAutoRenewAttribute', { RegionId: 'cn-hangzhou', InstanceId: id }),
        'InstanceRenewAttributes.InstanceRenewAttribute',
      ),
    ).toEqual([
      { InstanceId: id, AutoRenewEnabled: true, RenewalStatus: 'AutoRenewal', Duration: 3, PeriodUnit: 'Month' },
    ]);
    const before = world.cloud.state().balance.minor;
    world.pass(31 * 24 * 3600_000);
    expect(world.describe('cn-hangzhou', [id])[0]?.ExpiredTime).toBe('2027-03-23T16:00Z');
    expect(world.cloud.state().balance.minor).toBe(before - 3 * 30_112);
  });

  test('an expired subscription stops, is locked, and lives again when it is renewed', () => {
    const { world, id } = subscribed();
    world.ok('StartInstance', { InstanceId: id });
    world.pass(31 * 24 * 3600_000);
    expect(world.describe('cn-hangzhou', [id])[0]).toMatchObject({
      Status: 'Stopped',
      OperationLocks: { LockReason: [{ LockReason: 'financial' }] },
    });
    expect(world.told('StartInstance', { InstanceId: id })).toBe('403 InstanceExpired');
    world.ok('RenewInstance', { InstanceId: id, Period: '1' });
    expect(world.told('StartInstance', { InstanceId: id })).toBe('200');
  });
});
