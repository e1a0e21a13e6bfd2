import { inMicros, partOf } from '../base/money.ts';
import { type Instance, wasBought } from '../instance/instance.ts';
import { hasGone } from '../lease/lease-clock.ts';
import { isBought, mayBeDebited, mayHaveCost } from '../renewal/renewal.ts';
import { endOfTerm } from '../renewal/renewal-act.ts';
import { isAdopted, type Request } from '../request/request.ts';
import type { Term } from '../spec/charge.ts';
import type { Quote } from '../spec/quote.ts';

/** A known price, in millionths of the currency's unit. */
export type Cost =
  | { readonly kind: 'term'; readonly micros: number; readonly currency: string; readonly term: Term | null }
  /** For one hour. */
  | { readonly kind: 'hourly'; readonly micros: number; readonly currency: string };

/**
 * What a request or an instance costs, and whether that has been debited, runs, or is over. Stored beside its row and
 * summed in core/approval/tally.ts.
 */
export interface Expense {
  /** The request's id while it waits and for renewals and larger prepaid disks; else the instance's id, or that of a growth. */
  readonly id: string;
  readonly requester: string;
  /** How many instances it covers. */
  readonly instances: number;
  /** Null when no price was known. */
  readonly cost: Cost | null;
  readonly state: ExpenseState;
  /** The last known price of one of its terms. An auto-renewal is counted at this price. */
  readonly lastTerm: Cost | null;
  /** The end of the prepaid time as last seen, milliseconds UTC; null while unknown. */
  readonly until: number | null;
}

export type ExpenseState =
  /** It was never bought, or it costs nothing more. */
  | { readonly is: 'over' }
  /** It waits for approval or for the purchase. */
  | { readonly is: 'held' }
  /** Prepaid, debited at `at`. */
  | { readonly is: 'debited'; readonly at: number }
  /** Billed by the hour since then. */
  | { readonly is: 'running'; readonly since: number }
  /** Billed by the hour, stopped in economical mode. It may be started at any time. */
  | { readonly is: 'paused' }
  /**
   * Billed by the hour in a previous account of the store. It does not count until that account is accepted again, since
   * nobody can see or release it here.
   */
  | { readonly is: 'left'; readonly was: 'running' | 'paused' }
  /** Ordered at `since`, and it may exist. */
  | { readonly is: 'doubtful'; readonly since: number };

const OVER: ExpenseState = { is: 'over' };
const HELD: ExpenseState = { is: 'held' };
const UNSEEN = { lastTerm: null, until: null } as const;

/**
 * The expense of a request that waits or renews. Instances that it creates have expenses of their own. Null for an adopted
 * instance: nobody bought it here.
 */
export function expenseOfRequest(request: Request): Expense | null {
  if (isAdopted(request)) return null;
  const { id, requester, amount } = request;
  const cost = costOf(quoteOf(request), request);
  return { id, requester, instances: amount, cost, state: stateOfRequest(request), ...UNSEEN };
}

/** The approved price counts, not the one shown at submission. */
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
  // The cloud's answer was lost, but a look has shown the purchase.
  if (isBought(end)) return { is: 'debited', at: finishedAt ?? createdAt };
  return mayHaveCost(renewal) ? { is: 'doubtful', since: triedAt ?? finishedAt ?? createdAt } : OVER;
}

/** One instance's share of the cost of its request; null for an adopted instance. */
export function newExpense(instance: Instance, request: Request): Expense | null {
  if (instance.adopted === true || isAdopted(request)) return null;
  const { id, requester, ordinal } = instance;
  const whole = costOf(quoteOf(request), request);
  const cost = whole === null ? null : { ...whole, micros: partOf(whole.micros, ordinal, request.amount) };
  return { id, requester, instances: 1, cost, state: HELD, ...UNSEEN, lastTerm: cost };
}

/**
 * The expense after a change of its instance.
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
  // The instance was paused, or was given up and exists after all. Its earlier hours are counted already.
  const isBack = state.is === 'paused' || state.is === 'over';
  return { is: 'running', since: isBack ? at : (instance.acceptedAt ?? at) };
}

/** The mode is the one that the cloud showed at the end of the stop. Any other status than `Stopped` ends the pause. */
function isPaused(state: ExpenseState, { order, outcome, observed }: Instance): boolean {
  if (order?.what === 'stop' && outcome === 'reached') return order.stoppedMode === 'StopCharging';
  return state.is === 'paused' && (observed?.status ?? 'Stopped') === 'Stopped';
}

/** The expense once its account was left: the hours until then count, later ones do not. */
export function expenseLeft(before: Expense): Expense {
  const { is } = before.state;
  return is === 'running' || is === 'paused' ? { ...before, state: { is: 'left', was: is } } : before;
}

/** The expense once its account was accepted again. */
export function expenseBack(before: Expense, at: number): Expense {
  const { state } = before;
  if (state.is !== 'left') return before;
  return { ...before, state: state.was === 'running' ? { is: 'running', since: at } : { is: 'paused' } };
}

/** A renewal that was requested here, and has happened or may have. */
export interface AskedRenewal {
  /** `wasUntil`: the end from which `term` prolongs, milliseconds UTC. */
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

/**
 * An auto-renewal is counted at the price read for it before the end: its price per month differs from that of a longer
 * term.
 */
export function withRenewalPrice(before: Expense, { expiry }: Instance): Expense {
  const known = expiry?.renewalPrice;
  if (known === undefined || expiry?.renewal?.on !== true) return before;
  const { term, price } = known;
  return { ...before, lastTerm: { kind: 'term', micros: inMicros(price), currency: price.currency, term } };
}

/** Absorbs how the cloud counts a term that ends at the end of a month. */
const END_TOLERANCE_MS = 3 * 86_400_000;

/**
 * The prepaid time now ends at another moment. Time that nobody requested here comes from an auto-renewal, which cost about
 * the last known price.
 *
 * @param asked the last renewal requested here; null for none
 * @returns `micros` of the auto-renewal: 0 for none, null when no price is known
 */
export function endMoved(
  before: Expense,
  until: number,
  asked: AskedRenewal | null,
): { readonly next: Expense; readonly micros: number | null } {
  const known = before.until;
  // A renewal that prolonged from before the known end has been counted already.
  const ours = asked !== null && known !== null && known <= asked.wasUntil + END_TOLERANCE_MS ? asked : null;
  const next = { ...before, until, lastTerm: ours?.cost ?? before.lastTerm };
  if (known === null || before.state.is !== 'debited') return { next, micros: 0 };
  const from = known + (ours === null ? 0 : endOfTerm(ours.wasUntil, ours.term) - ours.wasUntil);
  if (until - from <= END_TOLERANCE_MS) return { next, micros: 0 };
  const { lastTerm } = before;
  if (lastTerm?.kind !== 'term' || lastTerm.term === null) return { next, micros: null };
  return { next, micros: priceFor(from, until, lastTerm.micros, lastTerm.term) };
}

/** The price of whole terms, as the cloud counts them. A time that is no whole number of terms is priced pro rata. */
function priceFor(from: number, until: number, micros: number, term: Term): number {
  const one = endOfTerm(from, term) - from;
  const terms = Math.max(1, Math.round((until - from) / one));
  const end = endOfTerm(from, { ...term, period: term.period * terms });
  if (Math.abs(end - until) <= END_TOLERANCE_MS) return micros * terms;
  return Math.round((micros * (until - from)) / one);
}
