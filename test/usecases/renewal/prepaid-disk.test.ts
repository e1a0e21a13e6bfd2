import { describe, expect, test } from 'vitest';
import type { PrepaidGrowth } from '../../../src/core/disk/disk-wish.ts';
import { StoreUnavailable } from '../../../src/store/store.ts';
import type { RenewalAsked } from '../../../src/usecases/renewal/submit-renewal.ts';
import { cny, LENA, MARCUS, PLATFORM, PRIYA, policyWith, TWO } from '../approval/approval-stage.ts';
import { clickBy, HOUR, idOf, type Office, office, outcomeOf, PRICE, take, UNTIL } from './renewal-office.ts';

const DISK: PrepaidGrowth = {
  ...{ which: 'system', diskId: 'd-1', from: 40, to: 100 },
  ...{ category: 'cloud_essd', instanceType: 'ecs.g7.large' },
};
const MOST = { micros: PRICE * 10_000, currency: 'CNY' };

const wish = (user = LENA, disk = DISK) => ({
  ...{ instanceId: 'r-bought-1', what: { disk }, by: { user }, channel: PLATFORM },
});
const ask = (deps: Office, user = LENA, call = '1', most = MOST): Promise<RenewalAsked> =>
  deps.replica().approvals.askRenewal(wish(user), { origin: `disk:${call}`, team: 'T1', most });

