import { hasGone } from '../lease/lease-clock.ts';
import type { AuditEvent } from '../request/event.ts';
import type { Message } from '../request/message.ts';
import { type Actor, mayActOn } from './found-instance.ts';
import type { Instance } from './instance.ts';
import type { Timing } from './timing.ts';

/** Whether it runs without the requested public address, so that another try helps. */
export const lacksItsAddress = (instance: Instance): boolean =>
  Boolean(instance.noAddress) && instance.outcome === 'reached' && instance.wanted === 'running' && !hasGone(instance);

/**
 * A person asks for the missing address again: the row is under way again, and the lifecycle allocates it. Null for a
 * person without the right, and where no address is missing.
 */
export function tryAddress(
  instance: Instance,
  by: Actor,
  { at, timing }: { readonly at: number; readonly timing: Timing },
): { readonly next: Instance; readonly events: readonly AuditEvent[]; readonly messages: readonly Message[] } | null {
  if (!lacksItsAddress(instance) || !mayActOn(by, { own: instance })) return null;
  const { requestId, id: instanceId } = instance;
  return {
    next: {
      ...instance,
      version: instance.version + 1,
      noAddress: null,
      told: instance.told.filter((told) => told !== 'addressless'),
      outcome: null,
      failure: null,
      attempts: 0,
      deadlineAt: at + timing.deadlineMs,
      dueAt: at,
    },
    events: [{ at, kind: 'instance.addressWanted', actor: by.user, requestId, instanceId, data: {} }],
    messages: [{ kind: 'card', requestId }],
  };
}
