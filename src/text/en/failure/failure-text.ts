import type { FailureKind } from '../../../core/failure/failure.ts';
import type { FailureCause } from '../../../core/failure/failure-cause.ts';

/** The texts about one kind of failure. Whole sentences, except for the title. */
export interface FailureText {
  /** A few words without a full stop, e.g. `Sold out`. */
  readonly title: string;
  /** Why it happened. */
  readonly cause: string;
  /** What the person can do after this end. */
  readonly next: string;
}

export interface FailuresText {
  readonly kinds: Readonly<Record<FailureKind, FailureText>>;
  /** Replaces the texts of the kind. */
  readonly causes: Readonly<Record<FailureCause, FailureText>>;
  /** Instead of `reclaimed`, if nobody saw an announcement. */
  readonly perhapsReclaimed: FailureText;
  /** Instead of `next`, while the bot keeps trying. */
  readonly retrying: string;
  /** Instead of `next`, while the bot keeps trying although only a person can mend it. */
  readonly untilMended: Readonly<Record<'permission' | 'credentials' | 'account' | 'unreadable', string>>;
  /** Who lacks which right, in the cloud's names. */
  readonly missing: (action: string, principal: string) => string;
  /** After `next`: the cloud ids (at least one) that were created before the failure. */
  readonly leftBehind: (ids: readonly string[]) => string;
}
