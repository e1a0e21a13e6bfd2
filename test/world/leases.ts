import type { Instance } from '../../src/core/instance/instance.ts';
import { endedByLease, hasGone } from '../../src/core/lease/lease-clock.ts';
import type { Plan } from './plan.ts';
import { checkReplay } from './trail.ts';
import type { World } from './world.ts';

const MINUTE_MS = 60_000;
/** As short as the cloud allows, with room for what goes wrong before it is told. */
const LEASE_MS = 45 * MINUTE_MS;
/** The cloud releases some minutes after the end, and the bot looks three times before it says so. */
const AFTER_MS = 20 * MINUTE_MS;

/** Every sixteenth world has a policy by which what is not prepaid lives for a while only. */
export const withLeases = (plan: Plan, seed: number): Plan =>
  seed % 16 !== 1
    ? plan
    : {
        ...plan,
        submissions: plan.submissions.map(({ at, order }) => ({ at, order: { ...order, leaseMs: LEASE_MS } })),
      };

/**
 * That everything with a lease is released by the cloud at the end that its row says, and not before, and that its row and its
 * thread say so afterwards. Called when all else has come to its end.
 */
export async function outliveLeases(world: World): Promise<void> {
  const { timeline, truth, requestIds } = world;
  const leased = (await rowsOf(world)).filter((row) => row.lease?.endsAt && !hasGone(row));
  if (leased.length === 0) return;
  await pass(world, timeline.now() + 11 * MINUTE_MS);
  const broken: string[] = [];
  const rows = await Promise.all(leased.map(({ id }) => truth.instance(id)));
  const there = rows.flatMap((row) => (row !== null && releaseOf(world, row) !== null ? [row] : []));
  for (const row of there) {
    const { endsAt = null, inCloud = null } = row.lease ?? {};
    if (endsAt !== inCloud || releaseOf(world, row) !== inCloud)
      broken.push(`${row.id} ends at ${endsAt}, stored as told ${inCloud}, the cloud has ${releaseOf(world, row)}`);
  }
  const ends = there.map(({ lease }) => lease?.inCloud ?? 0);
  // All of them may have gone meanwhile; then there is no end to wait for.
  await pass(world, (ends.length === 0 ? timeline.now() : Math.min(...ends)) - MINUTE_MS);
  for (const row of there) if (releaseOf(world, row) === null) broken.push(`${row.id} was released before its end`);
  await pass(world, Math.max(...ends, timeline.now()) + AFTER_MS);
  for (const { id } of leased) {
    const row = await truth.instance(id);
    const wasThere = there.some((one) => one.id === id);
    if (row === null || !hasGone(row)) broken.push(`${id} has outlived its lease in the store`);
    else if (wasThere && !endedByLease(row)) broken.push(`${id} was not ended by its lease`);
    else if (releaseOf(world, row) !== null) broken.push(`${id} has outlived its lease in the cloud`);
    else if (wasThere && endNotes(world, row) !== 1)
      broken.push(`the end of ${id} was told ${endNotes(world, row)} times`);
  }
  for (const id of requestIds) await checkReplay(truth, id, (promise) => broken.push(promise));
  const { waiting } = await truth.outbox.depth();
  if (waiting > 0) broken.push(`${waiting} messages wait after the end`);
  if (broken.length > 0) throw new Error(`broken promises of leases:\n${broken.join('\n')}`);
}

const rowsOf = async ({ truth, requestIds }: World): Promise<readonly Instance[]> =>
  (await Promise.all(requestIds.map((id) => truth.instancesOf(id)))).flat();

async function pass({ timeline, watch }: World, until: number): Promise<void> {
  while (timeline.now() < until) {
    await timeline.step();
    watch.check();
  }
}

/** When the cloud will release it (milliseconds UTC), 0 for never; null when it is not there. */
function releaseOf({ cloud }: World, { cloudId }: Instance): number | null {
  const vm = cloud.state().instances.find(({ InstanceId }) => InstanceId === cloudId);
  if (vm === undefined) return null;
  const text = String(vm.AutoReleaseTime ?? '');
  return text === '' ? 0 : Date.parse(text);
}

const endNotes = ({ board }: World, { requestId, ordinal }: Instance): number =>
  board.notes.filter(
    (one) => one.requestId === requestId && one.note.ordinal === ordinal && one.note.milestone === 'leaseEnded',
  ).length;
