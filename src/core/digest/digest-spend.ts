import { compareText } from '../base/lists.ts';
import { add, forTime, type Money, shareOf } from '../base/money.ts';
import type { Instance } from '../instance/instance.ts';
import { isBought } from '../renewal/renewal.ts';
import type { AuditEvent, EventKind } from '../request/event.ts';
import type { Spend } from '../request/notice.ts';
import type { Request } from '../request/request.ts';
import { eachOf, totalOf } from '../spec/quote.ts';

/** An instance with its history, for its cost. */
export interface Billed {
  readonly instance: Instance;
  readonly request: Request;
  /** The instance's events, oldest first; without those in a removed archive. */
  readonly events: readonly AuditEvent[];
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * The cost by currency, and how many have an unknown cost.
 *
 * @param renewals finished requests for renewals and for larger prepaid disks
 */
export function spendOf(
  all: readonly Billed[],
  renewals: readonly Request[],
  span: Span,
): { readonly spend: readonly Spend[]; readonly unpriced: number } {
  const sums = new Map<string, Spend>();
  let unpriced = 0;
  for (const cost of [
    ...all.map((billed) => costOf(billed, span)),
    ...renewals.map((one) => costOfRenewal(one, span)),
  ]) {
    if (cost === 'unknown') unpriced += 1;
    if (cost === 'unknown' || cost === null) continue;
    const { currency, minor } = cost.money;
    sums.set(currency, plus(sums.get(currency) ?? { currency, ...NOTHING }, cost.is, minor));
  }
  return { spend: [...sums.values()].toSorted((a, b) => compareText(a.currency, b.currency)), unpriced };
}

const NOTHING = { prepaid: 0, bought: 0, renewals: 0, renewed: 0, disks: 0, grown: 0, hourly: 0, ran: 0 } as const;

function plus(sum: Spend, is: 'prepaid' | 'renewal' | 'disk' | 'hourly', minor: number): Spend {
  switch (is) {
    case 'prepaid':
      return { ...sum, prepaid: sum.prepaid + minor, bought: sum.bought + 1 };
    case 'renewal':
      return { ...sum, renewals: sum.renewals + minor, renewed: sum.renewed + 1 };
    case 'disk':
      return { ...sum, disks: sum.disks + minor, grown: sum.grown + 1 };
    case 'hourly':
      return { ...sum, hourly: sum.hourly + minor, ran: sum.ran + 1 };
  }
}

type Cost = { readonly is: 'prepaid' | 'renewal' | 'disk' | 'hourly'; readonly money: Money } | 'unknown' | null;

/** Null if it cost nothing in the span. */
function costOf({ instance, request, events }: Billed, span: Span): Cost {
  const quote = request.approval?.quote ?? request.quote ?? null;
  if (instance.spec.charge.kind === 'prepaid') {
    const bought = events.some(({ kind, at }) => kind === 'instance.accepted' && at >= span.from && at < span.to);
    if (!bought) return null;
    return quote?.kind === 'term' ? { is: 'prepaid', money: shareOf(quote.price, 1, quote.amount) } : 'unknown';
  }
  const ms = billedMs(instance, events, span);
  const grown = costsOfGrowths(instance, events, span);
  if (ms === 0 && grown.length === 0) return null;
  if (quote?.kind !== 'hourly') return 'unknown';
  const money = grown.reduce<Money | null>((sum, more) => sum && more && add(sum, more), forTime(eachOf(quote), ms));
  return money === null ? 'unknown' : { is: 'hourly', money };
}

/** The cost of larger disks, also while their instance is stopped. Null for a disk without a known price. */
function costsOfGrowths(
  { growths = [] }: Instance,
  events: readonly AuditEvent[],
  { from, to }: Span,
): readonly (Money | null)[] {
  const end = Math.min(to, events.findLast(isEnd)?.at ?? to);
  return growths
    .filter(({ state, at }) => state === 'grown' && at < end && end > from)
    .map(({ more, at }) => more && forTime(more, end - Math.max(at, from)));
}

/** A renewal is debited when the cloud accepts it; if the answer was lost, when its effect was seen. */
function costOfRenewal({ renewal, finishedAt, approval }: Request, { from, to }: Span): Cost {
  if (renewal === undefined || !isBought(renewal.end)) return null;
  const at = renewal.acceptedAt ?? finishedAt;
  if (at === null || at < from || at >= to) return null;
  const quote = approval?.quote ?? null;
  const is = renewal.disk === undefined ? 'renewal' : 'disk';
  return quote?.kind === 'term' ? { is, money: totalOf(quote) } : 'unknown';
}

const BEGINS: ReadonlySet<EventKind> = new Set<EventKind>([
  'instance.accepted',
  'instance.adopted',
  'instance.starting',
  'instance.running',
]);
const ENDS: ReadonlySet<EventKind> = new Set<EventKind>([
  'instance.released',
  'instance.leaseEnded',
  'instance.vanished',
  'instance.reclaimed',
]);

/** The billed milliseconds within a span: while the instance existed, except in economical mode. */
function billedMs(instance: Instance, events: readonly AuditEvent[], { from, to }: Span): number {
  let since = billedBefore(instance, events) ? instance.acceptedAt : null;
  let total = 0;
  const stop = (at: number): void => {
    if (since !== null) total += Math.max(0, Math.min(at, to) - Math.max(since, from));
    since = null;
  };
  for (const event of events) {
    if (BEGINS.has(event.kind)) since ??= event.at;
    else if (ends(event)) stop(event.at);
  }
  stop(to);
  return total;
}

/** Events that only happen to an instance that is being billed. */
const GOES_ON: ReadonlySet<EventKind> = new Set<EventKind>([
  'instance.stopping',
  'instance.stopped',
  'instance.restarting',
]);

/**
 * Whether it was billed before its first available event. Its beginning is missing if the archive of the trail was removed,
 * see docs/operations.md. Then the first telling event shows the state before it; without one, the row does.
 */
function billedBefore(instance: Instance, events: readonly AuditEvent[]): boolean {
  const first = events.find((event) => BEGINS.has(event.kind) || GOES_ON.has(event.kind) || ends(event));
  if (first !== undefined) return !BEGINS.has(first.kind);
  const { order, outcome } = instance;
  return !(order?.what === 'stop' && outcome === 'reached' && order.stoppedMode === 'StopCharging');
}

const ends = (event: AuditEvent): boolean =>
  isEnd(event) || (event.kind === 'instance.stopped' && event.data.stoppedMode === 'StopCharging');

const isEnd = ({ kind, data }: AuditEvent): boolean =>
  ENDS.has(kind) || (kind === 'instance.failed' && (data.kind === 'vanished' || data.kind === 'reclaimed'));
