import type { Failure, FailureKind } from '../core/failure/failure.ts';
import { causeOf, type FailureCause } from '../core/failure/failure-cause.ts';
import type { Power } from '../core/power/power.ts';
import type { FailuresText, FailureText } from './en/failure/failure-text.ts';

type Words = Pick<FailuresText, 'kinds' | 'causes' | 'perhapsReclaimed'>;

/** The texts about a failure: of its cause if that is known, otherwise of its kind. */
export function failureWords(
  { kinds, causes, perhapsReclaimed }: Words,
  failure: Pick<Failure, 'kind' | 'code' | 'api'>,
): FailureText {
  const cause = causeOf(failure);
  if (cause !== null) return causes[cause];
  // The code is the lock that announced it.
  return failure.kind === 'reclaimed' && failure.code === null ? perhapsReclaimed : kinds[failure.kind];
}

/** The texts that differ for some purchase: by the cause if that is known, otherwise by the kind; empty if none differ. */
export interface OwnFailureWords {
  readonly kinds: Readonly<Partial<Record<FailureKind, Partial<FailureText>>>>;
  readonly causes: Readonly<Partial<Record<FailureCause, Partial<FailureText>>>>;
}

export function ownFailureWords({ kinds, causes }: OwnFailureWords, failure: Failure): Partial<FailureText> {
  const cause = causeOf(failure);
  return (cause === null ? kinds[failure.kind] : causes[cause]) ?? {};
}

/** The differences from the same failure of a creation when somebody's order fails: by its kind, by order where that matters. */
export interface PowerFailureWords {
  readonly kinds: Readonly<
    Partial<Record<FailureKind, Partial<FailureText> | Readonly<Partial<Record<Power, Partial<FailureText>>>>>>
  >;
  /** By the cause, for any order. */
  readonly causes: OwnFailureWords['causes'];
  /** By the code with which the cloud's own rules forbid it. */
  readonly ofCode: Readonly<Partial<Record<Power, Readonly<Record<string, Partial<FailureText>>>>>>;
}

export function powerFailureWords(
  { kinds, causes, ofCode }: PowerFailureWords,
  what: Power,
  failure: Failure,
): Partial<FailureText> {
  const { kind, code } = failure;
  const cause = causeOf(failure);
  if (cause !== null) return causes[cause] ?? {};
  const coded = code === null ? undefined : ofCode[what]?.[code];
  if (coded !== undefined) return coded;
  const words = kinds[kind] ?? {};
  if ('next' in words || 'cause' in words) return words;
  return (words as Partial<Record<Power, Partial<FailureText>>>)[what] ?? {};
}
