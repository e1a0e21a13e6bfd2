import { describe, expect, onTestFinished, test } from 'vitest';
import type { Click } from '../../../src/core/approval/decide.ts';
import { silentLog } from '../../../src/core/base/log.ts';
import { ok } from '../../../src/core/base/result.ts';
import type { Observed } from '../../../src/core/instance/instance.ts';
import { onlyThese } from '../../../src/core/policy/authority.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import { newRequest } from '../../../src/core/request/request-new.ts';
import type { Site } from '../../../src/core/spec/charge.ts';
import type { TermQuote } from '../../../src/core/spec/quote.ts';
import { makeAccountMemory } from '../../../src/ecs/account-memory.ts';
import { makeQuotes } from '../../../src/ecs/money/quotes.ts';
import { openMemoryDatabase } from '../../../src/store/opening/memory.ts';
import { type Store, StoreUnavailable } from '../../../src/store/store.ts';
import { makeApprovals } from '../../../src/usecases/approval/approvals.ts';
import type { ClickResult } from '../../../src/usecases/approval/take-click.ts';
import type { RenewalAsked } from '../../../src/usecases/renewal/submit-renewal.ts';
import { seen } from '../../support/instances.ts';
import {
  cny,
  INES,
  LENA,
  MARCUS,
  makeCrowd,
  PLATFORM,
  PRIYA,
  policyWith,
  SPEC,
  TWO,
} from '../approval/approval-stage.ts';

const HOUR = 3_600_000;
const UNTIL = Date.UTC(2027, 0, 10, 16);
const MONTH = { unit: 'Month', period: 1 } as const;
const CLOUD_ID = 'i-bp1web1';
const PRICE = 66_200;

const quoteOf = (minor: number, at: number): TermQuote => ({
  ...{ kind: 'term', price: cny(minor), listPrice: cny(minor), amount: 1, at },
});

