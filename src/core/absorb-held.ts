import type { Freeze } from './freeze.ts';
import type { Instance } from './instance.ts';
import { hold, type Ledger, record, set } from './ledger.ts';
import { nextTick, type Timing } from './timing.ts';

/** What waits is looked at this often: somebody may start or release it by hand. */
const LOOK_WHILE_HELD_MS = 60_000;

/**
 * It waits for the end of a freeze and keeps its state. It is due when the freeze ends by the clock; lifting the freeze makes
 * it due at once. The time it waits counts against no deadline.
 */
export function absorbHeld(
  ledger: Ledger,
  { freeze, unsent = false }: { readonly freeze: Freeze; readonly unsent?: boolean },
  timing: Timing,
): void {
  const { now } = ledger;
  const before = unsent ? { ...ledger.before, attempts: ledger.before.attempts - 1 } : ledger.before;
  hold(ledger, freeze);
  const dueAt = Math.min(freeze.until ?? Number.POSITIVE_INFINITY, now + LOOK_WHILE_HELD_MS);
  if (before.cloudId !== null) {
    // Its deadline begins anew when it goes on.
    set(ledger, { deadlineAt: null, dueAt });
  } else if (mayExist(before)) {
    // How long a ClientToken holds does not depend on us: after that time it is only looked up, frozen or not.
    const doubtEndsAt = (before.createTriedAt ?? now) + timing.doubtAfterMs;
    set(ledger, { attempts: before.attempts, dueAt: Math.min(dueAt, Math.max(doubtEndsAt, nextTick(now, timing))) });
  } else {
    if (unsent) record(ledger, 'instance.goingOn', { trouble: null, held: false, ordered: false });
    set(ledger, { createTriedAt: null, deadlineAt: null, attempts: 0, failure: null, dueAt });
  }
}

/** What had to wait is done: it is under way again, with all the time it is allowed. */
export function goOn(ledger: Ledger, timing: Timing): void {
  if (ledger.next.heldBy === null) return;
  set(ledger, { heldBy: null, deadlineAt: ledger.now + timing.deadlineMs });
}

/**
 * Whether a CreateInstance may have taken effect. A single one that was refused before anything could happen has not: it
 * is forgotten, so that no freeze, however long, makes it a create in doubt.
 */
export const mayExist = ({ createTriedAt, attempts, failure }: Instance): boolean =>
  createTriedAt !== null &&
  attempts > 0 &&
  !(attempts === 1 && (failure?.kind === 'throttled' || failure?.kind === 'notSent'));
