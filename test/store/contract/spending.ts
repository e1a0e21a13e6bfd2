import { expect, test } from 'vitest';
import { monthAfter, monthOf } from '../../../src/core/approval/budget.ts';
import { fail } from '../../../src/core/base/result.ts';
import type { Failure } from '../../../src/core/failure/failure.ts';
import type { Instance } from '../../../src/core/instance/instance.ts';
import type { Request } from '../../../src/core/request/request.ts';
import { approvalOf, specOf } from '../../support/approvals.ts';
import { anInstance, aRequest, aSpec, NOW } from '../samples.ts';
import type { OpenStore } from './contract.ts';

const CONFLICT = fail({ kind: 'conflict', id: 'spending' });
const HOUR = 3_600_000;
const price = { minor: 120_400, currency: 'CNY' };
const quote = { kind: 'term', price, listPrice: price, amount: 1, at: NOW } as const;
const PAID = 1_204_000_000;
const hour = { micros: 500_000, currency: 'CNY' };
const hourly = { kind: 'hourly', price: hour, listPrice: hour, amount: 1, at: NOW } as const;
const term = { unit: 'Month', period: 1 } as const;
const prepaid = aSpec({ charge: { kind: 'prepaid', term, autoRenew: true } });
const APPROVAL = { ...approvalOf('U1', specOf(), quote), votes: [] };

const spent = (id: string, over: Partial<Request> = {}) => aRequest(id, { spec: prepaid, quote, ...over });
const NOTHING = { requester: 'U1', currency: 'CNY', debited: 0, soFar: 0, runsOn: 0, waiting: 0, unpriced: 0 };
/** What half a yuan an hour comes to. */
const running = (ms: number) => Math.floor((ms / HOUR) * hour.micros);
const failure: Failure = {
  ...{ kind: 'noStock', code: null, detail: '', requestId: null, retryAfterMs: null, api: null, missing: null },
};

