import type { Instance } from '../instance/instance.ts';
import type { AuditEvent } from '../request/event.ts';
import { leaseEndOf } from './lease.ts';
import { hasGone } from './lease-clock.ts';

/** Ends that are this near to each other are announced together. */
export const TOGETHER_MS = 3_600_000;

/** A warning that is to be said: of whose lease, and when it was decided on (milliseconds UTC). */
export interface Warning {
  readonly instanceId: string;
  readonly at: number;
}

/**
 * Which end a warning is about, and whether an earlier one of the same request has announced it already: a message announces everything
 * that ends within an hour of what it is about, and so stands for the next warning of each of those, unless they have been
 * given another end since. Null when nothing is known of it.
 *
 * @param events of the request, the first first
 */
export function warningOf(
  events: readonly AuditEvent[],
  { instanceId, at }: Warning,
): { readonly endsAt: number; readonly isTold: boolean } | null {
  const said: { readonly index: number; readonly endsAt: number }[] = [];
  /** Where each was last warned, or given an end. */
  const since = new Map<string, number>();
  for (const [index, event] of events.entries()) {
    const { kind, instanceId: id, data } = event;
    if (id === null || (kind !== 'instance.leased' && kind !== 'instance.leaseWarned')) continue;
    const before = since.get(id) ?? -1;
    since.set(id, index);
    const { endsAt } = data;
    if (kind === 'instance.leased' || typeof endsAt !== 'number') continue;
    const isTold = said.some((one) => one.index > before && isTogether(one.endsAt, endsAt));
    if (!isTold) said.push({ index, endsAt });
    if (id === instanceId && event.at === at) return { endsAt, isTold };
  }
  return null;
}

/** What of a request ends together with `endsAt` and is still there, the first to end first; also by an end that is warned of only now. */
export const endingWith = (
  instances: readonly Instance[],
  endsAt: number,
  now: number,
): readonly { readonly instance: Instance; readonly endsAt: number }[] =>
  instances
    .flatMap((instance) => {
      const end = instance.lease ? leaseEndOf(instance.lease) : null;
      return end === null || end <= now || !isTogether(end, endsAt) || hasGone(instance)
        ? []
        : [{ instance, endsAt: end }];
    })
    .toSorted((a, b) => a.endsAt - b.endsAt || a.instance.ordinal - b.instance.ordinal);

const isTogether = (a: number, b: number): boolean => Math.abs(a - b) <= TOGETHER_MS;
