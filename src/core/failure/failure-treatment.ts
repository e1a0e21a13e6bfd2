import type { Failure, FailureKind } from './failure.ts';

/**
 * Everything that the lifecycle asks of the cloud for one instance. `finalCheck`: its price, right before the purchase.
 * `lookFirst`: whether it exists already, or anything that a lost store has bought.
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

/** The API call of an attempt, for failures that do not name it. */
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
 * What follows a failed attempt: `retry` the same later (with the same token), `look` again because our picture is stale,
 * `goOn` because it is done already, or `giveUp` because repeating cannot help.
 */
export type Treatment = 'retry' | 'look' | 'goOn' | 'giveUp';

type Nature = 'passing' | 'stale' | 'final';

interface Meaning {
  /** `passing` heals by waiting, `stale` shows that our picture is outdated, `final` is the cloud's last word. */
  readonly nature: Nature;
  /** Whether the call may have taken effect nevertheless. True unless the answer is known to be a refusal. */
  readonly mayHaveHappened: boolean;
  /** Retried until the deadline: nobody knows the cause, or our parameters cannot be at fault where an instance exists. */
  readonly mayHeal?: true;
  /** Not worth a line in the thread: it shows our own repetition or a stale picture, no trouble. */
  readonly isQuiet?: true;
}

/** Every kind is listed, so that a new one does not compile before somebody decides. */
const MEANING: Readonly<Record<FailureKind, Meaning>> = {
  throttled: { nature: 'passing', mayHaveHappened: false },
  queued: { nature: 'passing', mayHaveHappened: false, isQuiet: true }, // the bot's own order of work, no trouble
  transient: { nature: 'passing', mayHaveHappened: true },
  ambiguous: { nature: 'passing', mayHaveHappened: true },
  notSent: { nature: 'passing', mayHaveHappened: false },
  inFlight: { nature: 'passing', mayHaveHappened: true, isQuiet: true }, // an earlier call with the token is under way
  busy: { nature: 'passing', mayHaveHappened: false },
  wrongState: { nature: 'stale', mayHaveHappened: false, isQuiet: true },
  alreadyDone: { nature: 'stale', mayHaveHappened: false, isQuiet: true },
  gone: { nature: 'stale', mayHaveHappened: false, isQuiet: true }, // a new id may be unknown for a moment: the look and its grace period decide
  tokenMismatch: { nature: 'final', mayHaveHappened: true, mayHeal: true }, // the token was used, and it is unknown by which call
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
  unreadable: { nature: 'final', mayHaveHappened: false, mayHeal: true },
  // The kinds below are no answers to a call.
  vanished: { nature: 'final', mayHaveHappened: false },
  reclaimed: { nature: 'final', mayHaveHappened: false },
  deadline: { nature: 'final', mayHaveHappened: false },
  doubtful: { nature: 'final', mayHaveHappened: false },
  priceChanged: { nature: 'final', mayHaveHappened: false },
  lapsed: { nature: 'final', mayHaveHappened: false },
  // The policy may not have reached this replica yet, or its folder may be unmounted for a moment. So it ends only at its
  // deadline.
  scriptChanged: { nature: 'passing', mayHaveHappened: false },
  notAllowed: { nature: 'passing', mayHaveHappened: false },
};

/** Attempts that end at once without valid credentials, as long as nothing exists: a wrong key does not heal by waiting. */
const BUYS: readonly Attempt[] = ['finalCheck', 'create'];

/** Whether a failure heals by waiting. */
export const isPassing = (kind: FailureKind): boolean => MEANING[kind].nature === 'passing';

/** Whether a failure shows that our picture of the cloud is outdated. */
export const isStale = (kind: FailureKind): boolean => MEANING[kind].nature === 'stale';

/** The cloud is still processing the same call, so an earlier one was sent, whatever the kind of the failure. */
const OF_THE_SAME_CALL: ReadonlySet<string | null> = new Set(['ProcessingSameRequest']);

/** Whether a call with this failure may have taken effect. */
export const mayHaveHappened = ({ kind, code }: Pick<Failure, 'kind' | 'code'>): boolean =>
  MEANING[kind].mayHaveHappened || OF_THE_SAME_CALL.has(code);

/** Whether the refusal of a call for an existing instance may be over at the next try. */
export const mayHeal = (kind: FailureKind): boolean => isPassing(kind) || MEANING[kind].mayHeal === true;

/** @param mayExist whether an instance may exist: it costs money, so missing credentials do not end it */
export function treatmentOf(attempt: Attempt, kind: FailureKind, mayExist = !BUYS.includes(attempt)): Treatment {
  const nature = MEANING[kind].nature;
  // A refused look says nothing about the instance, which may exist and cost money: only its deadline ends it.
  if (attempt === 'look' || attempt === 'lookUpByTag' || attempt === 'lookFirst') return 'retry';
  if (nature === 'passing' || (attempt === 'finalCheck' && nature === 'stale')) return 'retry';
  if (kind === 'credentials' && mayExist) return 'retry';
  if (!BUYS.includes(attempt) && mayHeal(kind)) return 'retry';
  if (attempt === 'create' || nature === 'final') return 'giveUp';
  if (attempt === 'allocateAddress' && kind === 'alreadyDone') return 'goOn';
  return 'look';
}

export const isWorthTelling = (kind: FailureKind): boolean => MEANING[kind].isQuiet !== true;
