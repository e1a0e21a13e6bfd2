import { keepAttributes } from '../attribute/reduce-attributes.ts';
import { hasGone, isOver } from '../lease/lease-clock.ts';
import { keepLease } from '../lease/reduce-lease.ts';

import { type ChangeSet, openChangesOf } from './change-set.ts';
import { endGone } from './gone.ts';
import type { Instance } from './instance.ts';

/** Whether it exists as far as the bot knows, and nothing is under way, nor its lease over, that would look at it. */
export function isAtRest(instance: Instance, now: number): boolean {
  const { cloudId, outcome, dueAt } = instance;
  return cloudId !== null && outcome !== null && dueAt === null && !hasGone(instance) && !isOver(instance, now);
}

/** When it was last known to exist; the cloud may not list it at once. */
export const lastKnownAt = ({ acceptedAt, observed, order }: Instance): number =>
  Math.max(acceptedAt ?? 0, observed?.at ?? 0, order?.at ?? 0);

/**
 * Whether so much is missing that the bot rather looks in the wrong place: another account, or with fewer rights. People release
 * one or some by hand, and seldom all or most of them at once.
 *
 * @param of how many were looked for
 */
export const isTooMuch = ({ missing, of }: { readonly missing: number; readonly of: number }): boolean =>
  (missing >= 2 && missing === of) || (of >= 4 && missing * 2 > of);

/** The cloud does not list an instance at rest any more, and nobody ordered that here. */
export function vanish(instance: Instance, at: number): Pick<ChangeSet, 'next' | 'events' | 'messages'> {
  const changes = openChangesOf(instance, at);
  endGone(changes);
  keepLease(changes);
  keepAttributes(changes);
  changes.messages.push({ kind: 'card', requestId: instance.requestId });
  return changes;
}
