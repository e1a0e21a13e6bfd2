import type { PrepaidGrowth } from '../disk/disk-wish.ts';
import type { Failure, FailureKind } from '../failure/failure.ts';
import type { Freeze } from '../freeze.ts';

/**
 * A purchase for an existing prepaid instance that is debited at once: a further term, or a larger disk for the rest of its
 * time; with its progress. It is a part of its request, without a row of its own.
 */
export interface Renewal {
  /** The row's id (`r-…-1`) and the cloud id. */
  readonly instanceId: string;
  readonly cloudId: string;
  /** The disk to enlarge; absent for a renewal. */
  readonly disk?: PrepaidGrowth;
  /** The end of the prepaid time at the request, milliseconds UTC. If the end has changed, nothing is renewed. */
  readonly wasUntil: number;
  /**
   * At most 64 ASCII characters, made with the request. Sent with every RenewInstance or ResizeDisk for it. Replaced only
   * while no call can have taken effect.
   */
  readonly clientToken: string;
  /** When the purchase began; null before, and while a freeze holds it back. */
  readonly begunAt: number | null;
  /** When the call was about to be sent for the first time; stored before the call. */
  readonly triedAt: number | null;
  /** When the cloud accepted it. */
  readonly acceptedAt: number | null;
  /** How many calls were about to be sent; `undone` is how many of them certainly had no effect. */
  readonly attempts: number;
  readonly undone: number;
  /** The weight of the refusals of the current ClientToken, see `refusalWeight`; absent or 0 for none. */
  readonly refusals?: number;
  /** False once only looks are allowed. */
  readonly mayRepeat: boolean;
  /** When a call was refused for good while an earlier one may have taken effect; else null. */
  readonly refusedAt: number | null;
  /** How many looks in a row did not find the instance. */
  readonly misses: number;
  /** Consecutive failed calls or looks, for back-off; 0 after a success. */
  readonly setbacks: number;
  /** The freeze that it waits for. */
  readonly heldBy: Freeze | null;
  /** What the thread has already mentioned: a trouble once per kind, a freeze once per version. */
  readonly told: readonly (`troubled:${FailureKind}` | `held:${number}`)[];
  /** The last trouble while under way, or the refusal after which only looks are allowed. */
  readonly failure: Failure | null;
  readonly end: RenewalEnd | null;
}

export type RenewalEnd =
  | { readonly is: 'renewed'; readonly until: number }
  /** A look showed the disk with the wanted size. */
  | { readonly is: 'grown' }
  /** Found out before any call, so nothing was debited. `until`: the current end of the prepaid time. */
  | { readonly is: 'barred'; readonly why: RenewalBlocker; readonly until: number | null }
  | { readonly is: 'failed'; readonly failure: Failure };

/**
 * `moved`: the end of its prepaid time or the size of the disk has changed since the request. `gone`: the instance or the
 * disk. `locked`: for security. `elsewhere`: in an account in which the bot no longer works.
 */
export type RenewalBlocker = 'moved' | 'notPrepaid' | 'gone' | 'locked' | 'elsewhere';

/** Whether a call may have taken effect without a known answer. */
export const isInDoubt = ({ attempts, undone }: Pick<Renewal, 'attempts' | 'undone'>): boolean => attempts > undone;

/** Whether something was or may have been debited, for a renewal that has not ended. */
export const mayBeDebited = (renewal: Pick<Renewal, 'acceptedAt' | 'attempts' | 'undone'>): boolean =>
  renewal.acceptedAt !== null || isInDoubt(renewal);

/** The last requests for a renewal and for a larger prepaid disk of an instance, finished or not. */
export const purchasesFor = (row: { readonly renewedBy?: string; readonly grownBy?: string }): readonly string[] =>
  [row.renewedBy ?? [], row.grownBy ?? []].flat();

/** Whether the renewal or the growth happened. */
export const isBought = (end: RenewalEnd | null): boolean => end?.is === 'renewed' || end?.is === 'grown';

/** Whether something was or may have been debited. */
export const mayHaveCost = ({ end }: Pick<Renewal, 'end'>): boolean =>
  end === null ||
  isBought(end) ||
  (end.is === 'failed' && (end.failure.kind === 'doubtful' || end.failure.kind === 'deadline'));

/** The call that buys it. */
export const callOf = ({ disk }: Pick<Renewal, 'disk'>): string =>
  disk === undefined ? 'RenewInstance' : 'ResizeDisk';

/** The call that quotes it. */
export const priceCallOf = ({ disk }: Pick<Renewal, 'disk'>): string =>
  disk === undefined ? 'DescribeRenewalPrice' : 'DescribeInstanceModificationPrice';

/** The exact aim of the purchase besides its spec, for the hash that binds the approval. */
export const aimOf = ({ cloudId, disk }: Pick<Renewal, 'cloudId' | 'disk'>): string =>
  disk === undefined ? cloudId : [cloudId, disk.diskId, disk.from, disk.to].join('/');
