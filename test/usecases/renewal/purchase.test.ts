import { describe, expect, test } from 'vitest';
import { StoreUnavailable } from '../../../src/store/store.ts';
import { wishOf } from '../approval/approval-office.ts';
import { cny, LENA, MARCUS, PRIYA, policyWith, TOM, TWO } from '../approval/approval-stage.ts';
import {
  clickBy,
  GROWTH,
  HOUR,
  idOf,
  NAMES,
  office,
  outcomeOf,
  overtaken,
  PRICE,
  RENEWAL,
  take,
} from './renewal-office.ts';

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
        (replicas[n % 2] as (typeof replicas)[0]).approvals.askRenewal(wish(), from(String(n % 4))),
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
    const first = await approvals.askRenewal(wish(), from());
    expect(first).toMatchObject({ is: 'submitted', isNew: true });
    // Nor is it asked for once more when its submission comes again after it was decided; that costs the cloud nothing.
    await take(deps, idOf(first), clickBy(MARCUS, 'deny'));
    deps.state.looks = [];
    const again = { is: 'submitted', isNew: false, request: { id: idOf(first), state: 'denied' } };
    expect(await approvals.askRenewal(wish(), from())).toMatchObject(again);
    expect(deps.state.looks).toEqual([]);
  });

  test('is told although the store goes away as soon as it is written', async () => {
    const deps = await office();
    let isAway = false;
    const { approvals } = deps.replica((store) => ({
      ...store,
      async commit(change) {
        isAway = true;
        return store.commit(change);
      },
      requestByOrigin: (origin) =>
        isAway ? Promise.reject(new StoreUnavailable('away')) : store.requestByOrigin(origin),
    }));
    expect(await approvals.askRenewal(wish(), from())).toMatchObject({ is: 'submitted', isNew: true });
  });

  test('is the answer to its own submission, however far a replica is with the same one', async () => {
    const limits = { maxPendingPerPerson: { value: 1, line: 3 } };
    for (const at of ['instance', 'askedBy', 'commit'] as const) {
      const deps = await office(policyWith({}, { limits }));
      const approvals = overtaken(deps, at, () => ask(deps));
      expect(await approvals.askRenewal(wish(), from())).toMatchObject({ is: 'submitted', isNew: false });
      expect(await approvals.askRenewal(wish(), from('2'))).toMatchObject({ is: 'refused' });
    }
  });

  test('is judged again when others have spent, or its person has asked, since it was judged', async () => {
    const budgets = [{ line: 9, who: [LENA, TOM], perMonth: cny(180_000) }] as const;
    const limits = { maxPendingPerPerson: { value: 1, line: 3 } };
    for (const [policy, requester, is] of [
      [policyWith({ budgets }), TOM, 'overBudget'],
      [policyWith({}, { limits }), LENA, 'tooMany'],
    ] as const) {
      const deps = await office(policy);
      // The version of what was spent is not the first.
      await deps.store.commit({ underSpending: 0, at: deps.state.now });
      const { approvals } = deps.replica();
      const other = wishOf('view:other', { amount: 1, requester });
      const approval = overtaken(deps, 'commit', () => approvals.submit(other));
      expect(await approval.askRenewal(wish(), from())).toMatchObject({ is });
      expect((await deps.store.instance('r-bought-1'))?.version).toBe(1);
    }
  });

  test('costs no read of what others have spent while there are no budgets', async () => {
    const deps = await office();
    const { approvals } = deps.replica((store) => ({ ...store, month: () => expect.unreachable('it is read') }));
    expect(await approvals.previewRenewal(wish())).toMatchObject({ is: 'renewable' });
    expect(await approvals.askRenewal(wish(), from())).toMatchObject({ is: 'submitted' });
  });

  test('is called by the names of its places, as long as the store has them', async () => {
    const deps = await office();
    expect(await deps.store.request(idOf(await ask(deps)))).toMatchObject({ names: NAMES });
    const archived = await office();
    const { approvals } = archived.replica((store) => ({
      ...store,
      request: async (id) => (id === 'r-bought' ? null : store.request(id)),
    }));
    expect(idOf(await approvals.askRenewal(wish(), from()))).toBeTypeOf('string');
  });

  test('was not asked for when others were always faster, or the store broke', async () => {
    const deps = await office();
    const conflict = async () => ({ ok: false, error: { kind: 'conflict', id: 'r-bought-1' } }) as const;
    const crowded = deps.replica((store) => ({ ...store, commit: conflict }));
    expect(await crowded.approvals.askRenewal(wish(), from())).toEqual({ is: 'busy' });
    const away = deps.replica((store) => ({ ...store, commit: () => Promise.reject(new StoreUnavailable('away')) }));
    await expect(away.approvals.askRenewal(wish(), from())).rejects.toThrow(StoreUnavailable);
    expect((await deps.store.instance('r-bought-1'))?.version).toBe(1);
  });

  test('makes nobody wait who asks for another instance, and a second one for this instance waits', async () => {
    const deps = await office();
    const ends: string[] = [];
    let commits = 0;
    const { approvals } = deps.replica((store) => ({
      ...store,
      async commit(change) {
        commits += 1;
        for (let turn = 0; turn < 200 && !ends.includes('other'); turn++)
          await new Promise((next) => setImmediate(next));
        return store.commit(change);
      },
    }));
    const asked = (name: string, instanceId: string) =>
      approvals.askRenewal({ ...wish(), instanceId }, from(name)).then(({ is }) => ends.push(name, is));
    await Promise.all([asked('first', 'r-bought-1'), asked('second', 'r-bought-1'), asked('other', 'r-none-1')]);
    expect(ends).toEqual(['other', 'unknown', 'first', 'submitted', 'second', 'refused']);
    expect(commits).toBe(1);
  });
});
