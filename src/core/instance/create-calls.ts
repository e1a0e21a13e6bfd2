import type { Failure, FailureKind } from '../failure/failure.ts';
import { mayHaveHappened } from '../failure/failure-treatment.ts';

/** What is known of the CreateInstance calls for one row. */
export interface CreateCalls {
  /** How many were about to be sent; counted before each. */
  readonly sent: number;
  /** Of how many of them it is certain that nothing came. */
  readonly undone: number;
  /** How worn the present ClientToken is: each time the cloud refuses it for certain counts, see {@link refusalWeight}. */
  readonly refusals?: number;
  /** When the last of them was about to be sent, or was last heard of without certainty; milliseconds UTC. */
  readonly lastAt: number;
  /** False once a call was refused for good while an earlier one may have taken effect: from then on it is only looked up. */
  readonly mayRepeat: boolean;
}

const NONE: CreateCalls = { sent: 0, undone: 0, lastAt: 0, mayRepeat: true };

/** What of a row tells. */
interface Called {
  readonly creates?: CreateCalls;
  readonly createTriedAt: number | null;
}

/** Where nobody has counted, one was sent and nobody knows what came of it. */
export const callsOf = ({ creates, createTriedAt }: Called): CreateCalls =>
  creates ?? (createTriedAt === null ? NONE : { ...NONE, sent: 1, lastAt: createTriedAt });

/** Whether a CreateInstance may have taken effect without our knowing, or has. */
export const mayExist = (instance: Called & { readonly cloudId: string | null }): boolean => {
  const { sent, undone } = callsOf(instance);
  return instance.cloudId !== null || sent > undone;
};

/** One more is about to be sent. */
export const sending = (calls: CreateCalls, now: number): CreateCalls => ({
  ...calls,
  sent: calls.sent + 1,
  lastAt: now,
});

/** One was held back at the last moment. */
export const withUnsentCall = (calls: CreateCalls): CreateCalls => ({
  ...calls,
  undone: Math.min(calls.sent, calls.undone + 1),
});

/** One was answered by a failure. */
export function failed(calls: CreateCalls, failure: Pick<Failure, 'kind' | 'code'>, now: number): CreateCalls {
  if (mayHaveHappened(failure)) return { ...calls, lastAt: now };
  return { ...withUnsentCall(calls), refusals: (calls.refusals ?? 0) + refusalWeight(failure.kind) };
}

/**
 * The cloud may replay a refusal for its token, whatever has changed since, so that the next call needs another one. A rate limit
 * comes before tokens are looked at: only a second one is taken for a replay.
 */
export function refusalWeight(kind: FailureKind): number {
  if (kind === 'notSent') return 0;
  return kind === 'throttled' ? 1 : SPENT_AT;
}

const SPENT_AT = 2;

export const isTokenSpent = (refusals = 0): boolean => refusals >= SPENT_AT;

/** The token after this one: derived from it, so that a replica that repeats the step takes the same. */
export function nextToken(token: string): string {
  const [, base = token, count = '1'] = /^(.*)\.(\d+)$/u.exec(token) ?? [];
  return `${base}.${Number(count) + 1}`;
}

/** Whether the next call is to be sent with another token, which it may be only while nothing can have come of the earlier ones. */
export const needsToken = (instance: Called & { readonly cloudId: string | null }): boolean =>
  !mayExist(instance) && isTokenSpent(callsOf(instance).refusals);
