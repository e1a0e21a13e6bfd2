import { votersOf } from '../../core/approval/requirements.ts';
import type { Change } from '../store.ts';

/** The people affected by a change: requesters, approvers, notified people, and new and previous owners. */
export function peopleAffectedBy({ requests = [], instances = [], messages = [] }: Change): readonly string[] {
  const people = requests.flatMap(({ next: { requester, approval } }) =>
    approval === null ? [requester] : [requester, ...votersOf(approval.requirements), ...approval.told],
  );
  const given = messages.flatMap((one) => (one.kind === 'dm' && one.about === 'owner' ? [one.owner, one.was] : []));
  const owners = instances.flatMap(({ next, seenBefore }) => (seenBefore ? [] : [next.requester]));
  return [...new Set([...people, ...given, ...owners])];
}
