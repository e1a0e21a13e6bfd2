import { termsOf } from '../../src/core/spec/charge.ts';
import type { Choices, DiskChoice, ImageChoice, TypeChoice } from '../../src/core/spec/choices.ts';
import type { Draft } from '../../src/core/spec/spec.ts';

const type = (id: string, vCpu: number, memoryGiB: number, more: Partial<TypeChoice> = {}): TypeChoice => ({
  id,
  family: id.split('.').slice(0, 2).join('.'),
  vCpu,
  memoryGiB,
  inStock: true,
  ...more,
});

const disk = (category: string, maxGiB = 2048, inStock = true): DiskChoice => ({
  category,
  inStock,
  minGiB: 20,
  maxGiB,
});

/** What every type takes as its system disk, but for the old one. */
const USUAL_DISKS: readonly DiskChoice[] = [
  disk('cloud_efficiency'),
  disk('cloud_auto'),
  disk('cloud_essd'),
  disk('cloud_regional_disk_auto'),
];
const OLD_DISKS: readonly DiskChoice[] = [
  disk('cloud', 500),
  disk('cloud_ssd'),
  disk('cloud_efficiency', 2048, false),
  { category: 'ephemeral_ssd', inStock: true, minGiB: null, maxGiB: null },
];

export const disksOf = (typeId: string): readonly DiskChoice[] => (typeId === 'ecs.s2.large' ? OLD_DISKS : USUAL_DISKS);

const image = (id: string, osName: string, sizeGiB: number, owner: ImageChoice['owner'] = 'system') => ({
  id,
  name: id.replace(/\.vhd$/, ''),
  osName,
  os: osName.startsWith('Windows') ? ('windows' as const) : ('linux' as const),
  sizeGiB,
  owner,
});

/** A small cloud: what can be picked in cn-hangzhou, zone h, of the account in these tests. */
export const HANGZHOU: Choices = {
  regions: [
    { id: 'cn-hangzhou', names: { en: 'China (Hangzhou)', zh: '华东1（杭州）' } },
    { id: 'cn-beijing', names: { en: 'China (Beijing)', zh: '华北2（北京）' } },
    { id: 'cn-shanghai', names: { en: 'China (Shanghai)', zh: '华东2（上海）' } },
    { id: 'ap-southeast-1', names: { en: 'Singapore', zh: '新加坡' } },
  ],
  zones: [
    { id: 'cn-hangzhou-g', names: { en: 'Hangzhou Zone G', zh: '杭州 可用区G' } },
    { id: 'cn-hangzhou-h', names: { en: 'Hangzhou Zone H', zh: '杭州 可用区H' } },
  ],
  types: [
    type('ecs.g7.xlarge', 4, 16),
    type('ecs.g7.large', 2, 8),
    type('ecs.c7.large', 2, 4),
    type('ecs.r7.large', 2, 16, { inStock: false }),
    type('ecs.s2.large', 2, 4),
  ],
  disks: USUAL_DISKS,
  images: [
    image('ubuntu_22_04_x64_20G_alibase_20250101.vhd', 'Ubuntu  22.04 64 bit', 20),
    image('ubuntu_24_04_x64_20G_alibase_20240901.vhd', 'Ubuntu  24.04 64 bit', 20),
    image('ubuntu_24_04_x64_20G_alibase_20250301.vhd', 'Ubuntu  24.04 64 bit', 20),
    image('win2022_21H2_x64_dtc_en-us_40G_alibase_20250101.vhd', 'Windows Server 2022 64 bit', 60),
    image('m-bp1golden', 'Ubuntu  26.04 64 bit', 40, 'self'),
  ],
  vSwitches: [
    { id: 'vsw-h1', name: 'web', vpcId: 'vpc-1', zone: 'cn-hangzhou-h', cidr: '10.0.1.0/24', freeAddresses: 250 },
    { id: 'vsw-h2', name: 'data', vpcId: 'vpc-2', zone: 'cn-hangzhou-h', cidr: '10.9.1.0/24', freeAddresses: 12 },
    { id: 'vsw-g1', name: 'old', vpcId: 'vpc-1', zone: 'cn-hangzhou-g', cidr: '10.0.2.0/24', freeAddresses: 99 },
  ],
  keys: [
    { name: 'ops-2026', owner: null },
    { name: 'ana-laptop', owner: 'U07CREATED1' },
    { name: 'key-bo', owner: 'U07SOMEBODY' },
  ],
  groups: [
    { id: 'sg-web', name: 'web', vpcId: 'vpc-1' },
    { id: 'sg-data', name: 'data', vpcId: 'vpc-2' },
    { id: 'sg-data2', name: 'data-open', vpcId: 'vpc-2' },
    { id: 'sg-classic', name: 'classic', vpcId: '' },
  ],
  terms: termsOf('china', 'create'),
};

/** A draft with which nothing is wrong. */
export const GOOD: Draft & Record<'name' | 'amount', string> = {
  region: 'cn-hangzhou',
  zone: 'cn-hangzhou-h',
  type: 'ecs.g7.large',
  image: 'ubuntu_24_04_x64_20G_alibase_20250301.vhd',
  vswitch: 'vsw-h1',
  group: 'sg-web',
  disk: 'cloud_essd',
  size: '40',
  bandwidth: '5',
  name: 'web-1',
  amount: '2',
};
