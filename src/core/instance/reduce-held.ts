import type { Freeze } from '../freeze.ts';
import { type ChangeSet, hold, record, set } from './change-set.ts';
import { callsOf, heldBack, mayExist } from './create-calls.ts';
import { repeatedUntil } from './next-action.ts';
import { nextTick, type Timing } from './timing.ts';

/** What waits is looked at this often: somebody may start or release it by hand. */
const LOOK_WHILE_HELD_MS = 60_000;

/**
 * It waits for the end of a freeze and keeps its state. It is due when the freeze ends by the clock; lifting the freeze makes
 * it due at once. The time it waits counts against no deadline.
 */
export function reduceHeld(
  ledger: ChangeSet,
  { freeze, unsent = false }: { readonly freeze: Freeze; readonly unsent?: boolean },
  timing: Timing,
): void {
  const { now, before } = ledger;
  if (unsent) callOff(ledger);
  hold(ledger, freeze);
  const dueAt = Math.min(freeze.until ?? Number.POSITIVE_INFINITY, now + LOOK_WHILE_HELD_MS);
  if (before.cloudId !== null) {
    // Its deadline begins anew when it goes on.
    set(ledger, { deadlineAt: null, dueAt });
  } else if (mayExist(ledger.next)) {
    // How long a ClientToken holds does not depend on us: after that time it is only looked up, frozen or not.
    set(ledger, { dueAt: Math.min(dueAt, Math.max(repeatedUntil(before, timing), nextTick(now, timing))) });
  } else {
    // The trail must tell that it is as if it had never begun; with a trouble that is over it does.
    if (before.createTriedAt !== null && before.failure === null)
      record(ledger, 'instance.goingOn', { trouble: null, held: false, ordered: false });
    const creates = { ...callsOf(ledger.next), sent: 0, undone: 0 };
    set(ledger, { createTriedAt: null, creates, deadlineAt: null, attempts: 0, failure: null, dueAt });
  }
}

/** A CreateInstance whose intent was stored was not sent. */
export function callOff(ledger: ChangeSet): void {
  const { attempts } = ledger.next;
  set(ledger, { attempts: Math.max(0, attempts - 1), creates: heldBack(callsOf(ledger.next)) });
}

/** What had to wait is done: it is under way again, with all the time it is allowed. */
export function goOn(ledger: ChangeSet, timing: Timing): void {
  if (ledger.next.heldBy === null) return;
  set(ledger, { heldBy: null, deadlineAt: ledger.now + timing.deadlineMs });
}
