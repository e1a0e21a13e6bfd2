import type { Failure, FailureKind } from '../core/failure/failure.ts';
import { causeOf, type FailureCause } from '../core/failure/failure-cause.ts';
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

/** Where a failure means something else for some purchase: of its cause where that is known, else of its kind; empty where it does not. */
export interface OwnFailureWords {
  readonly kinds: Readonly<Partial<Record<FailureKind, Partial<FailureText>>>>;
  readonly causes: Readonly<Partial<Record<FailureCause, Partial<FailureText>>>>;
}

export function ownFailureWords({ kinds, causes }: OwnFailureWords, failure: Failure): Partial<FailureText> {
  const cause = causeOf(failure);
  return (cause === null ? kinds[failure.kind] : causes[cause]) ?? {};
}
