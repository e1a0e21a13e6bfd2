import { type Approval, approvalDueAt, type Decision, isMet, specHash, type Vote } from './approval.ts';
import { type Overdraft, overdrafts, type Spending } from './budget.ts';
import { demandsOf, votersOf } from './demands.ts';
import type { AuditEvent, EventKind } from './event.ts';
import type { Failure } from './failure.ts';
import type { Instance } from './instance.ts';
import type { DecisionNote, Message } from './message.ts';
import { compare, type Money } from './money.ts';
import type { People, Principals, Standing } from './people.ts';
import type { Policy } from './policy.ts';
import { type Breach, judgePolicy } from './policy-judge.ts';
import { type Drift, driftOf, type Quote, totalOf } from './quote.ts';
import type { Request } from './request.ts';
import { instancesOf } from './request-new.ts';
import type { Result } from './result.ts';

/** A button that somebody pressed. */
export interface Click {
  readonly what: 'approve' | 'deny' | 'withdraw';
  /** Slack user id. */
  readonly by: string;
  /** The round of the approval that the person saw. */
  readonly round: number;
  /** What they wrote with it; empty for nothing. */
  readonly note: string;
}

/** Everything a decision depends on, as it is at the moment of the click. */
export interface Moment {
  /** Milliseconds UTC. */
  readonly at: number;
  readonly policy: Policy;
  readonly admins: Principals;
  readonly people: People;
  /** What the cloud asks for the order now. */
  readonly price: Result<Quote | 'unknown', Failure>;
  readonly balance: Result<Money, Failure>;
  /** What others have asked for this month. */
  readonly month: readonly Spending[];
  /** One per instance, not used before. */
  readonly clientTokens: readonly string[];
}

/** Why a click changes nothing. */
export type Refused =
  | { readonly why: 'decided'; readonly decision: Decision | null }
  | { readonly why: 'standing'; readonly standing: Exclude<Standing, 'member'> }
  /** `groups`: user groups that could not be read, of which this person may be a member. */
  | { readonly why: 'notApprover'; readonly voters: readonly string[]; readonly groups: readonly string[] }
  | { readonly why: 'ownRequest'; readonly voters: readonly string[] }
  | { readonly why: 'notYours' }
  | { readonly why: 'noReason' }
  | { readonly why: 'otherPrice' }
  | { readonly why: 'votedBefore' }
  /** The policy has become stricter since it was asked for. */
  | { readonly why: 'policy'; readonly breaches: readonly Breach[] }
  | { readonly why: 'budget'; readonly overdrafts: readonly Overdraft[] }
  | { readonly why: 'priceUnknown'; readonly failure: Failure | null }
  | { readonly why: 'balanceUnknown'; readonly failure: Failure | null }
  | { readonly why: 'notEnough'; readonly balance: Money; readonly total: Money };

/** What became of a click. */
export type Outcome =
  | { readonly is: 'approved' | 'denied' | 'withdrawn' | 'expired' }
  /** `missing`: how many more have to agree, by the demand that lacks most. */
  | { readonly is: 'voted'; readonly missing: number }
  | { readonly is: 'askedAgain'; readonly drift: Drift; readonly before: Quote | null; readonly after: Quote | null }
  | { readonly is: 'refused'; readonly refused: Refused };

/** The outcome with what has to be written for it, in one commit. */
export interface Decided {
  readonly outcome: Outcome;
  /** The next row, one version on; null when the request stays as it is. */
  readonly next: Request | null;
  readonly instances: readonly Instance[];
  readonly events: readonly AuditEvent[];
  readonly messages: readonly Message[];
}

/** What a click does to a waiting request. Pure; the caller commits and, when somebody was faster, decides anew. */
export function decide(request: Request, click: Click, moment: Moment): Decided {
  const { approval } = request;
  if (request.state !== 'pending' || approval === null)
    return refused(request, click, moment, { why: 'decided', decision: approval?.decision ?? null });
  if (moment.at >= approval.expiresAt) return ended(request, approval, 'expired', 'bot', '', moment);
  if (click.what === 'withdraw') return withdraw(request, approval, click, moment);
  const why = refusalOf(request, approval, click, moment);
  if (why !== null) return refused(request, click, moment, why);
  if (click.what === 'deny') return ended(request, approval, 'denied', click.by, click.note.trim(), moment);
  return approve(request, approval, click, moment);
}

