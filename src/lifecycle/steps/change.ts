import type { AttributeStep, DiskStep } from '../../core/attribute/attribute.ts';
import { isAttributeDue } from '../../core/attribute/attribute-clock.ts';
import type { Result } from '../../core/base/result.ts';
import type { Failure } from '../../core/failure/failure.ts';
import type { Instance } from '../../core/instance/instance.ts';
import { REQUESTER_TAG } from '../../core/request/request.ts';
import type { Proceed } from '../../ecs/port.ts';
import { asksAtHead } from '../head-of-line.ts';
import { cloudIdOf, guarded, type Pass, settleAs } from '../pass.ts';
import { addDisk } from './add-disk.ts';
import { growDisk } from './grow.ts';
import type { Step } from './step.ts';

/**
 * Makes the changes that somebody has ordered in the cloud, one after the other. The order is stored; each call is safe to
 * repeat.
 */
export const changeStep: Step = {
  name: 'change',
  takes: isAttributeDue,
  work: (pass, _region, rows) => Promise.all(rows.map((row) => guarded(pass, row, () => change(pass, row)))),
};

async function change(pass: Pass, row: Instance): Promise<void> {
  const [step] = row.attributes?.left ?? [];
  if (step === undefined) return;
  if (step.is === 'grow') return growDisk(pass, row, step);
  if (step.is === 'addDisk') return addDisk(pass, row, step);
  const head = asksAtHead(pass, { rows: 'instances', on: [row], underFreeze: false });
  const result = await send(pass, row, step, head.proceed);
  if (head.stopped() !== null) return pass.leave('letGo');
  await settleAs(
    pass,
    row,
    result.ok ? { is: 'attributeSet', step } : { is: 'attributeNotSet', step, failure: result.error },
  );
}

function send(
  { ports }: Pass,
  row: Instance,
  step: Exclude<AttributeStep, DiskStep>,
  proceed: Proceed,
): Promise<Result<null, Failure>> {
  const { ecs } = ports;
  const { region } = row.spec;
  const cloudId = cloudIdOf(row);
  switch (step.is) {
    case 'name':
      return ecs.modifyInstance(region, cloudId, { name: step.to }, proceed);
    case 'protection':
      return ecs.modifyInstance(region, cloudId, { deletionProtection: step.on }, proceed);
    case 'tags':
      return ecs.tagInstance(region, cloudId, step.tags, proceed);
    case 'owner':
      return ecs.tagInstance(region, cloudId, [{ key: REQUESTER_TAG, value: step.to }], proceed);
    case 'untag':
      return ecs.untagInstance(region, cloudId, step.keys, proceed);
  }
}
