import { expect, test } from 'vitest';
import { fail, ok } from '../../../src/core/base/result.ts';
import { failureOf } from '../../../src/core/failure/failure.ts';
import { NO_POLICY } from '../../../src/core/policy/policy.ts';
import type { Catalogue } from '../../../src/ecs/catalogue/catalogue.ts';
import { allowedCatalogue } from '../../../src/usecases/policy/allowed-catalogue.ts';
import { policyOf } from '../../policy/reading.ts';
import { HANGZHOU } from '../../support/choices.ts';
import { fixedPolicy } from '../../support/fixed-sources.ts';

const FAILED = fail(failureOf('throttled', { detail: '' }));
const list = (items: readonly unknown[]) => ({
  peek: () => items,
  load: async () => ok(items),
  reload: async () => ok(items),
});
const none = { peek: () => null, load: async () => FAILED, reload: async () => FAILED };
const catalogue = {
  regions: list(HANGZHOU.regions),
  zones: list(HANGZHOU.zones),
  instanceTypes: list(HANGZHOU.types),
  vSwitches: list(HANGZHOU.vSwitches),
  securityGroups: list(HANGZHOU.groups),
  images: list(HANGZHOU.images),
  keyPairs: none,
} as unknown as Catalogue;

const NETWORKS = `networks:
  office: { region: cn-hangzhou, vSwitches: [vsw-h1], securityGroups: [sg-web], channels: [C07OFFICE01] }
  data: { region: cn-hangzhou, vSwitches: [vsw-h2], securityGroups: [sg-data] }
`;

type Listed = 'regions' | 'instanceTypes' | 'vSwitches' | 'securityGroups' | 'images' | 'zones';

/** The ids that are offered, however they are read. */
async function offered(yaml: string, name: Listed, channel: string | null = null, named?: string) {
  const policy = fixedPolicy(yaml === '' ? NO_POLICY : policyOf(yaml));
  const { peek, load, reload } = allowedCatalogue({ catalogue, policy }, channel, named)[
    name
  ] as unknown as typeof none;
  const ids = (items: unknown) => (items as readonly { readonly id: string }[]).map(({ id }) => id);
  const read = [ok(peek()), await load(), await reload()].map((one) => (one.ok ? ids(one.value) : null));
  expect(new Set(read.map((each) => JSON.stringify(each))).size).toBe(1);
  return read[0];
}

test.each<[string, Listed, string, readonly string[]]>([
  ['regions: [cn-beijing]\n', 'regions', 'regions', ['cn-beijing']],
  ['families: [c7]\n', 'instanceTypes', 'families', ['ecs.c7.large']],
  [
    'limits: { maxVCpu: 2 }\n',
    'instanceTypes',
    'vCPU',
    ['ecs.g7.large', 'ecs.c7.large', 'ecs.r7.large', 'ecs.s2.large'],
  ],
  ["images: ['win*']\n", 'images', 'images', ['win2022_21H2_x64_dtc_en-us_40G_alibase_20250101.vhd']],
  ['regions: [cn-beijing]\n', 'zones', 'nothing about zones', ['cn-hangzhou-g', 'cn-hangzhou-h']],
])('of %j people are offered in %s what the policy allows: %s', async (yaml, name, _, ids) => {
  expect(await offered(yaml, name)).toEqual(ids);
});

test('without a policy everything is offered', async () => {
  for (const name of ['regions', 'instanceTypes', 'vSwitches', 'securityGroups', 'images'] as const)
    expect((await offered('', name))?.length).toBe((await catalogue[name].peek('', '' as never, '' as never))?.length);
});

test('of networks those of the channel are offered, and of a named one its own alone', async () => {
  expect(await offered(NETWORKS, 'vSwitches', 'C07OFFICE01')).toEqual(['vsw-h1', 'vsw-h2']);
  expect(await offered(NETWORKS, 'securityGroups', 'C07OFFICE01')).toEqual(['sg-web', 'sg-data']);
  expect(await offered(NETWORKS, 'vSwitches', 'C07OTHER001')).toEqual(['vsw-h2']);
  expect(await offered(NETWORKS, 'securityGroups', 'C07OTHER001')).toEqual(['sg-data']);
  expect(await offered(NETWORKS, 'vSwitches', 'C07OFFICE01', 'Office')).toEqual(['vsw-h1']);
  expect(await offered(NETWORKS, 'vSwitches', 'C07OFFICE01', 'cellar')).toEqual(['vsw-h1', 'vsw-h2']);
  expect(await offered(NETWORKS, 'vSwitches')).toEqual(['vsw-h1', 'vsw-h2']);
});

test('what cannot be read is no empty list', async () => {
  const unread = { ...catalogue, regions: none, images: none } as unknown as Catalogue;
  const { regions, images } = allowedCatalogue({ catalogue: unread, policy: fixedPolicy(NO_POLICY) });
  expect([regions.peek(), await regions.load(), await images.reload('')]).toEqual([null, FAILED, FAILED]);
});
