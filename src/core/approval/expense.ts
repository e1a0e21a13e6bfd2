import { inMicros, partOf } from '../base/money.ts';
import { type Instance, wasBought } from '../instance/instance.ts';
import { hasGone } from '../lease/lease-clock.ts';
import { isBought, mayBeDebited, mayHaveCost } from '../renewal/renewal.ts';
import { endOfTerm } from '../renewal/renewal-act.ts';
import { isAdopted, type Request } from '../request/request.ts';
import type { Term } from '../spec/charge.ts';
import type { Quote } from '../spec/quote.ts';

/** What is known of a price, in millionths of the currency's unit. */
export type Cost =
  | { readonly kind: 'term'; readonly micros: number; readonly currency: string; readonly term: Term | null }
  /** For an hour. */
  | { readonly kind: 'hourly'; readonly micros: number; readonly currency: string };

/** What a request or an instance costs, and how far that has come. Kept beside its row, and counted in core/approval/tally.ts. */
export interface Expense {
  /** Of the request while it waits, and of one that renews or makes a prepaid disk larger; else of the instance. */
  readonly id: string;
  readonly requester: string;
  /** Of how many instances. */
  readonly instances: number;
  /** Null when no price was known. */
  readonly cost: Cost | null;
  readonly state: ExpenseState;
  /** What a term of it cost last: by that it is counted when it renews itself. */
  readonly lastTerm: Cost | null;
  /** Until when something prepaid is paid for, as it was last seen; null while that is not known. */
  readonly until: number | null;
}

export type ExpenseState =
  /** It was never bought, or costs nothing more. */
  | { readonly is: 'over' }
  /** It waits for approval, or to be bought. */
  | { readonly is: 'held' }
  /** Prepaid: debited at that moment. */
  | { readonly is: 'debited'; readonly at: number }
  /** Billed by the hour since then. */
  | { readonly is: 'running'; readonly since: number }
  /** Billed by the hour, and stopped in economical mode: it may be started at any time. */
  | { readonly is: 'paused' }
  /**
   * Billed by the hour in an account that the store is not about any more: it counts no more until that account is accepted again, as
   * nobody here can see or release it.
   */
  | { readonly is: 'left'; readonly was: 'running' | 'paused' }
  /** It was ordered then, and may exist. */
  | { readonly is: 'doubtful'; readonly since: number };

const OVER: ExpenseState = { is: 'over' };
const HELD: ExpenseState = { is: 'held' };
const UNSEEN = { lastTerm: null, until: null } as const;

/**
 * What a request costs that waits, or renews something; what it creates is counted by instance. Null for what was taken over:
 * nobody bought it here.
 */
export function expenseOfRequest(request: Request): Expense | null {
  if (isAdopted(request)) return null;
  const { id, requester, amount } = request;
  const cost = costOf(quoteOf(request), request);
  return { id, requester, instances: amount, cost, state: stateOfRequest(request), ...UNSEEN };
}

/** What was approved counts, and not what was shown when it was asked for. */
const quoteOf = ({ approval, quote = null }: Request): Quote | null => approval?.quote ?? quote;

function costOf(quote: Quote | null, { spec: { charge } }: Request): Cost | null {
  if (quote === null) return null;
  const { currency } = quote.price;
  if (quote.kind === 'hourly') return { kind: 'hourly', micros: quote.price.micros, currency };
  const term = charge.kind === 'prepaid' ? charge.term : null;
  return { kind: 'term', micros: inMicros(quote.price), currency, term };
}

function stateOfRequest({ state, renewal, finishedAt, createdAt }: Request): ExpenseState {
  if (state === 'pending') return HELD;
  if (renewal === undefined || (state !== 'creating' && state !== 'finished')) return OVER;
  const { acceptedAt, triedAt, end } = renewal;
  if (acceptedAt !== null) return { is: 'debited', at: acceptedAt };
  if (end === null) return HELD;
  // Nobody heard that the cloud took it, but it was seen.
  if (isBought(end)) return { is: 'debited', at: finishedAt ?? createdAt };
  return mayHaveCost(renewal) ? { is: 'doubtful', since: triedAt ?? finishedAt ?? createdAt } : OVER;
}

/** What one instance costs of what its request does; null for what was taken over. */
export function newExpense(instance: Instance, request: Request): Expense | null {
  if (instance.adopted === true || isAdopted(request)) return null;
  const { id, requester, ordinal } = instance;
  const whole = costOf(quoteOf(request), request);
  const cost = whole === null ? null : { ...whole, micros: partOf(whole.micros, ordinal, request.amount) };
  return { id, requester, instances: 1, cost, state: HELD, ...UNSEEN, lastTerm: cost };
}

/**
 * The same after something became of the instance.
 *
 * @param at milliseconds UTC
 */
export function expenseAfter(before: Expense, instance: Instance, at: number): Expense {
  const state =
    instance.spec.charge.kind === 'prepaid' ? prepaidState(before, instance, at) : hourlyState(before, instance, at);
  return { ...before, state };
}

