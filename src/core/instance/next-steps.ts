import type { Failure, FailureKind } from '../failure/failure.ts';
import { causeOf, type FailureCause } from '../failure/failure-cause.ts';
import { isReclaiming } from '../spot/spot-clock.ts';
import type { Instance } from './instance.ts';
import { lacksItsAddress } from './try-address.ts';

/**
 * What a person can do by a button after something has failed. `alternatives`: what else can be had. `tryAgain`: the form
 * filled in with what failed. `balance`: what the account has now. `lookAgain`: whether the cloud has it after all.
 * `permission`: which right is missing, to be handed to the operator. `address`: the public address it runs without.
 */
export const NEXT_STEPS = ['alternatives', 'tryAgain', 'balance', 'lookAgain', 'permission', 'address'] as const;
export type NextStep = (typeof NEXT_STEPS)[number];

/**
 * Spelt out for every kind, so that a new one does not compile before somebody has decided. Where an instance may exist after
 * all it is only looked for: to order it again could pay twice for one.
 */
const STEPS: Readonly<Record<FailureKind, readonly NextStep[]>> = {
  throttled: ['tryAgain'],
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
  unknown: ['tryAgain'],
};

export const stepsAfter = (kind: FailureKind): readonly NextStep[] => STEPS[kind];

/**
 * Where the cause says more than the kind: no balance pays what the account may not buy so, or for an order that is open elsewhere, and
 * no other type finds an address. What was only asked, or never sent, has bought nothing.
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

/** The instances that a step is for: those that failed in a way after which it helps, or are about to be reclaimed. */
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
  // What was taken over has no tag to be looked for by.
  if (adopted && step === 'lookAgain') return false;
  // It is not there any more.
  if (failure.kind === 'reclaimed') return true;
  // What is in the cloud is started or released there; another one beside it would be paid for as well.
  return cloudId === null || step === 'lookAgain' || step === 'permission' || step === 'balance';
}
