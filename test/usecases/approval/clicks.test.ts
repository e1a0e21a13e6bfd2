import { describe, expect, onTestFinished, test } from 'vitest';
import type { Budget } from '../../../src/core/approval/approval-policy.ts';
import type { Click } from '../../../src/core/approval/decide.ts';
import type { Clock } from '../../../src/core/base/clock.ts';
import { silentLog } from '../../../src/core/base/log.ts';
import { ok } from '../../../src/core/base/result.ts';
import { onlyThese } from '../../../src/core/policy/authority.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import { makeAccountMemory } from '../../../src/ecs/account-memory.ts';
import { makeQuotes } from '../../../src/ecs/money/quotes.ts';
import { type Store, StoreUnavailable } from '../../../src/store/store.ts';
import { makeApprovals } from '../../../src/usecases/approval/approvals.ts';
import type { ClickResult } from '../../../src/usecases/approval/take-click.ts';
import { fixedClock, NOW } from '../../store/samples.ts';
import { openMemoryDatabase } from '../../support/memory-database.ts';
import {
  AMOUNT,
  askIn,
  cny,
  LENA,
  MARCUS,
  makeCrowd,
  PLATFORM,
  PRIYA,
  policyWith,
  priceOf,
  SPEC,
  TWO,
} from './approval-stage.ts';

const ID = 'r-0123456789';

const click = (by: string, what: Click['what'] = 'approve'): Click => ({ what, by, round: 1, note: 'because' });

/** Two replicas over one database, each with a cloud that asks CNY 1,204.00. */
async function office(first: Policy = policyWith(), clock: Clock = fixedClock) {
  const database = await openMemoryDatabase({ log: silentLog, clock });
  const crowd = makeCrowd();
  const state = { policy: first, price: priceOf(120_400), asked: 0 };
  let ids = 0;
  const replica = (wrap: (store: Store) => Store = (store) => store) => {
    const store = database.open();
    onTestFinished(() => store.close());
    const port = {
      price: async () => {
        state.asked += 1;
        return ok(state.price);
      },
      renewalPrice: async () => ok(state.price),
      growthPrice: async () => ok(state.price),
      balance: async () => ok(cny(1_000_000)),
    };
    const approvals = makeApprovals({
      store: wrap(store),
      cloud: { describeInstances: async () => ok(new Map()), site: async () => ok('china') },
      quotes: makeQuotes(port, { memory: makeAccountMemory(), clock, log: silentLog }),
      policy: { current: () => ({ policy: state.policy, hash: null }), trouble: () => null },
      authority: onlyThese([]),
      directory: crowd.directory,
      clock,
      random: { next: () => 0.5, id: (length) => `${++ids}`.padStart(length, 'x') },
      log: silentLog,
    });
    return { approvals, store };
  };
  const truth = database.open();
  onTestFinished(() => truth.close());
  const ask = () => askIn({ store: truth, policy: first, crowd, at: NOW });
  return { replica, truth, state, ask, crowd };
}

const outcomeOf = (taken: ClickResult): string =>
  taken.is === 'taken' ? (taken.outcome.is === 'refused' ? taken.outcome.refused.why : taken.outcome.is) : taken.is;

