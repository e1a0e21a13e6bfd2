import type { GrowStep } from '../../core/attribute/attribute.ts';
import type { AttributeObservation } from '../../core/attribute/reduce-attributes.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import { type Failure, failureOf } from '../../core/failure/failure.ts';
import type { Disk } from '../../core/instance/cloud-instance.ts';
import type { Instance } from '../../core/instance/instance.ts';
import { asksAtHead } from '../head-of-line.ts';
import { cloudIdOf, type Pass, settleAs } from '../pass.ts';

/**
 * Has the cloud make a disk larger. Before each call it looks how large it is: one that is so large already was grown by a call whose answer was lost, or by
 * somebody else, and nothing is sent. A freeze keeps it from being sent, for it costs something.
 */
export async function growDisk(pass: Pass, row: Instance, step: GrowStep): Promise<void> {
  const { ecs } = pass.ports;
  const { region } = row.spec;
  const settle = (observation: AttributeObservation): Promise<void> => settleAs(pass, row, observation);
  const before = await sizeOf(pass, row, step);
  if (!before.ok) return settle({ is: 'attributeNotSet', step, failure: before.error });
  if (before.value >= step.to) return settle({ is: 'attributeSet', step });
  const online = await isRunning(pass, row);
  if (!online.ok) return settle({ is: 'attributeNotSet', step, failure: online.error });
  const head = asksAtHead(pass, { rows: 'instances', on: [row], underFreeze: true });
  const { diskId, to: sizeGiB, clientToken } = step;
  const grown = await ecs.growDisk(region, { diskId, sizeGiB, clientToken, online: online.value }, head.proceed);
  const stop = head.stopped();
  if (stop?.is === 'held') return settle({ is: 'attributeFrozen', step, freeze: stop.freeze });
  if (stop !== null) return pass.leave(stop.is === 'unreadable' ? 'broken' : 'letGo');
  await settle(grown.ok ? { is: 'attributeSet', step } : { is: 'attributeNotSet', step, failure: grown.error });
}

const LOOK_API = 'DescribeDisks';

/** GiB. */
async function sizeOf({ ports }: Pass, row: Instance, { diskId }: GrowStep): Promise<Result<number, Failure>> {
  const disks = await ports.ecs.disks(row.spec.region, cloudIdOf(row));
  if (!disks.ok) return disks;
  const disk: Disk | undefined = disks.value.find(({ id }) => id === diskId);
  return disk === undefined ? fail(failureOf('gone', { api: LOOK_API })) : ok(disk.sizeGiB);
}

/** What is stopped has its disks grown offline; what is neither is waited for. */
async function isRunning({ ports }: Pass, row: Instance): Promise<Result<boolean, Failure>> {
  const cloudId = cloudIdOf(row);
  const looked = await ports.ecs.describeInstances(row.spec.region, [cloudId], 'people');
  if (!looked.ok) return looked;
  const status = looked.value.get(cloudId)?.status ?? null;
  if (status === 'Running' || status === 'Stopped') return ok(status === 'Running');
  return fail(failureOf(status === null ? 'gone' : 'wrongState', { api: 'DescribeInstances' }));
}
