import type { Failure } from '../failure/failure.ts';
import { mayHaveHappened } from '../failure/failure-treatment.ts';
import { type ChangeSet, tell } from '../instance/change-set.ts';
import type { Observed, Status } from '../instance/instance.ts';
import type { EventKind } from '../request/event.ts';
import { record, set } from '../request/row-changes.ts';
import type { Acted, Power, PowerOrder } from './power.ts';

type PowerAct = Acted['what'];

/** Statuses that only the call can cause, so that a look with one of them shows its effect. */
const SHOWN_BY: Readonly<Record<PowerAct, readonly Status[]>> = {
  stop: ['Stopping', 'Stopped'],
  reboot: ['Starting', 'Stopping', 'Stopped'],
  // A release shows by the instance being gone.
  delete: [],
};

const change = (changes: ChangeSet, order: PowerOrder, changed: Partial<PowerOrder>): void =>
  set(changes, { order: { ...order, ...changed } });

/** What a look means for a person's order. */
export function reducePowerSeen(changes: ChangeSet, order: PowerOrder, observed: Observed): void {
  const { status } = observed;
  const shown = order.acted !== null && SHOWN_BY[order.acted.what].includes(status);
  const down = order.down || wasDown(order, status);
  change(changes, order, { down, ...(shown && { acted: null }) });
  // The start has shown its effect. From now on Stopped means stopped.
  if (status !== 'Stopped' && status !== 'Pending') set(changes, { startTriedAt: null });
  if (status === 'Stopped' && observed.stoppedMode === 'StopCharging' && observed.publicIp === null)
    giveAddressBack(changes, order);
  const milestone = passing(order, status);
  if (milestone !== null) tell(changes, milestone);
}

function wasDown({ what, acted }: PowerOrder, status: Status): boolean {
  if (what !== 'restart') return false;
  return status === 'Stopping' || status === 'Stopped' || (status === 'Starting' && acted?.what === 'reboot');
}

function passing({ what, acted }: PowerOrder, status: Status): 'starting' | 'restarting' | 'stopping' | null {
  if (what === 'stop') return status === 'Stopping' ? 'stopping' : null;
  if (status !== 'Starting') return null;
  if (what === 'start') return 'starting';
  return what === 'restart' && acted?.what === 'reboot' ? 'restarting' : null;
}

/**
 * In economical mode the cloud takes the public address back, and the next start brings another. An address that was
 * allocated for this order only shows after the start, and stays.
 */
function giveAddressBack(changes: ChangeSet, { at }: PowerOrder): void {
  const { publicIp, addressedAt } = changes.next;
  if (publicIp === null || (addressedAt !== null && addressedAt >= at)) return;
  set(changes, { publicIp: null, addressedAt: addressedAt ?? changes.now });
  record(changes, 'instance.address', { publicIp: null });
}

/** Stored before the call, so that a repetition is recognised. The row stays due, under its claim. */
export function reduceActing(changes: ChangeSet, what: PowerAct): void {
  const { order } = changes.next;
  if (order !== null) change(changes, order, { acted: { what, at: changes.now, sure: false } });
}

/** The call was not made after all. */
export function reduceUnsent(changes: ChangeSet, what: PowerAct | 'start' | 'allocateAddress'): void {
  const { order } = changes.next;
  if (order !== null && order.acted?.what === what) change(changes, order, { acted: null });
  set(changes, { dueAt: changes.now });
}

const ACCEPTED: Readonly<
  Record<PowerAct, { kind: EventKind; of: Power; milestone: 'stopping' | 'restarting' | 'releasing' }>
> = {
  stop: { kind: 'instance.stopping', of: 'stop', milestone: 'stopping' },
  reboot: { kind: 'instance.restarting', of: 'restart', milestone: 'restarting' },
  delete: { kind: 'instance.releasing', of: 'release', milestone: 'releasing' },
};

export function reducePowerAccepted(changes: ChangeSet, what: PowerAct): void {
  const { order } = changes.next;
  const { kind, of, milestone } = ACCEPTED[what];
  record(changes, kind, {});
  if (order === null) return;
  change(changes, order, { acted: { what, at: changes.now, sure: true } });
  // The call may belong to an order that was replaced meanwhile.
  if (order.what === of) tell(changes, milestone);
}

/** A start was accepted; a restart from Stopped consists of it. */
export function reducePowerStarted(changes: ChangeSet, order: PowerOrder): void {
  if (order.what === 'restart') change(changes, order, { down: true });
  if (order.what === 'start' || order.what === 'restart') tell(changes, 'starting');
}

export function reducePowerRefused(changes: ChangeSet, failure: Failure): void {
  const { order } = changes.next;
  if (order !== null && order.acted !== null && !mayHaveHappened(failure)) change(changes, order, { acted: null });
}

/** Ends an order to stop or release, by what the last look has shown. */
export function endPower(changes: ChangeSet, seen: Observed | 'missing'): void {
  const { order } = changes.next;
  if (order === null) return;
  if (seen === 'missing') {
    record(changes, 'instance.released', { cloudId: changes.next.cloudId });
    set(changes, { publicIp: null, privateIp: null });
    tell(changes, 'released');
  } else {
    // An instance that was never started shows no mode, and is charged.
    const stoppedMode = seen.stoppedMode ?? (order.stoppedMode === null ? null : 'KeepCharging');
    change(changes, order, { stoppedMode });
    record(changes, 'instance.stopped', { stoppedMode });
    tell(changes, 'halted');
  }
}
