import type { Circumstances } from '../../core/approval/blockers.ts';
import { type Click, refusalOfClick } from '../../core/approval/decide.ts';
import { fail } from '../../core/base/result.ts';
import { failureOf } from '../../core/failure/failure.ts';
import type { Request } from '../../core/request/request.ts';
import { freshPriceOf } from '../../ecs/money/price-of.ts';
import type { ApprovalDeps } from './approval-deps.ts';

/** The facts of a decision, and the version of the spending on which it was judged; null if no budget matters. */
interface DecisionFacts {
  readonly circumstances: Circumstances;
  readonly underSpending: number | null;
}

/** The policy and the people alone. @param asOf `known`: without waiting for Slack */
export async function gatherPeople(
  deps: ApprovalDeps,
  request: Request,
  click: Click,
  asOf: 'known' | 'fresh',
): Promise<Circumstances> {
  const named = new Set([click.by, request.requester, ...(request.approval?.votes ?? []).map(({ by }) => by)]);
  const people = asOf === 'known' ? deps.directory.known() : await deps.directory.fresh([...named]);
  const { policy, authority, clock } = deps;
  const rules = { at: clock.now(), policy: policy.current().policy, admins: authority.admins() };
  return { ...rules, people, ...UNASKED };
}

/** Reads anew everything by which a click is judged. Asks the cloud only if the click could lead to a purchase. */
export async function gatherDecisionFacts(deps: ApprovalDeps, request: Request, click: Click): Promise<DecisionFacts> {
  const before = await gatherPeople(deps, request, click, 'fresh');
  const { approval } = request;
  const isOpen = request.state === 'pending' && approval !== null && before.at < approval.expiresAt;
  if (!isOpen || click.what !== 'approve' || refusalOfClick(request, approval, click, before) !== null)
    return { circumstances: before, underSpending: null };

  const prepaid = request.spec.charge.kind === 'prepaid';
  const [price, balance] = await Promise.all([
    freshPriceOf(deps.quotes, request),
    prepaid ? deps.quotes.balance.fresh() : fail(NOT_ASKED),
  ]);
  // Read last, so that the people, the policy and the time are those of the decision: the cloud may have let it wait for long.
  const now = await gatherPeople(deps, request, click, 'fresh');
  const budgeted = now.policy.approval.budgets.length > 0;
  const month = budgeted ? await deps.store.month(now.at) : null;
  const circumstances = { ...now, price, balance, ...(month && { month: month.spending }) };
  return { circumstances, underSpending: month?.version ?? null };
}

const NOT_ASKED = failureOf('notSent', { detail: '' });

const UNASKED = { price: fail(NOT_ASKED), balance: fail(NOT_ASKED), month: [] } as const;
