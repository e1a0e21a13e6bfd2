import type { Instance } from '../../core/instance/instance.ts';
import { leaseStep } from '../../core/lease/lease-clock.ts';
import { asksAtHead } from '../head-of-line.ts';
import { cloudIdOf, guarded, IDS_PER_CALL, type Pass, settleAs, settleMany } from '../pass.ts';

/** Does what the leases of these rows need now: one look for many, or one call for each whose end the cloud must be told. */
export async function keepLeases(pass: Pass, region: string, rows: readonly Instance[]): Promise<void> {
  const now = pass.ports.clock.now();
  const looks = rows.filter((row) => leaseStep(row, now) === 'look');
  const work: Promise<unknown>[] = [];
  for (let from = 0; from < looks.length; from += IDS_PER_CALL) {
    const together = looks.slice(from, from + IDS_PER_CALL);
    work.push(guarded(pass, together[0], () => look(pass, region, together)));
  }
  for (const row of rows) if (leaseStep(row, now) === 'tell') work.push(guarded(pass, row, () => tellCloud(pass, row)));
  await Promise.all(work);
}

async function look(pass: Pass, region: string, rows: readonly Instance[]): Promise<void> {
  const result = await pass.ports.ecs.describeInstances(region, rows.map(cloudIdOf));
  await settleMany(
    pass,
    rows.map((row) => ({
      row,
      observation: result.ok
        ? { is: 'leaseSeen', seen: result.value.get(cloudIdOf(row)) ?? 'missing' }
        : { is: 'leaseUnseen', failure: result.error },
    })),
  );
}

/** The row already holds the end that is wanted; at the head of the line it is asked whether it still does. */
async function tellCloud(pass: Pass, row: Instance): Promise<void> {
  const endsAt = row.lease?.endsAt ?? null;
  const head = asksAtHead(pass, { rows: 'instances', on: [row], underFreeze: false });
  const result = await pass.ports.ecs.setAutoRelease(row.spec.region, cloudIdOf(row), endsAt, head.proceed);
  if (head.stopped() !== null) return pass.leave('letGo');
  await settleAs(pass, row, result.ok ? { is: 'leaseSet', endsAt } : { is: 'leaseNotSet', failure: result.error });
}
