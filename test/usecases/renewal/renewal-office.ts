import { onTestFinished } from 'vitest';
import type { Click } from '../../../src/core/approval/decide.ts';
import { silentLog } from '../../../src/core/base/log.ts';
import { fail, ok } from '../../../src/core/base/result.ts';
import type { PrepaidGrowth } from '../../../src/core/disk/disk-wish.ts';
import { type Failure, failureOf } from '../../../src/core/failure/failure.ts';
import type { Observed } from '../../../src/core/instance/instance.ts';
import { onlyThese } from '../../../src/core/policy/authority.ts';
import type { Directory } from '../../../src/core/policy/people.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import type { OrderNames } from '../../../src/core/request/order-names.ts';
import { newRequest } from '../../../src/core/request/request-new.ts';
import type { Site } from '../../../src/core/spec/charge.ts';
import type { TermQuote } from '../../../src/core/spec/quote.ts';
import { makeAccountMemory } from '../../../src/ecs/account-memory.ts';
import { makeQuotes } from '../../../src/ecs/money/quotes.ts';
import type { Store } from '../../../src/store/store.ts';
import type { ApprovalDeps } from '../../../src/usecases/approval/approval-deps.ts';
import { makeApprovals } from '../../../src/usecases/approval/approvals.ts';
import type { ClickResult } from '../../../src/usecases/approval/take-click.ts';
import type { RenewalGoal } from '../../../src/usecases/renewal/look-up-renewal.ts';
import type { RenewalAsked, ShownBeforeAsking } from '../../../src/usecases/renewal/submit-renewal.ts';
import { seen } from '../../support/instances.ts';
import { openMemoryDatabase } from '../../support/memory-database.ts';
import { cny, INES, LENA, makeCrowd, PLATFORM, policyWith, SPEC } from '../approval/approval-stage.ts';

export const HOUR = 3_600_000;
export const UNTIL = Date.UTC(2027, 0, 10, 16);
export const CLOUD_ID = 'i-bp1web1';
export const AWAY = failureOf('ambiguous', { detail: 'the cloud is away' });
export const PRICE = 66_200;

const quoteOf = (minor: number, at: number): TermQuote => ({
  ...{ kind: 'term', price: cny(minor), listPrice: cny(minor), amount: 1, at },
});

/** How the places of her instance are called. */
export const NAMES: OrderNames = {
  ...{
    network: 'production',
    vSwitch: null,
    group: null,
    image: null,
    vCpu: null,
    memoryGiB: null,
    opens: 'unchecked',
    had: null,
  },
};