describe('of many clicks at once', () => {
  test('fifty approvals on two replicas are one decision, and the cloud is asked a few times', async () => {
    const { replica, truth, ask, state } = await office();
    await ask();
    const [one, two] = [replica(), replica()];
    const clicks = Array.from({ length: 50 }, (_, n) =>
      (n % 2 === 0 ? one : two).approvals.take(ID, click(n % 4 < 2 ? MARCUS : PRIYA)),
    );
    const outcomes = (await Promise.all(clicks)).map(outcomeOf);
    expect(outcomes.filter((is) => is === 'approved')).toHaveLength(1);
    expect(outcomes.filter((is) => is === 'decided')).toHaveLength(49);
    expect(await truth.instancesOf(ID)).toHaveLength(AMOUNT);
    expect((await truth.eventsOf(ID)).filter(({ kind }) => kind === 'request.approved')).toHaveLength(1);
    expect(state.asked).toBeLessThan(6);
  });

  test('an approval, a denial and a withdrawal leave one end', async () => {
    for (let round = 0; round < 10; round++) {
      const { replica, truth, ask } = await office();
      await ask();
      const [one, two] = [replica(), replica()];
      const outcomes = await Promise.all([
        one.approvals.take(ID, click(MARCUS)),
        two.approvals.take(ID, click(PRIYA, 'deny')),
        one.approvals.take(ID, click(LENA, 'withdraw')),
      ]);
      const request = await truth.request(ID);
      const state = request?.state;
      // A withdrawal may still follow an approval under which nothing was begun.
      expect(['denied', 'withdrawn', 'creating']).toContain(state);
      const rows = await truth.instancesOf(ID);
      expect(rows.every(({ outcome }) => outcome === (state === 'withdrawn' ? 'withdrawn' : null))).toBe(true);
      expect(outcomes.map(outcomeOf)).toContain(
        { denied: 'denied', withdrawn: 'withdrawn', creating: 'approved' }[String(state)],
      );
    }
  });

  test('two votes on two replicas both count', async () => {
    const { replica, truth, ask } = await office(policyWith(TWO));
    await ask();
    const outcomes = await Promise.all([MARCUS, PRIYA].map((by) => replica().approvals.take(ID, click(by))));
    expect(outcomes.map(outcomeOf).toSorted()).toEqual(['approved', 'voted']);
    expect((await truth.request(ID))?.approval?.votes.map(({ by }) => by).toSorted()).toEqual([MARCUS, PRIYA]);
  });
});

describe('an outage of the store', () => {
  /** Fails the first `times` commits, after or before they came true. */
  const failing = (times: number, cameTrue: boolean) => {
    let left = times;
    return (store: Store): Store => ({
      ...store,
      async commit(change) {
        if (left === 0) return store.commit(change);
        left -= 1;
        if (cameTrue) await store.commit(change);
        throw new StoreUnavailable('the answer was lost');
      },
    });
  };

  test('in which only the answer is lost leaves a decision that stands and is reported', async () => {
    for (const what of ['approve', 'deny', 'withdraw'] as const) {
      const { replica, truth, ask } = await office();
      await ask();
      const by = what === 'withdraw' ? LENA : MARCUS;
      const taken = await replica(failing(1, true)).approvals.take(ID, click(by, what));
      expect(outcomeOf(taken)).toBe({ approve: 'approved', deny: 'denied', withdraw: 'withdrawn' }[what]);
      expect((await truth.eventsOf(ID)).map(({ kind }) => kind)).toHaveLength(2);
    }
  });

  test('before anything was written is tried again, and for long is reported', async () => {
    const { replica, truth, ask } = await office();
    await ask();
    expect(outcomeOf(await replica(failing(9, false)).approvals.take(ID, click(MARCUS)))).toBe('storeDown');
    expect((await truth.request(ID))?.state).toBe('pending');
    expect(outcomeOf(await replica(failing(1, false)).approvals.take(ID, click(MARCUS)))).toBe('approved');
    expect(await truth.instancesOf(ID)).toHaveLength(AMOUNT);
  });
});

test('a withdrawal of what was approved loses against a create that was begun', async () => {
  const { replica, truth, ask } = await office();
  await ask();
  await replica().approvals.take(ID, click(MARCUS));
  const { approvals } = replica((store) => ({
    ...store,
    async commit(change) {
      const [row] = await truth.instancesOf(ID);
      if (row?.createTriedAt === null)
        await truth.commit({
          instances: [{ next: { ...row, version: row.version + 1, createTriedAt: NOW } }],
          at: NOW,
        });
      return store.commit(change);
    },
  }));
  expect(outcomeOf(await approvals.take(ID, click(LENA, 'withdraw')))).toBe('decided');
  expect((await truth.request(ID))?.state).toBe('creating');
  expect((await truth.instancesOf(ID)).map(({ outcome }) => outcome)).toEqual([null, null]);
});

