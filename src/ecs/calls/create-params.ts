import type { Login, ServerOptions } from '../../core/option/options.ts';
import { type Charge, renewalOf } from '../../core/spec/charge.ts';
import type { SystemDisk } from '../../core/spec/disks.ts';
import type { CreateInput, RunInput } from '../port.ts';
import type { Params } from '../sdk.ts';
import { dataDiskParams, diskParams } from './disk-params.ts';

/** Built from the arguments only, because the cloud refuses the same token with other parameters. */
export function createParams({ spec, clientToken, tags, userData }: CreateInput): Params<'CreateInstance'> {
  return {
    regionId: spec.region,
    // An empty parameter would be sent as such; if it is absent, the vSwitch decides.
    zoneId: spec.zone || undefined,
    instanceType: spec.instanceType,
    imageId: spec.imageId || undefined,
    vSwitchId: spec.vSwitchId || undefined,
    securityGroupId: spec.securityGroupId,
    instanceName: spec.name,
    ...chargeParams(spec.charge),
    ioOptimized: 'optimized',
    systemDisk: systemDisk(spec.systemDisk),
    internetMaxBandwidthOut: spec.internetMaxBandwidthOut,
    internetChargeType: spec.internetChargeType ?? (spec.internetMaxBandwidthOut > 0 ? 'PayByTraffic' : undefined),
    ...optionParams(spec),
    // The bot's own tags first: by them it finds its instances again.
    tag: [...tags, ...(spec.tags ?? [])].map(({ key, value }) => ({ key, value })),
    ...(userData === undefined ? {} : { userData: Buffer.from(userData, 'utf8').toString('base64') }),
    clientToken,
  };
}

/** The API's format, `2026-11-30T02:00:00Z`. */
export const releaseTime = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;

/** The parameters of RunInstances, which takes some of them as text. */
export function runParams({ amount, least, releaseAt, ...input }: RunInput): Params<'RunInstances'> {
  const { systemDisk, dataDisk, securityGroupId, ...rest } = createParams(input);
  const { moreGroupIds, ipv6AddressCount, systemDisk: disk } = input.spec;
  const asText = (value: number | boolean | undefined): string | undefined =>
    value === undefined ? undefined : String(value);
  return {
    ...rest,
    // The cloud refuses a single group beside several.
    ...(moreGroupIds === undefined
      ? { securityGroupId }
      : { securityGroupIds: [input.spec.securityGroupId, ...moreGroupIds] }),
    ipv6AddressCount,
    systemDisk: {
      ...systemDisk,
      size: asText(systemDisk?.size),
      encrypted: asText(disk.encrypted),
      KMSKeyId: disk.kmsKeyId,
    },
    dataDisk: dataDisk?.map((disk) => ({ ...disk, encrypted: asText(disk.encrypted) })),
    amount,
    ...(releaseAt === undefined ? {} : { autoReleaseTime: releaseTime(releaseAt) }),
    // Without it, the cloud creates all instances or none.
    ...(least < amount ? { minAmount: least } : {}),
  };
}

/** Options that are not set are not sent. */
const optionParams = (options: ServerOptions): Params<'CreateInstance'> => ({
  ...(options.login && loginParams(options.login)),
  dataDisk: options.dataDisks?.map(dataDiskParams),
  hostName: options.hostName,
  description: options.description,
  internetMaxBandwidthIn: options.internetMaxBandwidthIn,
  privateIpAddress: options.privateIp,
  deletionProtection: options.deletionProtection,
  ramRoleName: options.ramRole,
  resourceGroupId: options.resourceGroupId,
  deploymentSetId: options.deploymentSet?.id,
  deploymentSetGroupNo: options.deploymentSet?.group,
  creditSpecification: options.creditSpecification,
  securityEnhancementStrategy: options.securityEnhancement,
  httpEndpoint: options.metadata?.endpoint,
  httpTokens: options.metadata?.tokens,
  httpPutResponseHopLimit: options.metadata?.hopLimit,
  imageFamily: options.imageFamily,
});

function loginParams(login: Login): Params<'CreateInstance'> {
  switch (login.kind) {
    case 'keyPair':
      return { keyPairName: login.name };
    case 'image':
      return { passwordInherit: true };
    case 'session':
      return {};
  }
}

const systemDisk = (disk: SystemDisk): NonNullable<Params<'CreateInstance'>['systemDisk']> => ({
  ...diskParams(disk),
  diskName: disk.name,
  description: disk.description,
});

function chargeParams(charge: Charge): Params<'CreateInstance'> {
  switch (charge.kind) {
    case 'payAsYouGo':
      return { instanceChargeType: 'PostPaid' };
    case 'spot': {
      const { limitMicros, hours, onReclaim } = charge;
      return {
        instanceChargeType: 'PostPaid',
        spotStrategy: limitMicros === null ? 'SpotAsPriceGo' : 'SpotWithPriceLimit',
        // In units of the currency, with at most three decimals.
        ...(limitMicros === null ? {} : { spotPriceLimit: Math.floor(limitMicros / 1000) / 1000 }),
        ...(hours === undefined ? {} : { spotDuration: hours }),
        ...(onReclaim === undefined ? {} : { spotInterruptionBehavior: onReclaim }),
      };
    }
    case 'prepaid': {
      const { term, autoRenew } = charge;
      return {
        instanceChargeType: 'PrePaid',
        period: term.period,
        periodUnit: term.unit,
        autoRenew,
        ...(autoRenew ? { autoRenewPeriod: renewalOf(charge).period } : {}),
      };
    }
  }
}
