import { add, forTime, type Money, shareOf } from '../base/money.ts';
import type { Instance } from '../instance/instance.ts';
import { isBought } from '../renewal/renewal.ts';
import type { AuditEvent, EventKind } from '../request/event.ts';
import type { Spend } from '../request/notice.ts';
import type { Request } from '../request/request.ts';
import { eachOf, totalOf } from '../spec/quote.ts';

/** What an instance of a request has been through. */
export interface Billed {
  readonly instance: Instance;
  readonly request: Request;
  /** Its own, oldest first; without those of an archive that was taken away. */
  readonly events: readonly AuditEvent[];
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * By currency, and how many have an unknown cost.
 *
 * @param renewals requests that have prolonged an instance's time, or made a prepaid disk larger
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
  return { spend: [...sums.values()].toSorted((a, b) => (a.currency < b.currency ? -1 : 1)), unpriced };
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

/** Null where it cost nothing in that time. */
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

/** Larger disks are paid for while their instance is stopped, too. Null for one without a known price. */
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

/** It is debited when the cloud takes it; where nobody heard that, when it was seen. */
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

/** How long of a span it was charged for by the hour: while it existed, and was not stopped without charge. */
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

const ACCEPTED: ReadonlySet<EventKind> = new Set<EventKind>(['instance.accepted', 'instance.adopted']);
/** Happens only to what is charged for. */
const GOES_ON: ReadonlySet<EventKind> = new Set<EventKind>([
  'instance.stopping',
  'instance.stopped',
  'instance.restarting',
]);

/**
 * Whether it was charged for before the first of its events that there are. Its beginning is missing once the archive of the trail was
 * taken away, see docs/operations.md; then the first event that tells says how it was until then, or its row where none does.
 */
function billedBefore(instance: Instance, events: readonly AuditEvent[]): boolean {
  if (events.some(({ kind }) => ACCEPTED.has(kind))) return false;
  const first = events.find((event) => BEGINS.has(event.kind) || GOES_ON.has(event.kind) || ends(event));
  if (first !== undefined) return !BEGINS.has(first.kind);
  const { order, outcome } = instance;
  return !(order?.what === 'stop' && outcome === 'reached' && order.stoppedMode === 'StopCharging');
}

const ends = (event: AuditEvent): boolean =>
  isEnd(event) || (event.kind === 'instance.stopped' && event.data.stoppedMode === 'StopCharging');

/** It is gone. */
const isEnd = ({ kind, data }: AuditEvent): boolean =>
  ENDS.has(kind) || (kind === 'instance.failed' && (data.kind === 'vanished' || data.kind === 'reclaimed'));
