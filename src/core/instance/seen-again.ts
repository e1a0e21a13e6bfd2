import type { ChangeSet } from './change-set.ts';
import type { Instance } from './instance.ts';

export type SeenBefore = NonNullable<Instance['observed']>;

/** What the look before showed, if nothing is different since but the time of the look and when the next one is due; else null. */
export function seenAgain({ before, next, events, messages }: ChangeSet): SeenBefore | null {
  const { observed: was } = before;
  const { observed: is } = next;
  if (was === null || is === null || was.status !== is.status || was.at === is.at) return null;
  const { version, dueAt } = before;
  const isSame = hasSameFields(before, { ...next, version, dueAt, observed: was });
  return isSame && events.length + messages.length === 0 ? was : null;
}

function hasSameFields(one: Instance, other: Instance): boolean {
  const keys = Object.keys(other) as (keyof Instance)[];
  return keys.length === Object.keys(one).length && keys.every((key) => one[key] === other[key]);
}
