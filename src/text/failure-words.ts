import type { Failure } from '../core/failure/failure.ts';
import { causeOf } from '../core/failure/failure-cause.ts';
import type { FailuresText, FailureText } from './en/failures.ts';

type Words = Pick<FailuresText, 'kinds' | 'causes' | 'probablyReclaimed'>;

/** What is said of a failure: of its cause where that is known, else of its kind. */
export function failureWords(
  { kinds, causes, probablyReclaimed }: Words,
  failure: Pick<Failure, 'kind' | 'code'>,
): FailureText {
  const cause = causeOf(failure);
  if (cause !== null) return causes[cause];
  const words = kinds[failure.kind];
  // Its code is the lock that announced it.
  return failure.kind === 'reclaimed' && failure.code === null ? { ...words, ...probablyReclaimed } : words;
}
