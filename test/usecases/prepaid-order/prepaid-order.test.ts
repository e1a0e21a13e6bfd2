import { describe, expect, test } from 'vitest';
import { StoreUnavailable } from '../../../src/store/store.ts';
import { cny, LENA, MARCUS, PRIYA, policyWith, TWO } from '../approval/approval-stage.ts';
import { clickBy, GROWTH, HOUR, idOf, office, outcomeOf, PRICE, RENEWAL, take } from './prepaid-order-office.ts';

describe.each([RENEWAL, GROWTH])('a $name that was asked for', ({ from, wish, ask }) => {
  test('needs whom the policy names for what is prepaid, at its own price, and is then due at once', async () => {
    const deps = await office(policyWith(TWO));
    const id = idOf(await ask(deps));
    expect(await deps.store.request(id)).toMatchObject({ quote: { price: cny(PRICE) } });
    expect(outcomeOf(await take(deps, id, clickBy(MARCUS)))).toEqual({ is: 'voted', missing: 1 });
    expect(outcomeOf(await take(deps, id, clickBy(PRIYA)))).toEqual({ is: 'approved' });
    expect(await deps.store.request(id)).toMatchObject({ state: 'creating', dueAt: deps.state.now });
    expect(await deps.store.instancesOf(id)).toEqual([]);
    expect(deps.state.orders).toBe(0);
  });

  test('is never approved by who asked for it, nor by anybody the policy does not name', async () => {
    const deps = await office(policyWith({ approvers: [LENA, MARCUS] }));
    const id = idOf(await ask(deps));
    expect(outcomeOf(await take(deps, id, clickBy(LENA)))).toMatchObject({ refused: { why: 'ownRequest' } });
    expect(outcomeOf(await take(deps, id, clickBy(PRIYA)))).toMatchObject({ refused: { why: 'notApprover' } });
    expect((await deps.store.request(id))?.state).toBe('pending');
  });

  test('can be denied with a reason, and asked for again then', async () => {
    const deps = await office();
    const id = idOf(await ask(deps));
    expect(await ask(deps, LENA, '2')).toMatchObject({ is: 'refused', refusal: { why: 'openAlready', requestId: id } });
    expect(outcomeOf(await take(deps, id, clickBy(MARCUS, 'deny')))).toEqual({ is: 'denied' });
    expect(await deps.store.request(id)).toMatchObject({ state: 'denied', dueAt: null });
    expect(await ask(deps, LENA, '3')).toMatchObject({ is: 'submitted', isNew: true });
  });

  test('is not approved without the money for it', async () => {
    const deps = await office();
    const id = idOf(await ask(deps));
    deps.state.balance = PRICE - 1;
    expect(outcomeOf(await take(deps, id, clickBy(MARCUS)))).toMatchObject({ refused: { why: 'notEnough' } });
  });

  test('expires when nobody decides in time', async () => {
    const deps = await office();
    const id = idOf(await ask(deps));
    deps.state.now += 25 * HOUR;
    expect(outcomeOf(await take(deps, id, clickBy(MARCUS)))).toEqual({ is: 'expired' });
  });

  test('can be withdrawn while it waits, and after its approval until it is sent', async () => {
    const deps = await office();
    const first = idOf(await ask(deps));
    expect(outcomeOf(await take(deps, first, clickBy(LENA, 'withdraw')))).toEqual({ is: 'withdrawn' });
    const second = idOf(await ask(deps, LENA, '2'));
    await take(deps, second, clickBy(MARCUS));
    expect(outcomeOf(await take(deps, second, clickBy(LENA, 'withdraw')))).toEqual({ is: 'withdrawn' });
    expect(await deps.store.request(second)).toMatchObject({ state: 'withdrawn', dueAt: null });
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

  test('is one, however many submit at once on however many replicas', async () => {
    const deps = await office();
    const replicas = [deps.replica(), deps.replica()];
    const all = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        (replicas[n % 2] as (typeof replicas)[0]).approvals.askPrepaidOrder(wish(), from(String(n % 4))),
      ),
    );
    const made = new Set(all.flatMap((one) => (one.is === 'submitted' ? [one.request.id] : [])));
    expect(made.size).toBe(1);
    expect(all.filter((one) => one.is === 'submitted' && one.isNew)).toHaveLength(1);
  });

  test('is written once when the answer of its commit is lost', async () => {
    const deps = await office();
    let lost = false;
    const { approvals } = deps.replica((store) => ({
      ...store,
      async commit(change) {
        const written = await store.commit(change);
        if (lost) return written;
        lost = true;
        throw new StoreUnavailable('the connection was lost');
      },
    }));
    expect(await approvals.askPrepaidOrder(wish(), from())).toMatchObject({ is: 'submitted', isNew: true });
    expect(await approvals.askPrepaidOrder(wish(), from())).toMatchObject({ is: 'submitted', isNew: false });
  });
});
