import { TYPES, type TypeData } from '../catalogue/types.ts';
import type { Params } from '../wire/params.ts';
import { notValid } from '../wire/refusal.ts';
import type { Action } from './action.ts';

const MAX_LISTED = 100;

/** A type as DescribeInstanceTypes shows it. */
const showType = (type: TypeData) => ({
  InstanceTypeId: type.id,
  InstanceTypeFamily: type.family,
  InstanceFamilyLevel: type.level,
  CpuCoreCount: type.vCpu,
  MemorySize: type.memoryGiB,
  CpuArchitecture: 'X86',
  PhysicalProcessorModel: type.processor,
  InstanceCategory: type.gpu > 0 ? 'GPU-accelerated Compute' : 'General-purpose',
  GPUAmount: type.gpu,
  GPUSpec: type.gpu > 0 ? 'NVIDIA A10' : '',
  LocalStorageCategory: '',
  DiskQuantity: 17,
  EniQuantity: Math.max(2, Math.min(8, Math.floor(type.vCpu / 2))),
  InstanceBandwidthRx: Math.min(25_000, type.vCpu * 1024) * 1024,
  InstanceBandwidthTx: Math.min(25_000, type.vCpu * 1024) * 1024,
});

type Shown = ReturnType<typeof showType>;

const SHOWN = TYPES.map(showType);

/** Parameters with one value for a field, and those with several. */
const EQUALS: Readonly<Record<string, keyof Shown>> = {
  CpuArchitecture: 'CpuArchitecture',
  GPUSpec: 'GPUSpec',
  InstanceCategory: 'InstanceCategory',
  InstanceFamilyLevel: 'InstanceFamilyLevel',
  InstanceTypeFamily: 'InstanceTypeFamily',
  LocalStorageCategory: 'LocalStorageCategory',
  PhysicalProcessorModel: 'PhysicalProcessorModel',
};
const LISTS: Readonly<Record<string, keyof Shown>> = {
  CpuArchitectures: 'CpuArchitecture',
  GpuSpecs: 'GPUSpec',
  InstanceCategories: 'InstanceCategory',
  InstanceTypeFamilies: 'InstanceTypeFamily',
  InstanceTypes: 'InstanceTypeId',
  LocalStorageCategories: 'LocalStorageCategory',
  PhysicalProcessorModels: 'PhysicalProcessorModel',
};
const LEAST = [
  'CpuCoreCount',
  'DiskQuantity',
  'EniQuantity',
  'GPUAmount',
  'InstanceBandwidthRx',
  'InstanceBandwidthTx',
  'MemorySize',
] as const;
const MOST = ['CpuCoreCount', 'GPUAmount', 'MemorySize'] as const;

const describeInstanceTypes: Action = {
  takes: [
    ...Object.keys(EQUALS),
    ...Object.keys(LISTS).map((name) => `${name}.N`),
    ...LEAST.map((name) => `Minimum${name}`),
    ...MOST.map((name) => `Maximum${name}`),
    'MaxResults',
    'NextToken',
  ],
  run(_world, params) {
    const checks = checksOf(params);
    const found = SHOWN.filter((type) => checks.every((fits) => fits(type)));
    const size = Math.min(1600, Math.max(1, params.whole('MaxResults', 'InvalidParameter') ?? 1600));
    const from = Number(params.text('NextToken') ?? 0);
    if (!Number.isInteger(from) || from < 0) notValid('InvalidParameter.NextToken', 'NextToken');
    const next = from + size < found.length ? String(from + size) : '';
    return { NextToken: next, InstanceTypes: { InstanceType: found.slice(from, from + size) } };
  },
};

function checksOf(params: Params): ((type: Shown) => boolean)[] {
  const checks: ((type: Shown) => boolean)[] = [];
  for (const [name, field] of Object.entries(EQUALS)) {
    const wanted = params.text(name);
    if (wanted !== null) checks.push((type) => type[field] === wanted);
  }
  for (const [name, field] of Object.entries(LISTS)) {
    const wanted = params.list(name);
    if (wanted.length > MAX_LISTED) notValid('InvalidParameter', name);
    if (wanted.length > 0) checks.push((type) => wanted.includes(String(type[field])));
  }
  for (const field of LEAST) {
    const least = number(params, `Minimum${field}`);
    if (least !== null) checks.push((type) => type[field] >= least);
  }
  for (const field of MOST) {
    const most = number(params, `Maximum${field}`);
    if (most !== null) checks.push((type) => type[field] <= most);
  }
  return checks;
}

function number(params: Params, name: string): number | null {
  const text = params.text(name);
  if (text === null) return null;
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : notValid('InvalidParameter', name);
}

export const typeActions: Readonly<Record<string, Action>> = { DescribeInstanceTypes: describeInstanceTypes };
