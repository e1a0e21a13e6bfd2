import type { AuditEvent } from '../request/event.ts';
import { callOf, type Renewal, type RenewalEnd } from './renewal.ts';
import type { Renewing } from './renewal-act.ts';

/** The end of a renewal, as the audit trail keeps it. */
export const summaryOf = (end: RenewalEnd): object =>
  end.is === 'failed' ? { is: end.is, kind: end.failure.kind, code: end.failure.code } : end;

/** The API call, where it is not RenewInstance. */
export const markOf = (renewal: Renewal): { readonly api?: string } =>
  renewal.disk === undefined ? {} : { api: callOf(renewal) };

/** Events for the instance's own history; empty for a renewal that did not happen. */
export function ownHistoryOf({ id, renewal }: Renewing, end: RenewalEnd, at: number): readonly AuditEvent[] {
  const { instanceId, wasUntil, disk } = renewal;
  const requestId = instanceId.replace(/-\d+$/u, '');
  const own = { at, actor: 'bot', requestId, instanceId };
  if (end.is === 'renewed')
    return [{ ...own, kind: 'instance.renewed', data: { by: id, was: wasUntil, until: end.until } }];
  return end.is === 'grown' ? [{ ...own, kind: 'instance.grown', data: { by: id, disk } }] : [];
}