export function spendingContract(open: OpenStore): void {
  /** Writes one row after the other, each a version on, and tells what has been spent after each. */
  const steps = async (request: Request, first: Partial<Instance>) => {
    const store = await open();
    let version = 1;
    let row = anInstance(request.id, 1, { spec: request.spec, ...first });
    await store.commit({ requests: [{ next: request }], instances: [{ next: row }], at: NOW });
    return {
      store,
      become: async (change: Partial<Instance>, at: number) => {
        version += 1;
        row = { ...row, ...change, version };
        expect((await store.commit({ instances: [{ next: row }], at })).ok).toBe(true);
      },
      month: async (at: number) => (await store.month(at)).spending,
    };
  };

  test('what is prepaid is held while it waits, debited once it exists, and given back when it came to nothing', async () => {
    const store = await open();
    const requests: Request[] = [
      spent('r-pending', { state: 'pending', requester: 'U2', approval: APPROVAL }),
      spent('r-denied', { state: 'denied', requester: 'U3' }),
      spent('r-failed', { requester: 'U4' }),
      spent('r-bought', { requester: 'U5', amount: 3, quote: { ...quote, amount: 3 } }),
      spent('r-doubtful', { requester: 'U6' }),
      spent('r-unpriced', { requester: 'U7', quote: null }),
      spent('r-frozen', { requester: 'U8' }),
    ];
    const failed = { outcome: 'failed', failure, dueAt: null } as const;
    const its = (id: string, n: number, over: Partial<Instance>) =>
      anInstance(id, n, { requester: requests.find((one) => one.id === id)?.requester ?? '', spec: prepaid, ...over });
    const instances = [
      its('r-failed', 1, failed),
      its('r-bought', 1, failed),
      its('r-bought', 2, { outcome: 'reached', cloudId: 'i-1', acceptedAt: NOW, dueAt: null }),
      its('r-bought', 3, { outcome: 'reached', cloudId: 'i-2', acceptedAt: NOW, dueAt: null }),
      its('r-doubtful', 1, { ...failed, createTriedAt: NOW, failure: { ...failure, kind: 'doubtful' } }),
      its('r-unpriced', 1, { outcome: 'reached', cloudId: 'i-3', acceptedAt: NOW, dueAt: null }),
      its('r-frozen', 1, {}),
    ];
    const rows = { requests: requests.map((next) => ({ next })), instances: instances.map((next) => ({ next })) };
    expect((await store.commit({ ...rows, at: NOW })).ok).toBe(true);
    const by = async (at: number) =>
      (await store.month(at)).spending.toSorted((a, b) => (a.requester < b.requester ? -1 : 1));
    const pending = { ...NOTHING, requester: 'U2', waiting: PAID };
    const frozen = { ...NOTHING, requester: 'U8', waiting: PAID };
    expect(await by(NOW)).toEqual([
      pending,
      { ...NOTHING, requester: 'U5', debited: Math.ceil((PAID * 2) / 3) },
      { ...NOTHING, requester: 'U6', waiting: PAID },
      { ...NOTHING, requester: 'U7', currency: '', unpriced: 1 },
      frozen,
    ]);
    expect(await by(monthAfter(NOW))).toEqual([pending, frozen]);
    expect((await store.month(NOW, 'U8')).spending).toEqual([frozen]);
    await store.close();
  });

  test('what is billed by the hour counts its hours and the rest of each month, until it is released', async () => {
    const { store, become, month } = await steps(aRequest('r-1', { quote: hourly }), {});
    const end = monthAfter(NOW);
    expect(await month(NOW)).toEqual([{ ...NOTHING, waiting: running(end - NOW) }]);
    const began = NOW + HOUR;
    await become({ cloudId: 'i-1', acceptedAt: began, outcome: 'reached' }, began);
    const later = began + 10 * HOUR;
    expect(await month(later)).toEqual([{ ...NOTHING, soFar: running(10 * HOUR), runsOn: running(end - later) }]);
    // It runs on into the next month, and the one after.
    expect(await month(end)).toEqual([{ ...NOTHING, runsOn: running(monthAfter(end) - end) }]);
    const third = monthAfter(end);
    const gone = third + 50 * HOUR;
    await become({ wanted: 'released', outcome: 'reached' }, gone);
    expect(await month(gone + 9 * HOUR)).toEqual([{ ...NOTHING, soFar: running(50 * HOUR) }]);
    expect(await month(end)).toEqual([{ ...NOTHING, soFar: running(third - end) }]);
    expect(await month(NOW)).toEqual([{ ...NOTHING, soFar: running(end - began) }]);
    expect(await month(monthAfter(third))).toEqual([]);
    await store.close();
  });

  test('what renewed itself counts when it is seen, once, and what was renewed here counts as that', async () => {
    const day = 24 * HOUR;
    const expiry = (until: number) => ({ expiry: { until, renewal: null, lookAt: null, ended: false, misses: 0 } });
    const bought = { cloudId: 'i-1', acceptedAt: NOW, outcome: 'reached', ...expiry(NOW + 30 * day) } as const;
    const { store, become, month } = await steps(spent('r-1'), bought);
    expect(await month(NOW)).toEqual([{ ...NOTHING, debited: PAID }]);
    const seen = monthAfter(NOW) + HOUR;
    await become(expiry(NOW + 60 * day), seen);
    await become({}, seen + 1);
    expect(await month(seen)).toEqual([{ ...NOTHING, debited: PAID }]);
    expect(await month(NOW)).toEqual([{ ...NOTHING, debited: PAID }]);
    await store.close();
  });

  test('what was bought for a year and renews itself by the month counts at what a month costs then', async () => {
    const day = 24 * HOUR;
    const price = { minor: 12_345, currency: 'CNY' } as const;
    const term = { unit: 'Month', period: 1 } as const;
    const more = { renewal: { on: true, term }, renewalPrice: { term, price } };
    const expiry = (until: number) => ({ expiry: { until, ...more, lookAt: null, ended: false, misses: 0 } });
    const bought = { cloudId: 'i-1', acceptedAt: NOW, outcome: 'reached', ...expiry(NOW + 365 * day) } as const;
    const { store, become, month } = await steps(spent('r-1'), bought);
    expect(await month(NOW)).toEqual([{ ...NOTHING, debited: PAID }]);
    const seen = monthAfter(NOW) + HOUR;
    await become(expiry(NOW + 396 * day), seen);
    expect(await month(seen)).toEqual([{ ...NOTHING, debited: 12_345 * 10_000 }]);
    await store.close();
  });

  test('of changes that were judged on the same spending one is written', async () => {
    const store = await open();
    for (let round = 0; round < 10; round += 1) {
      const { version } = await store.month(NOW);
      const answers = await Promise.all(
        [1, 2, 3].map((n) => {
          const next = spent(`r-${round}-${n}`, { state: 'pending' });
          return store.commit({ requests: [{ next }], underSpending: version, at: NOW });
        }),
      );
      expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
      expect(answers.filter((answer) => !answer.ok)).toEqual([CONFLICT, CONFLICT]);
      expect((await store.month(NOW)).spending).toEqual([{ ...NOTHING, waiting: (round + 1) * PAID }]);
    }
    expect(monthOf(NOW)).toBeLessThan(NOW);
    await store.close();
  });

  test('what is billed by the hour in an account that was left counts until then, and again once that is accepted again', async () => {
    const { store, become, month } = await steps(aRequest('r-1', { quote: hourly }), {});
    const change = (was: string | null, next: string, at: number) => store.commit({ account: { was, next }, at });
    expect((await change(null, 'a', NOW)).ok).toBe(true);
    const exists = { cloudId: 'i-1', acceptedAt: NOW, account: 'a', outcome: 'reached', dueAt: null } as const;
    await become(exists, NOW);
    expect((await change('a', 'b', NOW + 2 * HOUR)).ok).toBe(true);
    const left = [{ ...NOTHING, soFar: running(2 * HOUR) }];
    expect(await month(NOW + 5 * HOUR)).toEqual(left);
    expect((await month(monthAfter(NOW))).filter(({ soFar, runsOn }) => soFar + runsOn > 0)).toEqual([]);
    // A late answer of before does not bring it back.
    await become({ publicIp: '8.8.8.8' }, NOW + 6 * HOUR);
    expect(await month(NOW + 7 * HOUR)).toEqual(left);

    expect((await change('b', 'a', NOW + 8 * HOUR)).ok).toBe(true);
    expect((await month(NOW + 9 * HOUR))[0]).toMatchObject({ soFar: running(3 * HOUR) });
    await store.close();
  });

  test('a larger disk counts for who ordered it, beside its instance, from the order on and while the instance is stopped', async () => {
    const { store, become, month } = await steps(aRequest('r-1', { quote: hourly }), {});
    const change = (was: string | null, next: string, at: number) => store.commit({ account: { was, next }, at });
    await change(null, 'a', NOW);
    await become({ cloudId: 'i-1', acceptedAt: NOW, account: 'a', outcome: 'reached', dueAt: null }, NOW);
    const of = async (at: number) =>
      (await month(at)).find(({ requester, currency }) => requester === 'U2' && currency !== '') ?? null;
    const growth = { by: 'U2', clientToken: 't', more: hour, state: 'ordered', at: NOW } as const;
    const theirs = { ...NOTHING, requester: 'U2' };
    const end = monthAfter(NOW);
    await become({ growths: [growth] }, NOW);
    expect(await of(NOW)).toEqual({ ...theirs, waiting: running(end - NOW) });
    const grown = { ...growth, state: 'grown', at: NOW + HOUR } as const;
    await become({ growths: [grown] }, NOW + HOUR);
    expect(await of(NOW + 3 * HOUR)).toEqual({
      ...theirs,
      ...{ soFar: running(2 * HOUR), runsOn: running(end - NOW - 3 * HOUR) },
    });
    // A second one that comes to nothing, and one without a price.
    const others = [{ ...growth, state: 'notGrown' } as const, { ...growth, more: null } as const];
    await become({ growths: [grown, ...others] }, NOW + 3 * HOUR);
    expect((await month(NOW + 3 * HOUR)).reduce((sum, { unpriced }) => sum + unpriced, 0)).toBe(1);
    expect(await of(NOW + 3 * HOUR)).toMatchObject({ soFar: running(2 * HOUR), waiting: 0 });
    const order = { what: 'stop', stoppedMode: 'StopCharging', by: 'U1', at: NOW, down: false, acted: null } as const;
    await become({ wanted: 'stopped', order, observed: { status: 'Stopped', at: NOW } }, NOW + 4 * HOUR);
    expect(await of(NOW + 5 * HOUR)).toMatchObject({ soFar: running(4 * HOUR) });
    // In an account that was left it counts no more, and again once that is accepted again.
    await change('a', 'b', NOW + 5 * HOUR);
    expect(await of(NOW + 9 * HOUR)).toMatchObject({ soFar: running(4 * HOUR), runsOn: 0 });
    await change('b', 'a', NOW + 9 * HOUR);
    expect(await of(NOW + 10 * HOUR)).toMatchObject({ soFar: running(5 * HOUR) });
    await become({ wanted: 'released', order: null, outcome: 'reached' }, NOW + 10 * HOUR);
    expect(await of(NOW + 20 * HOUR)).toEqual({ ...theirs, soFar: running(5 * HOUR) });
    await store.close();
  });

  test('what was given up with its account, and turns out to exist there, counts no hours', async () => {
    const { store, become, month } = await steps(aRequest('r-1', { quote: hourly }), {});
    expect((await store.commit({ account: { was: null, next: 'a' }, at: NOW })).ok).toBe(true);
    const doubtful = { ...failure, kind: 'doubtful' } as const;
    const triedAt = { createTriedAt: NOW, account: 'a' };
    await become({ ...triedAt, outcome: 'failed', failure: doubtful, dueAt: null }, NOW);
    expect((await store.commit({ account: { was: 'a', next: 'b' }, at: NOW + HOUR })).ok).toBe(true);
    await become({ cloudId: 'i-1', acceptedAt: NOW }, NOW + 2 * HOUR);
    expect(await month(NOW + 3 * HOUR)).toEqual([]);
    await store.close();
  });
}
