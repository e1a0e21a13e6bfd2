import { votersOf } from '../../core/approval/requirements.ts';
import type { Change } from '../store.ts';

/** Whom a change concerns: who asked for something, who may approve it or was told of it, and whose something was. */
export function peopleAffectedBy({ requests = [], instances = [], messages = [] }: Change): readonly string[] {
  const people = requests.flatMap(({ next: { requester, approval } }) =>
    approval === null ? [requester] : [requester, ...votersOf(approval.requirements), ...approval.told],
  );
  const given = messages.flatMap((one) => (one.kind === 'dm' && one.about === 'owner' ? [one.owner, one.was] : []));
  const owners = instances.flatMap(({ next, seenBefore }) => (seenBefore ? [] : [next.requester]));
  return [...new Set([...people, ...given, ...owners])];
}
