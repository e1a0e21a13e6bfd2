import { statusOf } from '../../life.ts';
import { minute, type Vm } from '../../vm.ts';
import type { World } from '../../world.ts';

/** The expiry date that pay-as-you-go instances show. */
const FOR_EVER = '2099-12-31T15:59Z';

/** The fault `new-state` shows a state that no documentation names. */
function shownState(world: World, vm: Vm): string {
  const [fault] = world.faults.inForce('new-state', ({ instanceId = vm.id }) => instanceId === vm.id);
  return fault === undefined ? statusOf(world, vm) : String(fault.state ?? 'Repairing');
}

/** An instance as DescribeInstances shows it. */
export function show(world: World, vm: Vm, withCycle = true): Record<string, unknown> {
  const now = world.clock.now();
  const visibleIp = vm.publicIp && vm.publicIp.from !== null && vm.publicIp.from <= now ? [vm.publicIp.address] : [];
  const classic = vm.vpcId === '';
  return {
    InstanceId: vm.id,
    InstanceName: vm.name,
    HostName: vm.hostName,
    Description: vm.description,
    Status: shownState(world, vm),
    RegionId: vm.region.id,
    ZoneId: vm.zone,
    ClusterId: '',
    SerialNumber: vm.id.slice(2),
    ...hardware(vm),
    ImageId: vm.image.id,
    OSType: vm.image.os,
    OSName: vm.image.osNameZh,
    OSNameEn: vm.image.osNameEn,
    ImageOptions: { LoginAsNonRoot: vm.login.asNonRoot },
    InstanceNetworkType: classic ? 'classic' : 'vpc',
    InternetChargeType: vm.internetChargeType,
    InternetMaxBandwidthOut: vm.bandwidthOut,
    InternetMaxBandwidthIn: vm.bandwidthIn,
    PublicIpAddress: { IpAddress: visibleIp },
    EipAddress: { IpAddress: '', AllocationId: '', InternetChargeType: '' },
    InnerIpAddress: { IpAddress: classic ? [vm.privateIp] : [] },
    VpcAttributes: {
      VpcId: vm.vpcId,
      VSwitchId: vm.vSwitchId,
      NatIpAddress: '',
      PrivateIpAddress: { IpAddress: classic ? [] : [vm.privateIp] },
    },
    // Only the IPv6 addresses of its network interface are modelled.
    ...(vm.ipv6.length === 0
      ? {}
      : {
          NetworkInterfaces: {
            NetworkInterface: [
              {
                Type: 'Primary',
                PrimaryIpAddress: vm.privateIp,
                Ipv6Sets: { Ipv6Set: vm.ipv6.map((address) => ({ Ipv6Address: address })) },
              },
            ],
          },
        }),
    SecurityGroupIds: { SecurityGroupId: vm.groupIds },
    OperationLocks: { LockReason: vm.locks.map((reason) => ({ LockMsg: '', LockReason: reason })) },
    ...money(vm, withCycle),
    CreationTime: minute(vm.createdReal),
    StartTime: started(world, vm),
    StoppedMode: vm.stoppedMode,
    DeletionProtection: vm.deletionProtection,
    DeviceAvailable: true,
    Recyclable: false,
    ResourceGroupId: vm.resourceGroupId,
    KeyPairName: vm.login.keyPairName,
    CreditSpecification: vm.creditSpecification,
    DeploymentSetId: vm.placement?.setId ?? '',
    ...(vm.placement?.groupNo ? { DeploymentSetGroupNo: vm.placement.groupNo } : {}),
    DedicatedInstanceAttribute: { Affinity: 'default', Tenancy: 'default' },
    HpcClusterId: '',
    VlanId: '',
    ...(vm.tags.length > 0 ? { Tags: { Tag: vm.tags.map((tag) => ({ TagKey: tag.key, TagValue: tag.value })) } } : {}),
  };
}

export const metadataOptions = ({ metadata }: Vm): Record<string, unknown> => ({
  HttpEndpoint: metadata.endpoint,
  HttpTokens: metadata.tokens,
  HttpPutResponseHopLimit: metadata.hops,
});

const hardware = (vm: Vm): Record<string, unknown> => ({
  InstanceType: vm.type.id,
  InstanceTypeFamily: vm.type.family,
  Cpu: vm.type.vCpu,
  Memory: vm.type.memoryGiB * 1024,
  GPUAmount: vm.type.gpu,
  GPUSpec: vm.type.gpu > 0 ? 'NVIDIA A10' : '',
  IoOptimized: vm.ioOptimized,
});

const money = (vm: Vm, withCycle: boolean): Record<string, unknown> => ({
  InstanceChargeType: vm.chargeType,
  SaleCycle: withCycle && vm.chargeType === 'PrePaid' ? vm.autoRenew.unit.toLowerCase() : '',
  ExpiredTime: vm.expires ? minute(vm.expires.real) : FOR_EVER,
  AutoReleaseTime: vm.autoRelease?.text ?? '',
  SpotStrategy: vm.spotStrategy,
  ...(vm.spotStrategy === 'NoSpot'
    ? {}
    : {
        SpotDuration: vm.spotDuration,
        SpotInterruptionBehavior: vm.spotInterruption,
        ...(vm.spotPriceLimit === null ? {} : { SpotPriceLimit: vm.spotPriceLimit }),
      }),
});

function started(world: World, vm: Vm): string {
  return vm.startedReal !== null && vm.startedReal <= world.clock.realNow() ? minute(vm.startedReal) : '';
}
