import { canonical } from '../approval/approval.ts';
import { awaitsSeat } from '../chunk/chunk.ts';
import { initialReleaseTime } from '../lease/lease.ts';
import type { Tag } from '../option/tag.ts';
import { record, set } from '../request/row-changes.ts';
import { type ChangeSet, progress, tell } from './change-set.ts';
import { callsOf, mayExist, needsToken, nextToken, sending } from './create-calls.ts';
import type { Instance } from './instance.ts';
import type { Observation } from './observation.ts';
import { callOff } from './reduce-held.ts';
import { nextLookAt, type Timing } from './timing.ts';

/** The intent to create, and its outcome when not refused. */

type Intent = Extract<Observation, { readonly is: 'creating' }>;

export function reduceCreating(changes: ChangeSet, intent: Intent, timing: Timing): void {
  const { now, before } = changes;
  const { account } = intent;
  // Counted before the answer is known: a count above one means that an earlier call may have taken effect. The row stays
  // due. The claim keeps other replicas away, and a replica that takes over may repeat the call, because the token is the
  // same.
  set(changes, { attempts: before.attempts + 1, heldBy: null, account, creates: sending(callsOf(before), now) });
  updateCallParameters(changes, intent);
  if (before.createTriedAt !== null) return;
  // Failed price checks before the first call do not count as attempts to create.
  set(changes, { attempts: 1, failure: null, createTriedAt: now, deadlineAt: now + timing.deadlineMs });
  const { spec, chunk } = before;
  const { clientToken, policyTags = [] } = changes.next;
  const fixed = policyTags.length === 0 ? {} : { policyTags };
  const together = chunk === undefined ? {} : { together: chunk.amount };
  record(changes, 'instance.creating', { clientToken, region: spec.region, account, ...together, ...fixed });
}

/**
 * Besides the order, the call has two parameters: the release time of a chunk, and the policy's tags. They are stored with
 * the intent, because a repeated call must have the same. Other parameters need another token, and so first a look that
 * finds nothing.
 */
function updateCallParameters(changes: ChangeSet, { policyTags = [], looked = false }: Intent): void {
  const { before, now } = changes;
  const { chunk, creates } = before;
  const changed = changedParameters(before, policyTags, now);
  if (changed === null || (creates !== undefined && !looked)) return;
  if (chunk !== undefined && changed.releaseAt !== undefined)
    set(changes, { chunk: { ...chunk, releaseAt: changed.releaseAt } });
  if (changed.policyTags !== undefined) set(changes, { policyTags: changed.policyTags });
  if (creates === undefined) return;
  const clientToken = nextToken(before.clientToken);
  set(changes, { clientToken });
  record(changes, 'instance.newToken', {
    clientToken,
    was: before.clientToken,
    after: before.failure?.kind ?? null,
    ...changed,
  });
}

/**
 * Whether the next call would have other parameters than the earlier ones. Then it needs another token, and first a look
 * that finds nothing.
 */
export const changesCallParameters = (row: Instance, policyTags: readonly Tag[], now: number): boolean =>
  row.creates !== undefined && changedParameters(row, policyTags, now) !== null;

/** The parameters that differ from those in the row; null for none, and while an earlier call may have created something. */
function changedParameters(row: Instance, policyTags: readonly Tag[], now: number): CallParameters | null {
  if (mayExist(row)) return null;
  const releaseAt = laterReleaseTime(row, now);
  const areOthers = canonical(policyTags) !== canonical(row.policyTags ?? []);
  if (releaseAt === null && !areOthers) return null;
  return { ...(releaseAt !== null && { releaseAt }), ...(areOthers && { policyTags }) };
}

interface CallParameters {
  readonly releaseAt?: number;
  readonly policyTags?: readonly Tag[];
}

/** The release time to buy the chunk with, if it has none yet or one that is too early by now; else null. */
function laterReleaseTime({ chunk, lease }: Instance, now: number): number | null {
  if (chunk === undefined || !lease?.forMs) return null;
  const isEarly = chunk.releaseAt === undefined || chunk.releaseAt < now + lease.forMs;
  return isEarly ? initialReleaseTime(lease.forMs, now) : null;
}

export function reduceCreated(changes: ChangeSet, cloudId: string, timing: Timing): void {
  const isNew = changes.before.cloudId === null;
  takeId(changes, cloudId);
  if (!isNew) return;
  progress(changes);
  set(changes, { deadlineAt: changes.now + timing.deadlineMs });
  set(changes, { dueAt: nextLookAt(changes.next, changes.now, timing) });
}

/** Keeps a cloud id in any state of the row: an instance that exists must never be forgotten. */
export function takeId(changes: ChangeSet, cloudId: string): void {
  const { before, now } = changes;
  if (before.cloudId !== null) return;
  // A row of a chunk counts from the answer for the chunk. A row that got its id without a name starts its own count: the id
  // may stay unlisted for the full grace time.
  const since = changes.next.chunk?.unnamed ? null : before.acceptedAt;
  set(changes, { cloudId, acceptedAt: since ?? now, misses: 0, heldBy: null });
  record(changes, 'instance.accepted', { cloudId });
  // A row that got its id without a name says so only at the look that shows it.
  if (changes.next.chunk?.unnamed !== true) tell(changes, 'pending');
}

/** A look found nothing, and the cloud has refused every call for certain: the next call uses another token. */
export function takeToken(changes: ChangeSet): void {
  const { before, next, now } = changes;
  if (!needsToken(next)) return;
  const clientToken = nextToken(next.clientToken);
  const creates = { ...callsOf(next), refusals: 0 };
  // It waited before the look already, so it is due at once.
  set(changes, { clientToken, creates, attempts: before.attempts, misses: 0, dueAt: now });
  record(changes, 'instance.newToken', { clientToken, was: next.clientToken, after: next.failure?.kind ?? null });
}

/** The create was not sent. The row is due at once, and the next pass decides again. */
export function reduceNotCreated(changes: ChangeSet): void {
  if (changes.before.cloudId !== null || awaitsSeat(changes.before)) return;
  callOff(changes);
  set(changes, { dueAt: changes.now });
}
