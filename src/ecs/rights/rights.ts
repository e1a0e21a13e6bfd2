import { fail, ok, type Result } from '../../core/base/result.ts';
import type { Failure, FailureKind } from '../../core/failure/failure.ts';
import { REQUEST_TAG } from '../../core/request/request.ts';
import { APIS, type Api, BILLING_APIS, type BillingApi } from '../apis.ts';
import type { Call } from '../call.ts';
import type { InstanceSeen } from '../calls/answered.ts';
import { dryRunOf, dryRunOfRun, isDryRunPassed } from '../calls/instances.ts';
import type { BillingCall } from '../money/billing.ts';
import type { CreateInput } from '../port.ts';
import { actionsOf, BILLING_ACTIONS } from './ram-policy.ts';

/** Whether the bot may make one call, found out without buying or changing anything. */
export type Right = { readonly api: Api | BillingApi; readonly action: string } & (
  | { readonly is: 'granted' }
  /** `principal` as the cloud names it; null if it does not. */
  | { readonly is: 'missing'; readonly principal: string | null }
  /** The right may exist, but there was nothing to try it on: no instance in a fitting state, nothing to order. */
  | { readonly is: 'unproven' }
  /** The right exists, but an order would be refused now for another reason. */
  | { readonly is: 'refused'; readonly failure: Failure }
  /** No answer that tells anything about the right. */
  | { readonly is: 'unknown'; readonly failure: Failure }
);

/** Finds out the bot's rights in the cloud. */
export interface RightsProbe {
  /**
   * Tries every call that the bot makes, as a dry run if the API has one, otherwise as a harmless call.
   *
   * @param order for the dry run of a create; null if nothing can be ordered
   */
  rights(region: string, order: CreateInput | null): Promise<readonly Right[]>;
  /** Whether the cloud answers the bot at all. */
  answers(region: string): Promise<Right>;
}

interface Means {
  readonly call: Call;
  readonly region: string;
  readonly order: CreateInput | null;
  /** The bot's own instances in the region, from one page. */
  readonly own: Result<readonly InstanceSeen[], Failure>;
}

type Asked = Promise<Result<unknown, Failure>> | null;

/**
 * An id that no instance has. A dry run needs an instance; without an own one in a fitting state, this id still reveals a missing
 * right.
 */
const NOBODY = 'i-ecschatopsdoctor00000';
const NO_GROUP = 'sg-ecschatopsdoctor00000';
const NO_DISK = 'd-ecschatopsdoctor00000';
const NO_TEMPLATE = 'lt-ecschatopsdoctor00000';
const NO_KEY = 'ecs-chatops-doctor-no-key';

/**
 * How the right to each call is tried. Acts on instances are dry runs on the bot's own instances, in a state that would refuse
 * the real act too: nothing would change even if a cloud ignored DryRun.
 */
