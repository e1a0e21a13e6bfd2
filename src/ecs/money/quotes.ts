import { ageClock, type Clock } from '../../core/base/clock.ts';
import type { Log } from '../../core/base/log.ts';
import type { Money } from '../../core/base/money.ts';
import type { Result } from '../../core/base/result.ts';
import type { PrepaidGrowth } from '../../core/disk/disk-wish.ts';
import type { Failure } from '../../core/failure/failure.ts';
import { formatTerm, type Term } from '../../core/spec/charge.ts';
import type { PriceOrder, Quote } from '../../core/spec/quote.ts';
import type { AccountMemory } from '../account-memory.ts';
import { isAbortedCall, retryIfAborted } from '../call-owner.ts';
import type { EcsPort } from '../port.ts';

/** Prices and the account's balance, remembered briefly because a form asks again at every change. */
export interface Quotes {
  readonly price: Remembered<[order: PriceOrder], Quote | 'unknown'>;
  /** The price of a further term for one prepaid instance. */
  readonly renewal: Remembered<[region: string, cloudId: string, term: Term], Quote | 'unknown'>;
  /** The price of a larger prepaid disk for the rest of its time. */
  readonly growth: Remembered<[region: string, cloudId: string, disk: PrepaidGrowth], Quote | 'unknown'>;
  readonly balance: Remembered<[], Money>;
}

export interface Remembered<Scope extends readonly unknown[], T> {
  /** The fresh answer, without waiting; null if there is none, and then it is fetched. */
  peek(...scope: Scope): Result<T, Failure> | null;
  /** Waits for the answer, within the client's timeouts. */
  load(...scope: Scope): Promise<Result<T, Failure>>;
  /** Asks the cloud again, for a decision about money. Simultaneous callers share one call, and the answer is remembered. */
  fresh(...scope: Scope): Promise<Result<T, Failure>>;
}

interface QuotesOptions {
  readonly memory: AccountMemory;
  readonly clock: Clock;
  readonly log: Log;
  /** How long a price is fresh. */
  readonly keepMs?: number;
  /** How long the balance is fresh: it is shown as the present one, and every purchase changes it. */
  readonly keepBalanceMs?: number;
}

const MAX_ANSWERS = 500;
/** For how long a failure is not retried, so that a broken cloud is not asked at every keystroke. */
const RETRY_AFTER_MS = 5_000;
const MAX_RETRY_AFTER_MS = 60_000;

export function makeQuotes(
  port: Pick<EcsPort, 'price' | 'renewalPrice' | 'growthPrice' | 'balance'>,
  options: QuotesOptions,
): Quotes {
  return {
    price: keeping('price', (order: PriceOrder) => port.price(order), priceKey, options),
    renewal: keeping(
      'renewalPrice',
      (region: string, cloudId: string, term: Term) => port.renewalPrice(region, cloudId, term),
      (region, cloudId, term) => `${region} ${cloudId} ${formatTerm(term)}`,
      options,
    ),
    growth: keeping(
      'growthPrice',
      (region: string, cloudId: string, disk: PrepaidGrowth) => port.growthPrice(region, cloudId, disk),
      (region, cloudId, { diskId, category, from, to, instanceType }) =>
        [region, cloudId, diskId, category, from, to, instanceType].join(' '),
      options,
    ),
    balance: keeping(
      'balance',
      () => port.balance(),
      () => '',
      { ...options, keepMs: options.keepBalanceMs ?? 10_000 },
    ),
  };
}

/** The same key for the same question, whatever the order of its parts. */
const priceKey = (order: PriceOrder): string =>
  JSON.stringify([
    order.region,
    order.zone,
    order.instanceType,
    order.imageId,
    order.systemDisk.category,
    order.systemDisk.sizeGiB,
    order.dataDisks?.map(({ category, sizeGiB, snapshotId }) => [category, sizeGiB, snapshotId]) ?? [],
    order.internetMaxBandwidthOut,
    order.internetChargeType ?? '',
    order.charge.kind,
    order.charge.kind === 'spot' ? (order.charge.hours ?? '') : '',
    order.charge.kind === 'prepaid' ? formatTerm(order.charge.term) : '',
    order.amount,
  ]);

interface Entry<T> {
  readonly asking: Promise<Result<T, Failure>>;
  answer: { readonly result: Result<T, Failure>; readonly until: number } | null;
}

function keeping<Scope extends readonly unknown[], T>(
  name: string,
  ask: (...scope: Scope) => Promise<Result<T, Failure>>,
  keyOf: (...scope: Scope) => string,
  { memory, clock, log, keepMs = 60_000 }: QuotesOptions,
): Remembered<Scope, T> {
  const age = ageClock(clock);
  const remembered = memory.of(() => new Map<string, Entry<T>>());

  const holdsUntil = (result: Result<T, Failure>): number => {
    if (result.ok) return age.now() + keepMs;
    if (isAbortedCall(result.error)) return age.now();
    const { kind, code, retryAfterMs: asked } = result.error;
    log.warn({ asked: name, kind, code }, 'the cloud did not tell');
    return age.now() + Math.min(MAX_RETRY_AFTER_MS, Math.max(RETRY_AFTER_MS, asked ?? 0));
  };

  const holds = ({ until }: NonNullable<Entry<T>['answer']>): boolean => age.now() < until;

  /** Simultaneous askers share one entry. */
  const entryOf = (scope: Scope, isGood: (answer: NonNullable<Entry<T>['answer']>) => boolean): Entry<T> => {
    const entries = remembered();
    const key = keyOf(...scope);
    const known = entries.get(key);
    if (known !== undefined && (known.answer === null || isGood(known.answer))) return known;
    const entry: Entry<T> = { asking: ask(...scope), answer: null };
    void entry.asking.then((result) => {
      entry.answer = { result, until: holdsUntil(result) };
    });
    entries.delete(key);
    entries.set(key, entry);
    if (entries.size > MAX_ANSWERS) entries.delete(entries.keys().next().value as string);
    return entry;
  };

  return {
    peek: (...scope) => entryOf(scope, holds).answer?.result ?? null,
    load: (...scope) => retryIfAborted(() => entryOf(scope, holds).asking),
    fresh: (...scope) => retryIfAborted(() => entryOf(scope, () => false).asking),
  };
}
