import { parseLeaseDuration } from '../lease/lease-duration.ts';
import type { Tag } from '../option/tag.ts';
import type { ChargeKind } from '../spec/charge.ts';
import type { Draft, Field } from '../spec/spec.ts';
import { mayCreate } from './grants.ts';
import { allowsNetwork, type NetworkFacts } from './networks.ts';
import { judgeOptions } from './option-rules.ts';
import type { People } from './people.ts';
import { maxAmountOf } from './person-limits.ts';
import { allowsImage, allowsRegion, allowsType, type ImageFacts, type Policy } from './policy.ts';
import type { FiredRule, LimitKey } from './rules.ts';

/** The facts that a policy judges. null: unknown, so that a rule about it can neither allow nor refuse. */
export interface OrderFacts {
  readonly user: string;
  readonly isAdmin: boolean;
  readonly channel: string | null;
  readonly charge: ChargeKind | null;
  readonly region: string | null;
  readonly type: string | null;
  readonly family: string | null;
  /** Of one instance. */
  readonly vCpu: number | null;
  readonly image: ImageFacts | null;
  /** Left out where unknown. */
  readonly network?: NetworkFacts;
  readonly amount: number | null;
  /** Mbit/s. */
  readonly bandwidthOut: number | null;
  /** The size of the largest disk. */
  readonly diskGiB: number | null;
  /** The options beyond the form's standard fields; left out where none are ordered. */
  readonly options?: Draft;
  /**
   * The policy's tags that an earlier call for the order sent beside the order's own. That call may have taken effect, so
   * it is repeated to the letter. Left out while the current policy's tags are still to be set.
   */
  readonly policyTags?: readonly Tag[];
}

/** A rule that fired, and for what. */
export interface Breach extends FiredRule {
  /** The form's field that it is about; null when it is about the person or the channel. */
  readonly field: Field | null;
  /** The value in the order. */
  readonly given: string;
}

export interface Verdict {
  readonly verdict: 'allowed' | 'refused' | 'unknown';
  /** Every rule that was broken, in the order of {@link RULES}. */
  readonly breaches: readonly Breach[];
  /** Rules that cannot be judged because a fact is unknown. */
  readonly open: readonly Pick<Breach, 'rule' | 'line' | 'field'>[];
}

/** A rule and its judgement; null for unknown. */
type Judged = Breach & { readonly holds: boolean | null };

/** Whether a policy allows an order. Judges all rules, so that a refusal names everything that is wrong. */
export function judgePolicy(order: OrderFacts, policy: Policy, people: People): Verdict {
  const judged = RULES.flatMap((rule) => rule(order, policy, people) ?? []);
  const breaches = judged.filter(({ holds }) => holds === false).map(({ holds: _, ...breach }) => breach);
  const open = judged.filter(({ holds }) => holds === null).map(({ rule, line, field }) => ({ rule, line, field }));
  return { verdict: breaches.length > 0 ? 'refused' : open.length > 0 ? 'unknown' : 'allowed', breaches, open };
}

type Rule = (order: OrderFacts, policy: Policy, people: People) => Judged | readonly Judged[] | null;

const RULES: readonly Rule[] = [
  createRule,
  regionsRule,
  typesRule,
  imagesRule,
  networksRule,
  amountRule,
  vCpuRule,
  limitRule('maxBandwidthOut', 'bandwidth', ({ bandwidthOut }) => bandwidthOut),
  limitRule('maxDiskGiB', 'size', ({ diskGiB }) => diskGiB),
  leaseRule,
  maxLeaseRule,
  (order, policy) => (order.options === undefined ? null : judgeOptions(order.options, order, policy.options)),
];

function createRule(order: OrderFacts, policy: Policy, people: People): Judged {
  const { user, charge } = order;
  const rule = { line: policy.create?.line ?? null, given: user, allowed: [], max: null };
  const holds = mayCreate(policy, order, null, people);
  if (holds !== true) return { ...rule, rule: 'create', field: null, holds };
  // Allowed here, but perhaps not with this billing method.
  const isPaidSo = mayCreate(policy, order, charge, people);
  return { ...rule, rule: 'charges', field: 'charge', given: charge ?? '', holds: isPaidSo };
}

