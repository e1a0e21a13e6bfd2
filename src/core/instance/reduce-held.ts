import type { Freeze } from '../freeze.ts';
import { record, set } from '../request/change-set.ts';
import { type ChangeSet, hold } from './change-set.ts';
import { callsOf, mayExist, withUnsentCall } from './create-calls.ts';
import { repeatedUntil } from './next-action.ts';
import { nextTick, type Timing } from './timing.ts';

/** What waits is looked at this often: somebody may start or release it by hand. */
const LOOK_WHILE_HELD_MS = 60_000;

/**
 * It waits for the end of a freeze and keeps its state. It is due when the freeze ends by the clock; lifting the freeze makes
 * it due at once. The time it waits counts against no deadline.
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
    // Its deadline is set again when it goes on.
    set(changes, { deadlineAt: null, dueAt });
  } else if (mayExist(changes.next)) {
    // How long a ClientToken holds does not depend on us: after that time it is only looked up, frozen or not.
    set(changes, { dueAt: Math.min(dueAt, Math.max(repeatedUntil(before, timing), nextTick(now, timing))) });
  } else {
    // The trail must tell that it is as if it had never begun; with a trouble that is over it does.
    if (before.createTriedAt !== null && before.failure === null)
      record(changes, 'instance.goingOn', { trouble: null, held: false, ordered: false });
    const creates = { ...callsOf(changes.next), sent: 0, undone: 0 };
    set(changes, { createTriedAt: null, creates, deadlineAt: null, attempts: 0, failure: null, dueAt });
  }
}

/** A CreateInstance whose intent was stored was not sent. */
export function callOff(changes: ChangeSet): void {
  const { attempts } = changes.next;
  set(changes, { attempts: Math.max(0, attempts - 1), creates: withUnsentCall(callsOf(changes.next)) });
}

/** What had to wait is done: it is under way again, with all the time it is allowed. */
export function goOn(changes: ChangeSet, timing: Timing): void {
  if (changes.next.heldBy === null) return;
  set(changes, { heldBy: null, deadlineAt: changes.now + timing.deadlineMs });
}
