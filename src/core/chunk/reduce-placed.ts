import type { Failure } from '../failure/failure.ts';
import { NOT_PLACED } from '../failure/failure-cause.ts';
import { type ChangeSet, endFailed, progress } from '../instance/change-set.ts';
import { callsOf } from '../instance/create-calls.ts';
import type { Observed } from '../instance/instance.ts';
import { isOwnWord, refusalOfCreate } from '../instance/next-action.ts';
import { nextLookAt, type Timing } from '../instance/timing.ts';
import { overBetween, record, set } from '../request/row-changes.ts';
import { awaitsSeat } from './chunk.ts';

/** The outcome of RunInstances for one of its rows. */

/** The answer has one id per placed instance. A look shows which id belongs to which row. */
export function reducePlaced(
  changes: ChangeSet,
  { given, cloudIds }: { readonly given: string | null; readonly cloudIds?: readonly string[] },
  timing: Timing,
): void {
  const { before, now } = changes;
  const { chunk } = before;
  if (chunk === undefined || before.cloudId !== null || chunk.given !== undefined) return;
  progress(changes);
  set(changes, {
    chunk: { ...chunk, given },
    acceptedAt: now,
    misses: 0,
    heldBy: null,
    deadlineAt: now + timing.deadlineMs,
  });
  set(changes, { dueAt: nextLookAt(changes.next, now, timing) });
  if (cloudIds !== undefined) record(changes, 'instance.placed', { cloudIds, asked: chunk.amount });
}

/** The row gets an id that no name has confirmed. */
export function leaveUnnamed(changes: ChangeSet): void {
  const { chunk } = changes.next;
  if (chunk !== undefined) set(changes, { chunk: { ...chunk, unnamed: true } });
}

/**
 * Takes over the name from the cloud, so that an order by name reaches the instance with that name.
 *
 * @returns the name if it is new
 */
export function takeName(changes: ChangeSet, { name }: Pick<Observed, 'name'>): string | null {
  const { chunk, spec } = changes.next;
  if (chunk?.unnamed !== true || name === undefined) return null;
  const { unnamed: _unnamed, ...named } = chunk;
  set(changes, { chunk: named, spec: { ...spec, name } });
  return name === spec.name ? null : name;
}

/** The instance certainly does not exist. */
export function reduceUnplaced(changes: ChangeSet): void {
  const { before } = changes;
  if (before.cloudId !== null) return;
  const creates = callsOf(before);
  set(changes, { creates: { ...creates, undone: creates.sent } });
  endFailed(changes, unplaced());
}

const unplaced = (): Failure => ({
  kind: 'noStock',
  code: NOT_PLACED,
  detail: '',
  requestId: null,
  retryAfterMs: null,
  api: 'RunInstances',
  missing: null,
});

const FREE = { failure: null, heldBy: null };

/**
 * Others of its chunk exist, so the call has created whatever it creates. Sent again, it could create all of them once
 * more.
 */
export function lookOnlyForIt(changes: ChangeSet, timing: Timing): void {
  const { before, now } = changes;
  const creates = callsOf(before);
  if (before.cloudId !== null || awaitsSeat(before)) return;
  if (!creates.mayRepeat) {
    // The failure of a later call says nothing about this one. The bot's own refusal says nothing about any call, so one more
    // look follows.
    const isOpen = isOwnWord(refusalOfCreate(before));
    set(changes, { failure: null, ...(isOpen && { creates: { ...creates, lastAt: now } }) });
    return;
  }
  // The audit trail must show that it may exist. If something held it up, the end of that is recorded and shows it.
  if (before.createTriedAt === null && overBetween(before, FREE) === null)
    record(changes, 'instance.goingOn', { trouble: null, held: false, ordered: true });
  set(changes, {
    failure: null,
    heldBy: null,
    creates: { ...creates, sent: Math.max(creates.sent, creates.undone + 1), lastAt: now, mayRepeat: false },
    createTriedAt: before.createTriedAt ?? now,
    deadlineAt: now + timing.graceMs + timing.deadlineMs,
  });
}
