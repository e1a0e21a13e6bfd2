import type { Result } from '../base/result.ts';
import { type Failure, failureOf } from '../failure/failure.ts';
import { NO_PRICE } from '../failure/failure-cause.ts';
import type { Instance } from '../instance/instance.ts';
import { NOBODY_KNOWN } from '../policy/people.ts';
import type { Policy } from '../policy/policy.ts';
import { aimOf } from '../renewal/renewal.ts';
import type { Renewing } from '../renewal/renewal-act.ts';
import type { Request } from '../request/request.ts';
import { driftOf, type Quote } from '../spec/quote.ts';
import { type Approval, canonical, specHash } from './approval.ts';
import { requirementsOf } from './requirements.ts';

/** Whether an instance needs an approval to be bought: prepaid ones always, others when their request waited for one. */
export const needsApproval = ({ spec }: Pick<Instance, 'spec'>, request: Request | null): boolean =>
  spec.charge.kind === 'prepaid' || (request?.approval ?? null) !== null;

/** Why a request that needed no approval is not bought: the policy in force asks for one. Null if it does not. */
export function againstMissingApproval(request: Request, policy: Policy): Failure | null {
  const { approval, requester, spec, quote = null } = request;
  if (approval !== null || spec.charge.kind === 'prepaid') return null;
  const asked = { requester, charge: spec.charge.kind, quote };
  const isFree = requirementsOf(policy, [], asked, NOBODY_KNOWN).length === 0;
  return isFree ? null : failureOf('notAllowed', { detail: 'approvals' });
}

/**
 * How long after its approval something prepaid may still be bought. Hourly instances have no such limit: they can be
 * released at any time.
 */
export const APPROVAL_HOLDS_MS = 24 * 3_600_000;

/**
 * The approval under which an instance may be bought now, or why there is none. It is checked right before each purchase, on the
 * request as the store holds it, because a freeze or a lack of stock may have delayed the purchase.
 */
export function approvalToBuy(row: Instance, request: Request | null, now: number): Approval | Failure {
  const isWhatWasApproved =
    request !== null && canonical({ ...row.spec, name: '' }) === canonical({ ...request.spec, name: '' });
  return approvalOf(request, isWhatWasApproved, now);
}

/** The same for a renewal and for a larger prepaid disk. */
export const approvalOfRenewing = (request: Renewing, now: number): Approval | Failure =>
  approvalOf(request, true, now);

function approvalOf(request: Request | null, isWhatWasAsked: boolean, now: number): Approval | Failure {
  const approval = request?.approval ?? null;
  if (request === null || approval === null) return notApproved('It was never approved.');
  const { decision } = approval;
  if (request.state !== 'creating' || decision?.is !== 'approved') return notApproved('Its approval does not stand.');
  const { spec, amount, renewal } = request;
  const isWhatWasApproved = isWhatWasAsked && approval.specHash === specHash(spec, amount, renewal && aimOf(renewal));
  if (!isWhatWasApproved) return notApproved('It is not what was approved.');
  return spec.charge.kind !== 'prepaid' || now - decision.at < APPROVAL_HOLDS_MS ? approval : notApproved('');
}

/**
 * Whether the current price prevents the purchase; null when it does not.
 *
 * @param mayFall whether a lower price than the approved one is accepted: the rest of a term costs less every day, and the
 * spot market moves
 */
export function againstPrice(
  { quote, tolerancePercent }: Approval,
  price: Result<Quote | 'unknown', Failure>,
  api = 'DescribePrice',
  mayFall = false,
): Failure | null {
  if (!price.ok) return price.error;
  // The cloud names no price right now. That is no other price, so the purchase is retried for a while.
  if (price.value === 'unknown') return failureOf('transient', { code: NO_PRICE, api });
  const drift = quote === null ? 'incomparable' : driftOf(quote, price.value, tolerancePercent);
  return drift === 'none' || (mayFall && drift === 'down') ? null : failureOf('priceChanged');
}

/** The policy no longer has the approved start script, or its content has changed. */
export const SCRIPT_CHANGED: Failure = failureOf('scriptChanged');

/** The region no longer has the requested key pair. The code is the one with which the cloud would refuse the create. */
export const KEY_GONE: Failure = failureOf('badInput', {
  code: 'InvalidKeyPairName.NotFound',
  api: 'DescribeKeyPairs',
});

const notApproved = (detail: string): Failure => failureOf('lapsed', { detail });