/** Lena's prepaid instance, and two replicas over one database. */
export async function office(first: Policy = policyWith(), more: { readonly directory?: Directory } = {}) {
  const state = {
    policy: first,
    now: Date.UTC(2026, 10, 24, 9),
    price: PRICE as number | 'unknown' | Failure,
    balance: 1_000_000,
    seen: new Map<string, Observed>() as ReadonlyMap<string, Observed> | Failure,
    /** Null: the cloud does not say which. */
    site: 'china' as Site | null,
    orders: 0,
    /** What each look has asked about, and for whom. */
    looks: [] as unknown[],
  };
  const show = (over: Partial<Observed> = {}): void => {
    state.seen = new Map([
      [CLOUD_ID, seen('Running', { cloudId: CLOUD_ID, chargeKind: 'prepaid', expiresAt: UNTIL, ...over })],
    ]);
  };
  show();
  const clock = { now: () => state.now, after: () => () => {} };
  const database = await openMemoryDatabase({ log: silentLog, clock });
  const crowd = makeCrowd();
  let ids = 0;
  const priceNow = async () => {
    const { price } = state;
    if (typeof price === 'object') return fail(price);
    return ok(price === 'unknown' ? price : quoteOf(price, state.now));
  };
  const cloud: ApprovalDeps['cloud'] = {
    async describeInstances(region, ids, lane) {
      state.looks.push([region, ids, lane]);
      if (!(state.seen instanceof Map)) return fail(state.seen as Failure);
      return ok(new Map([...state.seen].filter(([id]) => ids.includes(id))));
    },
    site: async () => (state.site === null ? fail(AWAY) : ok(state.site)),
  };
  const replica = (wrap: (store: Store) => Store = (store) => store) => {
    const store = database.open();
    onTestFinished(() => store.close());
    const port = {
      price: async () => {
        state.orders += 1;
        return priceNow();
      },
      renewalPrice: priceNow,
      growthPrice: priceNow,
      balance: async () => ok(cny(state.balance)),
    };
    const approvals = makeApprovals({
      ...{ store: wrap(store), clock, log: silentLog, authority: onlyThese([INES]) },
      directory: more.directory ?? crowd.directory,
      quotes: makeQuotes(port, { memory: makeAccountMemory(), clock, log: silentLog }),
      cloud,
      policy: { current: () => ({ policy: state.policy, hash: null }), trouble: () => null },
      random: { next: () => 0.5, id: (length) => `${++ids}`.padStart(length, 'x') },
    });
    return { approvals, store };
  };
  const { store } = replica();
  const order = {
    requestId: 'r-bought',
    spec: { ...SPEC, name: 'web-1' },
    amount: 1,
    clientTokens: ['t'],
    approval: null,
    names: NAMES,
  };
  const who = { origin: 'view:bought', requester: LENA, team: 'T1', channel: PLATFORM };
  const made = newRequest({ ...order, ...who, at: state.now - 40 * 24 * HOUR });
  const instances = made.instances.map((one) => ({
    next: { ...one, cloudId: CLOUD_ID, outcome: 'reached' as const, dueAt: null },
  }));
  await store.commit({ requests: [{ next: { ...made.request, state: 'finished' } }], instances, at: state.now });
  return { state, store, replica, show, crowd };
}

export type Office = Awaited<ReturnType<typeof office>>;

export function idOf(asked: RenewalAsked): string {
  if (asked.is !== 'submitted') throw new Error(`it was ${asked.is}`);
  return asked.request.id;
}

export const clickBy = (by: string, what: Click['what'] = 'approve', round = 1): Click => ({
  what,
  by,
  round,
  note: 'because',
});
export const take = (deps: Office, id: string, click: Click): Promise<ClickResult> =>
  deps.replica().approvals.take(id, click);
export const outcomeOf = (taken: ClickResult) => (taken.is === 'taken' ? taken.outcome : taken);

/** A replica that is overtaken: `first` happens once, right before its store is asked for this. */
export function overtaken<K extends 'instance' | 'askedBy' | 'commit'>(
  deps: Office,
  at: K,
  first: () => Promise<unknown>,
) {
  let isFirst = true;
  return deps.replica((store) => ({
    ...store,
    [at]: async (...given: Parameters<Store[K]>) => {
      if (isFirst) {
        isFirst = false;
        await first();
      }
      return (store[at] as (...given: unknown[]) => unknown)(...given);
    },
  })).approvals;
}

/** What is bought for her instance: `from` names the submission, and what was shown before it. */
const purchase = (name: string, what: RenewalGoal, shown: ShownBeforeAsking) => {
  const wish = (user = LENA) => ({ instanceId: 'r-bought-1', what, by: { user }, channel: PLATFORM });
  const from = (call = '1') => ({ origin: `${name}:${call}`, team: 'T1', ...shown });
  const ask = (deps: Office, user = LENA, call = '1'): Promise<RenewalAsked> =>
    deps.replica().approvals.askRenewal(wish(user), from(call));
  return { name, what, wish, from, ask };
};

export const RENEWAL = purchase('renewal', { term: { unit: 'Month', period: 1 } }, { until: UNTIL });

export const DISK: PrepaidGrowth = {
  ...{ which: 'system', diskId: 'd-1', from: 40, to: 100 },
  ...{ category: 'cloud_essd', instanceType: 'ecs.g7.large' },
};
export const GROWTH = purchase(
  'larger prepaid disk',
  { disk: DISK },
  { most: { micros: PRICE * 10_000, currency: 'CNY' } },
);
