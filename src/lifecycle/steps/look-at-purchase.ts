import { ok, type Result } from '../../core/base/result.ts';
import type { Failure } from '../../core/failure/failure.ts';
import { seenInLook } from '../../core/instance/cloud-instance.ts';
import type { RenewalLook } from '../../core/renewal/after-look.ts';
import type { Renewing } from '../../core/renewal/renewal-act.ts';
import type { LifecyclePorts } from '../ports.ts';

/** The cloud's view of the instance that a request renews, or whose prepaid disk it makes larger. */
export async function lookAtPurchase(
  { ecs, clock }: LifecyclePorts,
  { renewal, spec }: Renewing,
): Promise<Result<RenewalLook, Failure>> {
  const { cloudId, disk: wanted } = renewal;
  const lookedAt = clock.now();
  if (wanted === undefined) {
    const shown = seenInLook(await ecs.describeInstances(spec.region, [cloudId]), cloudId);
    return shown.ok ? ok({ is: 'seen', seen: shown.value, lookedAt }) : shown;
  }
  const [cloud, disks] = await Promise.all([ecs.instance(spec.region, cloudId), ecs.disks(spec.region, cloudId)]);
  if (!cloud.ok) return cloud;
  if (!disks.ok) return disks;
  const disk = disks.value.find(({ id }) => id === wanted.diskId) ?? null;
  return ok({ is: 'diskSeen', seen: { cloud: cloud.value ?? 'missing', disk }, lookedAt });
}
