import type { Freeze } from '../freeze.ts';
import { record, set } from '../request/row-changes.ts';
import { type ChangeSet, hold } from './change-set.ts';
import { callsOf, mayExist, withUnsentCall } from './create-calls.ts';
import { repeatedUntil } from './next-action.ts';
import { nextTick, type Timing } from './timing.ts';

/** How often an instance that waits is looked at: somebody may start or release it by hand. */
const LOOK_WHILE_HELD_MS = 60_000;

/**
 * Waits for the end of a freeze without a change of state. It is due when the freeze ends by the clock; lifting the freeze
 * makes it due at once. The wait counts against no deadline.
 */
export function reduceHeld(
  changes: ChangeSet,
  { freeze, unsent = false }: { readonly freeze: Freeze; readonly unsent?: boolean },
  timing: Timing,
): void {
  const { now, before } = changes;
  if (unsent) callOff(changes);
  hold(changes, freeze);
  const dueAt = Math.min(freeze.until ?? Number.POSITIVE_INFINITY, now + LOOK_WHILE_HELD_MS);
  if (before.cloudId !== null) {
    // It gets a new deadline when it goes on.
    set(changes, { deadlineAt: null, dueAt });
  } else if (mayExist(changes.next)) {
    // A ClientToken also ages during a freeze: after its time the instance is only looked up, frozen or not.
    set(changes, { dueAt: Math.min(dueAt, Math.max(repeatedUntil(before, timing), nextTick(now, timing))) });
  } else startOver(changes, dueAt);
}

/** Back to the state before the first call, because certainly none has created anything. */
export function startOver(changes: ChangeSet, dueAt: number): void {
  const { before } = changes;
  // The audit trail must say that the create is undone. Where a trouble is over, its own event says so.
  if (before.createTriedAt !== null && before.failure === null)
    record(changes, 'instance.goingOn', { trouble: null, held: false, ordered: false });
  const creates = { ...callsOf(changes.next), sent: 0, undone: 0 };
  set(changes, { createTriedAt: null, creates, deadlineAt: null, attempts: 0, failure: null, dueAt });
}

/** Takes back the stored intent of a CreateInstance that was not sent. */
export function callOff(changes: ChangeSet): void {
  const { attempts } = changes.next;
  set(changes, { attempts: Math.max(0, attempts - 1), creates: withUnsentCall(callsOf(changes.next)) });
}

/** Under way again after a freeze, with a full deadline. */
export function goOn(changes: ChangeSet, timing: Timing): void {
  if (changes.next.heldBy === null) return;
  set(changes, { heldBy: null, deadlineAt: changes.now + timing.deadlineMs });
}
