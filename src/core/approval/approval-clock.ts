import { isPerson } from '../policy/people.ts';
import type { Message } from '../request/message.ts';
import type { Request } from '../request/request.ts';
import { type Approval, approvalDueAt } from './approval.ts';
import { asksOf, decisionNoteOf, eventOf } from './approval-record.ts';
import { type ClickDecision, expire } from './decide.ts';

/** What is due for a request that waits for approval: its expiry, a reminder, or an escalation. */
export function approvalDue(
  request: Request,
  approval: Approval,
  at: number,
): Pick<ClickDecision, 'events' | 'messages'> & { readonly next: Request } {
  if (request.state !== 'pending') throw new Error(`${request.id} waits for nobody`);
  if (at >= approval.expiresAt) {
    const { next, events, messages } = expire(request, approval, at);
    return { next: next ?? request, events, messages };
  }
  const reminds = approval.remindAt !== null && at >= approval.remindAt;
  const escalates = approval.escalateAt !== null && at >= approval.escalateAt;
  const next: Approval = {
    ...approval,
    ...(reminds ? { remindAt: at + approval.remindEveryMs * 2, remindEveryMs: approval.remindEveryMs * 2 } : {}),
    ...(escalates ? { escalateAt: null, told: [...new Set([...approval.told, ...approval.escalateTo])] } : {}),
  };
  // A channel already shows its own card, so only people are reminded.
  const open = approval.told.filter((to) => isPerson(to) && !approval.votes.some(({ by }) => by === to));
  const reminded = reminds && open.length > 0;
  const told = [...(reminds ? tell(request, 'reminder', open) : []), ...(escalates ? escalate(request, approval) : [])];
  return {
    next: { ...request, version: request.version + 1, approval: next, dueAt: approvalDueAt(next) },
    events: [
      ...(reminds ? [eventOf(request, 'approval.reminded', 'bot', at, { told: open, approval: next })] : []),
      ...(escalates
        ? [eventOf(request, 'approval.escalated', 'bot', at, { told: approval.escalateTo, approval: next })]
        : []),
    ],
    messages: [
      ...told,
      ...(reminded ? [decisionNoteOf(request, { what: 'reminded', by: 'bot', note: '' })] : []),
      ...(escalates && approval.escalateTo.length > 0
        ? [decisionNoteOf(request, { what: 'escalated', by: 'bot', note: '' })]
        : []),
    ],
  };
}

/** A direct message to each person; channels are skipped. */
const tell = ({ id }: Request, about: 'reminder' | 'escalation', to: readonly string[]): readonly Message[] =>
  to.filter(isPerson).map((user) => ({ kind: 'dm', requestId: id, user, about }));

const escalate = (request: Request, { told, escalateTo }: Approval): readonly Message[] => [
  ...asksOf(
    request,
    escalateTo.filter((to) => !told.includes(to)),
  ),
  ...tell(request, 'escalation', escalateTo),
];
