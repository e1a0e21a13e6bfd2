import type { People } from '../policy/people.ts';
import type { AuditEvent, EventKind } from '../request/event.ts';
import type { DecisionNote, Message } from '../request/message.ts';
import type { Request } from '../request/request.ts';
import type { Approval, Vote } from './approval.ts';

/** The events and messages for what happens to a request that waits for an approval. */

export const cardOf = ({ id }: Request): Message => ({ kind: 'card', requestId: id });

/**
 * Asks to people and channels that have not been notified yet. The card of the request has the same buttons, so its own
 * channel gets no ask.
 */
export const asksOf = ({ id, channel }: Request, to: readonly string[]): readonly Message[] =>
  to.filter((one) => one !== channel).map((one) => ({ kind: 'ask', requestId: id, to: one }));

/**
 * To those whose approval no longer counts and is needed again: Slack notifies nobody of an edited message. The person who
 * clicked reads it in the answer.
 */
export const voidedOf = (
  { id }: Request,
  { votes, told }: Pick<Approval, 'votes' | 'told'>,
  voters: readonly string[],
  clicker: string,
): readonly Message[] =>
  votes
    .map(({ by }) => by)
    .filter((by) => by !== clicker && told.includes(by) && voters.includes(by))
    .map((user) => ({ kind: 'dm', requestId: id, user, about: 'again' }));

/** Tells the people whose earlier votes do not count any more; a deactivated account reads nothing. */
export const lostVotesOf = (
  { id }: Request,
  lost: readonly Vote[],
  voters: readonly string[],
  people: People,
): readonly Message[] =>
  lost
    .filter(({ by }) => people.membershipOf(by) !== 'deactivated')
    .map(({ by }) => ({
      ...{ kind: 'dm', requestId: id, user: by, about: 'voteLost' },
      why: voters.includes(by) && people.membershipOf(by) === 'unknown' ? 'unconfirmed' : 'noLonger',
    }));

/** A line in the request's thread. */
export const decisionNoteOf = (
  { id, renewal }: Request,
  note: Omit<DecisionNote, 'milestone' | 'renews' | 'grows'>,
): Message => ({
  kind: 'thread',
  requestId: id,
  note: { milestone: 'decision', ...note, ...kindOf(renewal) },
});

const kindOf = (renewal: Request['renewal']): Pick<DecisionNote, 'renews' | 'grows'> =>
  renewal === undefined ? {} : renewal.disk === undefined ? { renews: true } : { grows: true };

export const eventOf = (
  { id }: Request,
  kind: EventKind,
  actor: string,
  at: number,
  data: AuditEvent['data'],
): AuditEvent => ({ at, kind, actor, requestId: id, instanceId: null, data });
