import type { DiskStep } from '../../core/attribute/attribute.ts';
import { GIVE_UP_MS } from '../../core/attribute/reduce-attributes.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import { refusalOfDisk } from '../../core/disk/judge-growth.ts';
import { type Failure, failureOf } from '../../core/failure/failure.ts';
import { seenInLook } from '../../core/instance/cloud-instance.ts';
import type { Instance } from '../../core/instance/instance.ts';
import type { Proceed } from '../../ecs/port.ts';
import { intendToPay } from '../commit-transition.ts';
import { asksAtHead } from '../head-of-line.ts';
import { cloudIdOf, type Pass, settleAs } from '../pass.ts';

/**
 * Sends a call that costs money, once a look has shown that it is still needed. The intent is stored first, so that even after a
 * crash it is known that the call may have happened. An order that is too old, or that the policy in force does not allow, is not
 * sent.
 *
 * @param done stores the outcome
 */
export async function payForDisk<T>(
  pass: Pass,
  row: Instance,
  step: DiskStep,
  send: (proceed: Proceed, sent: Instance) => Promise<Result<T, Failure>>,
  done: (value: T, sent: Instance) => Promise<void>,
): Promise<void> {
  const { ports, account } = pass;
  const against = isLapsed(pass, row) ? failureOf('deadline') : againstDisk(pass, row, step);
  if (against !== null) return settleAs(pass, row, { is: 'attributeNotSet', step, failure: against });
  const sent = ports.stopping() || account === null ? null : await intendToPay(ports, row, { step, account });
  if (sent === null) return pass.leave('letGo');
  const also = (): boolean => !isLapsed(pass, sent) && againstDisk(pass, sent, step) === null;
  const head = asksAtHead(pass, { rows: 'instances', on: [sent], underFreeze: true, also });
  const result = await send(head.proceed, sent);
  const stop = head.stopped();
  if (stop?.is === 'held') return settleAs(pass, sent, { is: 'attributeFrozen', step, freeze: stop.freeze });
  if (stop?.is === 'unreadable') return pass.leave('broken');
  if (stop !== null) return settleAs(pass, sent, { is: 'attributeUnsent', step });
  await (result.ok
    ? done(result.value, sent)
    : settleAs(pass, sent, { is: 'attributeNotSet', step, failure: result.error }));
}

/** The order is too old: nobody still expects it to be done. */
const isLapsed = ({ ports: { clock } }: Pass, { attributes }: Instance): boolean =>
  clock.now() >= (attributes?.at ?? 0) + GIVE_UP_MS;

/** The policy may have changed since the order. */
const againstDisk = ({ ports: { policy } }: Pass, row: Instance, step: DiskStep): Failure | null =>
  refusalOfDisk(step, row, policy.current().policy);

/** Ok if the instance runs (true) or is stopped (false); any other state is a failure, and waited for. */
export async function isRunning({ ports }: Pass, row: Instance): Promise<Result<boolean, Failure>> {
  const cloudId = cloudIdOf(row);
  const shown = seenInLook(await ports.ecs.describeInstances(row.spec.region, [cloudId], 'people'), cloudId);
  if (!shown.ok) return shown;
  const status = shown.value === 'missing' ? null : shown.value.status;
  if (status === 'Running' || status === 'Stopped') return ok(status === 'Running');
  return fail(failureOf(status === null ? 'gone' : 'wrongState', { api: 'DescribeInstances' }));
}
