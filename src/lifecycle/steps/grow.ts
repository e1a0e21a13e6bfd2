import type { GrowStep } from '../../core/attribute/attribute.ts';
import type { AttributeObservation } from '../../core/attribute/reduce-attributes.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import { type Failure, failureOf } from '../../core/failure/failure.ts';
import type { Disk } from '../../core/instance/cloud-instance.ts';
import type { Instance } from '../../core/instance/instance.ts';
import { cloudIdOf, type Pass, settleAs } from '../pass.ts';
import { isRunning, payForDisk } from './pay-for-disk.ts';

/**
 * Has the cloud make a disk larger. Before each call it looks at the disk's size: if the disk is large enough already, a call
 * whose answer was lost or somebody else has grown it, and nothing is sent. A freeze prevents the call, because it costs money.
 */
export async function growDisk(pass: Pass, row: Instance, step: GrowStep): Promise<void> {
  const { ecs } = pass.ports;
  const settle = (observation: AttributeObservation): Promise<void> => settleAs(pass, row, observation);
  const not = (failure: Failure): Promise<void> => settle({ is: 'attributeNotSet', step, failure });
  const before = await look(pass, row, step);
  if (!before.ok) return not(before.error);
  if (before.value.sizeGiB >= step.to) return settle({ is: 'attributeSet', step });
  // The cloud would debit the price for the rest of its time at once, and nobody has seen that price.
  if (before.value.isPrepaid) return not(failureOf('locked', { api: LOOK_API, detail: 'DiskChargeType PrePaid' }));
  const online = await isRunning(pass, row);
  if (!online.ok) return not(online.error);
  const { diskId, to: sizeGiB, clientToken } = step;
  const growth = { diskId, sizeGiB, clientToken, online: online.value };
  await payForDisk(
    pass,
    row,
    step,
    (proceed) => ecs.growDisk(row.spec.region, growth, proceed),
    (_, sent) => settleAs(pass, sent, { is: 'attributeSet', step }),
  );
}

const LOOK_API = 'DescribeDisks';

async function look({ ports }: Pass, row: Instance, { diskId }: GrowStep): Promise<Result<Disk, Failure>> {
  const disks = await ports.ecs.disks(row.spec.region, cloudIdOf(row));
  if (!disks.ok) return disks;
  const disk = disks.value.find(({ id }) => id === diskId);
  return disk === undefined ? fail(failureOf('gone', { api: LOOK_API })) : ok(disk);
}
