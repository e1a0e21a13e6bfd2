import type { FailureKind } from './failure.ts';
import type { Instance } from './instance.ts';

/** Everything the lifecycle asks of the cloud for one instance; `lastLook`: at its price, right before it is bought. */
export type Attempt =
  | 'lastLook'
  | 'create'
  | 'lookUpByTag'
  | 'look'
  | 'allocateAddress'
  | 'start'
  | 'stop'
  | 'reboot'
  | 'delete';

export const LOOK_API = 'DescribeInstances';

/** The call that carries an attempt, where its failure does not say. */
export const API_OF: Readonly<Record<Attempt, string>> = {
  lastLook: 'DescribePrice',
  create: 'CreateInstance',
  lookUpByTag: LOOK_API,
  look: LOOK_API,
  allocateAddress: 'AllocatePublicIpAddress',
  start: 'StartInstance',
  stop: 'StopInstance',
  reboot: 'RebootInstance',
  delete: 'DeleteInstance',
};

/**
 * What becomes of an instance when an attempt fails: `retry` the same thing later (with the same token), `look` again because
 * our picture of it is stale, `goOn` because it is done already, or `giveUp` because repeating cannot help.
 */
export type Treatment = 'retry' | 'look' | 'goOn' | 'giveUp';

type Nature = 'passing' | 'stale' | 'final';

/** Spelt out for every kind, so that a new kind does not compile before somebody has decided. */
const NATURE: Readonly<Record<FailureKind, Nature>> = {
  throttled: 'passing',
  transient: 'passing',
  ambiguous: 'passing',
  notSent: 'passing',
  inFlight: 'passing',
  busy: 'passing',
  wrongState: 'stale',
  alreadyDone: 'stale',
  gone: 'stale', // a new id may be unknown for a moment: the look and its grace period decide
  tokenMismatch: 'final',
  noStock: 'final',
  underMarket: 'final',
  vSwitchFull: 'final',
  money: 'final',
  quota: 'final',
  permission: 'final',
  account: 'final',
  locked: 'final',
  credentials: 'final',
  badInput: 'final',
  vanished: 'final',
  deadline: 'final',
  doubtful: 'final',
  priceChanged: 'final',
  lapsed: 'final',
  unknown: 'final',
};

/**
 * What is to be bought ends at once when there are no credentials: nothing exists then, and a wrong key does not heal by itself.
 * What exists already costs money whether it is brought to an end or not, so that a metadata service that was away for a moment must not leave it
 * half made: that is tried until the deadline.
 */
const BUYS: readonly Attempt[] = ['lastLook', 'create'];

/** A failure that heals by waiting. */
export const isPassing = (kind: FailureKind): boolean => NATURE[kind] === 'passing';

/** A failure that tells that our picture is not that of the cloud. */
export const isStale = (kind: FailureKind): boolean => NATURE[kind] === 'stale';

export function treatment(attempt: Attempt, kind: FailureKind): Treatment {
  const nature = NATURE[kind];
  // A look that is refused says nothing about the instance, which exists and may cost money: only its deadline ends it.
  if (attempt === 'look' || attempt === 'lookUpByTag') return 'retry';
  if (nature === 'passing' || (attempt === 'lastLook' && nature === 'stale')) return 'retry';
  if (kind === 'credentials' && !BUYS.includes(attempt)) return 'retry';
  if (attempt === 'create' || nature === 'final') return 'giveUp';
  if (attempt === 'allocateAddress' && kind === 'alreadyDone') return 'goOn';
  return 'look';
}

/** Not worth a line in the thread: they tell of our own repetition or of a stale picture, not of trouble. */
const QUIET: ReadonlySet<FailureKind> = new Set(['inFlight', 'wrongState', 'alreadyDone', 'gone']);

export const isWorthTelling = (kind: FailureKind): boolean => !QUIET.has(kind);

/**
 * True when a repeated CreateInstance was refused for good while an earlier one may have taken effect: from then on it is
 * looked up by tag only, and the refusal is told if nothing is found.
 */
export const refusedInDoubt = (instance: Instance): boolean =>
  instance.cloudId === null &&
  instance.failure !== null &&
  instance.failure.api !== LOOK_API &&
  treatment('create', instance.failure.kind) === 'giveUp';
