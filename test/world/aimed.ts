import type { InstanceSpec } from '../../src/core/spec/spec.ts';
import type { Cloud } from '../../src/sandbox/ecs/cloud.ts';
import type { Fault } from '../../src/sandbox/ports.ts';
import { APPROVERS } from './crowd.ts';
import { FAULTS } from './fault-table.ts';
import { type Plan, type PlannedFreeze, type PlannedPower, specsOf } from './plan.ts';
import { type PlannedRenewal, RENEWAL_FAULTS } from './renewals.ts';

/** The fault whose turn it is in this world; null in two of three. */
function aimOf(seed: number): Fault | null {
  return seed % 3 === 2 ? (FAULTS[Math.floor(seed / 3) % FAULTS.length] ?? null) : null;
}

const RENEWED = 3;
/** In every ninth world so many prepaid instances are bought, and renewed against faults of renewals. */
const renews = (seed: number): boolean => seed % 9 === 4;

const PREPAID: readonly unknown[] = ['DescribePrice', 'QueryAccountBalance', 'price-not-found', 'PrePaid'];
const ONE: readonly unknown[] = ['CreateInstance', 'StartInstance', 'AllocatePublicIpAddress'];
const SEVERAL: readonly unknown[] = ['RunInstances', 'StartInstances', 'PostPaid', 'PrePaid'];

const has = (fault: Fault, among: readonly unknown[]): boolean => Object.values(fault).some((it) => among.includes(it));

/**
 * Most faults that are laid at some time or other meet no call that they could hit. So in every third world one of the table, each in
 * its turn, is laid before something that it hits is asked for, unless the bot is away or somebody was faster.
 */
export function withAim(plan: Plan, seed: number, cloud: Cloud): Plan {
  const fault = aimOf(seed);
  const [first, ...others] = plan.submissions;
  if (first === undefined || (fault === null && !renews(seed))) return plan;
  const isPrepaid = fault === null || has(fault, PREPAID);
  const { amount } = first.order;
  const order = {
    ...first.order,
    spec: specOf(cloud, isPrepaid),
    amount: fault === null ? RENEWED : has(fault, ONE) ? 1 : has(fault, SEVERAL) ? Math.max(3, amount) : amount,
  };
  const votes = APPROVERS.map((by, n) => ({
    ...{ at: first.at + 4_000 + n * 3_000, order: 0, by, what: 'approve' as const, staleBy: 0, replica: 0 },
  }));
  return {
    ...plan,
    submissions: [{ ...first, order }, ...others],
    faults: [
      ...plan.faults,
      ...(fault === null ? [] : [{ at: first.at + laidAfter(fault), fault: { times: 1, ...fault } }]),
    ],
    freezes: fault?.action === 'StartInstances' ? [...plan.freezes, ...freezesFrom(first.at)] : plan.freezes,
    // Nobody takes it back or denies it.
    clicks: isPrepaid
      ? [...plan.clicks.filter(({ order: of, what }) => of !== 0 || what === 'approve'), ...votes]
      : plan.clicks,
  };
}

/** What is prepaid is asked its price for before it is submitted, and that is no call of the bot. */
function laidAfter(fault: Fault): number {
  if (fault.action === 'StartInstances') return START_AFTER_MS - 1_000;
  return has(fault, PREPAID) ? 2_000 : -1;
}

const specOf = (cloud: Cloud, isPrepaid: boolean): InstanceSpec => {
  const isIt = ({ charge, internetMaxBandwidthOut }: InstanceSpec): boolean =>
    (charge.kind === 'prepaid') === isPrepaid && internetMaxBandwidthOut > 0;
  return specsOf(cloud).find(isIt) as InstanceSpec;
};

const START_AFTER_MS = 30_000;
const AGAIN_AFTER_MS = 24_000;

/** What is let go by the end of a freeze is started at once. */
const freezesFrom = (at: number): readonly PlannedFreeze[] =>
  [START_AFTER_MS, START_AFTER_MS + AGAIN_AFTER_MS].map((after) => ({
    at: at + after - 500,
    until: at + after + 5_000,
    liftedAt: null,
  }));

/** Several that have stopped are started by one call, so they are stopped first; and all of it again, as much comes in between. */
export function ordersForAim(seed: number, { submissions: [first] }: Plan): readonly PlannedPower[] {
  if (first === undefined || aimOf(seed)?.action !== 'StartInstances') return [];
  const { requestId } = first.order;
  return (['stop', 'start', 'stop', 'start'] as const).map((what, n) => ({
    ...{ requestId, ordinal: 'all', wish: { what, stoppedMode: null } },
    at: first.at + START_AFTER_MS + ((n - 1) * AGAIN_AFTER_MS) / 2,
  }));
}

export function renewalsForAim(seed: number, { submissions: [first] }: Plan): readonly PlannedRenewal[] {
  if (first === undefined) return [];
  return renewalAimsOf(seed).map((fault, n) => ({
    ...{ at: first.at + 25_000 + n * 8_000, origin: `view:aimed${n}`, requestId: first.order.requestId },
    ...{ ordinal: n + 1, replica: 0, approveAfterMs: [2_000, 4_000, 6_000], withdrawAfterMs: null },
    fault: { times: 1, ...fault },
  }));
}

const renewalAimsOf = (seed: number): readonly Fault[] =>
  Array.from({ length: renews(seed) ? RENEWED : 0 }, (_, n) => {
    const turn = (Math.floor(seed / 9) * RENEWED + n) % RENEWAL_FAULTS.length;
    return RENEWAL_FAULTS[turn] as Fault;
  });

/** Whose turn it is in this world, of the tables of faults. */
export const aimsIn = (seed: number): readonly (Fault | null)[] => [aimOf(seed), ...renewalAimsOf(seed)];
