import type { LeaseRefusal } from '../lease/order-lease.ts';
import type { PowerRefusal } from '../power/order-power.ts';

/** Why one named thing is left out while the others go on. */
export type LeftOutReason =
  | PowerRefusal
  | LeaseRefusal
  /** Nothing has this name or id. */
  | { readonly why: 'notFound' }
  /** The account has no such region. */
  | { readonly why: 'noRegion' }
  /** No name matches the pattern. */
  | { readonly why: 'noneFits' }
  | { readonly why: 'unreadable' }
  /** More than one instance has this name. */
  | { readonly why: 'ambiguous' }
  /** Another instance may have this name: not every region could be read. */
  | { readonly why: 'unsure' }
  /** It exists, but its state is unknown: the store cannot be read, or every attempt met a conflict. */
  | { readonly why: 'unknown' }
  /** A request without instances. */
  | { readonly why: 'empty' }
  /** Beyond the most that can be acted on at once. */
  | { readonly why: 'beyond'; readonly most: number };

export interface LeftOut {
  /** The instance's name, or the person's word where there is no instance. */
  readonly name: string;
  readonly reason: LeftOutReason;
}
