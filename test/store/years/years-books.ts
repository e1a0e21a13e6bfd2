import { type Expense, expenseAfter, expenseOfRequest, newExpense } from '../../../src/core/approval/expense.ts';
import { merged, type Tally, talliesOf } from '../../../src/core/approval/tally.ts';
import type { YearsRequest } from './years-requests.ts';

/** What the requests of years cost, as the store would have kept it with every commit. */
export function yearsBooks() {
  const expenses: { id: string; body: string }[] = [];
  let tallies: readonly Tally[] = [];
  let fresh: Tally[] = [];
  const put = (before: Expense | null, next: Expense, at: number): Expense => {
    fresh.push(...talliesOf(before, next, at));
    return next;
  };
  const gather = (): readonly Tally[] => {
    tallies = merged([...tallies, ...fresh]);
    fresh = [];
    return tallies;
  };
  return {
    expenses,
    keep({ request, instances }: YearsRequest): void {
      const own = expenseOfRequest(request);
      if (own !== null && own.state.is !== 'over') expenses.push(rowOf(put(null, own, request.createdAt)));
      for (const instance of instances) {
        const first = newExpense(instance, request);
        if (first === null) continue;
        const { order, acceptedAt } = instance;
        const begun = { ...instance, wanted: 'running', order: null } as const;
        const bought = put(null, expenseAfter(first, begun, acceptedAt ?? request.createdAt), request.createdAt);
        expenses.push(rowOf(order === null ? bought : put(bought, expenseAfter(bought, instance, order.at), order.at)));
      }
      if (fresh.length > 20_000) gather();
    },
    sums: () =>
      gather().map(({ month, requester, currency, sum, by }) => ({ month, requester, currency, sum, amount: by })),
  };
}

const rowOf = (expense: Expense) => ({ id: expense.id, body: JSON.stringify(expense) });
