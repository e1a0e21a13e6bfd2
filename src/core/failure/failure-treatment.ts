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

interface Meaning {
  /** Whether it heals by waiting, tells that our picture is not that of the cloud, or is the cloud's word. */
  readonly nature: Nature;
  /** Whether a call that was answered so may have taken effect all the same: what is not known to be a refusal is none. */
  readonly mayHaveHappened: boolean;
  /** Nobody knows how to repair it, or our parameters cannot be to blame where something exists: tried again until its deadline. */
  readonly mayHeal?: true;
  /** Not worth a line in the thread: it tells of our own repetition or of a stale picture, not of trouble. */
  readonly isQuiet?: true;
}

/** Spelt out for every kind, so that a new kind does not compile before somebody has decided. */
const MEANING: Readonly<Record<FailureKind, Meaning>> = {
  throttled: { nature: 'passing', mayHaveHappened: false },
  transient: { nature: 'passing', mayHaveHappened: true },
  ambiguous: { nature: 'passing', mayHaveHappened: true },
  notSent: { nature: 'passing', mayHaveHappened: false },
  inFlight: { nature: 'passing', mayHaveHappened: true, isQuiet: true }, // an earlier call with the token is under way
  busy: { nature: 'passing', mayHaveHappened: false },
  wrongState: { nature: 'stale', mayHaveHappened: false, isQuiet: true },
  alreadyDone: { nature: 'stale', mayHaveHappened: false, isQuiet: true },
  gone: { nature: 'stale', mayHaveHappened: false, isQuiet: true }, // a new id may be unknown for a moment: the look and its grace period decide
  tokenMismatch: { nature: 'final', mayHaveHappened: true, mayHeal: true }, // the token was used, by whom nobody knows
  noStock: { nature: 'final', mayHaveHappened: false },
  underMarket: { nature: 'final', mayHaveHappened: false },
  vSwitchFull: { nature: 'final', mayHaveHappened: false },
  money: { nature: 'final', mayHaveHappened: false },
  quota: { nature: 'final', mayHaveHappened: false },
  permission: { nature: 'final', mayHaveHappened: false },
  account: { nature: 'final', mayHaveHappened: false },
  locked: { nature: 'final', mayHaveHappened: false },
  credentials: { nature: 'final', mayHaveHappened: false, mayHeal: true },
  badInput: { nature: 'final', mayHaveHappened: false, mayHeal: true },
  unknown: { nature: 'final', mayHaveHappened: true, mayHeal: true },
  // From here on no answer to a call.
  vanished: { nature: 'final', mayHaveHappened: false },
  reclaimed: { nature: 'final', mayHaveHappened: false },
  deadline: { nature: 'final', mayHaveHappened: false },
  doubtful: { nature: 'final', mayHaveHappened: false },
  priceChanged: { nature: 'final', mayHaveHappened: false },
  lapsed: { nature: 'final', mayHaveHappened: false },
  // A policy may be on its way to this replica, or its folder not mounted for a moment: it ends only with its deadline.
  scriptChanged: { nature: 'passing', mayHaveHappened: false },
  notAllowed: { nature: 'passing', mayHaveHappened: false },
};

/** What is to be bought ends at once when there are no credentials, as long as nothing exists: a wrong key does not heal by waiting. */
const BUYS: readonly Attempt[] = ['finalCheck', 'create'];

/** A failure that heals by waiting. */
export const isPassing = (kind: FailureKind): boolean => MEANING[kind].nature === 'passing';

/** A failure that tells that our picture is not that of the cloud. */
export const isStale = (kind: FailureKind): boolean => MEANING[kind].nature === 'stale';

/** That the same call is being worked on shows that one was sent before, whatever is to be done about it. */
const OF_THE_SAME_CALL: ReadonlySet<string | null> = new Set(['ProcessingSameRequest']);

/** Whether a call that was answered so may have taken effect all the same. */
export const mayHaveHappened = ({ kind, code }: Pick<Failure, 'kind' | 'code'>): boolean =>
  MEANING[kind].mayHaveHappened || OF_THE_SAME_CALL.has(code);

/** Whether a refusal of something that exists, and costs money, may be over at the next try. */
export const mayHeal = (kind: FailureKind): boolean => isPassing(kind) || MEANING[kind].mayHeal === true;

/** @param mayExist whether something of it may exist: it costs money, so that missing credentials do not end it. */
export function treatmentOf(attempt: Attempt, kind: FailureKind, mayExist = !BUYS.includes(attempt)): Treatment {
  const nature = MEANING[kind].nature;
  // A look that is refused says nothing about the instance, which may exist and cost money: only its deadline ends it.
  if (attempt === 'look' || attempt === 'lookUpByTag' || attempt === 'lookFirst') return 'retry';
  if (nature === 'passing' || (attempt === 'finalCheck' && nature === 'stale')) return 'retry';
  if (kind === 'credentials' && mayExist) return 'retry';
  if (!BUYS.includes(attempt) && mayHeal(kind)) return 'retry';
  if (attempt === 'create' || nature === 'final') return 'giveUp';
  if (attempt === 'allocateAddress' && kind === 'alreadyDone') return 'goOn';
  return 'look';
}

export const isWorthTelling = (kind: FailureKind): boolean => MEANING[kind].isQuiet !== true;
