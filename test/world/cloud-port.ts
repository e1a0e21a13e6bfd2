import { strict as assert } from 'node:assert';
import { moneyFromNumber, parseAmount } from '../../src/core/base/money.ts';
import { fail, ok, type Result } from '../../src/core/base/result.ts';
import { type Failure, failureOf } from '../../src/core/failure/failure.ts';
import type { CloudInstance, Disk } from '../../src/core/instance/cloud-instance.ts';
import { type ListedInstance, type Observed, STATUSES, type Status } from '../../src/core/instance/instance.ts';
import type { Term } from '../../src/core/spec/charge.ts';
import type { PriceOrder, Quote, TermQuote } from '../../src/core/spec/quote.ts';
import { failureOfCode } from '../../src/ecs/failures/failures.ts';
import type { EcsPort, Proceed } from '../../src/ecs/port.ts';
import type { Answer, Cloud } from '../../src/sandbox/ecs/cloud.ts';
import { attributePort } from './attribute-port.ts';
import { autoRenewPort } from './auto-renew-port.ts';
import { createParams } from './create-params.ts';
import { keyPort } from './key-port.ts';
import type { Life } from './life.ts';
import type { Timeline } from './timeline.ts';

const ECS_VERSION = '2014-05-26';
const BSS_VERSION = '2017-12-14';
const TIMEOUT_MS = 10_000;
/** Those of `specsOf`: no others are used. */
const REGIONS = ['cn-beijing', 'cn-hangzhou'].map((id) => ({ id, name: id, names: { en: id, zh: id } }));

type Body = Readonly<Record<string, unknown>>;
type Params = Readonly<Record<string, string>>;

export interface CloudPortOptions {
  readonly cloud: Cloud;
  readonly timeline: Timeline;
  readonly life: Life;
  readonly random: () => number;
  /** To which the credentials belong at the moment of a call; the cloud's own when left out. */
  readonly account?: () => string;
  /** Told of each call, and of the account that signs it, at the moment the bot makes it. */
  readonly sending?: (action: string, account: string | undefined) => void;
  /** Told of each call at the moment before and after it takes effect in the cloud. */
  readonly before: (action: string, params: Params) => Promise<void>;
  readonly after: (action: string, params: Params, answer: Answer) => void;
}

const diskOf = (it: Body): Disk => ({
  id: String(it.DiskId),
  kind: it.Type === 'system' ? 'system' : 'data',
  category: String(it.Category),
  performanceLevel: String(it.PerformanceLevel),
  sizeGiB: Number(it.Size),
  status: String(it.Status),
  isPrepaid: it.DiskChargeType === 'PrePaid',
});

