import type { Click } from '../../src/core/approval/decide.ts';
import type { Membership, People } from '../../src/core/policy/people.ts';
import type { Policy } from '../../src/core/policy/policy.ts';
import { POWERS } from '../../src/core/power/power.ts';
import { CHARGE_KINDS } from '../../src/core/spec/charge.ts';
import type { Store } from '../../src/store/store.ts';
import type { PlannedClick } from './crowd.ts';
import type { Plan, PlannedPower } from './plan.ts';
import type { PlannedRenewal } from './renewals.ts';

/** People who press every button of a simulated world, and may decide and spend nothing, even if somebody has named them. */
const STANDINGS: ReadonlyMap<string, Membership> = new Map<string, Membership>([
  ['UGUEST', 'guest'],
  ['USTRANGER', 'stranger'],
  ['UGONE', 'deactivated'],
  ['UROBOT', 'bot'],
  ['UUNKNOWN', 'unknown'],
]);
export const OUTSIDERS = [...STANDINGS.keys()];
/** A user group into which somebody has put them. */
const GROUP = 'S0OUTSIDE';

/** Everybody else is a full member. */
export const PEOPLE: People = {
  membersOf: (group) => (group === GROUP ? OUTSIDERS : null),
  membershipOf: (user) => STANDINGS.get(user) ?? 'member',
};

/** What they do, by chances of their own, so that the worlds of before are what they were but for them. */
export interface Outside {
  readonly clicks: readonly PlannedClick[];
  readonly orders: readonly (PlannedPower & { readonly by: string })[];
  readonly renewals: readonly (PlannedRenewal & { readonly by: string })[];
}

export function outsideOf(random: () => number, plan: Plan, start: number): Outside {
  const upTo = (most: number): number => Math.floor(random() * (most + 1));
  const pick = <T>(all: readonly T[]): T => all[upTo(all.length - 1)] as T;
  const someTime = (): number => start + 1_000 + upTo(plan.calmFrom - start + 30_000);
  const many = <T>(make: (index: number) => T): readonly T[] => Array.from({ length: upTo(8) }, (_, n) => make(n));
  const what: readonly Click['what'][] = ['approve', 'approve', 'deny', 'withdraw'];
  const instance = () => {
    const { requestId, amount } = pick(plan.submissions).order;
    return { requestId, ordinal: 1 + upTo(amount - 1) };
  };
  return {
    clicks: many(() => ({
      ...{ at: someTime(), order: upTo(plan.submissions.length - 1), by: pick(OUTSIDERS), what: pick(what) },
      ...{ staleBy: 0, replica: upTo(plan.replicas - 1) },
    })),
    orders: many(() => ({
      ...{ at: someTime(), by: pick(OUTSIDERS), wish: { what: pick(POWERS), stoppedMode: null } },
      ...instance(),
    })),
    renewals: many((n) => ({
      ...{ at: someTime(), by: pick(OUTSIDERS), origin: `view:outside${n}`, replica: upTo(plan.replicas - 1) },
      ...{ approveAfterMs: [], withdrawAfterMs: null, fault: null },
      ...instance(),
    })),
  };
}

/**
 * Of every other policy they are approvers: some by their own ids, and all by a user group. Of two in three they are named for creating, as
 * is everybody: of them only guests and strangers may, whom it names by their own ids.
 */
export const nameThem = ({ policies, ...plan }: Plan): Plan => ({
  ...plan,
  policies: policies.map(({ from, policy }, n) => ({
    from,
    policy: invitingThem(n % 2 === 0 ? namingThem(policy) : policy, n),
  })),
});

const invitingThem = (policy: Policy, n: number): Policy => {
  const grant = { channels: 'any', charges: CHARGE_KINDS } as const;
  const others = n % 3 === 1 ? [GROUP] : ['UGUEST', 'USTRANGER', 'UGONE', 'UROBOT', 'UUNKNOWN', GROUP];
  return {
    ...policy,
    create: {
      line: 9,
      value: [
        { ...grant, who: 'everyone' },
        { ...grant, who: others },
      ],
    },
  };
};

const namingThem = ({ approval, ...policy }: Policy): Policy => ({
  ...policy,
  approval: { ...approval, approvers: [...approval.approvers, 'UGUEST', 'USTRANGER', 'UGONE', GROUP] },
});

/** What somebody may be named for in the trail without having decided or spent anything. */
const HARMLESS: ReadonlySet<string> = new Set(['approval.refused']);
/** What those may do who are named for creating. */
const INVITED: ReadonlySet<string> = new Set(['request.submitted', 'instance.leased']);
/** Between the look at the policy and the commit an answer of the cloud may be waited for. */
const JUDGED_WITHIN_MS = 15_000;

function isInvited({ policies }: Pick<Plan, 'policies'>, user: string, at: number): boolean {
  const standing = STANDINGS.get(user);
  if (standing !== 'guest' && standing !== 'stranger') return false;
  const inForce = policies.filter(
    ({ from }, n) =>
      (n === 0 || from <= at) && (policies[n + 1]?.from ?? Number.POSITIVE_INFINITY) > at - JUDGED_WITHIN_MS,
  );
  const named = inForce.flatMap(({ policy }) => policy.create?.value ?? []);
  return named.some(({ who }) => who !== 'everyone' && who.includes(user));
}

interface Scene {
  readonly truth: Store;
  readonly plan: Pick<Plan, 'policies'>;
  readonly breaks: (promise: string) => void;
}

/**
 * That nothing was ever decided or ordered by one of them, nor asked for unless they were named for that and it is their own, and nothing
 * sent in the name of one.
 */
export async function checkOutside(
  { truth, plan, breaks }: Scene,
  requestIds: readonly string[],
  outside: Outside,
): Promise<void> {
  for (const id of requestIds) {
    const request = await truth.request(id);
    for (const { kind, actor, at } of await truth.eventsOf(id)) {
      if (!STANDINGS.has(actor) || HARMLESS.has(kind)) continue;
      const isOwn = request?.requester === actor && INVITED.has(kind) && isInvited(plan, actor, at);
      if (!isOwn) breaks(`${id}: ${kind} by ${actor}, who is ${STANDINGS.get(actor)}`);
    }
    const votes = request?.approval?.votes ?? [];
    for (const { by } of votes) if (STANDINGS.has(by)) breaks(`${id} counts the vote of ${by}`);
    const by = request?.approval?.decision?.by ?? '';
    if (STANDINGS.has(by)) breaks(`${id} was decided by ${by}`);
  }
  for (const { origin, by } of outside.renewals)
    if ((await truth.requestByOrigin(origin)) !== null) breaks(`${by} had something renewed`);
}
