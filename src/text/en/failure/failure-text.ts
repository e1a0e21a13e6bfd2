import type { FailureKind } from '../../../core/failure/failure.ts';
import type { FailureCause } from '../../../core/failure/failure-cause.ts';

/** What a person is told about one kind of failure. Whole sentences but for the title. */
export interface FailureText {
  /** A few words without a full stop, e.g. `Sold out`. */
  readonly title: string;
  /** Why it happened. */
  readonly cause: string;
  /** What the person can do when it ended with this. */
  readonly next: string;
}

export interface FailuresText {
  readonly kinds: Readonly<Record<FailureKind, FailureText>>;
  /** In place of what is said of the kind. */
  readonly causes: Readonly<Record<FailureCause, FailureText>>;
  /** Instead of `reclaimed`, where nobody saw it announced. */
  readonly perhapsReclaimed: FailureText;
  /** Instead of `next`, while the bot itself goes on trying. */
  readonly retrying: string;
  /** Instead of `next`, while the bot itself goes on trying what only a person can mend. */
  readonly untilMended: Readonly<Record<'permission' | 'credentials' | 'account', string>>;
  /** Who lacks which right, as the cloud named them. */
  readonly missing: (action: string, principal: string) => string;
  /** After `next`: what was created before it failed, by the cloud's ids (at least one). */
  readonly leftBehind: (ids: readonly string[]) => string;
}