/** Lena's prepaid instance, and two replicas over one database. */
async function office(first: Policy = policyWith()) {
  const state = {
    policy: first,
    now: Date.UTC(2026, 10, 24, 9),
    price: PRICE,
    balance: 1_000_000,
    seen: new Map<string, Observed>(),
    site: 'china' as Site,
    orders: 0,
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
  const replica = (wrap: (store: Store) => Store = (store) => store) => {
    const store = database.open();
    onTestFinished(() => store.close());
    const port = {
      price: async () => {
        state.orders += 1;
        return ok(quoteOf(state.price, state.now));
      },
      renewalPrice: async () => ok(quoteOf(state.price, state.now)),
      growthPrice: async () => ok(quoteOf(state.price, state.now)),
      balance: async () => ok(cny(state.balance)),
    };
    const approvals = makeApprovals({
      ...{ store: wrap(store), clock, log: silentLog, directory: crowd.directory, authority: onlyThese([INES]) },
      quotes: makeQuotes(port, { memory: makeAccountMemory(), clock, log: silentLog }),
      cloud: { describeInstances: async () => ok(state.seen), site: async () => ok(state.site) },
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
  };
  const who = { origin: 'view:bought', requester: LENA, team: 'T1', channel: PLATFORM };
  const made = newRequest({ ...order, ...who, at: state.now - 40 * 24 * HOUR });
  const instances = made.instances.map((one) => ({
    next: { ...one, cloudId: CLOUD_ID, outcome: 'reached' as const, dueAt: null },
  }));
  await store.commit({ requests: [{ next: { ...made.request, state: 'finished' } }], instances, at: state.now });
  return { state, store, replica, show, crowd };
}

type Office = Awaited<ReturnType<typeof office>>;

const wish = (user = LENA) => ({ instanceId: 'r-bought-1', term: MONTH, by: { user }, channel: PLATFORM });
const from = (view = '1') => ({ origin: `view:${view}`, team: 'T1', until: UNTIL });

const ask = (deps: Office, user = LENA, view = '1'): Promise<RenewalAsked> =>
  deps.replica().approvals.askRenewal(wish(user), from(view));

function idOf(asked: RenewalAsked): string {
  if (asked.is !== 'submitted') throw new Error(`it was ${asked.is}`);
  return asked.request.id;
}

const clickBy = (by: string, what: Click['what'] = 'approve', round = 1): Click => ({
  what,
  by,
  round,
  note: 'because',
});
const take = (deps: Office, id: string, click: Click): Promise<ClickResult> => deps.replica().approvals.take(id, click);
const outcomeOf = (taken: ClickResult) => (taken.is === 'taken' ? taken.outcome : taken);

describe('a renewal that was asked for', () => {
  test('needs whom the policy names for what is prepaid, at the price of a renewal, and is then due at once', async () => {
    const deps = await office(policyWith(TWO));
    const id = idOf(await ask(deps));
    expect(outcomeOf(await take(deps, id, clickBy(MARCUS)))).toEqual({ is: 'voted', missing: 1 });
    expect(outcomeOf(await take(deps, id, clickBy(PRIYA)))).toEqual({ is: 'approved' });
    expect(await deps.store.request(id)).toMatchObject({ state: 'creating', dueAt: deps.state.now });
    expect(await deps.store.instancesOf(id)).toEqual([]);
    expect(deps.state.orders).toBe(0);
  });

  test('is never approved by who asked for it, nor by anybody the policy does not name', async () => {
    const deps = await office(policyWith({ approvers: [LENA, MARCUS] }));
    const id = idOf(await ask(deps));
    expect(outcomeOf(await take(deps, id, clickBy(LENA)))).toMatchObject({ refused: { why: 'ownRequest' } });
    expect(outcomeOf(await take(deps, id, clickBy(PRIYA)))).toMatchObject({ refused: { why: 'notApprover' } });
    expect((await deps.store.request(id))?.state).toBe('pending');
  });

  test('can be denied with a reason, and asked for again then', async () => {
    const deps = await office();
    const id = idOf(await ask(deps));
    expect(await ask(deps, LENA, '2')).toMatchObject({ is: 'refused', refusal: { why: 'openAlready', requestId: id } });
    expect(outcomeOf(await take(deps, id, clickBy(MARCUS, 'deny')))).toEqual({ is: 'denied' });
    expect(await deps.store.request(id)).toMatchObject({ state: 'denied', dueAt: null });
    expect(await ask(deps, LENA, '3')).toMatchObject({ is: 'submitted', isNew: true });
  });

  test('is asked about again when its price has moved', async () => {
    const deps = await office();
    const id = idOf(await ask(deps));
    deps.state.price = PRICE + 1;
    expect(outcomeOf(await take(deps, id, clickBy(MARCUS)))).toMatchObject({ is: 'askedAgain', drift: 'up' });
    expect(outcomeOf(await take(deps, id, clickBy(MARCUS)))).toMatchObject({ refused: { why: 'otherPrice' } });
    expect(outcomeOf(await take(deps, id, clickBy(MARCUS, 'approve', 2)))).toEqual({ is: 'approved' });
  });

  test('is not approved without the money for it', async () => {
    const deps = await office();
    const id = idOf(await ask(deps));
    deps.state.balance = PRICE - 1;
    expect(outcomeOf(await take(deps, id, clickBy(MARCUS)))).toMatchObject({ refused: { why: 'notEnough' } });
  });

  test('expires when nobody decides in time', async () => {
    const deps = await office();
    const id = idOf(await ask(deps));
    deps.state.now += 25 * HOUR;
    expect(outcomeOf(await take(deps, id, clickBy(MARCUS)))).toEqual({ is: 'expired' });
  });

  test('can be withdrawn while it waits, and after its approval until it is sent', async () => {
    const deps = await office();
    const first = idOf(await ask(deps));
    expect(outcomeOf(await take(deps, first, clickBy(LENA, 'withdraw')))).toEqual({ is: 'withdrawn' });
    const second = idOf(await ask(deps, LENA, '2'));
    await take(deps, second, clickBy(MARCUS));
    expect(outcomeOf(await take(deps, second, clickBy(LENA, 'withdraw')))).toEqual({ is: 'withdrawn' });
    expect(await deps.store.request(second)).toMatchObject({ state: 'withdrawn', dueAt: null });
  });

  test('counts against budgets from the moment it is asked for, and no more once it was denied', async () => {
    const budgets = [{ line: 9, who: 'each', perMonth: cny(PRICE + 10_000) }] as const;
    const deps = await office(policyWith({ budgets }));
    const spent = async () =>
      (await deps.store.month(deps.state.now)).spending
        .filter(({ waiting }) => waiting > 0)
        .map(({ waiting }) => waiting / 10_000);
    const id = idOf(await ask(deps));
    expect(await spent()).toEqual([PRICE]);
    expect(outcomeOf(await take(deps, id, clickBy(MARCUS, 'deny')))).toEqual({ is: 'denied' });
    expect(await spent()).toEqual([]);
    deps.state.policy = policyWith({ budgets: [{ line: 9, who: 'each', perMonth: cny(PRICE - 1) }] });
    expect(await ask(deps, LENA, '2')).toMatchObject({ is: 'overBudget', overdrafts: [{ line: 9 }] });
  });

  test('is allowed by who may prepay, whatever may be created', async () => {
    const strict = { regions: { value: ['ap-*'], line: 3 }, limits: { maxBandwidthOut: { value: 0, line: 4 } } };
    const deps = await office(policyWith({}, strict));
    const id = idOf(await ask(deps));
    expect(outcomeOf(await take(deps, id, clickBy(MARCUS)))).toEqual({ is: 'approved' });
    deps.state.policy = policyWith({}, { prepaid: 'adminsOnly' });
    expect(await ask(await office(deps.state.policy))).toMatchObject({ is: 'policy' });
    const admins = await office(deps.state.policy);
    expect(await ask(admins, INES)).toMatchObject({ is: 'submitted', isNew: true });
  });

  test('is refused to others, for another end than was shown, and while the cloud has locked it', async () => {
    const deps = await office();
    expect(await ask(deps, MARCUS)).toMatchObject({ is: 'notYours' });
    deps.show({ expiresAt: UNTIL + HOUR });
    expect(await ask(deps)).toMatchObject({ is: 'moved', until: UNTIL + HOUR });
    deps.show({ locks: ['security'] });
    expect(await ask(deps)).toMatchObject({ is: 'locked' });
    deps.show({ chargeKind: 'payAsYouGo', expiresAt: null });
    expect(await ask(deps)).toMatchObject({ refusal: { why: 'notPrepaid' } });
    deps.state.seen = new Map();
    expect(await ask(deps)).toMatchObject({ is: 'unlisted' });
    expect((await deps.store.instance('r-bought-1'))?.renewedBy).toBeUndefined();
  });

  test('is one, however many submit at once on however many replicas', async () => {
    const deps = await office();
    const replicas = [deps.replica(), deps.replica()];
    const all = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        (replicas[n % 2] as (typeof replicas)[0]).approvals.askRenewal(wish(), from(String(n % 4))),
      ),
    );
    const made = new Set(all.flatMap((one) => (one.is === 'submitted' ? [one.request.id] : [])));
    expect(made.size).toBe(1);
    expect(all.filter((one) => one.is === 'submitted' && one.isNew)).toHaveLength(1);
  });

  test('is written once when the answer of its commit is lost', async () => {
    const deps = await office();
    let lost = false;
    const { approvals } = deps.replica((store) => ({
      ...store,
      async commit(change) {
        const written = await store.commit(change);
        if (lost) return written;
        lost = true;
        throw new StoreUnavailable('the connection was lost');
      },
    }));
    const asked = await approvals.askRenewal(wish(), from());
    expect(asked).toMatchObject({ is: 'submitted', isNew: true });
    expect(await approvals.askRenewal(wish(), from())).toMatchObject({ is: 'submitted', isNew: false });
  });
});
