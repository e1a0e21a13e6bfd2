import { keepAttributes } from '../attribute/reduce-attributes.ts';
import { hasGone, isOver } from '../lease/lease-clock.ts';
import { keepLease } from '../lease/reduce-lease.ts';

import { type ChangeSet, openChangesOf } from './change-set.ts';
import { endGone } from './gone.ts';
import type { Instance } from './instance.ts';

/**
 * Whether the instance exists as far as the store knows and nothing will look at it: no work under way, and no lease that
 * is over.
 */
export function isAtRest(instance: Instance, now: number): boolean {
  const { cloudId, outcome, dueAt } = instance;
  return cloudId !== null && outcome !== null && dueAt === null && !hasGone(instance) && !isOver(instance, now);
}

/** When it was last known to exist; the cloud may not list a new instance at once. */
export const lastKnownAt = ({ acceptedAt, observed, order }: Instance): number =>
  Math.max(acceptedAt ?? 0, observed?.at ?? 0, order?.at ?? 0);

/**
 * Whether so many are missing that the bot is probably looking in the wrong account or with fewer permissions. People
 * release a few by hand, rarely all or most of them at once.
 *
 * @param of how many were looked for
 */
export const isTooMuch = ({ missing, of }: { readonly missing: number; readonly of: number }): boolean =>
  (missing >= 2 && missing === of) || (of >= 4 && missing * 2 > of);

/** The cloud no longer lists an instance at rest, and nobody ordered that here. */
export function vanish(instance: Instance, at: number): Pick<ChangeSet, 'next' | 'events' | 'messages'> {
  const changes = openChangesOf(instance, at);
  endGone(changes);
  keepLease(changes);
  keepAttributes(changes);
  changes.messages.push({ kind: 'card', requestId: instance.requestId });
  return changes;
}
