import { canonical } from '../../core/approval/approval.ts';
import { decideBeforeNote } from '../../core/approval/before-note.ts';
import { type Click, type ClickDecision, type ClickOutcome, decide } from '../../core/approval/decide.ts';
import { CONFLICT, retryOnConflict } from '../../core/base/retry-on-conflict.ts';
import type { Freeze } from '../../core/freeze.ts';
import type { Request } from '../../core/request/request.ts';
import { mayWithdraw, withdrawUnbegun } from '../../core/request/withdraw.ts';
import { StoreUnavailable } from '../../store/store.ts';
import { unlessStoreFails } from '../../store/unless-store-down.ts';
import { freezeToTell } from '../freeze/set-freeze.ts';
import type { ApprovalDeps } from './approval-deps.ts';
import { gatherDecisionFacts, gatherPeople } from './gather-decision-facts.ts';
import type { Refusals } from './refusals.ts';

/** The outcome of a click. */
export type ClickResult =
  | {
      readonly is: 'taken';
      readonly outcome: ClickOutcome;
      /** The request after the click. */
      readonly request: Request;
      /** For `approved`: the freeze that the purchase waits for, if one is in force. */
      readonly freeze: Freeze | null;
    }
  | { readonly is: 'noSuchRequest' }
  /** It is unknown whether the click was stored; it never counts twice. */
  | { readonly is: 'storeDown' }
  /** Too many conflicts with other clicks. */
  | { readonly is: 'crowded' };

/** The person can decide on this request, by the facts of this moment. */
export interface MayDecide {
  readonly is: 'mayDecide';
  readonly request: Request;
}

/** After how many commits without an answer a click is tried once more. */
const OUTAGES_BORNE = 2;

/** Judges a click by the facts of this moment and stores what follows in one commit. */
export const takeClick = (
  deps: ApprovalDeps,
  refusals: Refusals,
  requestId: string,
  click: Click,
): Promise<ClickResult> => take(deps, refusals, requestId, click, judge);

/** Refuses a click before its note is written, and stores the refusal; decides nothing for a person who may go on. */
export const takeBeforeNote = (
  deps: ApprovalDeps,
  refusals: Refusals,
  requestId: string,
  click: Click,
): Promise<ClickResult | MayDecide> => take(deps, refusals, requestId, click, judgeBeforeNote);

/** A judged click, or what lets the person go on without one. */
type Judged<T> = { readonly decided: ClickDecision; readonly underSpending: number | null } | { readonly may: T };
type Judge<T> = (deps: ApprovalDeps, request: Request, click: Click) => Promise<Judged<T>>;

function take<T>(
  deps: ApprovalDeps,
  refusals: Refusals,
  requestId: string,
  click: Click,
  judged: Judge<T>,
): Promise<ClickResult | T> {
  return unlessStoreFails<ClickResult | T, ClickResult>(
    () => takeAgain(deps, refusals, requestId, click, judged),
    () => {
      deps.log.error({ requestId, user: click.by, what: click.what }, 'a decision met an outage of the store');
      return { is: 'storeDown' };
    },
  );
}

async function takeAgain<T>(
  deps: ApprovalDeps,
  refusals: Refusals,
  requestId: string,
  click: Click,
  judgeClick: Judge<T>,
): Promise<ClickResult | T> {
  const { store, log } = deps;
  let outages = 0;
  const attempt = async (): Promise<ClickResult | T | typeof CONFLICT> => {
    const request = await store.request(requestId);
    if (request === null) return { is: 'noSuchRequest' };
    const judged = await judgeClick(deps, request, click);
    if ('may' in judged) return judged.may;
    const { underSpending } = judged;
    const decided = bounded(judged.decided, refusals, click.by);
    const written = await write(deps, decided, underSpending).catch((error: unknown) => {
      if (!(error instanceof StoreUnavailable) || outages >= OUTAGES_BORNE) throw error;
      outages += 1;
      return 'inDoubt' as const;
    });
    const isTrue = written === 'inDoubt' ? await cameTrue(deps, decided) : written;
    if (!isTrue) return CONFLICT;
    const { outcome } = decided;
    log.info({ requestId, user: click.by, what: click.what, outcome: outcome.is }, 'a decision was taken');
    const freeze = outcome.is === 'approved' ? await freezeToTell(deps) : null;
    return { is: 'taken', outcome, request: decided.next ?? request, freeze };
  };
  return retryOnConflict<ClickResult | T, ClickResult>(attempt, () => {
    log.warn({ requestId, user: click.by, what: click.what }, 'a decision met too many conflicts');
    return { is: 'crowded' };
  });
}

/** Slack is asked about people only if what is known of them does not allow it. */
async function judgeBeforeNote(deps: ApprovalDeps, request: Request, click: Click): Promise<Judged<MayDecide>> {
  const may = { may: { is: 'mayDecide', request } } as const;
  if (decideBeforeNote(request, click, await gatherPeople(deps, request, click, 'known')) === null) return may;
  const decided = decideBeforeNote(request, click, await gatherPeople(deps, request, click, 'fresh'));
  return decided === null ? may : { decided, underSpending: null };
}

async function judge(deps: ApprovalDeps, request: Request, click: Click): Promise<Judged<never>> {
  const { circumstances, underSpending } = await gatherDecisionFacts(deps, request, click);
  if (click.what === 'withdraw' && request.state === 'creating') {
    const instances = await deps.store.instancesOf(request.id);
    if (mayWithdraw(request, instances))
      return { decided: withdrawUnbegun(request, instances, click, circumstances), underSpending };
  }
  return { decided: decide(request, click, circumstances), underSpending };
}

/** Not every refusal is stored, see {@link Refusals}. */
function bounded(decided: ClickDecision, refusals: Refusals, user: string): ClickDecision {
  if (decided.next !== null || decided.events.length === 0) return decided;
  const noted = refusals.next(user);
  if (noted === null) return { ...decided, events: [] };
  if (noted.more === 0) return decided;
  return { ...decided, events: decided.events.map((event) => ({ ...event, data: { ...event.data, ...noted } })) };
}

/** False when somebody else has written the request, its instances or the spending meanwhile. */
async function write(
  { store, clock }: ApprovalDeps,
  decided: ClickDecision,
  underSpending: number | null,
): Promise<boolean> {
  const { next, instances, events, messages } = decided;
  if (next === null && events.length === 0) return true;
  const committed = await store.commit({
    requests: next === null ? [] : [{ next }],
    instances: instances.map((instance) => ({ next: instance })),
    events,
    messages,
    ...(underSpending === null || next === null ? {} : { underSpending }),
    at: clock.now(),
  });
  return committed.ok;
}

/** Whether a commit took effect although its answer was lost. A mere refusal is stored again. */
async function cameTrue({ store }: ApprovalDeps, { next }: ClickDecision): Promise<boolean> {
  if (next === null) return false;
  const stored = await store.request(next.id);
  if (next.approval === null) return stored?.state === next.state;
  return canonical(stored?.approval) === canonical(next.approval);
}
