import type { Failure } from '../core/failure.ts';
import { causeOf } from '../core/failure-cause.ts';
import type { FailuresText, FailureText } from './en/failures.ts';

type Words = Pick<FailuresText, 'kinds' | 'causes'>;

/** What is said of a failure: of its cause where that is known, else of its kind. */
export function failureWords({ kinds, causes }: Words, failure: Pick<Failure, 'kind' | 'code'>): FailureText {
  const cause = causeOf(failure);
  return cause === null ? kinds[failure.kind] : causes[cause];
}
