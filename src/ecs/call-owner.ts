import { AsyncLocalStorage } from 'node:async_hooks';
import { setMaxListeners } from 'node:events';
import type { Result } from '../core/base/result.ts';
import { type Failure, failureOf } from '../core/failure/failure.ts';

/** For whom the cloud is called: each person has a fair share of the rate. Outside of {@link runAsOwner} it is the bot itself. */
export interface CallOwner {
  /** Slack user id; null for the bot. */
  readonly person: string | null;
  /** Aborted as soon as nobody waits for the answer any more; null when somebody always does. */
  readonly signal: AbortSignal | null;
}

const NOBODY: CallOwner = { person: null, signal: null };
const current = new AsyncLocalStorage<CallOwner>();

export const callOwner = (): CallOwner => current.getStore() ?? NOBODY;

/** Every call that follows from `work` counts as this person's, however deep below it is made. */
export const runAsOwner = <T>(person: string, work: () => T): T => current.run({ person, signal: null }, work);

/** Calls of `work` that still wait for their turn when `signal` is aborted are not sent. */
export function runUntilAborted<T>(signal: AbortSignal, work: () => T): T {
  const { person, signal: outer } = callOwner();
  const both = outer === null ? signal : AbortSignal.any([outer, signal]);
  // One piece of work may be many calls, each of which listens.
  setMaxListeners(0, both);
  return current.run({ person, signal: both }, work);
}

/** Whether the owner of the current call has stopped waiting. */
export const isCallAborted = (): boolean => callOwner().signal?.aborted === true;

const ABORTED = 'NobodyWaits';

/** A call that was not sent because nobody waits for its answer. */
export const abortedCall = (api: string | null): Failure =>
  failureOf('notSent', { api, code: ABORTED, detail: 'Nobody waits for this answer any more; nothing was sent.' });

export const isAbortedCall = ({ kind, code }: Failure): boolean => kind === 'notSent' && code === ABORTED;

/**
 * A call whose answer several people share is owned by the first. When the first stops waiting and it was not sent for that reason, the
 * next sends it again.
 */
export async function retryIfAborted<T>(ask: () => Promise<Result<T, Failure>>): Promise<Result<T, Failure>> {
  for (;;) {
    const answer = await ask();
    if (answer.ok || !isAbortedCall(answer.error) || isCallAborted()) return answer;
  }
}