const ASK: Readonly<Record<Api, (means: Means) => Asked>> = {
  CreateInstance: ({ call, order }) => order && dryRunOf(call, order, { amount: 1, partial: 'keep' }),
  RunInstances: ({ call, order }) => order && dryRunOfRun(call, { ...order, amount: 1, least: 1 }),
  StartInstance: (means) =>
    means.call('StartInstance', means.region, { instanceId: ownIn(means, 'Running'), dryRun: true }),
  // With SuccessFirst, a dry run always reports success.
  StartInstances: (means) =>
    means.call('StartInstances', means.region, {
      regionId: means.region,
      instanceId: [ownIn(means, 'Running')],
      dryRun: true,
    }),
  StopInstance: (means) =>
    means.call('StopInstance', means.region, { instanceId: ownIn(means, 'Stopped'), dryRun: true }),
  StopInstances: (means) =>
    means.call('StopInstances', means.region, {
      regionId: means.region,
      instanceId: [ownIn(means, 'Stopped')],
      dryRun: true,
    }),
  RebootInstance: (means) =>
    means.call('RebootInstance', means.region, { instanceId: ownIn(means, 'Stopped'), dryRun: true }),
  // Without Force, a running instance cannot be released.
  DeleteInstance: (means) =>
    means.call('DeleteInstance', means.region, { instanceId: ownIn(means, 'Running'), dryRun: true }),
  // Has no dry run; an instance without bandwidth cannot get an address.
  AllocatePublicIpAddress: (means) =>
    means.call('AllocatePublicIpAddress', means.region, { instanceId: ownWithoutBandwidth(means) }),
  // Has no dry run; a time in the past is refused.
  ModifyInstanceAutoReleaseTime: (means) =>
    means.call('ModifyInstanceAutoReleaseTime', means.region, {
      regionId: means.region,
      instanceId: ownAny(means),
      autoReleaseTime: '2020-01-01T00:00:00Z',
    }),
  // Has no dry run; refused for an instance that is not prepaid, which cannot renew itself anyway.
  ModifyInstanceAutoRenewAttribute: (means) =>
    means.call('ModifyInstanceAutoRenewAttribute', means.region, {
      regionId: means.region,
      instanceId: ownNotPrepaid(means),
      renewalStatus: 'Normal',
    }),
  DescribeInstanceAutoRenewAttribute: (means) =>
    means.call('DescribeInstanceAutoRenewAttribute', means.region, {
      regionId: means.region,
      instanceId: ownAny(means),
    }),
  // Has no dry run. A pay-as-you-go instance cannot be renewed, and ten months are not sold.
  RenewInstance: (means) =>
    means.call('RenewInstance', means.region, { instanceId: ownNotPrepaid(means), period: 10, periodUnit: 'Month' }),
  // These three have no dry run. Nothing happens without a change, with a key reserved to the cloud, or for a tag that nothing
  // has.
  ModifyInstanceAttribute: (means) =>
    means.call('ModifyInstanceAttribute', means.region, { instanceId: ownAny(means) }),
  TagResources: (means) =>
    means.call('TagResources', means.region, { ...resource(means), tag: [{ key: 'acs:ecs-chatops', value: '' }] }),
  UntagResources: (means) =>
    means.call('UntagResources', means.region, { ...resource(means), tagKey: ['ecs-chatops:doctor'] }),
  // Has no dry run. Every disk has at least one GiB, and none gets smaller.
  ResizeDisk: (means) => resizeRight(means),
  // These two have no dry run: no disk is that large, and none has that id.
  CreateDisk: ({ call, region, order }) =>
    call('CreateDisk', region, {
      regionId: region,
      zoneId: order?.spec.zone ?? `${region}-a`,
      diskCategory: 'cloud_essd',
      size: 999_999,
    }),
  AttachDisk: (means) => means.call('AttachDisk', means.region, { instanceId: ownAny(means), diskId: NO_DISK }),
  DescribeInstances: async ({ own }) => own,
  DescribeRegions: ({ call, region }) => call('DescribeRegions', region, {}),
  DescribeZones: ({ call, region }) => call('DescribeZones', region, { regionId: region, verbose: false }),
  DescribeAvailableResource: ({ call, region }) =>
    call('DescribeAvailableResource', region, {
      regionId: region,
      destinationResource: 'Zone',
      resourceType: 'instance',
      instanceChargeType: 'PostPaid',
    }),
  DescribeInstanceTypes: ({ call, region }) => call('DescribeInstanceTypes', region, { maxResults: 1 }),
  DescribeImages: ({ call, region }) =>
    call('DescribeImages', region, { regionId: region, pageNumber: 1, pageSize: 1 }),
  DescribeVSwitches: ({ call, region }) =>
    call('DescribeVSwitches', region, { regionId: region, pageNumber: 1, pageSize: 1 }),
  DescribeSecurityGroups: ({ call, region }) =>
    call('DescribeSecurityGroups', region, { regionId: region, maxResults: 1 }),
  // The group does not exist, but the right is judged first.
  DescribeSecurityGroupAttribute: ({ call, region, order }) =>
    call('DescribeSecurityGroupAttribute', region, {
      regionId: region,
      securityGroupId: order?.spec.securityGroupId ?? NO_GROUP,
      maxResults: 10,
    }),
  DescribeCloudAssistantStatus: ({ call, region }) =>
    call('DescribeCloudAssistantStatus', region, { regionId: region, maxResults: 1 }),
  DescribeKeyPairs: ({ call, region }) =>
    call('DescribeKeyPairs', region, { regionId: region, pageNumber: 1, pageSize: 1 }),
  DescribeLaunchTemplates: ({ call, region }) =>
    call('DescribeLaunchTemplates', region, { regionId: region, pageNumber: 1, pageSize: 1 }),
  DescribeLaunchTemplateVersions: ({ call, region }) => templateRight(call, region),
  // These two have no dry run: an invalid key is not imported, and an unknown name is ignored.
  ImportKeyPair: ({ call, region }) =>
    call('ImportKeyPair', region, { regionId: region, keyPairName: NO_KEY, publicKeyBody: 'none' }),
  DeleteKeyPairs: ({ call, region }) =>
    call('DeleteKeyPairs', region, { regionId: region, keyPairNames: JSON.stringify([NO_KEY]) }),
  DescribeDisks: ({ call, region }) => call('DescribeDisks', region, { regionId: region, maxResults: 10 }),
  DescribePrice: ({ call, region, order }) =>
    call('DescribePrice', region, {
      regionId: region,
      resourceType: 'instance',
      instanceType: order?.spec.instanceType ?? 'ecs.g7.large',
      priceUnit: 'Hour',
      period: 1,
      amount: 1,
    }),
  DescribeRenewalPrice: (means) =>
    means.call('DescribeRenewalPrice', means.region, {
      regionId: means.region,
      resourceType: 'instance',
      resourceId: ownAny(means),
      priceUnit: 'Month',
      period: 1,
    }),
  DescribeInstanceModificationPrice: (means) =>
    means.call('DescribeInstanceModificationPrice', means.region, {
      regionId: means.region,
      instanceId: ownAny(means),
      dataDisk: [{ category: 'cloud_essd', size: 40 }],
    }),
};

