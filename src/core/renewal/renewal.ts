import type { PrepaidGrowth } from '../disk/disk-wish.ts';
import type { Failure, FailureKind } from '../failure/failure.ts';
import type { Freeze } from '../freeze.ts';

/**
 * What is bought for a prepaid instance that exists, and debited at once: a further term, or a larger disk for the rest of its time; and how far that has come. Part of its request; it
 * has no row of its own.
 */
export interface Renewal {
  /** The instance's own id (`r-…-1`) and the cloud's. */
  readonly instanceId: string;
  readonly cloudId: string;
  /** The disk that gets larger; absent where the time is prolonged. */
  readonly disk?: PrepaidGrowth;
  /** When its time was over as somebody asked, milliseconds UTC. No time is prolonged when that is not so any more. */
  readonly wasUntil: number;
  /** At most 64 ASCII characters, made with the request: every RenewInstance or ResizeDisk for it carries it. Replaced only while it is certain that nothing came of it. */
  readonly clientToken: string;
  /** Since when it is tried to be bought; null before, and while a freeze holds it back. */
  readonly begunAt: number | null;
  /** When that was about to be called for the first time; stored before the call. */
  readonly triedAt: number | null;
  /** When the cloud took it. */
  readonly acceptedAt: number | null;
  /** How many calls were about to be sent, and of how many of them it is certain that nothing came. */
  readonly attempts: number;
  readonly undone: number;
  /** What the refusals of the present ClientToken weigh, see `refusalWeight`; absent and 0 for none. */
  readonly refusals?: number;
  /** False once it may only be looked whether it has happened. */
  readonly mayRepeat: boolean;
  /** When a call was refused for good while an earlier one may have taken effect; null while none was. */
  readonly refusedAt: number | null;
  /** Consecutive looks that did not find the instance. */
  readonly misses: number;
  /** Consecutive failed acts or looks, for back-off; 0 after a success. */
  readonly setbacks: number;
  /** The freeze for whose end it waits. */
  readonly heldBy: Freeze | null;
  /** What the thread was told already: a trouble counts once per kind, a freeze by its version. */
  readonly told: readonly (`troubled:${FailureKind}` | `held:${number}`)[];
  /** The last trouble while it is under way, or the refusal after which it is only looked. */
  readonly failure: Failure | null;
  readonly end: RenewalEnd | null;
}

export type RenewalEnd =
  | { readonly is: 'renewed'; readonly until: number }
  /** The disk was seen as large as was wanted. */
  | { readonly is: 'grown' }
  /** Found out before anything was sent, so that nothing was debited. `until`: when its time is over by now. */
  | { readonly is: 'barred'; readonly why: RenewalBlocker; readonly until: number | null }
  | { readonly is: 'failed'; readonly failure: Failure };

/**
 * `moved`: its time ends at another moment than when it was asked for, or the disk has another size. `gone`: the instance, or the disk. `locked`: for security. `elsewhere`: it is in an account of the cloud
 * that the bot does not work in any more.
 */
export type RenewalBlocker = 'moved' | 'notPrepaid' | 'gone' | 'locked' | 'elsewhere';

/** Whether a call may have taken effect without our knowing. */
export const isInDoubt = ({ attempts, undone }: Pick<Renewal, 'attempts' | 'undone'>): boolean => attempts > undone;

/** Whether something was debited for it, or may have been, while it has not ended. */
export const mayBeDebited = (renewal: Pick<Renewal, 'acceptedAt' | 'attempts' | 'undone'>): boolean =>
  renewal.acceptedAt !== null || isInDoubt(renewal);

/** The last requests to prolong an instance's time and for a larger prepaid disk of it, which may be over. */
export const purchasesFor = (row: { readonly renewedBy?: string; readonly grownBy?: string }): readonly string[] =>
  [row.renewedBy ?? [], row.grownBy ?? []].flat();

/** Whether it came about. */
export const isBought = (end: RenewalEnd | null): boolean => end?.is === 'renewed' || end?.is === 'grown';

/** Whether something was debited, or may have been. */
export const mayHaveCost = ({ end }: Pick<Renewal, 'end'>): boolean =>
  end === null ||
  isBought(end) ||
  (end.is === 'failed' && (end.failure.kind === 'doubtful' || end.failure.kind === 'deadline'));

/** What is called for it. */
export const callOf = ({ disk }: Pick<Renewal, 'disk'>): string =>
  disk === undefined ? 'RenewInstance' : 'ResizeDisk';

/** By which call its price is asked for. */
export const priceCallOf = ({ disk }: Pick<Renewal, 'disk'>): string =>
  disk === undefined ? 'DescribeRenewalPrice' : 'DescribeInstanceModificationPrice';

/** What exactly is bought beside its spec, for the hash that an approval is bound to. */
export const aimOf = ({ cloudId, disk }: Pick<Renewal, 'cloudId' | 'disk'>): string =>
  disk === undefined ? cloudId : [cloudId, disk.diskId, disk.from, disk.to].join('/');
