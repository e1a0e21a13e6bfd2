import { canonical } from '../approval/approval.ts';
import { awaitsSeat } from '../chunk/chunk.ts';
import { initialReleaseTime } from '../lease/lease.ts';
import type { Tag } from '../option/tag.ts';
import { record, set } from '../request/change-set.ts';
import { type ChangeSet, progress, tell } from './change-set.ts';
import { callsOf, mayExist, needsToken, nextToken, sending } from './create-calls.ts';
import type { Instance } from './instance.ts';
import type { Observation } from './observation.ts';
import { callOff } from './reduce-held.ts';
import { nextLookAt, type Timing } from './timing.ts';

/** The intent to create, and what comes of it when it is not refused. */

type Intent = Extract<Observation, { readonly is: 'creating' }>;

export function reduceCreating(changes: ChangeSet, intent: Intent, timing: Timing): void {
  const { now, before } = changes;
  const { account } = intent;
  // Counted before the answer is known: a count above one means that an earlier call may have taken effect. It stays due: the
  // claim keeps others away, and a replica that takes it over may repeat the call, because the token is the same.
  set(changes, { attempts: before.attempts + 1, heldBy: null, account, creates: sending(callsOf(before), now) });
  updateCallParameters(changes, intent);
  if (before.createTriedAt !== null) return;
  // Looks at the price that failed before were no creates.
  set(changes, { attempts: 1, failure: null, createTriedAt: now, deadlineAt: now + timing.deadlineMs });
  const { spec, chunk } = before;
  const { clientToken, policyTags = [] } = changes.next;
  const fixed = policyTags.length === 0 ? {} : { policyTags };
  const together = chunk === undefined ? {} : { together: chunk.amount };
  record(changes, 'instance.creating', { clientToken, region: spec.region, account, ...together, ...fixed });
}

/**
 * The call has two parameters beside the order: the release time of those that are bought together, and the tags of the policy. They are
 * stored with its intent, because a repeated call must have the same ones. Other ones take another token, and so a look first that finds nothing.
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

/** Whether the next call would have other parameters than earlier ones, and so take another token: a look must find nothing first. */
export const changesCallParameters = (row: Instance, policyTags: readonly Tag[], now: number): boolean =>
  row.creates !== undefined && changedParameters(row, policyTags, now) !== null;

/** The parameters that differ from those of the row; null for none, as while something may have come of the earlier calls. */
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

/** The end with which they are bought, where there is none so far or it would be too early by now; else null. */
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

/** Keeps a cloud id, whatever else has become of the row: an instance that exists must never be forgotten. */
export function takeId(changes: ChangeSet, cloudId: string): void {
  const { before, now } = changes;
  if (before.cloudId !== null) return;
  // One of several exists since their call was answered; one that nobody has seen may be missing for as long as any other.
  const since = changes.next.chunk?.unnamed ? null : before.acceptedAt;
  set(changes, { cloudId, acceptedAt: since ?? now, misses: 0, heldBy: null });
  record(changes, 'instance.accepted', { cloudId });
  // Of one whose name nobody has seen, the look that shows it tells.
  if (changes.next.chunk?.unnamed !== true) tell(changes, 'pending');
}

/** A look has found nothing of what was refused for certain each time: the next call is sent with another token. */
export function takeToken(changes: ChangeSet): void {
  const { before, next, now } = changes;
  if (!needsToken(next)) return;
  const clientToken = nextToken(next.clientToken);
  const creates = { ...callsOf(next), refusals: 0 };
  // It has waited its time before it was looked up.
  set(changes, { clientToken, creates, attempts: before.attempts, misses: 0, dueAt: now });
  record(changes, 'instance.newToken', { clientToken, was: next.clientToken, after: next.failure?.kind ?? null });
}

/** The next pass decides again, on what holds by then. */
export function reduceNotCreated(changes: ChangeSet): void {
  if (changes.before.cloudId !== null || awaitsSeat(changes.before)) return;
  callOff(changes);
  set(changes, { dueAt: changes.now });
}
