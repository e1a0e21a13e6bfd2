import { describe, expect, test } from 'vitest';
import type { ApprovalRule } from '../../../src/core/approval/approval-policy.ts';
import type { Click } from '../../../src/core/approval/decide.ts';
import type { Store } from '../../../src/store/store.ts';
import { click, FREE, ID, office, outcomeOf, requestOf, slackOf, wishOf } from './approval-office.ts';
import { cny, LENA, MARCUS, PRIYA, policyWith, TOM, TWO } from './approval-stage.ts';

/** Counts how often the spending of a month is read. */
const counting = (reads: number[]) => (store: Store) => ({
  ...store,
  month: (at: number) => {
    reads.push(at);
    return store.month(at);
  },
});

test('a decision asks Slack about who clicks, who asked and who has approved, and about nobody else', async () => {
  for (const [by, before] of [
    [MARCUS, []],
    [PRIYA, [MARCUS]],
  ] as const) {
    const slack = slackOf();
    const { replica, ask } = await office(policyWith(TWO), { directory: slack.directory });
    await ask();
    for (const voter of before) await replica().approvals.take(ID, click(voter));
    slack.asked.clear();
    const taken = await replica().approvals.take(ID, click(by));
    expect(outcomeOf(taken)).toBe(before.length === 0 ? 'voted' : 'approved');
    expect([...slack.asked].toSorted()).toEqual([by, LENA, ...before].toSorted());
  }
});

test('a withdrawal of what nobody had to approve asks Slack about who clicks and who asked', async () => {
  const { asked, directory } = slackOf();
  const { replica } = await office(policyWith(), { directory });
  const { id } = requestOf(await replica().approvals.submit(wishOf('view:free', { spec: FREE })));
  expect(outcomeOf(await replica().approvals.take(id, click(TOM, 'withdraw')))).toBe('notYours');
  expect([...asked]).toEqual([TOM, LENA]);
});

const EVERYTHING: ApprovalRule = { line: 7, charge: null, above: null, needed: 1, from: null };

test.each<readonly [what: string, click: Click, price: number, balance: number]>([
  ['approved', click(MARCUS), 1, 1],
  ['denied', click(MARCUS, 'deny'), 0, 0],
  ['withdrawn', click(LENA, 'withdraw'), 0, 0],
  ['notApprover', click(TOM), 0, 0],
  ['otherPrice', { ...click(MARCUS), round: 2 }, 0, 0],
])('the cloud is asked about money only for a click that could buy: %s', async (outcome, pressed, price, balance) => {
  const reads: number[] = [];
  const { replica, ask, state } = await office();
  await ask();
  expect(outcomeOf(await replica(counting(reads)).approvals.take(ID, pressed))).toBe(outcome);
  expect(state.asked).toEqual({ price, balance });
  // Without budgets no other spending matters.
  expect(reads).toEqual([]);
});

test('the cloud is asked about no money for what is decided or too late, nor about the balance for what is not prepaid', async () => {
  const { replica, ask, state } = await office(policyWith({ rules: [EVERYTHING] }));
  const { approvals } = replica();
  const { approval } = await ask();
  state.now = approval?.expiresAt ?? 0;
  expect(outcomeOf(await approvals.take(ID, click(MARCUS)))).toBe('expired');
  expect(outcomeOf(await approvals.take(ID, click(MARCUS)))).toBe('decided');
  expect(state.asked).toEqual({ price: 0, balance: 0 });
  const { id } = requestOf(await approvals.submit(wishOf('view:free', { spec: FREE })));
  expect(outcomeOf(await approvals.take(id, click(MARCUS)))).toBe('approved');
  expect(state.asked).toEqual({ price: 1, balance: 0 });
});

test('a withdrawal that comes too late does not hide that nobody has decided in time', async () => {
  const { replica, ask, state } = await office();
  const { approval } = await ask();
  state.now = approval?.expiresAt ?? 0;
  expect(outcomeOf(await replica().approvals.take(ID, click(LENA, 'withdraw')))).toBe('expired');
});

describe('under a budget', () => {
  const budgets = [{ line: 5, who: 'each', perMonth: cny(200_000) }] as const;

  test('an approval is judged again when others have spent since it was judged', async () => {
    const { replica, truth, ask, state } = await office(policyWith({ budgets }));
    await ask();
    let commits = 0;
    const { approvals } = replica((store) => ({
      ...store,
      async commit(change) {
        commits += 1;
        if (commits === 2) await ask({ id: 'r-other' });
        const { version } = await truth.month(state.now);
        if (commits <= 2) await truth.commit({ underSpending: version, at: state.now });
        return store.commit(change);
      },
    }));
    expect(outcomeOf(await approvals.take(ID, click(MARCUS)))).toBe('budget');
    expect((await truth.request(ID))?.state).toBe('pending');
  });

  test('a refusal is no spending, so it is in the way of nobody; an approval is', async () => {
    const { replica, truth, state, ask } = await office(policyWith({ budgets }));
    const { approvals } = replica();
    await ask();
    state.balance = { ok: true, value: cny(1) };
    const before = (await truth.month(state.now)).version;
    expect(outcomeOf(await approvals.take(ID, click(MARCUS)))).toBe('notEnough');
    expect((await truth.month(state.now)).version).toBe(before);
    state.balance = { ok: true, value: cny(1_000_000) };
    expect(outcomeOf(await approvals.take(ID, click(MARCUS)))).toBe('approved');
    expect((await truth.month(state.now)).version).toBeGreaterThan(before);
  });
});
