import type { Failure, FailureKind } from '../failure/failure.ts';
import { mayHaveHappened } from '../failure/failure-treatment.ts';

/** The history of the CreateInstance (or RunInstances) calls for one row. */
export interface CreateCalls {
  /** How many calls were about to be sent; counted before each. */
  readonly sent: number;
  /** How many of them certainly created nothing. */
  readonly undone: number;
  /** How worn the current ClientToken is: each certain refusal adds its {@link refusalWeight}. */
  readonly refusals?: number;
  /** When the last call was about to be sent, or last failed with an uncertain outcome; milliseconds UTC. */
  readonly lastAt: number;
  /**
   * False once the cloud refused a call for good while an earlier one may have taken effect. From then on the bot only
   * looks.
   */
  readonly mayRepeat: boolean;
}

const NONE: CreateCalls = { sent: 0, undone: 0, lastAt: 0, mayRepeat: true };

interface Called {
  readonly creates?: CreateCalls;
  readonly createTriedAt: number | null;
}

/** A row without a count but with `createTriedAt` had one call of unknown outcome. */
export const callsOf = ({ creates, createTriedAt }: Called): CreateCalls =>
  creates ?? (createTriedAt === null ? NONE : { ...NONE, sent: 1, lastAt: createTriedAt });

/** Whether an instance exists or may exist for this row. */
export const mayExist = (instance: Called & { readonly cloudId: string | null }): boolean => {
  const { sent, undone } = callsOf(instance);
  return instance.cloudId !== null || sent > undone;
};

/** Counts a call that is about to be sent. */
export const sending = (calls: CreateCalls, now: number): CreateCalls => ({
  ...calls,
  sent: calls.sent + 1,
  lastAt: now,
});

/** Counts a call that was held back at the last moment. */
export const withUnsentCall = (calls: CreateCalls): CreateCalls => ({
  ...calls,
  undone: Math.min(calls.sent, calls.undone + 1),
});

/** Counts a call that failed. */
export function failed(calls: CreateCalls, failure: Pick<Failure, 'kind' | 'code'>, now: number): CreateCalls {
  if (mayHaveHappened(failure)) return { ...calls, lastAt: now };
  return { ...withUnsentCall(calls), refusals: (calls.refusals ?? 0) + refusalWeight(failure.kind) };
}

/**
 * The cloud may replay a refusal for the same token even after its cause is gone, so the next call needs another token. A
 * rate limit is checked before tokens are: only the second one counts as a replay.
 */
export function refusalWeight(kind: FailureKind): number {
  if (kind === 'notSent' || kind === 'queued') return 0;
  return kind === 'throttled' ? 1 : SPENT_AT;
}

const SPENT_AT = 2;

export const isTokenSpent = (refusals = 0): boolean => refusals >= SPENT_AT;

/** The next token, derived from this one, so that a replica that repeats the step takes the same. */
export function nextToken(token: string): string {
  const base = firstToken(token);
  const count = base === token ? 1 : Number(token.slice(base.length + 1));
  return `${base}.${count + 1}`;
}

/** The token that all tokens for one purchase were derived from. */
export const firstToken = (token: string): string => token.replace(/\.\d+$/u, '');

/** Whether the next call needs another token. Never while an earlier call may have created something. */
export const needsToken = (instance: Called & { readonly cloudId: string | null }): boolean =>
  !mayExist(instance) && isTokenSpent(callsOf(instance).refusals);
