import { askFor } from '../../../src/core/approval/approval-new.ts';
import type { ApprovalPolicy } from '../../../src/core/approval/approval-policy.ts';
import type { Money } from '../../../src/core/base/money.ts';
import type { Directory, Membership, People } from '../../../src/core/policy/people.ts';
import { NO_POLICY, type Policy } from '../../../src/core/policy/policy.ts';
import type { Request } from '../../../src/core/request/request.ts';
import { newRequest } from '../../../src/core/request/request-new.ts';
import type { Charge } from '../../../src/core/spec/charge.ts';
import type { Quote, TermQuote } from '../../../src/core/spec/quote.ts';
import type { InstanceSpec } from '../../../src/core/spec/spec.ts';
import type { Store } from '../../../src/store/store.ts';
import { NOTHING_ASKED } from '../../support/approvals.ts';
import { directoryOf } from '../../support/fixed-sources.ts';

/** What waits for approval in these tests, and who is there to decide. */

export const LENA = 'U07LENAHOF1';
export const MARCUS = 'U07MARCOKA3';
export const PRIYA = 'U07PRIYARA4';
export const INES = 'U07INESCAR5';
export const TOM = 'U07TOMBECK6';
export const PLATFORM = 'C07PLATFRM2';

const MONTHLY: Charge = { kind: 'prepaid', term: { unit: 'Month', period: 1 }, autoRenew: false };

export const cny = (minor: number): Money => ({ minor, currency: 'CNY' });

export const AMOUNT = 2;

/** @param minor for all instances and the whole term, in fen */
export const priceOf = (minor: number): TermQuote => ({
  kind: 'term',
  price: cny(minor),
  listPrice: cny(minor),
  amount: AMOUNT,
  at: 1,
});

export const SPEC: InstanceSpec = {
  region: 'cn-hangzhou',
  zone: 'cn-hangzhou-h',
  instanceType: 'ecs.g7.large',
  imageId: 'ubuntu_24_04_x64_20G_alibase_20250301.vhd',
  vSwitchId: 'vsw-h1',
  securityGroupId: 'sg-web',
  systemDisk: { category: 'cloud_essd', sizeGiB: 40 },
  internetMaxBandwidthOut: 5,
  charge: MONTHLY,
  name: 'web',
};

/** Everybody may ask for everything; Marcus and Priya approve. */
export const policyWith = (approval: Partial<ApprovalPolicy> = {}, more: Partial<Policy> = {}): Policy => ({
  ...NO_POLICY,
  prepaid: 'asGranted',
  ...more,
  approval: { ...NO_POLICY.approval, approvers: [MARCUS, PRIYA], ...approval },
});

/** Two have to agree to what is prepaid. */
export const TWO = { rules: [{ line: 7, charge: 'prepaid', above: null, needed: 2, from: null }] } as const;

export interface Crowd {
  /** Full members where nothing else is said. */
  readonly membership: Map<string, Membership>;
  /** By id (`S…`); a group that is not there cannot be read. */
  readonly groups: Map<string, readonly string[]>;
  readonly directory: Directory;
}

export function makeCrowd(): Crowd {
  const membership = new Map<string, Membership>();
  const groups = new Map<string, readonly string[]>();
  const people: People = {
    membersOf: (group) => groups.get(group) ?? null,
    membershipOf: (user) => membership.get(user) ?? 'member',
  };
  return { membership, groups, directory: directoryOf(people) };
}

export interface Asking {
  readonly store: Store;
  readonly policy: Policy;
  readonly crowd: Crowd;
  readonly at: number;
  readonly id?: string;
  readonly requester?: string;
  readonly spec?: InstanceSpec;
  readonly quote?: Quote | null;
  readonly admins?: readonly string[];
}

/** Writes down a request that waits for approval, as its submission would. */
export async function askIn(asking: Asking): Promise<Request> {
  const { store, policy, crowd, at, id = 'r-0123456789', requester = LENA, spec = SPEC } = asking;
  const quote = asking.quote === undefined ? priceOf(120_400) : asking.quote;
  const asked = askFor(
    { requester, spec, amount: AMOUNT, quote, facts: factsOf(requester, spec) },
    { at, policy, admins: asking.admins ?? [], people: crowd.directory.known(), month: [], lately: NOTHING_ASKED },
  );
  if (asked.is !== 'asks') throw new Error(`it does not wait for approval: ${asked.is}`);
  const { request, instances, events, messages } = newRequest({
    spec,
    amount: AMOUNT,
    quote,
    approval: asked.approval,
    requestId: id,
    clientTokens: Array.from({ length: AMOUNT }, (_, index) => `${id}-token-${index}`),
    origin: `view:${id}`,
    requester,
    team: 'T1',
    channel: PLATFORM,
    at,
  });
  const rows = { requests: [{ next: request }], instances: instances.map((next) => ({ next })) };
  const written = await store.commit({ ...rows, events, messages, at });
  if (!written.ok) throw new Error('the request could not be written');
  return request;
}

export const factsOf = (user: string, spec: InstanceSpec) => ({
  user,
  isAdmin: false,
  channel: PLATFORM,
  charge: spec.charge.kind,
  region: spec.region,
  type: spec.instanceType,
  family: 'ecs.g7',
  vCpu: 2,
  image: { id: spec.imageId, name: 'ubuntu', osName: 'Ubuntu', owner: 'system' as const },
  amount: AMOUNT,
  bandwidthOut: spec.internetMaxBandwidthOut,
  diskGiB: spec.systemDisk.sizeGiB,
});
