import type { Failure } from '../core/failure/failure.ts';
import { causeOf } from '../core/failure/failure-cause.ts';
import type { FailuresText, FailureText } from './en/failure/failure-text.ts';

type Words = Pick<FailuresText, 'kinds' | 'causes' | 'perhapsReclaimed'>;

/** What is said of a failure: of its cause where that is known, else of its kind. */
export function failureWords(
  { kinds, causes, perhapsReclaimed }: Words,
  failure: Pick<Failure, 'kind' | 'code' | 'api'>,
): FailureText {
  const cause = causeOf(failure);
  if (cause !== null) return causes[cause];
  // Its code is the lock that announced it.
  return failure.kind === 'reclaimed' && failure.code === null ? perhapsReclaimed : kinds[failure.kind];
}
