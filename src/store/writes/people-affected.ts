import { votersOf } from '../../core/approval/requirements.ts';
import type { Change } from '../store.ts';

/** Whom a change concerns: who asked for something, who may approve it or was told of it. */
export function peopleAffectedBy({ requests = [], instances = [] }: Change): readonly string[] {
  const people = requests.flatMap(({ next: { requester, approval } }) =>
    approval === null ? [requester] : [requester, ...votersOf(approval.requirements), ...approval.told],
  );
  return [...new Set([...people, ...instances.map(({ next }) => next.requester)])];
}
