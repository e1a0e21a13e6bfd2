import { isBlank } from '../base/legible.ts';
import type { Instance } from '../instance/instance.ts';
import type { Script } from '../option/options.ts';
import type { Membership } from '../policy/people.ts';
import { aimOf } from '../renewal/renewal.ts';
import type { AuditEvent } from '../request/event.ts';
import type { Message } from '../request/message.ts';
import type { Request } from '../request/request.ts';
import { instancesOf } from '../request/request-new.ts';
import type { Drift, Quote } from '../spec/quote.ts';
import { type Approval, approvalDueAt, type Decision, isMet, missingOf, specHash, type Vote } from './approval.ts';
import { asksOf, cardOf, decisionNoteOf, eventOf, lostVotesOf, voidedOf } from './approval-record.ts';
import {
  type Blocker,
  blockersOf,
  type Circumstances,
  driftBetween,
  isAdmin,
  mustBeAsAsked,
  priceNow,
  quoteApproved,
  requirementsNow,
} from './blockers.ts';
import { newVoters, votersOf } from './requirements.ts';
import { scriptDriftOf } from './script-drift.ts';

/** A button that somebody pressed. */
export interface Click {
  readonly what: 'approve' | 'deny' | 'withdraw';
  /** Slack user id. */
  readonly by: string;
  /** The round of the approval that the person saw. */
  readonly round: number;
  /** The person's comment; empty for none. */
  readonly note: string;
}

/** Why a click changes nothing. */
export type Refused =
  | { readonly why: 'decided'; readonly decision: Decision | null }
  | { readonly why: 'membership'; readonly membership: Exclude<Membership, 'member'> }
  /** `groups`: user groups that could not be read and that this person may belong to. */
  | { readonly why: 'notApprover'; readonly voters: readonly string[]; readonly groups: readonly string[] }
  | { readonly why: 'ownRequest'; readonly voters: readonly string[] }
  | { readonly why: 'notYours' }
  | { readonly why: 'noReason' }
  | { readonly why: 'otherPrice' }
  | { readonly why: 'votedBefore' }
  | Blocker;

/** What became of a click. */
export type ClickOutcome =
  | { readonly is: 'approved' | 'denied' | 'withdrawn' | 'expired' }
  /** `missing`: how many more people have to agree, by the requirement that lacks most. */
  | { readonly is: 'voted'; readonly missing: number }
  /** Everybody has to agree again: the price, the content of the start script, or both have changed. */
  | {
      readonly is: 'askedAgain';
      readonly before: Quote | null;
      readonly after: Quote | null;
      readonly script?: ScriptChange;
    }
  | { readonly is: 'refused'; readonly refused: Refused };

/** The start script that a request is bound to, with its old and new content. */
export interface ScriptChange {
  readonly before: Script;
  readonly after: Script;
}

/** The outcome with everything that has to be stored for it in one commit. */
export interface ClickDecision {
  readonly outcome: ClickOutcome;
  /** The next row, one version on; null when the request does not change. */
  readonly next: Request | null;
  readonly instances: readonly Instance[];
  readonly events: readonly AuditEvent[];
  readonly messages: readonly Message[];
}

/** What a click does to a waiting request. Pure: the caller commits, and after a conflict decides again. */
export function decide(request: Request, pressed: Click, circumstances: Circumstances): ClickDecision {
  const click = { ...pressed, note: pressed.note.trim() };
  const { approval } = request;
  if (request.state !== 'pending' || approval === null)
    return refuseClick(request, click, circumstances, { why: 'decided', decision: approval?.decision ?? null });
  if (circumstances.at >= approval.expiresAt) return ended(request, approval, 'expired', 'bot', '', circumstances);
  if (click.what === 'withdraw') return withdraw(request, approval, click, circumstances);
  const why = refusalOfClick(request, approval, click, circumstances);
  if (why !== null) return refuseClick(request, click, circumstances, why);
  if (click.what === 'deny') return ended(request, approval, 'denied', click.by, click.note, circumstances);
  return approve(request, approval, click, circumstances);
}

