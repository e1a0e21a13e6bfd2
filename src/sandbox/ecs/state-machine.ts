import { refuse } from './wire/refusal.ts';

export type Status = 'Pending' | 'Starting' | 'Running' | 'Stopping' | 'Stopped';

/** A status and the cloud time of its beginning; an instance's last phases may lie in the future. */
export interface Phase {
  readonly status: Status;
  readonly at: number;
}

export type Operation =
  | 'StartInstance'
  | 'StopInstance'
  | 'RebootInstance'
  | 'AllocatePublicIpAddress'
  | 'DeleteInstance'
  | 'DeleteInstance Force';

/** The statuses in which each operation is allowed; any other is refused. */
export const ALLOWED: Readonly<Record<Operation, readonly Status[]>> = {
  StartInstance: ['Stopped'],
  StopInstance: ['Running'],
  RebootInstance: ['Running'],
  AllocatePublicIpAddress: ['Running', 'Stopped'],
  DeleteInstance: ['Stopped'],
  'DeleteInstance Force': ['Running', 'Stopped'],
};

/** Ranges in milliseconds of cloud time, drawn evenly. */
export interface Timing {
  readonly pending: readonly [number, number];
  readonly starting: readonly [number, number];
  readonly stopping: readonly [number, number];
}

export const TIMING: Timing = { pending: [3000, 7000], starting: [6000, 14_000], stopping: [3000, 8000] };

/** The status at a moment: the last phase that has begun. */
export function statusAt(phases: readonly Phase[], now: number): Status {
  return phases.findLast((phase) => phase.at <= now)?.status ?? 'Pending';
}

export function mustAllow(operation: Operation, status: Status): void {
  if (ALLOWED[operation].includes(status)) return;
  const message = 'The current status of the resource does not support this operation.';
  if (operation.startsWith('DeleteInstance') && status === 'Pending') {
    refuse(
      403,
      'IncorrectInstanceStatus.Initializing',
      'The specified instance status does not support this operation.',
    );
  }
  refuse(403, 'IncorrectInstanceStatus', message);
}

export const draw = ([least, most]: readonly [number, number], random: () => number): number =>
  Math.round(least + (most - least) * random());
