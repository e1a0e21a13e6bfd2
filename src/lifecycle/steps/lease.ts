import { seenInLook } from '../../core/instance/cloud-instance.ts';
import type { Instance } from '../../core/instance/instance.ts';
import { leaseStep } from '../../core/lease/lease-clock.ts';
import type { LeaseObservation } from '../../core/lease/reduce-lease.ts';
import { asksAtHead } from '../head-of-line.ts';
import { cloudIdOf, guarded, inBatches, type Pass, settleAs, settleMany } from '../pass.ts';
import type { Step } from './step.ts';

/** Does what leases need: one look for many rows, or one call for each row whose end the cloud must be told. */
export const keepLeaseStep: Step = {
  name: 'lease',
  takes: (row, now) => leaseStep(row, now) !== 'rest',
  async work(pass, region, rows) {
    const now = pass.ports.clock.now();
    const looks = rows.filter((row) => leaseStep(row, now) === 'look');
    const tells = rows.filter((row) => leaseStep(row, now) === 'tell');
    await Promise.all([
      inBatches(pass, looks, (together) => look(pass, region, together)),
      ...tells.map((row) => guarded(pass, row, () => tellCloud(pass, row))),
    ]);
  },
};

async function look(pass: Pass, region: string, rows: readonly Instance[]): Promise<void> {
  const result = await pass.ports.ecs.describeInstances(region, rows.map(cloudIdOf));
  await settleMany(
    pass,
    rows.map((row) => {
      const shown = seenInLook(result, cloudIdOf(row));
      const observation: LeaseObservation = shown.ok
        ? { is: 'leaseSeen', seen: shown.value }
        : { is: 'leaseUnseen', failure: shown.error };
      return { row, observation };
    }),
  );
}

/** The row already holds the wanted end; at the head of the line it is checked whether it still does. */
async function tellCloud(pass: Pass, row: Instance): Promise<void> {
  const endsAt = row.lease?.endsAt ?? null;
  const head = asksAtHead(pass, { rows: 'instances', on: [row], underFreeze: false });
  const result = await pass.ports.ecs.setAutoRelease(row.spec.region, cloudIdOf(row), endsAt, head.proceed);
  if (head.stopped() !== null) return pass.leave('letGo');
  await settleAs(pass, row, result.ok ? { is: 'leaseSet', endsAt } : { is: 'leaseNotSet', failure: result.error });
}
