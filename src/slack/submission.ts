import { strict as assert } from 'node:assert';
import { canonical } from '../core/approval.ts';
import type { Choices } from '../core/choices.ts';
import type { Failure } from '../core/failure.ts';
import type { Freeze } from '../core/freeze.ts';
import { orderOfDraft } from '../core/order-draft.ts';
import { factsOf, withPolicyProblems } from '../core/policy-facts.ts';
import { judgePolicy } from '../core/policy-judge.ts';
import { orderOf, type Quote } from '../core/quote.ts';
import type { Request } from '../core/request.ts';
import { newRequest } from '../core/request-new.ts';
import type { Draft, FieldProblem, InstanceSpec } from '../core/spec.ts';
import { judgeDraft } from '../core/spec-judge.ts';
import { StoreUnavailable } from '../store/store.ts';
import { refusedHere, rulesOf } from './allowed.ts';
import { describeError } from './describe-error.ts';
import { loadChoices } from './form-plan.ts';
import type { Room } from './room.ts';
import { freezeToTell } from './set-freeze.ts';
import { within } from './within.ts';

/** With what else is done, well within the time Slack allows for the answer to a submission. */
const QUOTE_MS = 800;

export interface Submission {
  readonly viewId: string;
  readonly user: string;
  readonly team: string;
  readonly channel: string;
  readonly draft: Draft;
}

/** What became of a submission. Only `accepted` and `duplicate` have a request behind them. */
export type Outcome =
  /** `freeze`: what it waits for, when creating is frozen just now. */
  | { readonly kind: 'accepted'; readonly request: Request; readonly freeze: Freeze | null }
  /** This form was submitted before; `same` tells whether it asked for the same. */
  | { readonly kind: 'duplicate'; readonly request: Request; readonly same: boolean }
  | { readonly kind: 'problems'; readonly problems: readonly FieldProblem[] }
  /** The policy does not let this person create here. */
  | { readonly kind: 'forbidden'; readonly sentence: string }
  | { readonly kind: 'unchecked'; readonly failure: Failure }
  | { readonly kind: 'storeDown' }
  | { readonly kind: 'broken'; readonly reference: string };

/** Judges what was submitted against the cloud's lists and writes it down in one commit. Never rejects. */
export async function decideSubmission(room: Room, submission: Submission): Promise<Outcome> {
  try {
    // Asked for now, so that it is there when the rest has been judged.
    const asked = orderOfDraft(submission.draft);
    if (asked !== null) room.quotes.price.peek(asked);
    const choices = await loadChoices(room.catalogue, submission.draft);
    if (!choices.ok) return { kind: 'unchecked', failure: choices.error };
    const judged = judgeDraft(submission.draft, choices.value);
    const quote = judged.ok ? await quoteOf(room, judged.value) : null;
    // After all waiting, so that it is the policy of this moment.
    const refused = refusedByPolicy(room, submission, choices.value, judged.ok ? [] : judged.error);
    if (refused !== null) return refused;
    if (!judged.ok) return { kind: 'problems', problems: judged.error };
    return await writeDown(room, submission, { ...judged.value, quote });
  } catch (error) {
    if (error instanceof StoreUnavailable) {
      room.log.error({ user: submission.user }, 'a request could not be written down: the store is unavailable');
      return { kind: 'storeDown' };
    }
    const reference = room.random.id(8);
    room.log.error({ reference, ...describeError(error) }, 'a submission failed');
    return { kind: 'broken', reference };
  }
}

/** What the policy has against it, together with the other problems of its fields; null when it has nothing. */
function refusedByPolicy(
  room: Room,
  submission: Submission,
  choices: Choices,
  problems: readonly FieldProblem[],
): Outcome | null {
  const asker = { ...submission, isAdmin: room.authority.isAdmin(submission.user) };
  const sentence = refusedHere(room, asker);
  if (sentence !== null) return { kind: 'forbidden', sentence };
  const facts = factsOf(submission.draft, choices, asker);
  const policy = rulesOf(room);
  const all = withPolicyProblems(problems, facts, policy, room.directory.known());
  if (all.length > 0) return { kind: 'problems', problems: all };
  // Every rule was asked and allowed it; one that could not be asked is no permission.
  assert(judgePolicy(facts, policy, room.directory.known()).verdict === 'allowed');
  return null;
}

/** What the request costs, when that is known or comes soon. Nobody waits longer for it: pay-as-you-go needs no price to begin. */
async function quoteOf(
  { quotes, clock }: Room,
  { spec, amount }: { readonly spec: InstanceSpec; readonly amount: number },
): Promise<Quote | null> {
  const quote = await within(clock, QUOTE_MS, quotes.price.load(orderOf(spec, amount)));
  return quote === 'late' || !quote.ok || quote.value === 'unknown' ? null : quote.value;
}

async function writeDown(
  room: Room,
  { viewId, user, team, channel }: Submission,
  { spec, amount, quote }: { readonly spec: InstanceSpec; readonly amount: number; readonly quote: Quote | null },
): Promise<Outcome> {
  const { store, clock, random, log } = room;
  const origin = `view:${viewId}`;
  const requestId = `r-${random.id(10)}`;
  const at = clock.now();
  const { request, instances, events, messages } = newRequest({
    spec,
    amount,
    quote,
    approval: null,
    requestId,
    // The id is unique here, the rest makes it so among all bots of one account.
    clientTokens: Array.from({ length: amount }, (_, index) => `${requestId}-${index + 1}-${random.id(20)}`),
    origin,
    requester: user,
    team,
    channel,
    at,
  });
  const change = {
    requests: [{ next: request }],
    instances: instances.map((next) => ({ next })),
    events,
    messages,
    at,
  };
  const trouble = await store.commit(change).then(
    (written) => (written.ok ? null : new Error(`a new request was refused: ${written.error.kind}`)),
    (error: unknown) => error,
  );
  // Another submission of this form may have been first; or this one came true and only the answer was lost.
  const standing = trouble === null ? request : await store.requestByOrigin(origin);
  if (standing === null) throw trouble;
  if (standing.id === requestId) {
    log.info({ requestId, user, channel, amount }, 'a request was submitted');
    return { kind: 'accepted', request: standing, freeze: await freezeToTell(room) };
  }
  const same = standing.amount === amount && sameSpec(standing.spec, spec);
  return { kind: 'duplicate', request: standing, same };
}

const sameSpec = (a: InstanceSpec, b: InstanceSpec): boolean => canonical(a) === canonical(b);
