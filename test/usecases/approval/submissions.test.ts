import { expect, test } from 'vitest';
import { fail, ok } from '../../../src/core/base/result.ts';
import { failureOf } from '../../../src/core/failure/failure.ts';
import type { Store } from '../../../src/store/store.ts';
import { office, requestOf, wishOf } from './approval-office.ts';
import { cny, LENA, MARCUS, policyWith } from './approval-stage.ts';

/** A store whose first commit waits until `until` is so, or the others have had time enough. */
function slowAtFirst(until: () => boolean) {
  const commits: unknown[] = [];
  const wrap = (store: Store): Store => ({
    ...store,
    async commit(change) {
      commits.push(change);
      const isFirst = commits.length === 1;
      for (let turn = 0; turn < 200 && isFirst && !until(); turn++) await new Promise((next) => setImmediate(next));
      return store.commit(change);
    },
  });
  return { commits, wrap };
}

test('of what one person submits at once one waits for the other, and nobody else waits for them', async () => {
  const { replica } = await office();
  const ends: string[] = [];
  const { wrap, commits } = slowAtFirst(() => ends.includes('Marcus'));
  const { approvals } = replica(wrap);
  const submit = (name: string, requester: string) =>
    approvals.submit(wishOf(`view:${name}`, { requester })).then(() => ends.push(name));
  await Promise.all([submit('Lena', LENA), submit('Lena again', LENA), submit('Marcus', MARCUS)]);
  expect(ends).toEqual(['Marcus', 'Lena', 'Lena again']);
  // No attempt was in vain.
  expect(commits).toHaveLength(3);
});

test('under a budget everybody waits for each other, since what one spends counts for all', async () => {
  const budgets = [{ line: 5, who: 'each', perMonth: cny(900_000_000) }] as const;
  const { replica } = await office(policyWith({ budgets }));
  const { wrap, commits } = slowAtFirst(() => false);
  const { approvals } = replica(wrap);
  const asked = [LENA, MARCUS].map((requester) => approvals.submit(wishOf(`view:${requester}`, { requester })));
  expect((await Promise.all(asked)).map(({ is }) => is)).toEqual(['submitted', 'submitted']);
  expect(commits).toHaveLength(2);
});

test('approvers are shown the balance of that moment, or that the cloud did not tell it', async () => {
  const { replica, state } = await office();
  const shown = async (origin: string) => requestOf(await replica().approvals.submit(wishOf(origin))).approval?.balance;
  state.balance = ok(cny(500_000));
  expect(await shown('view:1')).toEqual({ money: cny(500_000), at: state.now });
  state.balance = fail(failureOf('ambiguous', { detail: '' }));
  expect(await shown('view:2')).toEqual({ money: null, at: state.now });
});

test('each call that buys has a token of its own, which no other bot of the account can have made', async () => {
  const { replica } = await office(
    policyWith({}, { limits: { maxInstancesPerPersonPerDay: { value: 500, line: 3 } } }),
  );
  const { id, clientTokens } = requestOf(await replica().approvals.submit(wishOf('view:1', { amount: 250 })));
  expect(new Set(clientTokens).size).toBe(3);
  for (const token of clientTokens) expect(token).toMatch(new RegExp(`^${id}-.*[0-9a-z]{20}$`, 'u'));
});
