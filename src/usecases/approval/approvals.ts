import type { Click } from '../../core/approval/decide.ts';
import { makeKeyedQueue } from '../../core/base/keyed-queue.ts';
import type { People } from '../../core/policy/people.ts';
import type { ChargeKind } from '../../core/spec/charge.ts';
import {
  askRenewal,
  previewRenewal,
  type Renewable,
  type RenewalAsked,
  type RenewalWish,
  refusalOfRenewal,
  type Unrenewable,
} from '../renewal/submit-renewal.ts';
import { recordRefusal, type Submitted, type Written, writeSubmission } from '../request/submit-order.ts';
import type { ApprovalDeps } from './approval-deps.ts';
import { peopleForApproval } from './people-for-approval.ts';
import { makeRefusals } from './refusals.ts';
import { type ClickResult, type MayDecide, takeBeforeNote, takeClick } from './take-click.ts';

/**
 * The imperative side of approvals: reads every fact anew, lets core/approval/decide.ts decide, and stores the decision in one
 * commit.
 */
export interface Approvals {
  /** See {@link peopleForApproval}. */
  peopleFor(requester: string, charge: ChargeKind): Promise<People>;
  /** See {@link writeSubmission}. */
  submit(wish: Submitted): Promise<Written>;
  /** See {@link refusalOfRenewal}, {@link previewRenewal} and {@link askRenewal}. */
  refusalOfRenewal(wish: Parameters<typeof refusalOfRenewal>[1]): Promise<Unrenewable | null>;
  previewRenewal(wish: RenewalWish): Promise<Renewable | Unrenewable>;
  askRenewal(wish: RenewalWish, from: Parameters<typeof askRenewal>[2]): Promise<RenewalAsked>;
  /** Never rejects. */
  recordRefusal(refusal: Parameters<typeof recordRefusal>[2]): Promise<void>;
  /** See {@link takeClick}. Takes the clicks on one request one after the other, so that fifty at once make no storm. */
  take(requestId: string, click: Click): Promise<ClickResult>;
  /** See {@link takeBeforeNote}. Does not wait for other clicks, so that a window can still be opened. */
  beforeNote(requestId: string, click: Click): Promise<ClickResult | MayDecide>;
}

export function makeApprovals(deps: ApprovalDeps): Approvals {
  const queue = makeKeyedQueue();
  const refusals = makeRefusals(deps.clock);
  return {
    peopleFor: (requester, charge) => peopleForApproval(deps, requester, charge),
    submit: (wish) =>
      // Submissions that would conflict wait for each other: those of one person, or all of them if there are budgets.
      queue.run(
        deps.policy.current().policy.approval.budgets.length === 0 ? `asked ${wish.requester}` : 'budgets',
        () => writeSubmission(deps, wish),
      ),
    refusalOfRenewal: (wish) => refusalOfRenewal(deps, wish),
    previewRenewal: (wish) => previewRenewal(deps, wish),
    askRenewal: (wish, from) => queue.run(`renew ${wish.instanceId}`, () => askRenewal(deps, wish, from)),
    recordRefusal: (refusal) => recordRefusal(deps, refusals, refusal),
    beforeNote: (requestId, click) => takeBeforeNote(deps, refusals, requestId, click),
    take: (requestId, click) => queue.run(requestId, () => takeClick(deps, refusals, requestId, click)),
  };
}
