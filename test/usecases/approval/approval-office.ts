import { onTestFinished } from 'vitest';
import type { Click } from '../../../src/core/approval/decide.ts';
import { type Log, silentLog } from '../../../src/core/base/log.ts';
import type { Money } from '../../../src/core/base/money.ts';
import { ok, type Result } from '../../../src/core/base/result.ts';
import type { Failure } from '../../../src/core/failure/failure.ts';
import { onlyThese } from '../../../src/core/policy/authority.ts';
import type { Directory, Membership } from '../../../src/core/policy/people.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import type { Request } from '../../../src/core/request/request.ts';
import { PAY_AS_YOU_GO } from '../../../src/core/spec/charge.ts';
import type { InstanceSpec } from '../../../src/core/spec/spec.ts';
import { makeAccountMemory } from '../../../src/ecs/account-memory.ts';
import { makeQuotes } from '../../../src/ecs/money/quotes.ts';
import { type Store, StoreUnavailable } from '../../../src/store/store.ts';
import { makeApprovals } from '../../../src/usecases/approval/approvals.ts';
import type { ClickResult, MayDecide } from '../../../src/usecases/approval/take-click.ts';
import type { Submitted, Written } from '../../../src/usecases/request/submit-order.ts';
import { NOW } from '../../store/samples.ts';
import { openMemoryDatabase } from '../../support/memory-database.ts';
import { AMOUNT, askIn, cny, factsOf, LENA, makeCrowd, PLATFORM, policyWith, priceOf, SPEC } from './approval-stage.ts';

/** The request that waits for approval in most of these tests. */
export const ID = 'r-0123456789';

/** What nobody has to approve unless the policy says so. */
export const FREE: InstanceSpec = { ...SPEC, charge: PAY_AS_YOU_GO };

export const click = (by: string, what: Click['what'] = 'approve'): Click => ({ what, by, round: 1, note: 'because' });

interface OfficeOptions {
  readonly admins?: readonly string[];
  readonly directory?: Directory;
  readonly log?: Log;
}

/** Replicas over one database, each with a cloud that asks CNY 1,204.00. */
export async function office(
  first: Policy = policyWith(),
  { admins = [], log = silentLog, ...more }: OfficeOptions = {},
) {
  const state = {
    policy: first,
    now: NOW,
    price: priceOf(120_400),
    balance: ok(cny(10_000_000)) as Result<Money, Failure>,
    asked: { price: 0, balance: 0 },
  };
  const clock = { now: () => state.now, after: () => () => {} };
  const database = await openMemoryDatabase({ log: silentLog, clock });
  const crowd = makeCrowd();
  let ids = 0;
  const port = {
    price: async () => {
      state.asked.price += 1;
      return ok(state.price);
    },
    renewalPrice: async () => ok(state.price),
    growthPrice: async () => ok(state.price),
    balance: async () => {
      state.asked.balance += 1;
      return state.balance;
    },
  };
  const open = () => {
    const store = database.open();
    onTestFinished(() => store.close());
    return store;
  };
  const replica = (wrap: (store: Store) => Store = (store) => store) => {
    const store = wrap(open());
    const approvals = makeApprovals({
      ...{ store, clock, log, directory: more.directory ?? crowd.directory, authority: onlyThese(admins) },
      cloud: { describeInstances: async () => ok(new Map()), site: async () => ok('china') },
      quotes: makeQuotes(port, { memory: makeAccountMemory(), clock, log: silentLog }),
      policy: { current: () => ({ policy: state.policy, hash: null }), trouble: () => null },
      random: { next: () => 0.5, id: (length) => (ids++).toString(36).padStart(length, '0') },
    });
    return { approvals, store };
  };
  const truth = open();
  const ask = (more: { readonly id?: string; readonly requester?: string; readonly spec?: InstanceSpec } = {}) =>
    askIn({ store: truth, policy: state.policy, crowd, at: state.now, admins, ...more });
  return { replica, truth, state, ask, crowd };
}

/** Slack, of whose people nothing is known before it is asked about them. */
export function slackOf(who: Readonly<Record<string, Membership>> = {}) {
  const asked = new Set<string>();
  const people = {
    membersOf: () => null,
    membershipOf: (user: string): Membership => (asked.has(user) ? (who[user] ?? 'member') : 'unknown'),
  };
  const ask: Directory['fresh'] = async (users) => {
    for (const user of users) asked.add(user);
    return people;
  };
  return { asked, directory: { known: () => people, fresh: ask, memberships: ask } satisfies Directory };
}

/** What Lena submits: each `origin` is a form of its own. */
export function wishOf(
  origin: string,
  { amount = AMOUNT, requester = LENA, spec = SPEC }: Partial<Submitted> = {},
): Submitted {
  const quote = spec.charge.kind === 'prepaid' ? { ...priceOf(120_400), amount } : null;
  const facts = { ...factsOf(requester, spec), amount };
  const people = makeCrowd().directory.known();
  return { requester, spec, amount, quote, facts, origin, team: 'T1', channel: PLATFORM, people };
}

export function requestOf(written: Written): Request {
  if (written.is !== 'submitted') throw new Error(`it was ${written.is}`);
  return written.request;
}

export const outcomeOf = (taken: ClickResult | MayDecide): string =>
  taken.is === 'taken' ? (taken.outcome.is === 'refused' ? taken.outcome.refused.why : taken.outcome.is) : taken.is;

/** A store that fails at the first `times` commits, after or before they came true. */
export const failing = (times: number, cameTrue: boolean) => {
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
