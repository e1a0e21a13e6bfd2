import { describe, expect, test } from 'vitest';
import { afterPeriod, endOfDay } from '../../../../src/sandbox/ecs/money/term.ts';
import { fakeCloud } from '../fake-cloud.ts';

const iso = (real: number): string => new Date(real).toISOString().slice(0, 16);
const at = (text: string): number => Date.parse(`${text}Z`);

describe('the end of a subscription', () => {
  test.each([
    ['2017-12-10T04:04', 'Month', 1, '2018-01-10T16:00'],
    // Already the next day in China.
    ['2026-11-23T16:30', 'Month', 1, '2026-12-24T16:00'],
    ['2026-11-23T15:59', 'Month', 1, '2026-12-23T16:00'],
    ['2026-01-31T04:00', 'Month', 1, '2026-02-28T16:00'],
    ['2028-01-31T04:00', 'Month', 1, '2028-02-29T16:00'],
    ['2026-11-30T04:00', 'Month', 3, '2027-02-28T16:00'],
    ['2026-11-23T08:00', 'Month', 60, '2031-11-23T16:00'],
    ['2026-11-23T08:00', 'Week', 4, '2026-12-21T16:00'],
  ] as const)('bought at %s for %s x %i is %s', (bought, unit, period, ends) => {
    expect(iso(endOfDay(afterPeriod(at(bought), unit, period)))).toBe(ends);
  });

  test.each([
    ['2026-12-23T16:00', 'Month', 1, '2027-01-23T16:00'],
    // Midnight of the 31st there: February has no such day.
    ['2027-01-30T16:00', 'Month', 1, '2027-02-27T16:00'],
    ['2026-12-31T16:00', 'Month', 1, '2027-01-31T16:00'],
    ['2026-12-23T16:00', 'Week', 1, '2026-12-30T16:00'],
  ] as const)('renewed from %s by %s x %i is %s, again midnight in China', (from, unit, period, ends) => {
    expect(iso(afterPeriod(at(from), unit, period))).toBe(ends);
  });

  test('is midnight of the account wherever the instance is, bought, renewed and populated', () => {
    const world = fakeCloud({ balanceMinor: 100_000_000, population: [{ region: 'cn-hangzhou', count: 30 }] });
    const bought = { InstanceChargeType: 'PrePaid', Period: '1' };
    const abroad = world.ok('CreateInstance', world.spec(bought, 'eu-central-1'));
    world.ok('RenewInstance', { InstanceId: String(abroad.InstanceId), Period: '2' });
    world.create(bought);
    const ends = world.cloud.state().instances.filter(({ InstanceChargeType }) => InstanceChargeType === 'PrePaid');
    expect(ends.length).toBeGreaterThan(3);
    for (const { ExpiredTime } of ends) expect(ExpiredTime).toMatch(/T16:00Z$/);
  });
});
