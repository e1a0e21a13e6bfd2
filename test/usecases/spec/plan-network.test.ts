import { expect, test } from 'vitest';
import { ok } from '../../../src/core/base/result.ts';
import { ALL_MEMBERS } from '../../../src/core/policy/people.ts';
import type { Draft } from '../../../src/core/spec/spec.ts';
import type { Catalogue } from '../../../src/ecs/catalogue/catalogue.ts';
import { planAllowed } from '../../../src/usecases/spec/plan-allowed.ts';
import { orderedNetwork } from '../../../src/usecases/spec/plan-network.ts';
import { policyOf } from '../../policy/reading.ts';
import { disksOf, HANGZHOU } from '../../support/choices.ts';
import { fixedPolicy } from '../../support/fixed-sources.ts';

const list = <T>(items: readonly T[]) => ({ peek: () => items, load: () => Promise.resolve(ok(items)) });

const CATALOGUE = {
  regions: list(HANGZHOU.regions),
  zones: list(HANGZHOU.zones),
  instanceTypes: list(HANGZHOU.types),
  systemDisks: list(disksOf('ecs.g7.large')),
  images: list(HANGZHOU.images),
  vSwitches: list(HANGZHOU.vSwitches),
  securityGroups: list(HANGZHOU.groups),
  keyPairs: list(HANGZHOU.keys ?? []),
  terms: list(HANGZHOU.terms),
} as unknown as Catalogue;

const POLICY = `networks:
  staging: { region: cn-hangzhou, vSwitches: [vsw-h1, vsw-g1], securityGroups: [sg-web], default: true }
  data: { region: cn-hangzhou, vSwitches: [vsw-h2], securityGroups: [sg-data, sg-data2] }
  live: { region: cn-hangzhou, vSwitches: [vsw-h2], securityGroups: [sg-live], channels: [C07PLATFRM2] }
`;
const planned = (draft: Draft, text = POLICY) =>
  planAllowed(
    {
      catalogue: CATALOGUE,
      policy: fixedPolicy(policyOf(text)),
      directory: { known: () => ALL_MEMBERS },
      defaultRegion: 'cn-hangzhou',
    },
    draft,
    { user: 'U07LENAHOF1', isAdmin: false, channel: 'C07WEBTEAM3' },
  );
const networkOf = ({ draft: { zone, network, vswitch, group } }: ReturnType<typeof planned>) => [
  zone,
  network,
  vswitch,
  group,
];
const [G, H] = ['cn-hangzhou-g', 'cn-hangzhou-h'];

test.each<readonly [Draft, readonly (string | undefined)[]]>([
  [{}, [G, 'staging', 'vsw-g1', 'sg-web']],
  [{ zone: 'h' }, [H, 'staging', 'vsw-h1', 'sg-web']],
  [{ network: 'data' }, [H, 'data', 'vsw-h2', 'sg-data']],
  [{ zone: 'h', network: ' data ' }, [H, 'data', 'vsw-h2', 'sg-data']],
  [{ network: 'Data', group: 'data-open' }, [H, 'data/sg-data2', 'vsw-h2', 'sg-data2']],
  [{ vswitch: 'data' }, [H, 'data', 'vsw-h2', 'sg-data']],
  [{ vswitch: 'vsw-h2', group: 'sg-data2' }, [H, 'data/sg-data2', 'vsw-h2', 'sg-data2']],
  [{ zone: 'h', vswitch: 'vsw-h1', group: '' }, [H, 'staging', 'vsw-h1', 'sg-web']],
])('%j is planned on %j', (draft, expected) => {
  const plan = planned(draft);
  expect([networkOf(plan), plan.problems]).toEqual([expected, []]);
});

test.each<Draft>([
  { network: 'live' },
  { network: 'stagin' },
  { zone: 'g', network: 'data' },
  { zone: 'h', vswitch: 'vsw-h1', group: 'sg-data' },
  { zone: 'h', vswitch: 'vsw-x' },
  { zone: 'h', group: 'sg-live' },
])('%j is refused by the rule, and nothing is put in its place', (draft) => {
  const plan = planned(draft);
  const allowed = draft.zone === 'g' || draft.zone === undefined ? ['staging'] : ['staging', 'data'];
  expect(plan.problems).toEqual([
    expect.objectContaining({ field: 'network', problem: 'notAllowed', rule: expect.objectContaining({ allowed }) }),
  ]);
  expect(networkOf(plan).slice(1)).toEqual([undefined, undefined, undefined]);
});

test('a default group goes only with networks of its VPC, as inbound bandwidth only with what may go out', () => {
  const text = `${POLICY}defaults: { groups: "sg-data2", InternetMaxBandwidthIn: 50 }\n`;
  const optionsOf = (draft: Draft) => {
    const { problems, draft: shown } = planned({ zone: 'h', ...draft }, text);
    return [shown.groups, shown.inbound, problems];
  };
  expect(optionsOf({ network: 'data', bandwidth: '60' })).toEqual(['sg-data2', '50', []]);
  expect(optionsOf({ network: 'staging', bandwidth: '5' })).toEqual([undefined, undefined, []]);
});

const NO_NETWORKS = { rule: 'networks', line: null, allowed: [], max: null };

test('without networks in the policy nothing changes, and a name for one is told to be none', () => {
  expect(planned({ zone: 'h', vswitch: 'web' }, 'language: en\n')).toMatchObject({ networks: null, problems: [] });
  const { draft, problems } = planned({ zone: 'h', network: 'staging' }, 'language: en\n');
  expect([draft.network, problems]).toEqual([
    undefined,
    [{ field: 'network', problem: 'notAllowed', given: 'staging', rule: NO_NETWORKS }],
  ]);
});

test('a submission stands for what was picked, and for nothing that was not', () => {
  const under = { policy: policyOf(POLICY), channel: 'C07WEBTEAM3' };
  const place = { region: 'cn-hangzhou', zone: H };
  const ordered = (draft: Draft) => orderedNetwork({ ...place, ...draft }, HANGZHOU, under);
  expect(ordered({ network: 'data/sg-data2' })).toEqual({
    draft: { ...place, vswitch: 'vsw-h2', group: 'sg-data2' },
    problem: null,
  });
  expect(ordered({})).toEqual({ draft: place, problem: null });
  expect(ordered({ vswitch: 'vsw-x', group: 'sg-x' }).draft).toEqual({ ...place, vswitch: 'vsw-x', group: 'sg-x' });
  expect(ordered({ network: 'live' }).problem).toMatchObject({ field: 'network', given: 'live' });
  const without = { ...under, policy: policyOf('language: en\n') };
  expect(orderedNetwork({ network: 'data' }, HANGZHOU, without)).toMatchObject({
    draft: {},
    problem: { rule: NO_NETWORKS },
  });
  expect(orderedNetwork(place, HANGZHOU, without)).toEqual({ draft: place, problem: null });
});

test('what else is wrong is told beside a network that is not allowed', () => {
  expect(planned({ zone: 'h', vswitch: 'vsw-x', size: 'huge' }).problems.map(({ field }) => field)).toEqual([
    ...['network', 'size'],
  ]);
});
