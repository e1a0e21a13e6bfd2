import { type Charge, renewalOf } from '../../src/core/spec/charge.ts';
import type { CreateInput } from '../../src/ecs/port.ts';

type Params = Readonly<Record<string, string>>;

/** As much of an order as these worlds have. */
export const createParams = ({ spec, clientToken, tags, userData }: CreateInput): Params => ({
  RegionId: spec.region,
  ZoneId: spec.zone,
  InstanceType: spec.instanceType,
  ImageId: spec.imageId,
  VSwitchId: spec.vSwitchId,
  SecurityGroupId: spec.securityGroupId,
  InstanceName: spec.name,
  'SystemDisk.Category': spec.systemDisk.category,
  'SystemDisk.Size': String(spec.systemDisk.sizeGiB),
  InternetMaxBandwidthOut: String(spec.internetMaxBandwidthOut),
  ...chargeParams(spec.charge),
  ClientToken: clientToken,
  ...(spec.login?.kind === 'keyPair' ? { KeyPairName: spec.login.name } : {}),
  ...(userData === undefined ? {} : { UserData: Buffer.from(userData, 'utf8').toString('base64') }),
  ...Object.fromEntries(
    tags.flatMap(({ key, value }, index) => [
      [`Tag.${index + 1}.Key`, key],
      [`Tag.${index + 1}.Value`, value],
    ]),
  ),
});

const chargeParams = (charge: Charge): Params =>
  charge.kind === 'spot'
    ? { SpotStrategy: 'SpotAsPriceGo' }
    : charge.kind === 'prepaid'
      ? {
          InstanceChargeType: 'PrePaid',
          Period: String(charge.term.period),
          PeriodUnit: charge.term.unit,
          ...(charge.autoRenew ? { AutoRenew: 'true', AutoRenewPeriod: String(renewalOf(charge).period) } : {}),
        }
      : {};
