import type { Failure } from '../core/failure.ts';
import type { Request } from '../core/request.ts';
import { newRequest } from '../core/request-new.ts';
import type { Draft, FieldProblem, InstanceSpec } from '../core/spec.ts';
import { judgeDraft } from '../core/spec-judge.ts';
import { StoreUnavailable } from '../store/store.ts';
import { describeError } from './describe-error.ts';
import { loadChoices } from './form-plan.ts';
import type { Room } from './room.ts';

export interface Submission {
  readonly viewId: string;
  readonly user: string;
  readonly team: string;
  readonly channel: string;
  readonly draft: Draft;
}

/** What became of a submission. Only `accepted` and `duplicate` have a request behind them. */
export type Outcome =
  | { readonly kind: 'accepted'; readonly request: Request }
  /** This form was submitted before; `same` tells whether it asked for the same. */
  | { readonly kind: 'duplicate'; readonly request: Request; readonly same: boolean }
  | { readonly kind: 'problems'; readonly problems: readonly FieldProblem[] }
  | { readonly kind: 'unchecked'; readonly failure: Failure }
  | { readonly kind: 'storeDown' }
  | { readonly kind: 'broken'; readonly reference: string };

/** Judges what was submitted against the cloud's lists and writes it down in one commit. Never rejects. */
export async function decideSubmission(room: Room, submission: Submission): Promise<Outcome> {
  try {
    const choices = await loadChoices(room.catalogue, submission.draft);
    if (!choices.ok) return { kind: 'unchecked', failure: choices.error };
    const judged = judgeDraft(submission.draft, choices.value);
    if (!judged.ok) return { kind: 'problems', problems: judged.error };
    return await writeDown(room, submission, judged.value);
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

async function writeDown(
  { store, clock, random, log }: Room,
  { viewId, user, team, channel }: Submission,
  { spec, amount }: { readonly spec: InstanceSpec; readonly amount: number },
): Promise<Outcome> {
  const origin = `view:${viewId}`;
  const requestId = `r-${random.id(10)}`;
  const at = clock.now();
  const { request, instances, events, messages } = newRequest({
    spec,
    amount,
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
    return { kind: 'accepted', request: standing };
  }
  const same = standing.amount === amount && sameSpec(standing.spec, spec);
  return { kind: 'duplicate', request: standing, same };
}

const sameSpec = (a: InstanceSpec, b: InstanceSpec): boolean => canonical(a) === canonical(b);

/** The same for equal specs, in whatever order a store gives their fields back. */
const canonical = (value: object): string =>
  JSON.stringify(
    Object.entries(value)
      .map(([key, inner]) => [key, typeof inner === 'object' && inner !== null ? canonical(inner) : inner])
      .toSorted(([a], [b]) => String(a).localeCompare(String(b))),
  );
