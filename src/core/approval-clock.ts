import { type Approval, approvalDueAt } from './approval.ts';
import { type Decided, expire } from './decide.ts';
import type { AuditEvent } from './event.ts';
import type { DecisionNote, Message } from './message.ts';
import type { Request } from './request.ts';

/** What has become due while a request waits for approval: its end, a reminder, or somebody else to tell. */
export function approvalDue(
  request: Request,
  approval: Approval,
  at: number,
): Pick<Decided, 'events' | 'messages'> & { readonly next: Request } {
  if (at >= approval.expiresAt) {
    const { next, events, messages } = expire(request, approval, at);
    return { next: next ?? request, events, messages };
  }
  const reminds = approval.remindAt !== null && at >= approval.remindAt;
  const escalates = approval.escalateAt !== null && at >= approval.escalateAt;
  const next: Approval = {
    ...approval,
    ...(reminds ? { remindAt: at + approval.remindEveryMs * 2, remindEveryMs: approval.remindEveryMs * 2 } : {}),
    ...(escalates ? { escalateAt: null } : {}),
  };
  const open = approval.told.filter((to) => !approval.votes.some(({ by }) => by === to));
  const told = [...(reminds ? tell(request, 'reminder', open) : []), ...(escalates ? escalate(request, approval) : [])];
  return {
    next: { ...request, version: request.version + 1, approval: next, dueAt: approvalDueAt(next) },
    events: [
      ...(reminds ? [event(request, 'approval.reminded', at, { told: open, approval: next })] : []),
      ...(escalates ? [event(request, 'approval.escalated', at, { told: approval.escalateTo, approval: next })] : []),
    ],
    messages: [
      ...told,
      ...(reminds ? [line(request, 'reminded', at)] : []),
      ...(escalates ? [line(request, 'escalated', at)] : []),
    ],
  };
}

/** People hear of it once more; a channel has its own card of it, and is not called again. */
const tell = ({ id }: Request, about: 'reminder' | 'escalation', to: readonly string[]): readonly Message[] =>
  to.filter(isPerson).map((user) => ({ kind: 'dm', requestId: id, user, about }));

const escalate = (request: Request, { told, escalateTo }: Approval): readonly Message[] => [
  ...escalateTo.filter((to) => !told.includes(to)).map((to): Message => ({ kind: 'ask', requestId: request.id, to })),
  ...tell(request, 'escalation', escalateTo),
];

const isPerson = (id: string): boolean => /^[UW]/u.test(id);

const line = ({ id }: Request, what: DecisionNote['what'], at: number): Message => ({
  kind: 'thread',
  requestId: id,
  note: { milestone: 'decision', at, what, by: 'bot', note: '' },
});

const event = (
  { id }: Request,
  kind: 'approval.reminded' | 'approval.escalated',
  at: number,
  data: AuditEvent['data'],
): AuditEvent => ({ at, kind, actor: 'bot', requestId: id, instanceId: null, data });