async function resizeRight(means: Means): Promise<Result<unknown, Failure>> {
  const { call, region } = means;
  const disks = await call('DescribeDisks', region, { regionId: region, instanceId: ownAny(means), maxResults: 10 });
  const diskId = (disks.ok && disks.value.disks?.disk?.[0]?.diskId) || NO_DISK;
  const answer = await call('ResizeDisk', region, { diskId, newSize: 1, type: 'online' });
  // For a missing disk, no published text says whether the right is judged first.
  return !answer.ok && diskId === NO_DISK && answer.error.kind === 'badInput'
    ? fail({ ...answer.error, kind: 'gone' })
    : answer;
}

/** Tries a template of the account, or a non-existent one if there is none. */
async function templateRight(call: Call, region: string): Promise<Result<unknown, Failure>> {
  const listed = await call('DescribeLaunchTemplates', region, { regionId: region, pageNumber: 1, pageSize: 1 });
  const [first] = (listed.ok && listed.value.launchTemplateSets?.launchTemplateSet) || [];
  return call('DescribeLaunchTemplateVersions', region, {
    regionId: region,
    launchTemplateId: first?.launchTemplateId ?? NO_TEMPLATE,
    detailFlag: false,
  });
}

const resource = (means: Means) => ({
  regionId: means.region,
  resourceType: 'instance',
  resourceId: [ownAny(means)],
});

const ownIn = ({ own }: Means, status: 'Running' | 'Stopped'): string =>
  (own.ok && own.value.find((instance) => instance.status === status)?.instanceId) || NOBODY;

const ownAny = ({ own }: Means): string => (own.ok && own.value[0]?.instanceId) || NOBODY;

const ownNotPrepaid = ({ own }: Means): string =>
  (own.ok && own.value.find(({ instanceChargeType }) => instanceChargeType === 'PostPaid')?.instanceId) || NOBODY;

const ownWithoutBandwidth = ({ own }: Means): string =>
  (own.ok &&
    own.value.find(({ status, internetMaxBandwidthOut }) => status === 'Running' && internetMaxBandwidthOut === 0)
      ?.instanceId) ||
  NOBODY;

export function rightsProbe(call: Call, billing: BillingCall): RightsProbe {
  return {
    async rights(region, order) {
      const means: Means = { call, region, order, own: await ownInstances(call, region) };
      return Promise.all([
        ...APIS.map(async (api) => rightOf(api, actionsOf(api).join(', '), await ASK[api](means))),
        ...BILLING_APIS.map(async (api) => rightOf(api, BILLING_ACTIONS[api], await billing(api))),
      ]);
    },
    async answers(region) {
      return rightOf('DescribeRegions', 'ecs:DescribeRegions', await call('DescribeRegions', region, {}));
    },
  };
}

/** Only instances that the bot's tag marks as its own. */
async function ownInstances(call: Call, region: string): Promise<Result<readonly InstanceSeen[], Failure>> {
  const answer = await call('DescribeInstances', region, {
    regionId: region,
    tag: [{ key: REQUEST_TAG }],
    maxResults: 100,
  });
  return answer.ok ? ok(answer.value.instances?.instance ?? []) : fail(answer.error);
}

/** Failures before the cloud has judged the right. */
const SAYS_NOTHING: ReadonlySet<FailureKind> = new Set([
  'throttled',
  'queued',
  'transient',
  'ambiguous',
  'notSent',
  'credentials',
]);

function rightOf(api: Api | BillingApi, action: string, answer: Result<unknown, Failure> | null): Right {
  if (answer === null) return { api, action, is: 'unproven' };
  if (answer.ok || isDryRunPassed(answer.error)) return { api, action, is: 'granted' };
  const { error: failure } = answer;
  const { kind, missing } = failure;
  if (kind === 'permission') {
    // The billing client fills in the action if the service does not, but not the principal.
    const principal = missing === null || missing.principal === 'unknown' ? null : missing.principal;
    return { api, action: missing?.action ?? action, is: 'missing', principal };
  }
  if (SAYS_NOTHING.has(kind)) return { api, action, is: 'unknown', failure };
  // No published text says whether rights are judged before the instance.
  if (kind === 'gone' || failure.code === 'InvalidResourceId.NotFound') return { api, action, is: 'unproven' };
  if (api === 'CreateInstance' || api === 'RunInstances') return { api, action, is: 'refused', failure };
  // The cloud has judged its state or values, so the right exists.
  return { api, action, is: 'granted' };
}