describe('a budget', () => {
  const budgets: readonly Budget[] = [{ line: 5, who: 'each', perMonth: cny(200_000) }];
  const wish = (origin: string) => ({
    requester: LENA,
    spec: SPEC,
    amount: AMOUNT,
    quote: priceOf(120_400),
    facts: {
      ...{ user: LENA, isAdmin: false, channel: PLATFORM, charge: 'prepaid' as const, region: SPEC.region },
      ...{
        type: SPEC.instanceType,
        family: 'ecs.g7',
        vCpu: 2,
        image: null,
        amount: AMOUNT,
        bandwidthOut: 5,
        diskGiB: 40,
      },
    },
    origin,
    team: 'T1',
    channel: PLATFORM,
    people: makeCrowd().directory.known(),
  });

  test('is not exceeded by submissions at the same moment, on one replica or two', async () => {
    const { replica } = await office(policyWith({ budgets }));
    const [one, two] = [replica(), replica()];
    const written = await Promise.all(
      Array.from({ length: 12 }, (_, n) => (n % 2 === 0 ? one : two).approvals.submit(wish(`view:${n}`))),
    );
    expect(written.filter(({ is }) => is === 'submitted')).toHaveLength(1);
    expect(written.filter(({ is }) => is === 'overBudget')).toHaveLength(11);
  });

  test('is given back by what was denied, and not by what waits', async () => {
    const { replica } = await office(policyWith({ budgets }));
    const { approvals } = replica();
    const first = await approvals.submit(wish('view:1'));
    if (first.is !== 'submitted') throw new Error(first.is);
    expect(await approvals.submit(wish('view:2'))).toMatchObject({ is: 'overBudget' });
    await approvals.take(first.request.id, click(MARCUS, 'deny'));
    expect(await approvals.submit(wish('view:2'))).toMatchObject({ is: 'submitted' });
  });

  test('of a month holds what was asked for or approved before it, until it is debited or over', async () => {
    const january = Date.UTC(2026, 0, 31, 23);
    const state = { now: january };
    const { replica } = await office(policyWith({ budgets }), { ...fixedClock, now: () => state.now });
    const { approvals } = replica();
    const first = await approvals.submit(wish('view:1'));
    if (first.is !== 'submitted') throw new Error(first.is);
    state.now = Date.UTC(2026, 1, 1, 1);
    // It may be bought in February now, so it is not free for others.
    expect(await approvals.submit(wish('view:2'))).toMatchObject({ is: 'overBudget' });
    expect(outcomeOf(await approvals.take(first.request.id, click(MARCUS)))).toBe('approved');
    expect(await approvals.submit(wish('view:3'))).toMatchObject({ is: 'overBudget' });
    // Nothing has been debited yet, and may be: it is held for as long as that is so.
    state.now = Date.UTC(2026, 2, 1, 1);
    expect(await approvals.submit(wish('view:4'))).toMatchObject({ is: 'overBudget' });
    expect(outcomeOf(await approvals.take(first.request.id, click(LENA, 'withdraw')))).toBe('withdrawn');
    expect(await approvals.submit(wish('view:4'))).toMatchObject({ is: 'submitted' });
  });

  test('bars an approval for what others were promised meanwhile', async () => {
    const { replica, state } = await office(policyWith());
    const { approvals } = replica();
    const both = [await approvals.submit(wish('view:1')), await approvals.submit(wish('view:2'))];
    state.policy = policyWith({ budgets });
    const ids = both.flatMap((one) => (one.is === 'submitted' ? [one.request.id] : []));
    const outcomes = await Promise.all(ids.map((id) => approvals.take(id, click(MARCUS))));
    expect(outcomes.map(outcomeOf)).toEqual(['budget', 'budget']);
    await approvals.take(ids[0] ?? '', click(LENA, 'withdraw'));
    expect(outcomeOf(await approvals.take(ids[1] ?? '', click(MARCUS)))).toBe('approved');
  });
});