/** Nobody has decided in time. */
export const expire = (request: Request, approval: Approval, at: number): Decided =>
  ended(request, approval, 'expired', 'bot', '', { at, clientTokens: [] });

function withdraw(request: Request, approval: Approval, click: Click, moment: Moment): Decided {
  const may = click.by === request.requester || moment.admins.includes(click.by);
  if (!may) return refused(request, click, moment, { why: 'notYours' });
  return ended(request, approval, 'withdrawn', click.by, click.note.trim(), moment);
}

/** Whether this person may decide at all, and has. */
function refusalOf(request: Request, approval: Approval, click: Click, moment: Moment): Refused | null {
  const { policy, people } = moment;
  const standing = people.standingOf(click.by);
  if (standing !== 'member') return { why: 'standing', standing };
  const demands = demandsNow(request, approval.quote, moment);
  const voters = votersOf(demands);
  if (click.by === request.requester && !policy.approval.selfApproval) return { why: 'ownRequest', voters };
  if (!voters.includes(click.by)) {
    return { why: 'notApprover', voters, groups: demands.flatMap(({ unknownGroups }) => unknownGroups) };
  }
  if (click.what === 'deny') return click.note.trim() === '' ? { why: 'noReason' } : null;
  if (click.round !== approval.round) return { why: 'otherPrice' };
  return approval.votes.some(({ by }) => by === click.by) ? { why: 'votedBefore' } : null;
}

function approve(request: Request, approval: Approval, click: Click, moment: Moment): Decided {
  const price = priceNow(request, approval, moment);
  if (price.is === 'refused') return refused(request, click, moment, price.refused);
  const drift = driftBetween(approval.quote, price.quote, moment.policy.approval.priceTolerancePercent);
  const quote = price.quote;
  const barred = barredBy(request, quote, moment);
  if (drift !== 'none') return askAgain(request, approval, { drift, quote }, click, moment);
  if (barred !== null) return refused(request, click, moment, barred);

  const demands = demandsNow(request, approval.quote, moment);
  const voters = votersOf(demands);
  // Whoever may not approve any more has not agreed.
  const kept = approval.votes.filter(({ by }) => voters.includes(by) && moment.people.standingOf(by) === 'member');
  const votes: readonly Vote[] = [...kept, { by: click.by, at: moment.at, note: click.note.trim() }];
  const next = { ...approval, demands, votes, tolerancePercent: moment.policy.approval.priceTolerancePercent };
  if (demands.every((demand) => isMet(demand, votes)))
    return ended(request, next, 'approved', click.by, click.note.trim(), moment);
  const missing = Math.max(
    ...demands.map(({ needed, users }) => needed - votes.filter(({ by }) => users.includes(by)).length),
  );
  const data = { round: next.round, note: click.note.trim(), missing, approval: next };
  return {
    outcome: { is: 'voted', missing },
    next: { ...waiting(request, next), version: request.version + 1 },
    instances: [],
    events: [event(request, 'approval.voted', click.by, moment.at, data)],
    messages: [card(request), note(request, 'voted', click.by, moment.at, click.note.trim())],
  };
}

/** A price that is not known is no price: nothing prepaid is approved at it. */
function priceNow(
  request: Request,
  approval: Approval,
  { price }: Moment,
): { readonly is: 'known'; readonly quote: Quote | null } | { readonly is: 'refused'; readonly refused: Refused } {
  if (price.ok && price.value !== 'unknown') return { is: 'known', quote: price.value };
  const mayBeUnknown = request.spec.charge.kind !== 'prepaid' && approval.quote === null;
  if (mayBeUnknown) return { is: 'known', quote: null };
  return { is: 'refused', refused: { why: 'priceUnknown', failure: price.ok ? null : price.error } };
}

function driftBetween(before: Quote | null, after: Quote | null, tolerancePercent: number): Drift {
  if (before === null || after === null) return before === after ? 'none' : 'incomparable';
  return driftOf(before, after, tolerancePercent);
}