/** The engine of the ECS simulator as the bot sees the cloud: calls travel, get lost, and land even when the bot has died. */
export function makeCloudPort(options: CloudPortOptions): EcsPort {
  const { cloud, timeline, life, random } = options;

  const send = async (action: string, params: Params, proceed?: Proceed): Promise<Result<Body, Failure>> => {
    if (proceed !== undefined) {
      // Its line may be long.
      await timeline.sleep(random() * random() * 2_000);
      if (!(await proceed())) return fail(failureOf('notSent', { api: action, detail: 'held back' }));
    }
    // The account that signs it, wherever the credentials belong when it arrives.
    const account = options.account?.();
    options.sending?.(action, account);
    await timeline.sleep(10 + random() * 120);
    await options.before(action, params);
    const version = action === 'QueryAccountBalance' ? BSS_VERSION : ECS_VERSION;
    const answer = cloud.call(action, version, params, account);
    options.after(action, params, answer);
    const { transfer } = answer;
    await timeline.sleep(transfer.kind === 'never' ? TIMEOUT_MS : 10 + random() * 120);
    if (transfer.kind === 'json') await timeline.sleep(Math.min(transfer.delayMs, TIMEOUT_MS));
    if (transfer.kind !== 'json' || transfer.delayMs >= TIMEOUT_MS)
      return fail(failureOf('ambiguous', { api: action, detail: `no usable answer: ${transfer.kind}` }));
    return answer.status < 400 ? ok(answer.body) : fail(refusal(action, answer));
  };
  const call = (action: string, params: Params, proceed?: Proceed): Promise<Result<Body, Failure>> =>
    life.call(() => send(action, params, proceed));
  const plain = async (
    action: string,
    cloudId: string,
    proceed?: Proceed,
    more: Params = {},
  ): Promise<Result<null, Failure>> => {
    const answer = await call(
      action,
      {
        InstanceId: cloudId,
        ...more,
      },
      proceed,
    );
    return answer.ok ? ok(null) : answer;
  };
  /** As `power-batches.ts`, but a batch that was refused as a whole is not sent one by one. */
  const several = async (
    action: string,
    region: string,
    cloudIds: readonly string[],
    proceed?: Proceed,
    more: Params = {},
  ): Promise<Result<ReadonlyMap<string, Failure | null>, Failure>> => {
    const [only] = cloudIds;
    if (cloudIds.length === 1 && only !== undefined) {
      const done = await plain(action, only, proceed, more);
      return ok(new Map([[only, done.ok ? null : done.error]]));
    }
    const ids = Object.fromEntries(cloudIds.map((id, index) => [`InstanceId.${index + 1}`, id]));
    const params = { RegionId: region, BatchOptimization: 'SuccessFirst', ...ids, ...more };
    const answer = await call(`${action}s`, params, proceed);
    if (!answer.ok) return answer;
    const { InstanceResponse } = answer.value.InstanceResponses as { InstanceResponse: readonly Body[] };
    return ok(new Map(InstanceResponse.map((one) => [String(one.InstanceId), failureIn(`${action}s`, one)])));
  };
  const describe = async (region: string, which: Params): Promise<Result<readonly ListedInstance[], Failure>> => {
    const answer = await call('DescribeInstances', { RegionId: region, MaxResults: '100', ...which });
    return answer.ok ? ok(listed(answer.value).map(listedInstance)) : answer;
  };
  const notHere = (): never => {
    throw new Error('the lifecycle does not ask for this');
  };

  return {
    async createInstance(input, proceed) {
      const answer = await call('CreateInstance', createParams(input), proceed);
      if (!answer.ok) return answer;
      const id = answer.value.InstanceId;
      return typeof id === 'string'
        ? ok({ cloudId: id })
        : fail(failureOf('ambiguous', { api: 'CreateInstance', detail: 'no id' }));
    },
    async runInstances(input, proceed) {
      const { amount, least, releaseAt } = input;
      const several = {
        Amount: String(amount),
        ...(least < amount ? { MinAmount: String(least) } : {}),
        ...(releaseAt === undefined ? {} : { AutoReleaseTime: `${new Date(releaseAt).toISOString().slice(0, 19)}Z` }),
      };
      const answer = await call('RunInstances', { ...createParams(input), ...several }, proceed);
      if (!answer.ok) return answer;
      const sets = answer.value.InstanceIdSets as { readonly InstanceIdSet: readonly string[] } | undefined;
      return sets === undefined
        ? fail(failureOf('ambiguous', { api: 'RunInstances', detail: 'no ids' }))
        : ok({ cloudIds: sets.InstanceIdSet });
    },
    async describeInstances(region, cloudIds) {
      const seen = await describe(region, { InstanceIds: JSON.stringify(cloudIds) });
      return seen.ok ? ok(new Map(seen.value.map((one) => [one.cloudId, one]))) : seen;
    },
    findByTag: (region, key, value) => describe(region, { 'Tag.1.Key': key, 'Tag.1.Value': value }),
    startInstances: (region, cloudIds, proceed) => several('StartInstance', region, cloudIds, proceed),
    stopInstances: (region, cloudIds, mode = null, proceed = undefined) =>
      several('StopInstance', region, cloudIds, proceed, mode === null ? {} : { StoppedMode: mode }),
    rebootInstance: (_region, cloudId, proceed) => plain('RebootInstance', cloudId, proceed),
    deleteInstance: (_region, cloudId, proceed) => plain('DeleteInstance', cloudId, proceed, { Force: 'true' }),
    setAutoRelease: (_region, cloudId, at, proceed) =>
      plain(
        'ModifyInstanceAutoReleaseTime',
        cloudId,
        proceed,
        at === null ? {} : { AutoReleaseTime: `${new Date(at).toISOString().slice(0, 19)}Z` },
      ),
    ...attributePort(call),
    ...autoRenewPort(call, timeline.now),
    async renewInstance(_region, { cloudId, term, clientToken }, proceed) {
      const more = { Period: String(term.period), PeriodUnit: term.unit, ClientToken: clientToken };
      return plain('RenewInstance', cloudId, proceed, more);
    },
    async allocatePublicIp(_region, cloudId, proceed) {
      const answer = await call('AllocatePublicIpAddress', { InstanceId: cloudId }, proceed);
      return answer.ok ? ok({ ip: String(answer.value.IpAddress) }) : answer;
    },
    async listInstances(region, { tags = [] }) {
      const [tag] = tags;
      const which = tag === undefined ? {} : { 'Tag.1.Key': tag.key, 'Tag.1.Value': tag.value };
      const answer = await call('DescribeInstances', { RegionId: region, MaxResults: '100', ...which });
      if (!answer.ok) return answer;
      return ok({ instances: listed(answer.value).map((vm) => described(vm, region)), next: null, total: null });
    },
    regions: async () => ok(REGIONS),
    async instance(region, cloudId) {
      const answer = await call('DescribeInstances', { RegionId: region, InstanceIds: JSON.stringify([cloudId]) });
      if (!answer.ok) return answer;
      const [vm] = listed(answer.value);
      return ok(vm === undefined ? null : described(vm, region));
    },
    async disks(region, cloudId) {
      const answer = await call('DescribeDisks', { RegionId: region, InstanceId: cloudId, MaxResults: '100' });
      if (!answer.ok) return answer;
      const { Disk } = answer.value.Disks as { Disk: readonly Body[] };
      return ok(Disk.map(diskOf));
    },
    zones: notHere,
    instanceTypes: notHere,
    systemDisks: notHere,
    images: notHere,
    vSwitches: notHere,
    securityGroups: notHere,
    ...keyPort(call),
    inboundRules: notHere,
    launchTemplate: notHere,
    dryRun: notHere,
    agent: notHere,
    price: (order) => priceIn(call, timeline, order),
    site: async () => ok('china'),
    async balance() {
      const answer = await call('QueryAccountBalance', {});
      if (!answer.ok) return answer;
      const { AvailableAmount, Currency } = answer.value.Data as Body;
      const money = parseAmount(String(AvailableAmount), String(Currency));
      return money === null ? fail(failureOf('ambiguous', { api: 'QueryAccountBalance', detail: '' })) : ok(money);
    },
  };
}

