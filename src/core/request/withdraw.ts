import type { Approval, Decision } from '../approval/approval.ts';
import { cardOf, decisionNoteOf, eventOf } from '../approval/approval-record.ts';
import { type Circumstances, isAdmin } from '../approval/blockers.ts';
import type { Click, ClickDecision } from '../approval/decide.ts';
import type { Instance } from '../instance/instance.ts';
import type { Renewal } from '../renewal/renewal.ts';
import type { Message } from './message.ts';
import type { Request } from './request.ts';

/**
 * Whether a request may still be withdrawn: nothing was bought or about to be. So while it waits for approval, and
 * afterwards as long as no CreateInstance was begun, for example because of a freeze.
 */
export const mayWithdraw = ({ state, renewal }: Request, instances: readonly Instance[]): boolean =>
  state === 'pending' ||
  (state === 'creating' && (renewal === undefined ? areUntouched(instances) : isUnsent(renewal)));

const isUnsent = ({ triedAt, end }: Renewal): boolean => triedAt === null && end === null;

const areUntouched = (instances: readonly Instance[]): boolean => instances.length > 0 && instances.every(isUntouched);

const isUntouched = ({ createTriedAt, cloudId, outcome }: Instance): boolean =>
  createTriedAt === null && cloudId === null && outcome === null;

/**
 * Withdraws a request whose purchase was not begun. All its instances end in the same commit, each based on the version
 * that was read: a create that begins meanwhile causes a conflict, or is itself refused.
 */
export function withdrawUnbegun(
  request: Request,
  instances: readonly Instance[],
  click: Click,
  circumstances: Circumstances,
): ClickDecision {
  const { at } = circumstances;
  if (click.by !== request.requester && !isAdmin(click.by, circumstances)) return refusedNotYours(request, click, at);
  const note = click.note.trim();
  const decision: Decision = { is: 'withdrawn', by: click.by, at, note };
  const approval: Approval | null = request.approval === null ? null : { ...request.approval, decision };
  const freed = request.renewal === undefined ? {} : { renewal: { ...request.renewal, heldBy: null } };
  const tellsRequester: readonly Message[] =
    click.by === request.requester ? [] : [{ kind: 'dm', requestId: request.id, user: request.requester }];
  return {
    outcome: { is: 'withdrawn' },
    next: {
      ...request,
      version: request.version + 1,
      state: 'withdrawn',
      approval,
      ...freed,
      finishedAt: at,
      dueAt: null,
    },
    instances: instances.map(withdrawn),
    events: [
      eventOf(request, 'request.withdrawn', click.by, at, {
        note,
        ...(approval && { round: approval.round, approval }),
      }),
    ],
    messages: [cardOf(request), decisionNoteOf(request, { what: 'withdrawn', by: click.by, note }), ...tellsRequester],
  };
}

const withdrawn = (instance: Instance): Instance => ({
  ...instance,
  version: instance.version + 1,
  outcome: 'withdrawn',
  failure: null,
  heldBy: null,
  deadlineAt: null,
  attempts: 0,
  dueAt: null,
});

const refusedNotYours = (request: Request, click: Click, at: number): ClickDecision => ({
  outcome: { is: 'refused', refused: { why: 'notYours' } },
  next: null,
  instances: [],
  events: [eventOf(request, 'approval.refused', click.by, at, { what: click.what, why: 'notYours' })],
  messages: [],
});
