import { AsyncLocalStorage } from 'node:async_hooks';
import { setMaxListeners } from 'node:events';
import type { Result } from '../core/base/result.ts';
import { type Failure, failureOf } from '../core/failure/failure.ts';

/** In whose name the cloud is asked. Outside of {@link inTheNameOf} it is the bot itself. */
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
export const inTheNameOf = <T>(person: string, work: () => T): T => current.run({ person, signal: null }, work);

/** What still waits for its turn when `signal` is aborted is not sent any more. */
export function whileWanted<T>(signal: AbortSignal, work: () => T): T {
  const { person, signal: outer } = callOwner();
  const both = outer === null ? signal : AbortSignal.any([outer, signal]);
  // One question may be many calls, each of which listens.
  setMaxListeners(0, both);
  return current.run({ person, signal: both }, work);
}

/** Whether the one who is asking at this moment has stopped waiting. */
export const isUnwanted = (): boolean => callOwner().signal?.aborted === true;

const GIVEN_UP = 'NobodyWaits';

/** A call that was not sent because nobody waits for its answer. */
export const givenUp = (api: string | null): Failure =>
  failureOf('notSent', { api, code: GIVEN_UP, detail: 'Nobody waits for this answer any more; nothing was sent.' });

export const isGivenUp = ({ kind, code }: Failure): boolean => kind === 'notSent' && code === GIVEN_UP;

/**
 * A question that several people share is asked in the name of the first. When they stop waiting and it was not sent for that
 * reason, the next asks it again.
 */
export async function sharing<T>(ask: () => Promise<Result<T, Failure>>): Promise<Result<T, Failure>> {
  for (;;) {
    const answer = await ask();
    if (answer.ok || !isGivenUp(answer.error) || isUnwanted()) return answer;
  }
}