async function priceIn(
  call: (action: string, params: Params) => Promise<Result<Body, Failure>>,
  timeline: Timeline,
  order: PriceOrder,
): Promise<Result<Quote | 'unknown', Failure>> {
  assert(order.charge.kind === 'prepaid', 'only what is prepaid is priced here');
  const answer = await call('DescribePrice', priceParams(order, order.charge.term));
  if (!answer.ok) return answer.error.code === 'PriceNotFound' ? ok('unknown') : answer;
  const quote = termQuote(answer.value, order.amount, timeline.now());
  return quote === null ? fail(failureOf('ambiguous', { api: 'DescribePrice', detail: 'no price' })) : ok(quote);
}

/** What DescribePrice is asked for what is prepaid; the terms of these worlds are short. */
export const priceParams = (order: PriceOrder, term: Term): Params => ({
  RegionId: order.region,
  ResourceType: 'instance',
  ZoneId: order.zone,
  InstanceType: order.instanceType,
  ImageId: order.imageId,
  'SystemDisk.Category': order.systemDisk.category,
  'SystemDisk.Size': String(order.systemDisk.sizeGiB),
  InternetMaxBandwidthOut: String(order.internetMaxBandwidthOut),
  PriceUnit: term.unit,
  Period: String(term.period),
  Amount: String(order.amount),
});

