import { AsyncLocalStorage } from 'node:async_hooks';
import { setMaxListeners } from 'node:events';
import type { Result } from '../core/base/result.ts';
import { type Failure, failureOf } from '../core/failure/failure.ts';

/**
 * The person for whom the cloud is called: each has a fair share of the rate. Outside of {@link runAsOwner} it is the bot itself.
 */
interface CallOwner {
  /** Slack user id; null for the bot. */
  readonly person: string | null;
  /** Aborted when nobody waits for the answer any more; null if somebody always does. */
  readonly signal: AbortSignal | null;
}

const NOBODY: CallOwner = { person: null, signal: null };
const current = new AsyncLocalStorage<CallOwner>();

export const callOwner = (): CallOwner => current.getStore() ?? NOBODY;

/** Every call within `work`, however deep, counts as this person's. */
export const runAsOwner = <T>(person: string, work: () => T): T => current.run({ person, signal: null }, work);

/** When `signal` is aborted, calls of `work` that still wait for their turn are not sent. */
export function runUntilAborted<T>(signal: AbortSignal, work: () => T): T {
  const { person, signal: outer } = callOwner();
  const both = outer === null ? signal : AbortSignal.any([outer, signal]);
  // One piece of work may make many calls, and each adds a listener.
  setMaxListeners(0, both);
  return current.run({ person, signal: both }, work);
}

/** Whether the owner of the current call has stopped waiting. */
export const isCallAborted = (): boolean => callOwner().signal?.aborted === true;

const ABORTED = 'NobodyWaits';

/** The failure of a call that was not sent because nobody waits for its answer. */
export const abortedCall = (api: string | null): Failure =>
  failureOf('notSent', { api, code: ABORTED, detail: 'Nobody waits for this answer any more; nothing was sent.' });

export const isAbortedCall = ({ kind, code }: Failure): boolean => kind === 'notSent' && code === ABORTED;

/**
 * The first asker owns a call whose answer several people share. If the call was not sent because its owner stopped waiting, the
 * next asker sends it again.
 */
export async function retryIfAborted<T>(ask: () => Promise<Result<T, Failure>>): Promise<Result<T, Failure>> {
  for (;;) {
    const answer = await ask();
    if (answer.ok || !isAbortedCall(answer.error) || isCallAborted()) return answer;
  }
}
