import { describe, expect, test } from 'vitest';
import type { Budget } from '../../../src/core/approval/approval-policy.ts';
import { StoreUnavailable } from '../../../src/store/store.ts';
import { NOW } from '../../store/samples.ts';
import { recordingLog } from '../../support/recording-log.ts';
import { click, FREE, failing, ID, office, outcomeOf, requestOf, wishOf } from './approval-office.ts';
import { AMOUNT, cny, LENA, MARCUS, PRIYA, policyWith, TOM, TWO } from './approval-stage.ts';

describe('of many clicks at once', () => {
  test('fifty approvals on two replicas are one decision, and the cloud is asked a few times', async () => {
    const { replica, truth, ask, state } = await office();
    await ask();
    const [one, two] = [replica(), replica()];
    const clicks = Array.from({ length: 50 }, (_, n) =>
      (n % 2 === 0 ? one : two).approvals.take(ID, click(n % 4 < 2 ? MARCUS : PRIYA)),
    );
    const outcomes = (await Promise.all(clicks)).map(outcomeOf);
    expect(outcomes.filter((is) => is === 'approved')).toHaveLength(1);
    expect(outcomes.filter((is) => is === 'decided')).toHaveLength(49);
    expect(await truth.instancesOf(ID)).toHaveLength(AMOUNT);
    expect((await truth.eventsOf(ID)).filter(({ kind }) => kind === 'request.approved')).toHaveLength(1);
    expect(state.asked.price).toBeLessThan(6);
  });

  test('an approval, a denial and a withdrawal leave one end', async () => {
    const clicks = [click(MARCUS), click(PRIYA, 'deny'), click(LENA, 'withdraw')] as const;
    for (const [one, two, three] of [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ] as const) {
      const { replica, truth, ask } = await office();
      await ask();
      const [first, second] = [replica(), replica()];
      const outcomes = await Promise.all([
        first.approvals.take(ID, clicks[one]),
        second.approvals.take(ID, clicks[two]),
        first.approvals.take(ID, clicks[three]),
      ]);
      const request = await truth.request(ID);
      const state = request?.state;
      // A withdrawal may still follow an approval under which nothing was begun.
      expect(['denied', 'withdrawn', 'creating']).toContain(state);
      const rows = await truth.instancesOf(ID);
      expect(rows.every(({ outcome }) => outcome === (state === 'withdrawn' ? 'withdrawn' : null))).toBe(true);
      expect(outcomes.map(outcomeOf)).toContain(
        { denied: 'denied', withdrawn: 'withdrawn', creating: 'approved' }[String(state)],
      );
    }
  });

  test('two votes on two replicas both count', async () => {
    const { replica, truth, ask } = await office(policyWith(TWO));
    await ask();
    const outcomes = await Promise.all([MARCUS, PRIYA].map((by) => replica().approvals.take(ID, click(by))));
    expect(outcomes.map(outcomeOf).toSorted()).toEqual(['approved', 'voted']);
    expect((await truth.request(ID))?.approval?.votes.map(({ by }) => by).toSorted()).toEqual([MARCUS, PRIYA]);
  });
});

