import type { Failure, FailureKind } from '../failure/failure.ts';
import { causeOf, type FailureCause } from '../failure/failure-cause.ts';
import { isReclaiming } from '../spot/spot-clock.ts';
import type { Instance } from './instance.ts';
import { lacksItsAddress } from './try-address.ts';

/**
 * The buttons offered after a failure. `alternatives`: what else is available. `tryAgain`: the form filled in with the
 * failed request. `balance`: the account's current balance. `lookAgain`: whether the cloud has it after all. `permission`:
 * the missing right, to hand to the operator. `address`: allocate the missing public address.
 */
export const NEXT_STEPS = ['alternatives', 'tryAgain', 'balance', 'lookAgain', 'permission', 'address'] as const;
export type NextStep = (typeof NEXT_STEPS)[number];

/**
 * Every kind is listed, so that a new one does not compile before somebody decides. An instance that may exist is only
 * looked for: ordering again could pay twice for one.
 */
const STEPS: Readonly<Record<FailureKind, readonly NextStep[]>> = {
  throttled: ['tryAgain'],
  queued: ['tryAgain'],
  transient: ['tryAgain'],
  ambiguous: ['lookAgain'],
  notSent: ['tryAgain'],
  inFlight: ['lookAgain'],
  tokenMismatch: ['lookAgain'],
  wrongState: ['lookAgain'],
  busy: ['lookAgain'],
  alreadyDone: ['lookAgain'],
  gone: ['lookAgain'],
  noStock: ['alternatives', 'tryAgain'],
  underMarket: ['tryAgain'],
  vSwitchFull: ['tryAgain'],
  money: ['balance', 'tryAgain'],
  quota: ['tryAgain'],
  permission: ['permission', 'tryAgain'],
  account: ['tryAgain'],
  locked: ['lookAgain'],
  credentials: ['tryAgain'],
  badInput: ['tryAgain'],
  vanished: ['lookAgain'],
  reclaimed: ['alternatives', 'lookAgain'],
  deadline: ['lookAgain'],
  doubtful: ['lookAgain'],
  priceChanged: ['tryAgain'],
  lapsed: ['tryAgain'],
  scriptChanged: ['tryAgain'],
  notAllowed: ['tryAgain'],
  unreadable: ['lookAgain'],
  unknown: ['tryAgain'],
};

export const stepsAfter = (kind: FailureKind): readonly NextStep[] => STEPS[kind];

/**
 * Where the cause says more than the kind. A balance does not help when the payment method is not allowed or another order
 * is unpaid, and no other type has an address to offer. An unanswered question or an order that was never sent has bought
 * nothing.
 */
const STEPS_OF_CAUSE: Readonly<Partial<Record<FailureCause, readonly NextStep[]>>> = {
  payMethod: ['tryAgain'],
  noPublicIp: ['tryAgain'],
  unpaidOrder: ['tryAgain'],
  noAnswer: ['tryAgain', 'lookAgain'],
  neverOrdered: ['tryAgain'],
};

function stepsOf(failure: Failure): readonly NextStep[] {
  const cause = causeOf(failure);
  return (cause === null ? undefined : STEPS_OF_CAUSE[cause]) ?? stepsAfter(failure.kind);
}

/** The instances for which a step helps: they failed in a matching way, or are about to be reclaimed. */
export const failedFor = (step: NextStep, instances: readonly Instance[]): readonly Instance[] =>
  instances.filter((instance) => isFor(step, instance));

/** Every step that helps after at least one of the failures, in the order of {@link NEXT_STEPS}. */
export const stepsFor = (instances: readonly Instance[]): readonly NextStep[] =>
  NEXT_STEPS.filter((step) => failedFor(step, instances).length > 0);

function isFor(step: NextStep, instance: Instance): boolean {
  const { outcome, failure, cloudId, adopted, noAddress } = instance;
  if (lacksItsAddress(instance) && noAddress) {
    if (step === 'address') return true;
    if (step === 'permission' && noAddress.kind === 'permission') return true;
  }
  if (step === 'alternatives' && isReclaiming(instance)) return true;
  if (outcome !== 'failed' || failure === null || !stepsOf(failure).includes(step)) return false;
  // An adopted instance has no tag to search for.
  if (adopted && step === 'lookAgain') return false;
  // It no longer exists, so an alternative does not add to its costs.
  if (failure.kind === 'reclaimed') return true;
  // An instance in the cloud can be started or released there. Another one beside it would cost extra.
  return cloudId === null || step === 'lookAgain' || step === 'permission' || step === 'balance';
}