function prepaidState({ state }: Expense, instance: Instance, at: number): ExpenseState {
  if (state.is === 'debited') return state;
  return instance.cloudId === null ? unbought(instance, at) : { is: 'debited', at: instance.acceptedAt ?? at };
}

function unbought(instance: Instance, at: number): ExpenseState {
  if (instance.outcome === null) return HELD;
  return wasBought(instance) ? { is: 'doubtful', since: instance.createTriedAt ?? at } : OVER;
}

function hourlyState({ state }: Expense, instance: Instance, at: number): ExpenseState {
  if (instance.cloudId === null) return unbought(instance, at);
  if (hasGone(instance)) return OVER;
  if (state.is === 'left') return state;
  if (isPaused(state, instance)) return { is: 'paused' };
  if (state.is === 'running') return state;
  // It has been paused, or was given up and is there after all: what it cost before is counted already.
  const isBack = state.is === 'paused' || state.is === 'over';
  return { is: 'running', since: isBack ? at : (instance.acceptedAt ?? at) };
}

/** The mode is what the cloud has shown at the end of a stop; a start shows that it is over. */
function isPaused(state: ExpenseState, { order, outcome, observed }: Instance): boolean {
  if (order?.what === 'stop' && outcome === 'reached') return order.stoppedMode === 'StopCharging';
  return state.is === 'paused' && (observed?.status ?? 'Stopped') === 'Stopped';
}

/** The same once its account was left: the hours until then count, and no more. */
export function expenseLeft(before: Expense): Expense {
  const { is } = before.state;
  return is === 'running' || is === 'paused' ? { ...before, state: { is: 'left', was: is } } : before;
}

/** The same once its account was accepted again. */
export function expenseBack(before: Expense, at: number): Expense {
  const { state } = before;
  if (state.is !== 'left') return before;
  return { ...before, state: state.was === 'running' ? { is: 'running', since: at } : { is: 'paused' } };
}

/** A renewal that was asked for here, and has happened or may have. */
export interface AskedRenewal {
  /** The end from which it prolongs, milliseconds UTC, and by how much. */
  readonly wasUntil: number;
  readonly term: Term;
  readonly cost: Cost | null;
}

export function askedRenewal(request: Request): AskedRenewal | null {
  const { renewal } = request;
  if (renewal === undefined || renewal.disk !== undefined) return null;
  const happened = renewal.end === null ? mayBeDebited(renewal) : mayHaveCost(renewal);
  if (!happened || request.spec.charge.kind !== 'prepaid') return null;
  return { wasUntil: renewal.wasUntil, term: request.spec.charge.term, cost: costOf(quoteOf(request), request) };
}

/** An auto-renewal counts at the price that was read for it before the end, which is another one per month than that of a longer term. */
export function withRenewalPrice(before: Expense, { expiry }: Instance): Expense {
  const known = expiry?.renewalPrice;
  if (known === undefined || expiry?.renewal?.on !== true) return before;
  const { term, price } = known;
  return { ...before, lastTerm: { kind: 'term', micros: inMicros(price), currency: price.currency, term } };
}

/** How the cloud counts a month's end is up to it. */
const END_TOLERANCE_MS = 3 * 86_400_000;

/**
 * What is paid for was seen to end at another moment. What nobody asked for here has renewed itself, and cost about the last
 * known price for that time.
 *
 * @param asked the last renewal of ours; null for none
 * @returns `micros` of what renewed itself: 0 for nothing, null when no price is known
 */
export function endMoved(
  before: Expense,
  until: number,
  asked: AskedRenewal | null,
): { readonly next: Expense; readonly micros: number | null } {
  const known = before.until;
  // One of before this end was counted as that came about.
  const ours = asked !== null && known !== null && known <= asked.wasUntil + END_TOLERANCE_MS ? asked : null;
  const next = { ...before, until, lastTerm: ours?.cost ?? before.lastTerm };
  if (known === null || before.state.is !== 'debited') return { next, micros: 0 };
  const from = known + (ours === null ? 0 : endOfTerm(ours.wasUntil, ours.term) - ours.wasUntil);
  if (until - from <= END_TOLERANCE_MS) return { next, micros: 0 };
  const { lastTerm } = before;
  if (lastTerm?.kind !== 'term' || lastTerm.term === null) return { next, micros: null };
  return { next, micros: priceFor(from, until, lastTerm.micros, lastTerm.term) };
}

/** So many whole terms, as the cloud counts them; what is none is priced by its time. */
function priceFor(from: number, until: number, micros: number, term: Term): number {
  const one = endOfTerm(from, term) - from;
  const terms = Math.max(1, Math.round((until - from) / one));
  const end = endOfTerm(from, { ...term, period: term.period * terms });
  if (Math.abs(end - until) <= END_TOLERANCE_MS) return micros * terms;
  return Math.round((micros * (until - from)) / one);
}
