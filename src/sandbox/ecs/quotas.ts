import type { Vm } from './vm.ts';
import { refuse } from './wire/refusal.ts';

export interface Quotas {
  /** vCPUs of pay-as-you-go instances in one region. */
  readonly vCpusPerRegion: number;
  readonly instancesPerGroup: number;
}

export const QUOTAS: Quotas = { vCpusPerRegion: 3000, instancesPerGroup: 6000 };

/** The quotas in use, updated as instances come and go, so that a check need not count them all. */
export interface Usage {
  add(vm: Vm): void;
  remove(vm: Vm): void;
  vCpus(region: string): number;
  inGroup(groupId: string): number;
}

export function makeUsage(): Usage {
  const vCpus = new Map<string, number>();
  const groups = new Map<string, number>();
  const shift = (map: Map<string, number>, key: string, by: number): void => {
    map.set(key, (map.get(key) ?? 0) + by);
  };
  const count = (vm: Vm, sign: number): void => {
    if (vm.chargeType === 'PostPaid') shift(vCpus, vm.region.id, sign * vm.type.vCpu);
    for (const id of vm.groupIds) shift(groups, id, sign);
  };
  return {
    add: (vm) => count(vm, 1),
    remove: (vm) => count(vm, -1),
    vCpus: (region) => vCpus.get(region) ?? 0,
    inGroup: (groupId) => groups.get(groupId) ?? 0,
  };
}

export function mustFitQuotas(
  quotas: Quotas,
  usage: Usage,
  wanted: {
    readonly region: string;
    readonly vCpus: number;
    readonly amount: number;
    readonly postPaid: boolean;
    readonly groupIds: readonly string[];
  },
): void {
  if (wanted.postPaid && usage.vCpus(wanted.region) + wanted.vCpus > quotas.vCpusPerRegion) {
    const message = 'The number of the specified ECS instances has exceeded the quota of the specified instance type.';
    refuse(403, 'QuotaExceed.ElasticQuota', message);
  }
  for (const id of wanted.groupIds) {
    if (usage.inGroup(id) + wanted.amount <= quotas.instancesPerGroup) continue;
    const message = 'The maximum number of instances in a security group is exceeded.';
    refuse(403, 'SecurityGroupInstanceLimitExceed', message);
  }
}
