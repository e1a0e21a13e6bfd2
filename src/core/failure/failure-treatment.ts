import type { Failure, FailureKind } from './failure.ts';

/**
 * Everything the lifecycle asks of the cloud for one instance; `finalCheck`: at its price, right before it is bought; `lookFirst`: whether it,
 * or what a lost store has bought, exists already.
 */
export type Attempt =
  | 'lookFirst'
  | 'finalCheck'
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
  lookFirst: LOOK_API,
  finalCheck: 'DescribePrice',
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
  reclaimed: 'final',
  deadline: 'final',
  doubtful: 'final',
  priceChanged: 'final',
  lapsed: 'final',
  scriptChanged: 'final',
  unknown: 'final',
};

/** What is to be bought ends at once when there are no credentials, as long as nothing exists: a wrong key does not heal by waiting. */
const BUYS: readonly Attempt[] = ['finalCheck', 'create'];

/** A failure that heals by waiting. */
export const isPassing = (kind: FailureKind): boolean => NATURE[kind] === 'passing';

/** A failure that tells that our picture is not that of the cloud. */
export const isStale = (kind: FailureKind): boolean => NATURE[kind] === 'stale';

/**
 * Whether a call that was answered so may have taken effect all the same. Spelt out for every kind: what is not known to be a
 * refusal is none.
 */
const MAY_HAVE_HAPPENED: Readonly<Record<FailureKind, boolean>> = {
  throttled: false,
  transient: true,
  ambiguous: true,
  notSent: false,
  inFlight: true, // an earlier call with the token is under way
  tokenMismatch: true, // the token was used, by whom nobody knows
  wrongState: false,
  busy: false,
  alreadyDone: false,
  gone: false,
  noStock: false,
  underMarket: false,
  vSwitchFull: false,
  money: false,
  quota: false,
  permission: false,
  account: false,
  locked: false,
  credentials: false,
  badInput: false,
  vanished: false, // from here on no answer to a call
  reclaimed: false,
  deadline: false,
  doubtful: false,
  priceChanged: false,
  lapsed: false,
  scriptChanged: false,
  unknown: true,
};

/** That the same call is being worked on shows that one was sent before, whatever is to be done about it. */
const OF_THE_SAME_CALL: ReadonlySet<string | null> = new Set(['ProcessingSameRequest']);

export const mayHaveHappened = ({ kind, code }: Pick<Failure, 'kind' | 'code'>): boolean =>
  MAY_HAVE_HAPPENED[kind] || OF_THE_SAME_CALL.has(code);

/** What nobody knows how to repair, and what our parameters cannot be to blame for where something exists: tried again until its deadline. */
const MAY_HEAL: ReadonlySet<FailureKind> = new Set(['unknown', 'badInput', 'tokenMismatch', 'credentials']);

/** Whether a refusal of something that exists, and costs money, may be over at the next try. */
export const mayHeal = (kind: FailureKind): boolean => isPassing(kind) || MAY_HEAL.has(kind);

/** @param mayExist whether something of it may exist: it costs money, so that missing credentials do not end it. */
export function treatmentOf(attempt: Attempt, kind: FailureKind, mayExist = !BUYS.includes(attempt)): Treatment {
  const nature = NATURE[kind];
  // A look that is refused says nothing about the instance, which may exist and cost money: only its deadline ends it.
  if (attempt === 'look' || attempt === 'lookUpByTag' || attempt === 'lookFirst') return 'retry';
  if (nature === 'passing' || (attempt === 'finalCheck' && nature === 'stale')) return 'retry';
  if (kind === 'credentials' && mayExist) return 'retry';
  if (!BUYS.includes(attempt) && mayHeal(kind)) return 'retry';
  if (attempt === 'create' || nature === 'final') return 'giveUp';
  if (attempt === 'allocateAddress' && kind === 'alreadyDone') return 'goOn';
  return 'look';
}

/** Not worth a line in the thread: they tell of our own repetition or of a stale picture, not of trouble. */
const QUIET: ReadonlySet<FailureKind> = new Set(['inFlight', 'wrongState', 'alreadyDone', 'gone']);

export const isWorthTelling = (kind: FailureKind): boolean => !QUIET.has(kind);
