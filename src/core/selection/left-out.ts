import type { LeaseRefusal } from '../lease/order-lease.ts';
import type { PowerRefusal } from '../power/order-power.ts';

/** Why something that was named is left out, while the rest goes on. */
export type LeftOutReason =
  | PowerRefusal
  | LeaseRefusal
  /** Nothing has this name or id. */
  | { readonly why: 'notFound' }
  /** No name fits the pattern. */
  | { readonly why: 'noneFits' }
  | { readonly why: 'unreadable' }
  /** More than one instance has this name. */
  | { readonly why: 'ambiguous' }
  /** It may be another: not every region could be read. */
  | { readonly why: 'unsure' }
  /** There is something of it, and nobody can say what: the store cannot be read, or was written all the time. */
  | { readonly why: 'unknown' }
  /** A request without instances. */
  | { readonly why: 'empty' }
  /** More than can be acted on at once, and how many are. */
  | { readonly why: 'beyond'; readonly most: number };

export interface LeftOut {
  /** The name of the instance, or what the person wrote where there is none. */
  readonly name: string;
  readonly reason: LeftOutReason;
}