/** Null when the answer holds no price. */
export function termQuote(body: Body, amount: number, at: number): TermQuote | null {
  const { Price } = (body.PriceInfo ?? {}) as { readonly Price?: Body };
  const price = moneyFromNumber(Number(Price?.TradePrice), String(Price?.Currency));
  return price === null ? null : { kind: 'term', price, listPrice: price, amount, at };
}

const failureIn = (many: string, one: Body): Failure | null =>
  one.Code === '200' ? null : failureOfCode(many, String(one.Code), String(one.Message), null);

function refusal(action: string, { status, body, headers }: Answer): Failure {
  const failure = failureOfCode(action, String(body.Code), String(body.Message), String(body.RequestId));
  const kind = failure.kind === 'unknown' && status >= 500 ? 'transient' : failure.kind;
  const retryAfter = headers['x-acs-retry-after'];
  return { ...failure, kind, retryAfterMs: retryAfter === undefined ? null : Number(retryAfter) };
}

const listed = (body: Body): readonly Body[] => (body.Instances as { Instance: readonly Body[] }).Instance;

const stoppedModeOf = (mode: unknown): Observed['stoppedMode'] =>
  mode === 'StopCharging' || mode === 'KeepCharging' ? mode : null;

/** As much of it as is looked at here. */
function described(vm: Body, region: string): CloudInstance {
  const { Tag } = (vm.Tags ?? { Tag: [] }) as { Tag: readonly { TagKey: string; TagValue: string }[] };
  return {
    ...observed(vm),
    region,
    ...{
      zone: '',
      name: String(vm.InstanceName),
      instanceType: String(vm.InstanceType),
      vCpu: 0,
      memoryGiB: 0,
      os: '',
      imageId: '',
    },
    ...{ system: 'linux', keyPair: '' },
    ...{ vpcId: '', vSwitchId: '', securityGroupIds: [], bandwidthOut: 0 },
    autoReleaseAt: observed(vm).autoReleaseAt ?? null,
    createdAt: Date.parse(String(vm.CreationTime)),
    tags: Tag.map(({ TagKey, TagValue }) => ({ key: TagKey, value: TagValue })),
  };
}

/** As `src/ecs/calls/instances.ts` reads it. */
function listedInstance(vm: Body): ListedInstance {
  if (STATUSES.includes(vm.Status as Status)) return observed(vm);
  const detail = `Status ${vm.Status}`;
  const unread = failureOf('unreadable', { api: 'DescribeInstances', detail });
  return { cloudId: String(vm.InstanceId), name: String(vm.InstanceName), unread };
}

function observed(vm: Body): Observed {
  const publicIp = (vm.PublicIpAddress as { IpAddress: readonly string[] }).IpAddress[0];
  const { PrivateIpAddress } = vm.VpcAttributes as { PrivateIpAddress: { IpAddress: readonly string[] } };
  const { LockReason } = vm.OperationLocks as { LockReason: readonly { LockReason: string }[] };
  return {
    cloudId: String(vm.InstanceId),
    name: String(vm.InstanceName),
    status: vm.Status as Status,
    publicIp: publicIp ?? null,
    privateIp: PrivateIpAddress.IpAddress[0] ?? null,
    locks: LockReason.map((lock) => lock.LockReason),
    chargeKind: vm.InstanceChargeType === 'PrePaid' ? 'prepaid' : vm.SpotStrategy === 'NoSpot' ? 'payAsYouGo' : 'spot',
    expiresAt: vm.InstanceChargeType === 'PrePaid' ? Date.parse(String(vm.ExpiredTime)) : null,
    stoppedMode: vm.Status === 'Stopped' ? stoppedModeOf(vm.StoppedMode) : null,
    deletionProtection: vm.DeletionProtection === true,
    autoReleaseAt: Date.parse(String(vm.AutoReleaseTime)) || null,
  };
}
