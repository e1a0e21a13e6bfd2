import { ok } from '../../../core/base/result.ts';
import { termsOf } from '../../../core/spec/charge.ts';
import type { KnownChoices } from '../../../core/spec/choices.ts';
import type { Draft } from '../../../core/spec/spec.ts';
import type { Catalogue } from '../../../ecs/catalogue/catalogue.ts';
import type { FormCost } from '../../../slack/create-form/cost.ts';
import { type FormPlan, planForm } from '../../../usecases/spec/plan-form.ts';
import { sampleQuoteOf } from '../samples.ts';

const REGION = 'cn-beijing';
const ZONE = 'cn-beijing-h';
export const META = { channel: 'C07GENERAL1' };
const IMAGE = 'ubuntu_24_04_x64_20G_alibase_20260815.vhd';
const WINDOWS = 'win2022_21H2_x64_dtc_en-us_40G_alibase_20260701.vhd';

export const LISTS: KnownChoices = {
  regions: [
    { id: REGION, names: { en: 'China (Beijing)', zh: '华北2（北京）' } },
    { id: 'cn-shanghai', names: { en: 'China (Shanghai)', zh: '华东2（上海）' } },
    { id: 'ap-southeast-1', names: { en: 'Singapore', zh: '新加坡' } },
  ],
  zones: [
    { id: 'cn-beijing-g', names: { en: 'Beijing Zone G', zh: '北京可用区G' } },
    { id: ZONE, names: { en: 'Beijing Zone H', zh: '北京可用区H' } },
  ],
  types: [
    {
      id: 'ecs.g7.large',
      family: 'ecs.g7',
      vCpu: 2,
      memoryGiB: 8,
      inStock: true,
      hourly: { micros: 542_000, currency: 'CNY' },
    },
    { id: 'ecs.r7.large', family: 'ecs.r7', vCpu: 2, memoryGiB: 16, inStock: false },
  ],
  disks: ['cloud_essd', 'cloud_auto', 'cloud_efficiency'].map((category) => ({
    category,
    inStock: true,
    minGiB: 20,
    maxGiB: 2048,
  })),
  images: [
    { id: IMAGE, name: IMAGE, osName: 'Ubuntu 24.04 64 bit', sizeGiB: 20, owner: 'system' },
    { id: WINDOWS, name: WINDOWS, osName: 'Windows Server 2022 64 bit', sizeGiB: 60, owner: 'system' },
  ],
  vSwitches: [
    { id: 'vsw-2ze8k4m1', name: 'web', vpcId: 'vpc-2ze1', zone: ZONE, cidr: '10.0.1.0/24', freeAddresses: 250 },
    { id: 'vsw-2ze8k4m2', name: 'data', vpcId: 'vpc-2ze2', zone: ZONE, cidr: '10.9.1.0/24', freeAddresses: 12 },
    { id: 'vsw-2ze8k4m3', name: 'old', vpcId: 'vpc-2ze1', zone: 'cn-beijing-g', cidr: '10.0.2.0/24', freeAddresses: 9 },
  ],
  keys: [
    { name: 'ops-2026', owner: null },
    { name: 'key-lena', owner: 'U07SAMPLE01' },
  ],
  groups: [
    { id: 'sg-2ze0w5r8', name: 'web', vpcId: 'vpc-2ze1' },
    { id: 'sg-2ze0w5r9', name: 'data', vpcId: 'vpc-2ze2' },
  ],
  terms: termsOf('china', 'create'),
};

export const FILLED: Draft = {
  region: REGION,
  zone: ZONE,
  type: 'ecs.g7.large',
  image: IMAGE,
  vswitch: 'vsw-2ze8k4m1',
  group: 'sg-2ze0w5r8',
  name: 'web',
  bandwidth: '5',
  amount: '2',
};

/** The plan that the bot would make from a draft with these lists. */
export const planOf = (typed: Draft, lists: KnownChoices = LISTS): FormPlan =>
  planForm(catalogueOf(lists), typed, REGION);

function catalogueOf(lists: KnownChoices): Catalogue {
  const list = <T>(items: readonly T[] | null) => {
    const load = async () => ok(items ?? []);
    return { peek: () => items, load, reload: load };
  };
  return {
    regions: list(lists.regions),
    zones: list(lists.zones),
    instanceTypes: list(lists.types),
    systemDisks: list(lists.disks),
    images: list(lists.images?.map((image) => ({ ...image, os: 'linux' as const })) ?? null),
    vSwitches: list(lists.vSwitches),
    keyPairs: list(lists.keys),
    securityGroups: list(lists.groups),
    launchTemplates: list([{ is: 'noTemplate' }]),
    terms: list(lists.terms),
  };
}

/** The usual costs in the form. */
export const costNow = ({ order }: FormPlan): FormCost => ({
  order,
  price: order === null ? 'asking' : ok(sampleQuoteOf(order.charge, order.amount)),
  balance: ok({ minor: 1_000_000, currency: 'CNY' }),
});