/** Ends a request that nobody decided in time. */
export const expire = (request: Request, approval: Approval, at: number): ClickDecision =>
  ended(request, approval, 'expired', 'bot', '', { at });

function withdraw(request: Request, approval: Approval, click: Click, circumstances: Circumstances): ClickDecision {
  const may = click.by === request.requester || isAdmin(click.by, circumstances);
  if (!may) return refuseClick(request, click, circumstances, { why: 'notYours' });
  return ended(request, approval, 'withdrawn', click.by, click.note, circumstances);
}

/** Why this person cannot decide, whatever the price is by now; null when they can. */
export function refusalOfClick(
  request: Request,
  approval: Approval,
  click: Click,
  circumstances: Circumstances,
): Refused | null {
  const { policy, people } = circumstances;
  const membership = people.membershipOf(click.by);
  if (membership !== 'member') return { why: 'membership', membership };
  const requirements = requirementsNow(request, approval.quote, circumstances);
  const voters = votersOf(requirements);
  if (click.by === request.requester && !policy.approval.selfApproval) return { why: 'ownRequest', voters };
  if (!voters.includes(click.by)) {
    return {
      why: 'notApprover',
      voters,
      groups: [...new Set(requirements.flatMap(({ unknownGroups }) => unknownGroups))],
    };
  }
  if (click.what === 'deny') return isBlank(click.note) ? { why: 'noReason' } : null;
  if (click.round !== approval.round) return { why: 'otherPrice' };
  // The policy may now ask for fewer approvers, so that the votes already suffice. Then a second vote by the same person
  // completes them.
  const isEnough = requirements.every((requirement) => isMet(requirement, approval.votes));
  return approval.votes.some(({ by }) => by === click.by) && !isEnough ? { why: 'votedBefore' } : null;
}

function approve(request: Request, before: Approval, click: Click, circumstances: Circumstances): ClickDecision {
  mustBeAsAsked(request, before);
  const approval = withBalance(request, before, circumstances);
  const price = priceNow(request, approval, circumstances);
  if (price.is === 'refused') return refuseClick(request, click, circumstances, price.refused);
  const { quote } = price;
  const script = scriptDriftOf(request, circumstances.policy);
  if (script.is === 'missing')
    return refuseClick(request, click, circumstances, { why: 'scriptMissing', name: script.name });
  const drift = driftBetween(request, approval.quote, quote, circumstances);
  if (drift !== 'none' || script.is === 'changed')
    return askAgain(
      request,
      approval,
      { drift, quote, script: script.is === 'changed' ? script : null },
      click,
      circumstances,
    );
  const barred = blockersOf(request, approval, quote, circumstances);
  if (barred !== null) return refuseClick(request, click, circumstances, barred);

  const { people } = circumstances;
  const requirements = requirementsNow(request, approval.quote, circumstances);
  const voters = votersOf(requirements);
  // The vote of a person who may no longer approve does not count.
  const kept = approval.votes.filter(
    ({ by }) => by !== click.by && voters.includes(by) && people.membershipOf(by) === 'member',
  );
  const votes: readonly Vote[] = [...kept, { by: click.by }];
  const { priceTolerancePercent: tolerancePercent } = circumstances.policy.approval;
  const agreed: Approval = {
    ...approval,
    quote: quoteApproved(request, approval, quote),
    requirements,
    votes,
    tolerancePercent,
  };
  if (requirements.every((requirement) => isMet(requirement, votes)))
    return ended(request, agreed, 'approved', click.by, click.note, circumstances);
  const newcomers = newVoters(circumstances.policy, approval, requirements);
  const next: Approval = { ...agreed, told: [...approval.told, ...newcomers] };
  const missing = missingOf(requirements, votes);
  const data = { round: next.round, note: click.note, missing, approval: next };
  return {
    outcome: { is: 'voted', missing },
    next: { ...waiting(request, next), version: request.version + 1 },
    instances: [],
    events: [eventOf(request, 'approval.voted', click.by, circumstances.at, data)],
    messages: [
      cardOf(request),
      decisionNoteOf(request, { what: 'voted', by: click.by, note: click.note }),
      ...asksOf(request, newcomers),
      ...lostVotesOf(
        request,
        approval.votes.filter((vote) => vote.by !== click.by && !kept.includes(vote)),
        voters,
        people,
      ),
    ],
  };
}