function regionsRule({ region }: OrderFacts, policy: Policy): Judged | null {
  if (policy.regions === null) return null;
  const { line, value: allowed } = policy.regions;
  const holds = region === null ? null : allowsRegion(policy, region);
  return { rule: 'regions', line, field: 'region', given: region ?? '', allowed, max: null, holds };
}

function typesRule({ type, family }: OrderFacts, policy: Policy): Judged | null {
  const { families, types } = policy;
  const { line } = types ?? families ?? {};
  if (line === undefined) return null;
  const allowed = [...(families?.value ?? []), ...(types?.value ?? [])];
  const holds = type === null || family === null ? null : allowsType(policy, { id: type, family });
  const rule = types === null ? 'families' : 'types';
  return { rule, line, field: 'type', given: type ?? '', allowed, max: null, holds };
}

function imagesRule({ image }: OrderFacts, policy: Policy): Judged | null {
  if (policy.images === null) return null;
  const { line, value: allowed } = policy.images;
  const holds = image === null ? null : allowsImage(policy, image);
  return { rule: 'images', line, field: 'image', given: image?.id ?? '', allowed, max: null, holds };
}

function networksRule({ network, channel }: OrderFacts, { networks }: Policy): Judged | null {
  if (networks === null) return null;
  const { line, value } = networks;
  const holds = network === undefined ? null : allowsNetwork(value, network, channel);
  const given = [network?.vSwitch, network?.group, ...(network?.more ?? [])].join(', ');
  return { rule: 'networks', line, field: 'network', given, allowed: value.map(({ name }) => name), max: null, holds };
}

/** Where every instance has a lease, only admins may order one without: only they may remove a lease later, too. */
function leaseRule({ options, charge, isAdmin }: OrderFacts, { lease }: Policy): Judged | null {
  const given = options?.lease;
  if (lease === null || given === undefined || charge === 'prepaid') return null;
  const holds = isAdmin || parseLeaseDuration(given) !== null;
  return { rule: 'lease', line: lease.line, field: 'lease', given, allowed: [], max: null, holds };
}

/** Holds for admins too, as does the limit when a lease is extended. */
function maxLeaseRule({ options, charge }: OrderFacts, { maxLease }: Policy): Judged | null {
  const given = options?.lease ?? '';
  const ms = parseLeaseDuration(given);
  if (maxLease === null || charge === 'prepaid' || ms === null || ms === 'unreadable') return null;
  const { line, value: max } = maxLease;
  return { rule: 'maxLease', line, field: 'lease', given, allowed: [], max, holds: ms <= max };
}

function limitRule(rule: LimitKey, field: Field, read: (order: OrderFacts) => number | null): Rule {
  return (order, { limits }) => {
    const limit = limits[rule];
    if (limit === undefined) return null;
    const given = read(order);
    const holds = given === null ? null : given <= limit.value;
    return { rule, line: limit.line, field, given: String(given ?? ''), allowed: [], max: limit.value, holds };
  };
}

/** Holds without a limit in the policy, too: the default then applies to an order approved under another policy. */
function amountRule({ amount }: OrderFacts, policy: Policy): Judged | null {
  if (amount === null && policy.limits.maxAmount === undefined) return null;
  const max = maxAmountOf(policy);
  const line = policy.limits.maxAmount?.line ?? null;
  const holds = amount === null ? null : amount <= max;
  return { rule: 'maxAmount', line, field: 'amount', given: String(amount ?? ''), allowed: [], max, holds };
}

/** The limit on all instances together. The problem is the amount if fewer instances of the type would fit. */
function vCpuRule({ vCpu, amount }: OrderFacts, { limits: { maxVCpu } }: Policy): Judged | null {
  if (maxVCpu === undefined) return null;
  const { line, value: max } = maxVCpu;
  const all = vCpu === null || amount === null ? null : vCpu * amount;
  // One instance alone may exceed the limit, whatever the amount.
  const holds = vCpu !== null && vCpu > max ? false : all === null ? null : all <= max;
  const field = vCpu === null || vCpu > max ? 'type' : 'amount';
  return { rule: 'maxVCpu', line, field, given: String(all ?? vCpu ?? ''), allowed: [], max, holds };
}