/** What stands against buying it now, whoever agrees: the policy and the budgets of this moment, and the money. */
function barredBy(request: Request, quote: Quote | null, moment: Moment): Refused | null {
  const { policy, people, month, balance } = moment;
  const { approval } = request;
  if (approval === null || approval.specHash !== specHash(request.spec, request.amount))
    throw new Error(`${request.id} is not what was asked to be approved`);
  const facts = { ...approval.facts, isAdmin: moment.admins.includes(request.requester) };
  const { verdict, breaches } = judgePolicy(facts, policy, people);
  if (verdict !== 'allowed') return { why: 'policy', breaches };
  const total = quote === null ? null : totalOf(quote);
  const others = month.filter(({ requestId }) => requestId !== request.id);
  const over = overdrafts(policy, request.requester, total, others, people);
  if (over.length > 0) return { why: 'budget', overdrafts: over };
  if (request.spec.charge.kind !== 'prepaid' || total === null) return null;
  const left = balance.ok ? compare(balance.value, total) : null;
  if (balance.ok && left !== null && left < 0) return { why: 'notEnough', balance: balance.value, total };
  if (left === null && !policy.approval.allowUnknownBalance)
    return { why: 'balanceUnknown', failure: balance.ok ? null : balance.error };
  return null;
}

/** Everybody has to agree anew, to the price of now. */
function askAgain(
  request: Request,
  approval: Approval,
  { drift, quote }: { readonly drift: Drift; readonly quote: Quote | null },
  click: Click,
  moment: Moment,
): Decided {
  const before = approval.quote;
  const demands = demandsNow(request, quote, moment);
  const next: Approval = { ...approval, round: approval.round + 1, quote, before, demands, votes: [] };
  const data = { drift, before, after: quote, round: next.round, approval: next };
  return {
    outcome: { is: 'askedAgain', drift, before, after: quote },
    next: { ...waiting(request, next), version: request.version + 1 },
    instances: [],
    events: [event(request, 'approval.askedAgain', click.by, moment.at, data)],
    messages: [card(request), note(request, 'askedAgain', click.by, moment.at, '', { before, after: quote })],
  };
}

const demandsNow = ({ requester, spec }: Request, quote: Quote | null, { policy, admins, people }: Moment) =>
  demandsOf(policy, admins, { requester, charge: spec.charge.kind, quote }, people);

/** The end of waiting: bought, or never. */
function ended(
  request: Request,
  approval: Approval,
  is: Decision['is'],
  by: string,
  text: string,
  { at, clientTokens }: Pick<Moment, 'at' | 'clientTokens'>,
): Decided {
  const decision: Decision = { is, by, at, note: text };
  const approved = is === 'approved';
  const next: Request = {
    ...request,
    version: request.version + 1,
    state: approved ? 'creating' : is,
    approval: { ...approval, decision, remindAt: null, escalateAt: null },
    finishedAt: approved ? null : at,
    dueAt: null,
  };
  const tellsRequester: readonly Message[] =
    approved || by === request.requester ? [] : [{ kind: 'dm', requestId: request.id, user: request.requester }];
  return {
    outcome: { is },
    next,
    instances: approved ? instancesOf(next, clientTokens, at) : [],
    events: [event(request, `request.${is}`, by, at, { note: text, round: approval.round, approval: next.approval })],
    messages: [card(request), note(request, is, by, at, text), ...tellsRequester],
  };
}

const waiting = (request: Request, approval: Approval): Request => ({
  ...request,
  approval,
  dueAt: approvalDueAt(approval),
});

/** A refusal of what somebody may not is written down; that a decision stands already, or a vote, is no news. */
function refused(request: Request, click: Click, { at }: Moment, why: Refused): Decided {
  const isNews = why.why !== 'decided' && why.why !== 'votedBefore' && why.why !== 'noReason';
  const data = { what: click.what, why: why.why };
  return {
    outcome: { is: 'refused', refused: why },
    next: null,
    instances: [],
    events: isNews ? [event(request, 'approval.refused', click.by, at, data)] : [],
    messages: [],
  };
}

const card = ({ id }: Request): Message => ({ kind: 'card', requestId: id });

const note = (
  { id }: Request,
  what: DecisionNote['what'],
  by: string,
  at: number,
  text: string,
  prices: Pick<DecisionNote, 'before' | 'after'> = {},
): Message => ({
  kind: 'thread',
  requestId: id,
  note: { milestone: 'decision', at, what, by, note: text, ...prices },
});

const event = ({ id }: Request, kind: EventKind, actor: string, at: number, data: AuditEvent['data']): AuditEvent => ({
  at,
  kind,
  actor,
  requestId: id,
  instanceId: null,
  data,
});
