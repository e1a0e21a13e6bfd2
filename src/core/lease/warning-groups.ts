import type { Instance } from '../instance/instance.ts';
import type { AuditEvent } from '../request/event.ts';
import { leaseEndOf } from './lease.ts';
import { hasGone } from './lease-clock.ts';

/** Ends this close to each other are announced together. */
export const TOGETHER_MS = 3_600_000;

/** A warning to send: for which lease, and when it was decided on (milliseconds UTC). */
export interface Warning {
  readonly instanceId: string;
  readonly at: number;
}

/**
 * The end that a warning is about, and whether an earlier message of the same request has announced it. A message announces
 * everything that ends within an hour of its own end. So it also stands for the next warning of each of those, unless their
 * end has changed since. Null when the events do not contain the warning.
 *
 * @param events of the request, oldest first
 */
export function warningOf(
  events: readonly AuditEvent[],
  { instanceId, at }: Warning,
): { readonly endsAt: number; readonly isTold: boolean } | null {
  const said: { readonly index: number; readonly endsAt: number }[] = [];
  /** The index of each instance's last warning or change of its end. */
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

/**
 * The instances of a request that still exist and end together with `endsAt`, the earliest first; also those not warned of
 * before.
 */
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
