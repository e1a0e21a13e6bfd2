import type { Result } from '../base/result.ts';
import { type Failure, failureOf } from '../failure/failure.ts';
import { NO_PRICE } from '../failure/failure-cause.ts';
import type { Instance } from '../instance/instance.ts';
import { aimOf } from '../renewal/renewal.ts';
import type { Renewing } from '../renewal/renewal-act.ts';
import type { Request } from '../request/request.ts';
import { driftOf, type Quote } from '../spec/quote.ts';
import { type Approval, canonical, specHash } from './approval.ts';

/** How long after the decision something prepaid may still be bought. */
export const APPROVAL_HOLDS_MS = 24 * 3_600_000;

/**
 * The approval under which an instance may be bought now, or why there is none. What is prepaid cannot be given back, so it is
 * asked once more right before each purchase, of the request as the store holds it.
 */
export function approvalToBuy(row: Instance, request: Request | null, now: number): Approval | Failure {
  const isWhatWasApproved =
    request !== null && canonical({ ...row.spec, name: '' }) === canonical({ ...request.spec, name: '' });
  return approvalOf(request, isWhatWasApproved, now);
}

/** The same of an instance's time that is prolonged, and of a disk of it that gets larger. */
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
  return now - decision.at < APPROVAL_HOLDS_MS ? approval : notApproved('');
}

/**
 * What is in the way of buying at the price of now; null when nothing does.
 *
 * @param mayFall whether less than was approved is no other price: the rest of a term costs less every day
 */
export function againstPrice(
  { quote, tolerancePercent }: Approval,
  price: Result<Quote | 'unknown', Failure>,
  api = 'DescribePrice',
  mayFall = false,
): Failure | null {
  if (!price.ok) return price.error;
  // The cloud names no price at this moment: not another one, so it is asked again for a while.
  if (price.value === 'unknown') return failureOf('transient', { code: NO_PRICE, api });
  const drift = quote === null ? 'incomparable' : driftOf(quote, price.value, tolerancePercent);
  return drift === 'none' || (mayFall && drift === 'down') ? null : failureOf('priceChanged');
}

/** The start script that was approved is not in the policy now, or has another content. */
export const SCRIPT_CHANGED: Failure = failureOf('scriptChanged');

/** The key pair that was asked for is not in the region any more; by the code with which a create would be refused. */
export const KEY_GONE: Failure = failureOf('badInput', {
  code: 'InvalidKeyPairName.NotFound',
  api: 'DescribeKeyPairs',
});

const notApproved = (detail: string): Failure => failureOf('lapsed', { detail });
