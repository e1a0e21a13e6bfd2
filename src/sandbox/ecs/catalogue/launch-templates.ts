import { networkOf } from './network.ts';
import type { RegionData } from './regions.ts';
import { resourceId } from './resource-id.ts';

/** One version of a template: LaunchTemplateData as the API shows it. A version never changes. */
export interface TemplateVersion {
  readonly number: number;
  readonly description: string;
  readonly created: string;
  readonly holds: Readonly<Record<string, unknown>>;
}

export interface LaunchTemplateData {
  readonly id: string;
  readonly name: string;
  readonly created: string;
  defaultVersion: number;
  /** Oldest first; at least one. */
  readonly versions: TemplateVersion[];
}

/**
 * `web-servers` is in use: its second version is the default, and the third is being tried. `app-2019` holds settings that an
 * order of the bot cannot: a second network interface, a snapshot policy, and its own start script.
 */
export function launchTemplatesOf(region: RegionData): LaunchTemplateData[] {
  const { vpcs, vSwitches, groups } = networkOf(region);
  const [vpc] = vpcs;
  const vSwitch = vSwitches.find(({ vpcId }) => vpcId === vpc?.id);
  const group = groups.find(({ vpcId }) => vpcId === vpc?.id);
  const place = {
    NetworkType: 'vpc',
    VpcId: vpc?.id,
    VSwitchId: vSwitch?.id,
    SecurityGroupId: group?.id,
    ZoneId: vSwitch?.zone,
  };
  const web = (type: string, bandwidth: number, dataGiB: number) => ({
    ...place,
    ImageId: 'ubuntu_24_04_x64_20G_alibase_20260916.vhd',
    ImageOwnerAlias: 'system',
    InstanceType: type,
    InstanceName: 'web',
    Description: '',
    InstanceChargeType: 'PostPaid',
    SpotStrategy: 'NoSpot',
    AutoRenew: false,
    IoOptimized: 'optimized',
    InternetChargeType: 'PayByTraffic',
    InternetMaxBandwidthOut: bandwidth,
    SecurityEnhancementStrategy: 'Active',
    HttpTokens: 'required',
    SystemDisk: { Category: 'cloud_essd', Size: 60, PerformanceLevel: 'PL0', DeleteWithInstance: true },
    DataDisks: {
      DataDisk: [
        {
          Category: 'cloud_essd',
          Size: dataGiB,
          PerformanceLevel: 'PL1',
          DeleteWithInstance: true,
          Encrypted: 'false',
        },
      ],
    },
    NetworkInterfaces: { NetworkInterface: [] },
    Tags: { InstanceTag: [{ Key: 'team', Value: 'web' }] },
  });
  const old = {
    ...place,
    ImageId: 'aliyun_2_1903_x64_20G_alibase_20260325.vhd',
    InstanceType: 'ecs.g6.large',
    InstanceChargeType: 'PostPaid',
    SystemDisk: { Category: 'cloud_efficiency', Size: 40, AutoSnapshotPolicyId: resourceId('sp', region, 'nightly') },
    NetworkInterfaces: {
      NetworkInterface: [
        {
          InstanceType: 'Secondary',
          VSwitchId: vSwitch?.id,
          SecurityGroupId: group?.id,
          NetworkInterfaceName: 'backup',
        },
      ],
    },
    UserData: Buffer.from('#!/bin/sh\ninstall-app --from mirror.example.com\n').toString('base64'),
  };
  const versioned = (
    name: string,
    defaultVersion: number,
    all: readonly (readonly [string, string, object])[],
  ): LaunchTemplateData => ({
    id: resourceId('lt', region, name),
    name,
    created: all[0]?.[1] ?? '',
    defaultVersion,
    versions: all.map(([description, created, holds], index) => ({
      number: index + 1,
      description,
      created,
      holds: holds as Readonly<Record<string, unknown>>,
    })),
  });
  return [
    versioned('web-servers', 2, [
      ['first', '2025-03-04T08:20:11Z', web('ecs.g6.large', 5, 40)],
      ['on g7', '2026-02-11T03:02:40Z', web('ecs.g7.large', 10, 100)],
      ['larger, being tried', '2026-10-30T09:41:02Z', web('ecs.g7.xlarge', 20, 200)],
    ]),
    versioned('app-2019', 1, [['as it always was', '2019-06-20T10:00:00Z', old]]),
  ];
}
