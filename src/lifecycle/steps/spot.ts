import { MAX_IDS_PER_CALL, seenInLook } from '../../core/instance/cloud-instance.ts';
import type { Instance, ListedInstance } from '../../core/instance/instance.ts';
import { isAtRest, isTooMuch } from '../../core/instance/vanish.ts';
import type { SpotObservation } from '../../core/spot/reduce-spot.ts';
import { isReclaiming, isSpotDue } from '../../core/spot/spot-clock.ts';
import { cloudIdOf, inBatches, type Pass, settleMany } from '../pass.ts';
import type { Step } from './step.ts';

/** Looks at due spot instances: whether the market is reclaiming them, or has done so. */
export const spotStep: Step = {
  name: 'spot',
  takes: isSpotDue,
  work: (pass, region, rows) => inBatches(pass, rows, (together) => look(pass, region, together)),
};

async function look(pass: Pass, region: string, rows: readonly Instance[]): Promise<void> {
  const answer = await pass.ports.ecs.describeInstances(region, rows.map(cloudIdOf));
  const doubted = !answer.ok || (await isDoubtful(pass, region, rows, answer.value));
  const settled = await settleMany(
    pass,
    rows.map((row) => ({ row, observation: factOf(row, seenInLook(answer, cloudIdOf(row)), doubted) })),
  );
  for (const [index, row] of rows.entries()) tellLog(pass, row, settled[index] ?? null);
}

function factOf(row: Instance, shown: ReturnType<typeof seenInLook>, doubted: boolean): SpotObservation {
  if (!shown.ok || (shown.value === 'missing' && doubted && !isReclaiming(row))) return { is: 'spotUnseen' };
  return { is: 'spotSeen', seen: shown.value };
}

/**
 * Whether so many are missing unannounced that the bot more likely looks in the wrong place. As in the sweep, which then tells
 * admins, all rows at rest in the region count.
 */
async function isDoubtful(
  { ports: { store, ecs, clock } }: Pass,
  region: string,
  rows: readonly Instance[],
  seen: ReadonlyMap<string, ListedInstance>,
): Promise<boolean> {
  const unannounced = rows.filter((row) => !isReclaiming(row));
  const missing = unannounced.filter((row) => !seen.has(cloudIdOf(row))).length;
  if (missing === 0) return false;
  const known = new Set(rows.map(({ id }) => id));
  const now = clock.now();
  const others = (await store.queries.atRest(region, '', MAX_IDS_PER_CALL)).filter(
    (row) => isAtRest(row, now) && !known.has(row.id),
  );
  const answer = others.length === 0 ? null : await ecs.describeInstances(region, others.map(cloudIdOf));
  if (answer?.ok === false) return true;
  const alsoMissing = others.filter((row) => answer?.value.has(cloudIdOf(row)) === false).length;
  return isTooMuch({ missing: missing + alsoMissing, of: rows.length + others.length });
}

function tellLog({ ports: { log } }: Pass, before: Instance, after: Instance | null): void {
  if (after === null) return;
  const fields = { requestId: after.requestId, instanceId: after.id, cloudId: after.cloudId };
  if (!isReclaiming(before) && isReclaiming(after)) log.warn(fields, 'the cloud is reclaiming a spot instance');
  if (after.failure?.kind === 'reclaimed' && before.failure?.kind !== 'reclaimed')
    log.warn(fields, 'a spot instance is gone, as one that was reclaimed');
}
