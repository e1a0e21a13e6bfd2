import { askFor } from '../../src/core/approval/approval-new.ts';
import type { Click } from '../../src/core/approval/decide.ts';
import type { Directory } from '../../src/core/policy/people.ts';
import { NO_POLICY, type Policy } from '../../src/core/policy/policy.ts';
import type { NewRequest } from '../../src/core/request/request-new.ts';
import type { Charge } from '../../src/core/spec/charge.ts';
import { priceOrderOf, type Quote, type TermQuote } from '../../src/core/spec/quote.ts';
import type { InstanceSpec } from '../../src/core/spec/spec.ts';
import type { Cloud } from '../../src/sandbox/ecs/cloud.ts';
import { NOTHING_ASKED } from '../support/approvals.ts';
import { directoryOf } from '../support/fixed-sources.ts';
import { priceParams, termQuote } from './cloud-port.ts';
import { PEOPLE } from './outsiders.ts';

/** Who asks, who decides, and by which rules, in a simulated world. */

export const MONTHLY = {
  kind: 'prepaid',
  term: { unit: 'Month', period: 1 },
  autoRenew: false,
} as const satisfies Charge;

export const APPROVERS = ['UAPPROVE1', 'UAPPROVE2', 'UAPPROVE3'];
export const ADMIN = 'UADMIN';

export interface PlannedClick {
  readonly at: number;
  /** Which of the submissions. */
  readonly order: number;
  readonly by: string;
  readonly what: Click['what'];
  /** How many rounds ago the person has looked at the card. */
  readonly staleBy: number;
  readonly replica: number;
}

export interface PlannedPolicy {
  readonly from: number;
  readonly policy: Policy;
}

interface Dice {
  readonly upTo: (most: number) => number;
  readonly pick: <T>(all: readonly T[]) => T;
}

export function policyOf({ upTo, pick }: Dice): Policy {
  const needed = pick([1, 1, 2]);
  const approvers = APPROVERS.filter(() => upTo(3) > 0);
  return {
    ...NO_POLICY,
    prepaid: 'asGranted',
    approval: {
      ...NO_POLICY.approval,
      approvers: approvers.length < needed ? APPROVERS : approvers,
      rules: [{ line: 1, charge: 'prepaid', above: null, needed, from: null }],
      notify: pick([null, ['CPURCHASE', ADMIN], []]),
      expireAfterMs: 20_000 + upTo(50_000),
      remindAfterMs: pick([null, 7_000]),
      escalation: pick([null, { afterMs: 12_000, to: ['UCHIEF'] }]),
      priceTolerancePercent: pick([0, 0, 5]),
      budgets: pick([[], [{ line: 2, who: 'each', perMonth: { minor: 100_000_000, currency: 'CNY' } }]]),
    },
  };
}

/** Mostly those who may approve, and now and then somebody who may not. */
export function clickOf({ upTo, pick }: Dice, at: number, orders: number, replicas: number): PlannedClick {
  const order = upTo(orders - 1);
  const [by, what] = pick<readonly [string, Click['what']]>([
    ...APPROVERS.flatMap((one) => [1, 2, 3].map(() => [one, 'approve'] as const)),
    [pick(APPROVERS), 'deny'],
    [`U${order}`, 'withdraw'],
    [`U${order}`, 'approve'],
    [ADMIN, 'withdraw'],
    ['UNOBODY', pick(['approve', 'deny', 'withdraw'])],
  ]);
  return { at, order, by, what, staleBy: pick([0, 0, 0, 1]), replica: upTo(replicas - 1) };
}

export const directory: Directory = directoryOf(PEOPLE);

/** What was planned as it is submitted: at the price and by the policy of that moment. Null while the cloud names no price. */
export function submittedAs(cloud: Cloud, order: NewRequest, policy: Policy, at: number): NewRequest | null {
  const { spec, amount, requester } = order;
  if (spec.charge.kind !== 'prepaid') return { ...order, at };
  const quote = listedPrice(cloud, spec, amount, at);
  if (quote === null) return null;
  const facts = {
    ...{ user: requester, isAdmin: false, channel: order.channel, charge: spec.charge.kind, region: spec.region },
    ...{ type: spec.instanceType, family: 'ecs.g7', vCpu: 2, image: null, amount, bandwidthOut: 0, diskGiB: 40 },
  };
  const circumstances = { at, policy, admins: [ADMIN], people: PEOPLE, month: [], lately: NOTHING_ASKED };
  const asked = askFor({ requester, spec, amount, quote, facts }, circumstances);
  if (asked.is !== 'asks') throw new Error(`what is prepaid was ${asked.is}`);
  return { ...order, quote, approval: asked.approval, at };
}

/** Null while the cloud names none, and for what is not prepaid. */
export function listedPrice(cloud: Cloud, spec: InstanceSpec, amount: number, at: number): TermQuote | null {
  if (spec.charge.kind !== 'prepaid') return null;
  const answer = cloud.call('DescribePrice', '2014-05-26', priceParams(priceOrderOf(spec, amount), spec.charge.term));
  return answer.status === 200 && answer.transfer.kind === 'json' ? termQuote(answer.body, amount, at) : null;
}

/** What one instance of a prepaid order costs. */
export const eachPrice = (quote: Quote | null): number =>
  quote?.kind === 'term' ? quote.price.minor / quote.amount : Number.NaN;
