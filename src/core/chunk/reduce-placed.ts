import type { Failure } from '../failure/failure.ts';
import { NOT_PLACED } from '../failure/failure-cause.ts';
import { type ChangeSet, endFailed, progress } from '../instance/change-set.ts';
import { callsOf } from '../instance/create-calls.ts';
import type { Observed } from '../instance/instance.ts';
import { isOwnWord, refusalOfCreate } from '../instance/next-action.ts';
import { nextLookAt, type Timing } from '../instance/timing.ts';
import { record, set } from '../request/change-set.ts';
import { awaitsSeat } from './chunk.ts';

/** What comes of RunInstances for one of the rows that it was called for. */

/** The cloud has named as many ids as it has placed; whose each is, a look tells. */
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

/** No name has told whose the id is that it gets now. */
export function leaveUnnamed(changes: ChangeSet): void {
  const { chunk } = changes.next;
  if (chunk !== undefined) set(changes, { chunk: { ...chunk, unnamed: true } });
}

/**
 * So that what people order of a name is done to what the cloud calls so.
 *
 * @returns the name where it is another one than so far
 */
export function takeName(changes: ChangeSet, { name }: Pick<Observed, 'name'>): string | null {
  const { chunk, spec } = changes.next;
  if (chunk?.unnamed !== true || name === undefined) return null;
  const { unnamed: _unnamed, ...named } = chunk;
  set(changes, { chunk: named, spec: { ...spec, name } });
  return name === spec.name ? null : name;
}

/** Nothing exists of it, for certain. */
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

/** Others of its chunk exist: whatever the call for it has made is there by now, and sent again it could make all of them once more. */
export function lookOnlyForIt(changes: ChangeSet, timing: Timing): void {
  const { before, now } = changes;
  const creates = callsOf(before);
  if (before.cloudId !== null || awaitsSeat(before)) return;
  if (!creates.mayRepeat) {
    // What a later call was refused with says nothing of this one; the bot's own word said nothing at all, and one more look follows.
    const isOpen = isOwnWord(refusalOfCreate(before));
    set(changes, { failure: null, ...(isOpen && { creates: { ...creates, lastAt: now } }) });
    return;
  }
  // The trail tells that it may exist.
  if (before.createTriedAt === null)
    record(changes, 'instance.goingOn', { trouble: null, held: before.heldBy !== null, ordered: true });
  set(changes, {
    failure: null,
    heldBy: null,
    creates: { ...creates, sent: Math.max(creates.sent, creates.undone + 1), lastAt: now, mayRepeat: false },
    createTriedAt: before.createTriedAt ?? now,
    deadlineAt: now + timing.graceMs + timing.deadlineMs,
  });
}
