import { fail, ok, type Result } from '../base/result.ts';
import { type Failure, failureOf } from '../failure/failure.ts';
import { NEEDS_APPROVAL, NO_PRICE, REQUESTER_LEFT } from '../failure/failure-cause.ts';
import type { Instance } from '../instance/instance.ts';
import { NOBODY_KNOWN, type People } from '../policy/people.ts';
import type { Policy } from '../policy/policy.ts';
import { aimOf } from '../renewal/renewal.ts';
import type { Renewing } from '../renewal/renewal-act.ts';
import type { Request } from '../request/request.ts';
import type { ChargeKind } from '../spec/charge.ts';
import { driftOf, type Quote } from '../spec/quote.ts';
import { type Approval, canonical, specHash } from './approval.ts';
import { asksMore, priceDecides, requirementsOf } from './requirements.ts';

/** Whether an instance needs an approval to be bought: prepaid ones always, others when their request waited for one. */
export const needsApproval = ({ spec }: Pick<Instance, 'spec'>, request: Request | null): boolean =>
  spec.charge.kind === 'prepaid' || (request?.approval ?? null) !== null;

/**
 * Why a request that needed no approval is not bought: at the price at its submission, the policy in force asks for one.
 * Null if it does not.
 */
export function againstMissingApproval(request: Request, policy: Policy): Failure | null {
  if (request.approval !== null || request.spec.charge.kind === 'prepaid') return null;
  return isFree(request, request.quote ?? null, policy) ? null : failureOf('notAllowed', { detail: 'approvals' });
}

const isFree = ({ requester, spec }: Request, quote: Quote | null, policy: Policy): boolean =>
  requirementsOf(policy, [], { requester, charge: spec.charge.kind, quote }, NOBODY_KNOWN).length === 0;

/** How long the price at submission counts as the current one, as it does in the form. */
const PRICE_HOLDS_MS = 60_000;

/** Whether a request that needed no approval may need one by now because its price has risen while it waited. */
export function mayCostMore({ spec, quote = null }: Request, policy: Policy, now: number): boolean {
  if (!priceDecides(policy, spec.charge.kind)) return false;
  const age = quote === null ? PRICE_HOLDS_MS : now - quote.at;
  return age < 0 || age >= PRICE_HOLDS_MS;
}

/** Why it is not bought at the current price: at that price, the policy in force asks for an approval. Null if it does not. */
export function againstUnapprovedPrice(request: Request, price: CurrentPrice, policy: Policy): Failure | null {
  const known = named(price, 'DescribePrice');
  if (!known.ok) return known.error;
  return isFree(request, known.value, policy) ? null : failureOf('priceChanged', { code: NEEDS_APPROVAL });
}

/** Why nothing is bought for a person: their account was deactivated since the request. Null if that is not known. */
export const againstRequester = ({ requester }: Pick<Request, 'requester'>, people: People): Failure | null =>
  people.membershipOf(requester) === 'deactivated'
    ? failureOf('lapsed', { code: REQUESTER_LEFT, api: 'users.info' })
    : null;

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

/** The cloud's answer to the question for a price. */
export type CurrentPrice = Result<Quote | 'unknown', Failure>;

/** By what the current price is judged. */
export interface PriceTerms {
  /** The policy in force. */
  readonly policy: Policy;
  readonly charge: ChargeKind;
  /** The call that was asked. */
  readonly api?: string;
  /** Whether a lower price than the approved one is accepted: the rest of a term costs less every day, and the spot market moves. */
  readonly mayFall?: boolean;
}

/**
 * Whether the current price prevents the purchase; null when it does not. A rise within the tolerance does if it makes another
 * rule fit.
 */
export function againstPrice(
  { quote, tolerancePercent }: Approval,
  price: CurrentPrice,
  { policy, charge, api = 'DescribePrice', mayFall = false }: PriceTerms,
): Failure | null {
  const known = named(price, api);
  if (!known.ok) return known.error;
  const drift = quote === null ? 'incomparable' : driftOf(quote, known.value, tolerancePercent);
  if (drift !== 'none' && !(mayFall && drift === 'down')) return failureOf('priceChanged');
  return quote !== null && asksMore(policy, charge, quote, known.value) ? failureOf('priceChanged') : null;
}

/** If the cloud names no price right now, that is no other price: the purchase is retried for a while. */
function named(price: CurrentPrice, api: string): Result<Quote, Failure> {
  if (!price.ok) return price;
  return price.value === 'unknown' ? fail(failureOf('transient', { code: NO_PRICE, api })) : ok(price.value);
}

/** The policy no longer has the approved start script, or its content has changed. */
export const SCRIPT_CHANGED: Failure = failureOf('scriptChanged');

/** The region no longer has the requested key pair, or another key under its name. The code is the one with which the cloud would refuse the create. */
export const KEY_GONE: Failure = failureOf('badInput', {
  code: 'InvalidKeyPairName.NotFound',
  api: 'DescribeKeyPairs',
});

const notApproved = (detail: string): Failure => failureOf('lapsed', { detail });
