import type { FailureKind } from './failure.ts';
import { mayHaveHappened } from './treatment.ts';

/** What is known of the CreateInstance calls for one row. */
export interface CreateCalls {
  /** How many were about to be sent; counted before each. */
  readonly sent: number;
  /** Of how many of them it is certain that nothing came. */
  readonly undone: number;
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
export const heldBack = (calls: CreateCalls): CreateCalls => ({
  ...calls,
  undone: Math.min(calls.sent, calls.undone + 1),
});

/** One was answered by a failure. */
export const failed = (calls: CreateCalls, kind: FailureKind, now: number): CreateCalls =>
  mayHaveHappened(kind) ? { ...calls, lastAt: now } : heldBack(calls);