/** Adds the balance just read, which every card and ask shows. */
function withBalance({ spec }: Request, approval: Approval, { balance, at }: Circumstances): Approval {
  if (spec.charge.kind !== 'prepaid') return approval;
  return { ...approval, balance: { money: balance.ok ? balance.value : null, at } };
}

/** Starts another round: everybody has to agree again, to the current price and the current start script. */
function askAgain(
  request: Request,
  approval: Approval,
  {
    drift,
    quote,
    script,
  }: { readonly drift: Drift; readonly quote: Quote | null; readonly script: ScriptChange | null },
  click: Click,
  circumstances: Circumstances,
): ClickDecision {
  const before = approval.quote;
  const requirements = requirementsNow(request, quote, circumstances);
  const newcomers = newVoters(circumstances.policy, approval, requirements);
  const told = [...approval.told, ...newcomers];
  const spec = script === null ? request.spec : { ...request.spec, script: script.after };
  const { scriptBefore: _, ...others } = approval;
  const next: Approval = {
    ...others,
    specHash: specHash(spec, request.amount, request.renewal && aimOf(request.renewal)),
    ...(script && { scriptBefore: script.before }),
    ...{ round: approval.round + 1, quote, before, requirements, told, votes: [] },
  };
  const change = script && { script: { before: script.before, after: script.after } };
  const data = { drift, before, after: quote, round: next.round, approval: next, ...change };
  return {
    outcome: { is: 'askedAgain', before, after: quote, ...change },
    next: { ...waiting({ ...request, spec }, next), version: request.version + 1 },
    instances: [],
    events: [eventOf(request, 'approval.askedAgain', click.by, circumstances.at, data)],
    messages: [
      cardOf(request),
      decisionNoteOf(request, {
        what: 'askedAgain',
        by: click.by,
        note: '',
        before,
        after: quote,
        ...change,
      }),
      ...asksOf(request, newcomers),
      ...voidedOf(request, approval, votersOf(requirements), click.by),
    ],
  };
}

/** Ends the wait: approved, denied, withdrawn or expired. */
function ended(
  request: Request,
  approval: Approval,
  is: Decision['is'],
  by: string,
  text: string,
  { at }: Pick<Circumstances, 'at'>,
): ClickDecision {
  if (request.state !== 'pending' || approval.decision !== null) throw new Error(`${request.id} is decided already`);
  const decision: Decision = { is, by, at, note: text };
  const approved = is === 'approved';
  const next: Request = {
    ...request,
    version: request.version + 1,
    state: approved ? 'creating' : is,
    approval: { ...approval, decision, remindAt: null, escalateAt: null },
    finishedAt: approved ? null : at,
    // New instances are due by their own rows; only a renewal is worked on by the request's row.
    dueAt: approved && request.renewal !== undefined ? at : null,
  };
  const tellsRequester: readonly Message[] =
    approved || by === request.requester ? [] : [{ kind: 'dm', requestId: request.id, user: request.requester }];
  return {
    outcome: { is },
    next,
    instances: approved && next.renewal === undefined ? instancesOf(next, at) : [],
    events: [eventOf(request, `request.${is}`, by, at, { note: text, round: approval.round, approval: next.approval })],
    messages: [cardOf(request), decisionNoteOf(request, { what: is, by, note: text }), ...tellsRequester],
  };
}

const waiting = (request: Request, approval: Approval): Request => ({
  ...request,
  approval,
  dueAt: approvalDueAt(approval),
});

/** A refused click is audited, except one that comes after the decision, a second vote, and a denial without a reason. */
export function refuseClick(request: Request, click: Click, { at }: Circumstances, why: Refused): ClickDecision {
  const isNews = why.why !== 'decided' && why.why !== 'votedBefore' && why.why !== 'noReason';
  const data = { what: click.what, why: why.why };
  return {
    outcome: { is: 'refused', refused: why },
    next: null,
    instances: [],
    events: isNews ? [eventOf(request, 'approval.refused', click.by, at, data)] : [],
    messages: [],
  };
}
