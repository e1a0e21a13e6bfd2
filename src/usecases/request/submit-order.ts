import {
  askFor,
  needsPrice,
  type PurchaseWish,
  type SubmissionVerdict,
  type Unsubmittable,
} from '../../core/approval/approval-new.ts';
import { CONFLICT, retryOnConflict } from '../../core/base/retry-on-conflict.ts';
import { leaseDurationOf } from '../../core/lease/lease-duration.ts';
import type { People } from '../../core/policy/people.ts';
import { ASKED_WITHIN_MS } from '../../core/policy/person-limits.ts';
import { type AuditEvent, SUBMISSION_SCOPE } from '../../core/request/event.ts';
import type { Request } from '../../core/request/request.ts';
import { type NewRequest, newRequest } from '../../core/request/request-new.ts';
import { type Change, CommitInDoubt } from '../../store/store.ts';
import { type ApprovalDeps, clientTokens, readBalance } from '../approval/approval-deps.ts';
import type { Refusals } from '../approval/refusals.ts';

/** A judged order, and where it comes from. */
export interface Submitted extends PurchaseWish {
  /** See {@link Request.origin}. */
  readonly origin: string;
  readonly team: string;
  readonly channel: string;
  /** Read just now. */
  readonly people: People;
}

/** The outcome of writing an order. */
export type Written =
  /** `isNew`: made by this very submission; otherwise by an earlier one with the same origin. */
  { readonly is: 'submitted'; readonly request: Request; readonly isNew: boolean } | Unsubmittable;

/**
 * Stores a request in one commit: to be bought, or to wait for approval. Stores nothing if it could never be bought.
 *
 * @throws StoreUnavailable
 */
export async function writeSubmission(deps: ApprovalDeps, wish: Submitted): Promise<Written> {
  const { store, random, clock } = deps;
  const requestId = `r-${random.id(10)}`;
  // Approvers are shown the balance.
  const paying = needsPrice(wish, deps.policy.current().policy) ? { ...wish, balance: await readBalance(deps) } : wish;
  const attempt = async (): Promise<Written | typeof CONFLICT> => {
    const { policy } = deps.policy.current();
    const at = clock.now();
    const month = policy.approval.budgets.length === 0 ? null : await store.month(at);
    const lately = await store.askedBy(wish.requester, at - ASKED_WITHIN_MS);
    const admins = deps.authority.admins();
    const asked = askFor(paying, { at, policy, admins, people: wish.people, month: month?.spending ?? [], lately });
    if (asked.is !== 'free' && asked.is !== 'asks') {
      // A repeated submission gets its request, even if it would be refused by now.
      const earlier = await store.requestByOrigin(wish.origin);
      return earlier === null ? asked : { is: 'submitted', request: earlier, isNew: false };
    }
    const leaseMs = leaseDurationOf(wish.spec, policy.lease?.value ?? null);
    const { request, change } = changeOf(deps, wish, { requestId, leaseMs, partial: policy.partial, at }, asked);
    const underSpending = month === null ? {} : { underSpending: month.version };
    const trouble = await store
      .commit({ ...change, ...underSpending, underAsked: { requester: wish.requester, version: lately.version } })
      .then(
        (written) => (written.ok ? null : written.error),
        (error: unknown) => error as Error,
      );
    // Another submission of this form may have been first, or this one was stored and only the answer was lost.
    const byOrigin = (): Promise<Request | null> =>
      store.requestByOrigin(wish.origin).catch((error: unknown) => {
        throw trouble instanceof CommitInDoubt ? trouble : error;
      });
    const submitted = trouble === null ? request : await byOrigin();
    if (submitted !== null) return { is: 'submitted', request: submitted, isNew: submitted.id === requestId };
    if (trouble instanceof Error) throw trouble;
    if (trouble?.kind !== 'conflict') throw new Error(`a new request was refused: ${trouble?.kind}`);
    return CONFLICT;
  };
  return retryOnConflict(attempt);
}

function changeOf(
  deps: ApprovalDeps,
  { spec, amount, quote, names, facts, origin, requester, team, channel }: Submitted,
  { requestId, leaseMs, partial, at }: Pick<NewRequest, 'requestId' | 'leaseMs' | 'partial' | 'at'>,
  asked: Exclude<SubmissionVerdict, Unsubmittable>,
): { readonly request: Request; readonly change: Change } {
  const { request, instances, events, messages } = newRequest({
    spec,
    amount,
    quote,
    facts,
    ...(names && { names }),
    ...(leaseMs && { leaseMs }),
    ...(partial && { partial }),
    approval: asked.is === 'asks' ? asked.approval : null,
    requestId,
    clientTokens: clientTokens(deps, requestId, amount),
    origin,
    requester,
    team,
    channel,
    at,
  });
  const rows = { requests: [{ next: request }], instances: instances.map((next) => ({ next })) };
  return { request, change: { ...rows, events, messages, at } };
}

/** Stores that a submission was refused, and by which rules. The refusal does not depend on this. */
export async function recordRefusal(
  { store, clock, log }: ApprovalDeps,
  refusals: Refusals,
  { user, channel, rules }: { readonly user: string; readonly channel: string; readonly rules: readonly string[] },
): Promise<void> {
  const noted = refusals.next(user);
  if (noted === null) return;
  const at = clock.now();
  const event: AuditEvent = {
    at,
    kind: 'request.refused',
    actor: user,
    requestId: SUBMISSION_SCOPE,
    instanceId: null,
    data: { rules, channel, ...(noted.more > 0 && noted) },
  };
  await store
    .commit({ events: [event], at })
    .catch(() => log.error({ user, rules }, 'a refusal could not be written down'));
}
