import type { AddDiskStep } from '../../core/attribute/attribute.ts';
import type { AttributeObservation } from '../../core/attribute/reduce-attributes.ts';
import { requestTagOf } from '../../core/chunk/chunk-rows.ts';
import { type Failure, failureOf } from '../../core/failure/failure.ts';
import type { Instance } from '../../core/instance/instance.ts';
import { DISK_TAG, REQUEST_TAG, REQUESTER_TAG } from '../../core/request/request.ts';
import type { LooseDisk } from '../../ecs/port.ts';
import { asksAtHead } from '../head-of-line.ts';
import { cloudIdOf, type Pass, settleAs } from '../pass.ts';
import { isRunning, payForDisk } from './pay-for-disk.ts';

/**
 * Buys a data disk and attaches it: one call per pass, each after a look. A look by the disk's tag comes before the purchase, so
 * that a lost answer buys no second disk. A freeze prevents the purchase, but not the attachment.
 */
export async function addDisk(pass: Pass, row: Instance, step: AddDiskStep): Promise<void> {
  const { ecs } = pass.ports;
  const made = row.attributes?.made ?? null;
  const settle = (observation: AttributeObservation): Promise<void> => settleAs(pass, row, observation);
  const not = (failure: Failure): Promise<void> => settle({ is: 'attributeNotSet', step, failure });
  const which = made === null ? { tag: { key: DISK_TAG, value: step.clientToken } } : { id: made };
  const looked = await ecs.looseDisk(row.spec.region, which);
  if (!looked.ok) return not(looked.error);
  const disk = looked.value;
  if (made === null)
    return disk === null ? buy(pass, row, step) : settle({ is: 'attributeMade', step, diskId: disk.id });
  if (disk === null) return not(failureOf('gone', { api: 'DescribeDisks' }));
  if (isAttached(disk, row)) return settle({ is: 'attributeSet', step });
  if (disk.status !== 'Available') return not(failureOf('wrongState', { api: 'DescribeDisks', code: disk.status }));
  const head = asksAtHead(pass, { rows: 'instances', on: [row], underFreeze: false });
  const order = { cloudId: cloudIdOf(row), diskId: made, keep: step.disk.keep === true };
  const attached = await ecs.attachDisk(row.spec.region, order, head.proceed);
  const stop = head.stopped();
  if (stop !== null) return pass.leave(stop.is === 'unreadable' ? 'broken' : 'letGo');
  // Attaching takes a moment: the next look shows the outcome.
  await (attached.ok ? settle({ is: 'attributeMade', step, diskId: made }) : not(attached.error));
}

const isAttached = ({ status, instanceId }: LooseDisk, { cloudId }: Instance): boolean =>
  status === 'In_use' && instanceId === cloudId;

async function buy(pass: Pass, row: Instance, step: AddDiskStep): Promise<void> {
  const { zone, disk, clientToken } = step;
  // The instance must exist, or there is nothing to attach the disk to.
  const there = await isRunning(pass, row);
  if (!there.ok) return settleAs(pass, row, { is: 'attributeNotSet', step, failure: there.error });
  const bots = [
    { key: REQUEST_TAG, value: requestTagOf(row) },
    { key: REQUESTER_TAG, value: row.requester },
    { key: DISK_TAG, value: clientToken },
  ];
  await payForDisk(
    pass,
    row,
    step,
    (proceed, { attributes }) => {
      // The tags stored with the intent: a repeated call must be identical.
      const tags = [...(attributes?.tags ?? []), ...bots];
      return pass.ports.ecs.createDisk(row.spec.region, { zone, disk, clientToken, tags }, proceed);
    },
    ({ diskId }, sent) => settleAs(pass, sent, { is: 'attributeMade', step, diskId }),
  );
}