describe('a larger prepaid disk that was asked for', () => {
  test('needs whom the policy names for what is prepaid, at the price of the rest of its time, and is then due at once', async () => {
    const deps = await office(policyWith(TWO));
    const id = idOf(await ask(deps));
    expect(await deps.store.request(id)).toMatchObject({ quote: { price: cny(PRICE) }, renewal: { disk: DISK } });
    expect(await deps.store.instance('r-bought-1')).toMatchObject({ grownBy: id });
    expect(outcomeOf(await take(deps, id, clickBy(MARCUS)))).toEqual({ is: 'voted', missing: 1 });
    expect(outcomeOf(await take(deps, id, clickBy(PRIYA)))).toEqual({ is: 'approved' });
    expect(await deps.store.request(id)).toMatchObject({ state: 'creating', dueAt: deps.state.now });
    expect(await deps.store.instancesOf(id)).toEqual([]);
  });

  test('is never approved by who asked for it', async () => {
    const deps = await office(policyWith({ approvers: [LENA, MARCUS] }));
    const id = idOf(await ask(deps));
    expect(outcomeOf(await take(deps, id, clickBy(LENA)))).toMatchObject({ refused: { why: 'ownRequest' } });
  });

  test('can be denied, withdrawn until it is sent, and asked for again then', async () => {
    const deps = await office();
    const id = idOf(await ask(deps));
    expect(await ask(deps, LENA, '2')).toMatchObject({ is: 'refused', refusal: { why: 'openAlready', requestId: id } });
    expect(outcomeOf(await take(deps, id, clickBy(MARCUS, 'deny')))).toEqual({ is: 'denied' });
    const second = idOf(await ask(deps, LENA, '3'));
    await take(deps, second, clickBy(MARCUS));
    expect(outcomeOf(await take(deps, second, clickBy(LENA, 'withdraw')))).toEqual({ is: 'withdrawn' });
    expect(await deps.store.request(second)).toMatchObject({ state: 'withdrawn', dueAt: null });
  });

  test('is not asked for beside a renewal, nor the other way round: each makes the other dearer', async () => {
    const term = { unit: 'Month', period: 1 } as const;
    const renewal = { instanceId: 'r-bought-1', what: { term }, by: { user: LENA }, channel: PLATFORM };
    const from = { origin: 'view:1', team: 'T1', until: UNTIL };
    const disk = await office();
    const id = idOf(await ask(disk));
    expect(await disk.replica().approvals.askRenewal(renewal, from)).toMatchObject({ refusal: { requestId: id } });
    const other = await office();
    const renewing = idOf(await other.replica().approvals.askRenewal(renewal, from));
    expect(await ask(other)).toMatchObject({ refusal: { why: 'openAlready', requestId: renewing } });
  });

  test('is asked about again when it costs more, and not when a day has made it cheaper: then that counts', async () => {
    const deps = await office();
    const id = idOf(await ask(deps));
    deps.state.price = PRICE + 1;
    expect(outcomeOf(await take(deps, id, clickBy(MARCUS)))).toMatchObject({ is: 'askedAgain', drift: 'up' });
    deps.state.price = PRICE - 100;
    expect(outcomeOf(await take(deps, id, clickBy(MARCUS, 'approve', 2)))).toEqual({ is: 'approved' });
    expect((await deps.store.request(id))?.approval?.quote).toMatchObject({ price: cny(PRICE - 100) });
  });

  test('does not get dearer with each approval: the tolerance is of the price that the first has approved', async () => {
    const deps = await office(policyWith({ ...TWO, priceTolerancePercent: 2 }));
    const id = idOf(await ask(deps));
    deps.state.price = PRICE * 1.02;
    expect(outcomeOf(await take(deps, id, clickBy(MARCUS)))).toEqual({ is: 'voted', missing: 1 });
    deps.state.price = PRICE * 1.04;
    expect(outcomeOf(await take(deps, id, clickBy(PRIYA)))).toMatchObject({ is: 'askedAgain', drift: 'up' });
  });

  test('is not asked for at more than was agreed to', async () => {
    const deps = await office();
    deps.state.price = PRICE + 1;
    expect(await ask(deps)).toMatchObject({ is: 'otherPrice', quote: { price: cny(PRICE + 1) } });
    deps.state.price = PRICE - 1;
    expect(await ask(deps, LENA, '2')).toMatchObject({ is: 'submitted' });
  });

  test('is neither asked for nor approved without the money for it', async () => {
    const deps = await office();
    deps.state.balance = PRICE - 1;
    expect(await ask(deps)).toMatchObject({ is: 'short', balance: cny(PRICE - 1), total: cny(PRICE) });
    deps.state.now += HOUR;
    deps.state.balance = PRICE;
    const id = idOf(await ask(deps, LENA, '2'));
    deps.state.balance = PRICE - 1;
    expect(outcomeOf(await take(deps, id, clickBy(MARCUS)))).toMatchObject({ refused: { why: 'notEnough' } });
  });

  test('counts against budgets from the moment it is asked for, and no more once it was denied', async () => {
    const budgets = [{ line: 9, who: 'each', perMonth: cny(PRICE + 10_000) }] as const;
    const deps = await office(policyWith({ budgets }));
    const spent = async () =>
      (await deps.store.month(deps.state.now)).spending
        .filter(({ waiting }) => waiting > 0)
        .map(({ waiting }) => waiting / 10_000);
    const id = idOf(await ask(deps));
    expect(await spent()).toEqual([PRICE]);
    expect(outcomeOf(await take(deps, id, clickBy(MARCUS, 'deny')))).toEqual({ is: 'denied' });
    expect(await spent()).toEqual([]);
    deps.state.policy = policyWith({ budgets: [{ line: 9, who: 'each', perMonth: cny(PRICE - 1) }] });
    expect(await ask(deps, LENA, '2')).toMatchObject({ is: 'overBudget', overdrafts: [{ line: 9 }] });
  });

  test('is allowed by who may prepay and how large a disk may be, whatever may be created', async () => {
    const regions = { value: ['ap-*'], line: 3 };
    const deps = await office(policyWith({}, { regions, limits: { maxDiskGiB: { value: 100, line: 4 } } }));
    const id = idOf(await ask(deps));
    deps.state.policy = policyWith({}, { regions, limits: { maxDiskGiB: { value: 99, line: 4 } } });
    expect(outcomeOf(await take(deps, id, clickBy(MARCUS)))).toMatchObject({ refused: { why: 'policy' } });
    expect(await ask(await office(deps.state.policy))).toMatchObject({
      is: 'policy',
      breaches: [{ rule: 'maxDiskGiB' }],
    });
    expect(await ask(await office(policyWith({}, { prepaid: 'adminsOnly' })))).toMatchObject({ is: 'policy' });
  });

  test('is refused to others, of what is locked or overdue, and of what is not prepaid', async () => {
    const deps = await office();
    expect(await ask(deps, MARCUS)).toMatchObject({ is: 'notYours' });
    deps.show({ locks: ['financial'] });
    expect(await ask(deps)).toMatchObject({ is: 'locked' });
    deps.show({ chargeKind: 'payAsYouGo', expiresAt: null });
    expect(await ask(deps)).toMatchObject({ refusal: { why: 'notPrepaid' } });
    expect((await deps.store.instance('r-bought-1'))?.grownBy).toBeUndefined();
  });

  test('is one, however many ask at once on however many replicas, and when the answer of its commit is lost', async () => {
    const deps = await office();
    const replicas = [deps.replica(), deps.replica()];
    const all = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        (replicas[n % 2] as (typeof replicas)[0]).approvals.askRenewal(wish(), {
          ...{ origin: `disk:${n % 4}`, team: 'T1', most: MOST },
        }),
      ),
    );
    expect(new Set(all.flatMap((one) => (one.is === 'submitted' ? [one.request.id] : []))).size).toBe(1);
    const other = await office();
    let lost = false;
    const { approvals } = other.replica((store) => ({
      ...store,
      async commit(change) {
        const written = await store.commit(change);
        if (lost) return written;
        lost = true;
        throw new StoreUnavailable('the connection was lost');
      },
    }));
    const from = { origin: 'disk:1', team: 'T1', most: MOST };
    expect(await approvals.askRenewal(wish(), from)).toMatchObject({ is: 'submitted', isNew: true });
    expect(await approvals.askRenewal(wish(), from)).toMatchObject({ is: 'submitted', isNew: false });
  });
});