describe('an outage of the store', () => {
  test('in which only the answer is lost leaves a decision that stands and is reported', async () => {
    for (const what of ['approve', 'deny', 'withdraw'] as const) {
      const { replica, truth, ask } = await office();
      await ask();
      const by = what === 'withdraw' ? LENA : MARCUS;
      const taken = await replica(failing(1, true)).approvals.take(ID, click(by, what));
      expect(outcomeOf(taken)).toBe({ approve: 'approved', deny: 'denied', withdraw: 'withdrawn' }[what]);
      expect((await truth.eventsOf(ID)).map(({ kind }) => kind)).toHaveLength(2);
    }
  });

  test('before anything was written is tried again, and for long is reported', async () => {
    const { replica, truth, ask } = await office();
    await ask();
    for (const what of ['approve', 'deny'] as const)
      expect(outcomeOf(await replica(failing(3, false)).approvals.take(ID, click(MARCUS, what)))).toBe('storeDown');
    expect((await truth.request(ID))?.state).toBe('pending');
    expect(outcomeOf(await replica(failing(2, false)).approvals.take(ID, click(MARCUS)))).toBe('approved');
    expect(await truth.instancesOf(ID)).toHaveLength(AMOUNT);
  });

  test('leaves one withdrawal of what nobody had to approve, and one refusal at least', async () => {
    for (const cameTrue of [true, false]) {
      const { replica, truth, ask } = await office();
      const { approvals } = replica();
      const { id } = requestOf(await approvals.submit(wishOf('view:free', { spec: FREE })));
      const taken = await replica(failing(1, cameTrue)).approvals.take(id, click(LENA, 'withdraw'));
      expect(taken).toMatchObject({ outcome: { is: 'withdrawn' }, request: { state: 'withdrawn' } });
      expect(await truth.request(id)).toMatchObject({ state: 'withdrawn', finishedAt: NOW });
      expect((await truth.eventsOf(id)).map(({ kind }) => kind)).toEqual(['request.submitted', 'request.withdrawn']);
      await ask();
      expect(outcomeOf(await replica(failing(1, cameTrue)).approvals.take(ID, click(TOM)))).toBe('notApprover');
      expect((await truth.eventsOf(ID)).at(-1)).toMatchObject({ kind: 'approval.refused', actor: TOM });
    }
  });

  test('after which somebody else has decided is no decision of who clicked', async () => {
    const { replica, truth, ask } = await office();
    await ask();
    const late = replica((store) => ({
      ...store,
      async commit() {
        await replica().approvals.take(ID, click(PRIYA, 'deny'));
        throw new StoreUnavailable('away');
      },
    }));
    expect(outcomeOf(await late.approvals.take(ID, click(MARCUS, 'deny')))).toBe('decided');
    expect((await truth.request(ID))?.approval?.decision).toMatchObject({ is: 'denied', by: PRIYA });
  });
});

test('a withdrawal of what was approved loses against a create that was begun', async () => {
  const { replica, truth, ask } = await office();
  await ask();
  await replica().approvals.take(ID, click(MARCUS));
  const { approvals } = replica((store) => ({
    ...store,
    async commit(change) {
      const [row] = await truth.instancesOf(ID);
      if (row?.createTriedAt === null)
        await truth.commit({
          instances: [{ next: { ...row, version: row.version + 1, createTriedAt: NOW } }],
          at: NOW,
        });
      return store.commit(change);
    },
  }));
  expect(outcomeOf(await approvals.take(ID, click(LENA, 'withdraw')))).toBe('decided');
  expect((await truth.request(ID))?.state).toBe('creating');
  expect((await truth.instancesOf(ID)).map(({ outcome }) => outcome)).toEqual([null, null]);
});

