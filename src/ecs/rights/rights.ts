import { fail, ok, type Result } from '../../core/base/result.ts';
import type { Failure, FailureKind } from '../../core/failure/failure.ts';
import { REQUEST_TAG } from '../../core/request/request.ts';
import { APIS, type Api, BILLING_APIS, type BillingApi } from '../apis.ts';
import type { Call } from '../call.ts';
import { dryRunOf, dryRunOfRun, isDryRunPassed } from '../calls/instances.ts';
import type { BillingCall } from '../money/billing.ts';
import type { CreateInput } from '../port.ts';
import type { Body } from '../sdk.ts';
import { actionsOf, BILLING_ACTIONS } from './ram-policy.ts';

/** Whether the bot may make one call, found out without buying or changing anything. */
export type Right = { readonly api: Api | BillingApi; readonly action: string } & (
  | { readonly is: 'granted' }
  /** `principal` as the cloud names it; null when it does not. */
  | { readonly is: 'missing'; readonly principal: string | null }
  /** It may be there, but nothing exists with which it could be asked: no instance in a fitting state, nothing to order. */
  | { readonly is: 'unproven' }
  /** The right is there, and an order would be refused at this moment for another reason. */
  | { readonly is: 'refused'; readonly failure: Failure }
  /** No answer that says anything of the right. */
  | { readonly is: 'unknown'; readonly failure: Failure }
);

/** Asks the cloud what the bot may do there. */
export interface RightsProbe {
  /**
   * Every call the bot makes, asked as a dry run where the API has one and as a small read otherwise.
   *
   * @param order what a dry run of a create is made with; null when there is nothing that could be ordered
   */
  rights(region: string, order: CreateInput | null): Promise<readonly Right[]>;
  /** Only whether the cloud answers the bot at all. */
  answers(region: string): Promise<Right>;
}

type Instance = NonNullable<NonNullable<Body<'DescribeInstances'>['instances']>['instance']>[number];

interface Means {
  readonly call: Call;
  readonly region: string;
  readonly order: CreateInput | null;
  /** The bot's own instances in the region, as far as one page shows them. */
  readonly own: Result<readonly Instance[], Failure>;
}

type Asked = Promise<Result<unknown, Failure>> | null;

/**
 * An id that no instance has. A dry run needs an instance; where the bot has none in a fitting state this one shows at least a
 * right that is missing.
 */
const NOBODY = 'i-ecschatopsdoctor00000';
const NO_GROUP = 'sg-ecschatopsdoctor00000';
const NO_DISK = 'd-ecschatopsdoctor00000';
const NO_TEMPLATE = 'lt-ecschatopsdoctor00000';
const NO_KEY = 'ecs-chatops-doctor-no-key';

/**
 * How the right to each call is asked for. Acts on instances are dry runs, on instances of the bot's own which are in a state
 * in which the act itself would be refused too: even a cloud that did not heed DryRun would change nothing.
 */
const ASK: Readonly<Record<Api, (means: Means) => Asked>> = {
  CreateInstance: ({ call, order }) => order && dryRunOf(call, order, { amount: 1, partial: 'keep' }),
  RunInstances: ({ call, order }) => order && dryRunOfRun(call, { ...order, amount: 1, least: 1 }),
  StartInstance: (means) =>
    means.call('StartInstance', means.region, { instanceId: ownIn(means, 'Running'), dryRun: true }),
  // Without SuccessFirst, with which a dry run is answered with success whatever is the case.
  StartInstances: (means) =>
    means.call('StartInstances', means.region, {
      regionId: means.region,
      instanceId: [ownIn(means, 'Running')],
      dryRun: true,
    }),
  StopInstance: (means) =>
    means.call('StopInstance', means.region, { instanceId: ownIn(means, 'Stopped'), dryRun: true }),
  RebootInstance: (means) =>
    means.call('RebootInstance', means.region, { instanceId: ownIn(means, 'Stopped'), dryRun: true }),
  // Without Force a running instance cannot be released.
  DeleteInstance: (means) =>
    means.call('DeleteInstance', means.region, { instanceId: ownIn(means, 'Running'), dryRun: true }),
  // It has no dry run; one without bandwidth can have no address.
  AllocatePublicIpAddress: (means) =>
    means.call('AllocatePublicIpAddress', means.region, { instanceId: ownWithoutBandwidth(means) }),
  // It has no dry run either; a time that has passed is refused.
  ModifyInstanceAutoReleaseTime: (means) =>
    means.call('ModifyInstanceAutoReleaseTime', means.region, {
      regionId: means.region,
      instanceId: ownAny(means),
      autoReleaseTime: '2020-01-01T00:00:00Z',
    }),
  // Nor has this: it is refused of one that is not prepaid, which could not renew itself anyhow.
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
  // It has none either. What is pay-as-you-go cannot be renewed, and ten months are not sold.
  RenewInstance: (means) =>
    means.call('RenewInstance', means.region, { instanceId: ownNotPrepaid(means), period: 10, periodUnit: 'Month' }),
  // None of these three has one: without anything to change, with a key that is the cloud's own, and of a tag that nothing has, nothing happens.
  ModifyInstanceAttribute: (means) =>
    means.call('ModifyInstanceAttribute', means.region, { instanceId: ownAny(means) }),
  TagResources: (means) =>
    means.call('TagResources', means.region, { ...resource(means), tag: [{ key: 'acs:ecs-chatops', value: '' }] }),
  UntagResources: (means) =>
    means.call('UntagResources', means.region, { ...resource(means), tagKey: ['ecs-chatops:doctor'] }),
  // It has no dry run. A disk is never smaller than a GiB, and never gets smaller.
  ResizeDisk: (means) => resizeRight(means),
  // Nor have these: no disk is as large as that, and none has that id.
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
  // One that there is not: whether it may be read is judged before.
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
  // Neither has a dry run: what is no key is not imported, and a name that no pair has is passed over.
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
  // Of no disk that there is: whether the right was looked at first, nothing published says.
  return !answer.ok && diskId === NO_DISK && answer.error.kind === 'badInput'
    ? fail({ ...answer.error, kind: 'gone' })
    : answer;
}

/** Of a template of the account; where it has none, of one that there is not. */
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

/** Those whose tag says that the bot made them: no others are asked about. */
async function ownInstances(call: Call, region: string): Promise<Result<readonly Instance[], Failure>> {
  const answer = await call('DescribeInstances', region, {
    regionId: region,
    tag: [{ key: REQUEST_TAG }],
    maxResults: 100,
  });
  return answer.ok ? ok(answer.value.instances?.instance ?? []) : fail(answer.error);
}

/** The cloud did not come to judging the right. */
const SAYS_NOTHING: ReadonlySet<FailureKind> = new Set([
  'throttled',
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
    // The billing client names the action where the service does not, but nobody who lacks it.
    const principal = missing === null || missing.principal === 'unknown' ? null : missing.principal;
    return { api, action: missing?.action ?? action, is: 'missing', principal };
  }
  if (SAYS_NOTHING.has(kind)) return { api, action, is: 'unknown', failure };
  // Whether rights are looked at before the instance is, nothing published says.
  if (kind === 'gone' || failure.code === 'InvalidResourceId.NotFound') return { api, action, is: 'unproven' };
  if (api === 'CreateInstance' || api === 'RunInstances') return { api, action, is: 'refused', failure };
  // Its state or its values were looked at, so the right was there.
  return { api, action, is: 'granted' };
}
