import type { Instance } from '../../src/core/instance/instance.ts';
import { endedByLease } from '../../src/core/lease/lease-clock.ts';
import type { Milestone } from '../../src/core/request/message.ts';

/** Whether the store holds what a line says. */
export function isTrue(row: Instance, milestone: Milestone, cloudId: string | null): boolean {
  if (cloudId !== null && row.cloudId !== cloudId) return false;
  switch (milestone) {
    case 'running':
      return row.outcome === 'reached' && row.observed?.status === 'Running';
    case 'ordered':
      return row.order !== null;
    case 'failed':
      return row.outcome === 'failed' && row.failure !== null;
    case 'address':
      return row.publicIp !== null || row.told.includes('released') || isWithoutCharge(row);
    case 'addressless':
      return Boolean(row.noAddress);
    case 'slow':
      return row.slowTold;
    case 'troubled':
      return row.attempts > 0 || row.told.some((told) => told.startsWith('troubled:'));
    case 'adopted':
      return row.adopted === true;
    case 'held':
      return row.told.some((told) => told.startsWith('held:'));
    case 'leased':
    case 'leaseEnding':
    case 'leaseTroubled':
      return row.lease?.begun === true;
    case 'leaseEnded':
      return endedByLease(row);
    default:
      return row.cloudId !== null && row.told.includes(milestone);
  }
}

/** Stopped in economical mode, which takes its address away: the line that comes next says so. */
const isWithoutCharge = ({ order, told }: Instance): boolean =>
  told.includes('halted') && order?.stoppedMode === 'StopCharging';