describe('a budget', () => {
  const budgets: readonly Budget[] = [{ line: 5, who: 'each', perMonth: cny(200_000) }];
  test('is not exceeded by submissions at the same moment, on one replica or two', async () => {
    const { replica } = await office(policyWith({ budgets }));
    const [one, two] = [replica(), replica()];
    const written = await Promise.all(
      Array.from({ length: 12 }, (_, n) => (n % 2 === 0 ? one : two).approvals.submit(wishOf(`view:${n}`))),
    );
    expect(written.filter(({ is }) => is === 'submitted')).toHaveLength(1);
    expect(written.filter(({ is }) => is === 'overBudget')).toHaveLength(11);
  });

  test('is given back by what was denied, and not by what waits', async () => {
    const { replica } = await office(policyWith({ budgets }));
    const { approvals } = replica();
    const first = await approvals.submit(wishOf('view:1'));
    if (first.is !== 'submitted') throw new Error(first.is);
    expect(await approvals.submit(wishOf('view:2'))).toMatchObject({ is: 'overBudget' });
    await approvals.take(first.request.id, click(MARCUS, 'deny'));
    expect(await approvals.submit(wishOf('view:2'))).toMatchObject({ is: 'submitted' });
  });

  test('of a month holds what was asked for or approved before it, until it is debited or over', async () => {
    const { replica, state } = await office(policyWith({ budgets }));
    state.now = Date.UTC(2026, 0, 31, 23);
    const { approvals } = replica();
    const first = await approvals.submit(wishOf('view:1'));
    if (first.is !== 'submitted') throw new Error(first.is);
    state.now = Date.UTC(2026, 1, 1, 1);
    // It may be bought in February now, so it is not free for others.
    expect(await approvals.submit(wishOf('view:2'))).toMatchObject({ is: 'overBudget' });
    expect(outcomeOf(await approvals.take(first.request.id, click(MARCUS)))).toBe('approved');
    expect(await approvals.submit(wishOf('view:3'))).toMatchObject({ is: 'overBudget' });
    // Nothing has been debited yet, and may be: it is held for as long as that is so.
    state.now = Date.UTC(2026, 2, 1, 1);
    expect(await approvals.submit(wishOf('view:4'))).toMatchObject({ is: 'overBudget' });
    expect(outcomeOf(await approvals.take(first.request.id, click(LENA, 'withdraw')))).toBe('withdrawn');
    expect(await approvals.submit(wishOf('view:4'))).toMatchObject({ is: 'submitted' });
  });

  test('bars an approval for what others were promised meanwhile', async () => {
    const { replica, state } = await office(policyWith());
    const { approvals } = replica();
    const both = [await approvals.submit(wishOf('view:1')), await approvals.submit(wishOf('view:2'))];
    state.policy = policyWith({ budgets });
    const ids = both.flatMap((one) => (one.is === 'submitted' ? [one.request.id] : []));
    const outcomes = await Promise.all(ids.map((id) => approvals.take(id, click(MARCUS))));
    expect(outcomes.map(outcomeOf)).toEqual(['budget', 'budget']);
    await approvals.take(ids[0] ?? '', click(LENA, 'withdraw'));
    expect(outcomeOf(await approvals.take(ids[1] ?? '', click(MARCUS)))).toBe('approved');
  });
});

describe('the answer to a click', () => {
  test('names the request as it is now, and with an approval the freeze that its purchase waits for', async () => {
    const { replica, truth, ask, state } = await office(policyWith(TWO));
    await ask();
    const freeze = { reason: 'audit', by: TOM, at: NOW, until: null };
    await truth.commit({ freeze: { was: null, next: freeze }, at: NOW });
    const { approvals } = replica();
    expect(await approvals.take(ID, click(MARCUS))).toMatchObject({
      ...{ outcome: { is: 'voted', missing: 1 }, freeze: null },
      request: { state: 'pending', approval: { votes: [{ by: MARCUS }] } },
    });
    expect(await approvals.take(ID, click(MARCUS))).toMatchObject({ request: { state: 'pending' }, freeze: null });
    expect(await approvals.take(ID, click(PRIYA))).toMatchObject({
      ...{ is: 'taken', outcome: { is: 'approved' }, request: { id: ID, state: 'creating' }, freeze },
    });
    expect(state.asked.price).toBe(2);
  });

  test('says so when others were always faster, and nothing is decided then', async () => {
    const { replica, truth, ask } = await office();
    await ask();
    const crowded = replica((store) => ({
      ...store,
      commit: async () => ({ ok: false, error: { kind: 'conflict', id: ID } }),
    }));
    expect(await crowded.approvals.take(ID, click(MARCUS))).toEqual({ is: 'crowded' });
    expect((await truth.request(ID))?.state).toBe('pending');
  });

  test('is in the log, with the request, the person and the button', async () => {
    const lines: Record<string, unknown>[] = [];
    const { replica, ask } = await office(policyWith(), { log: recordingLog(lines) });
    await ask();
    const of = { requestId: ID, user: MARCUS, what: 'approve' };
    await replica(failing(9, false)).approvals.take(ID, click(MARCUS));
    expect(lines.splice(0)).toMatchObject([{ level: 'error', ...of }]);
    const conflict = async () => ({ ok: false, error: { kind: 'conflict', id: ID } }) as const;
    await replica((store) => ({ ...store, commit: conflict })).approvals.take(ID, click(MARCUS));
    expect(lines.splice(0)).toMatchObject([{ level: 'warn', ...of }]);
    await replica().approvals.take(ID, click(MARCUS));
    expect(lines).toMatchObject([{ level: 'info', ...of, outcome: 'approved' }]);
  });
});
