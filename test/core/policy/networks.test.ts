import { describe, expect, test } from 'vitest';
import {
  allowsNetwork,
  type Network,
  nameIn,
  networkChoices,
  networkNameOf,
  networksIn,
  notAllowed,
  plainNetwork,
  settleNetwork,
} from '../../../src/core/policy/networks.ts';
import { ALL_MEMBERS } from '../../../src/core/policy/people.ts';
import { NO_POLICY } from '../../../src/core/policy/policy.ts';
import { judgePolicy, type OrderFacts } from '../../../src/core/policy/policy-judge.ts';
import { HANGZHOU } from '../../support/choices.ts';

const network = (name: string, more: Partial<Network> = {}): Network => ({
  name,
  region: 'cn-hangzhou',
  vSwitches: ['vsw-h1'],
  groups: ['sg-web'],
  about: null,
  channels: 'any',
  isUsual: false,
  ...more,
});
const STAGING = network('staging', { vSwitches: ['vsw-h1', 'vsw-g1'], groups: ['sg-web', 'sg-all'], isUsual: true });
const PRODUCTION = network('production', { vSwitches: ['vsw-h2'], groups: ['sg-db'], channels: ['C07PLATFRM2', 'dm'] });
const ALL = [STAGING, PRODUCTION];

const GROUPS = [
  { id: 'sg-web', name: 'web', vpcId: 'vpc-1' },
  { id: 'sg-all', name: 'all', vpcId: 'vpc-1' },
  { id: 'sg-db', name: 'db', vpcId: 'vpc-2' },
];
const LISTS = { vSwitches: HANGZHOU.vSwitches, groups: GROUPS };
const PLACE = { region: 'cn-hangzhou', zone: 'cn-hangzhou-h' };
const HERE = networkChoices(ALL, PLACE, LISTS);

describe('what may be picked in a zone', () => {
  test('is each network with each of its groups, what is usual first', () => {
    expect(networkChoices([PRODUCTION, STAGING], PLACE, LISTS).map(({ word }) => word)).toEqual([
      'staging',
      'staging/sg-all',
      'production',
    ]);
    expect(networkChoices(ALL, { ...PLACE, zone: 'cn-hangzhou-g' }, LISTS).map(({ word }) => word)).toEqual([
      'staging',
      'staging/sg-all',
    ]);
    expect(networkChoices(ALL, { region: 'cn-beijing', zone: 'cn-beijing-h' }, LISTS)).toEqual([]);
  });

  test('has the vSwitch with the most free addresses, in the VPC of its group', () => {
    const twin = { ...HANGZHOU.vSwitches[0], id: 'vsw-h3', freeAddresses: 900 } as (typeof HANGZHOU.vSwitches)[number];
    const both = network('both', { vSwitches: ['vsw-h1', 'vsw-h3', 'vsw-h2'], groups: ['sg-web', 'sg-db'] });
    const choices = networkChoices([both], PLACE, { ...LISTS, vSwitches: [...LISTS.vSwitches, twin] });
    expect(choices.map(({ groupId, vSwitch }) => [groupId, vSwitch?.id])).toEqual([
      ['sg-web', 'vsw-h3'],
      ['sg-db', 'vsw-h2'],
    ]);
  });

  test('leaves out what the cloud does not list, and offers all by name while its lists have not come', () => {
    expect(networkChoices([network('gone', { vSwitches: ['vsw-x'] })], PLACE, LISTS)).toEqual([]);
    for (const missing of [{ vSwitches: null }, { groups: null }])
      expect(networkChoices(ALL, PLACE, { ...LISTS, ...missing }).map(({ word, vSwitch }) => [word, vSwitch])).toEqual([
        ...[
          ['staging', null],
          ['staging/sg-all', null],
          ['production', null],
        ],
      ]);
    const elsewhere = { region: 'cn-beijing', zone: 'cn-beijing-h' };
    expect(networkChoices(ALL, elsewhere, { vSwitches: null, groups: null })).toEqual([]);
    expect(networkChoices([network('gone', { groups: ['sg-x'] })], PLACE, LISTS)).toEqual([]);
  });
});

describe('a draft is settled on a network', () => {
  const LINE = 7;
  const idsOf = (draft: Parameters<typeof settleNetwork>[0], choices = HERE) => {
    const { draft: settled, problem } = settleNetwork(draft, choices, LINE);
    return problem?.given ?? [settled.network, settled.vswitch, settled.group];
  };

  test.each([
    ['by its name', { network: 'Staging' }, ['staging', 'vsw-h1', 'sg-web']],
    ['by its name and group', { network: 'staging/sg-all' }, ['staging/sg-all', 'vsw-h1', 'sg-all']],
    ['by a group beside its name', { network: 'staging', group: 'sg-all' }, ['staging/sg-all', 'vsw-h1', 'sg-all']],
    ['by ids', { vswitch: 'vsw-h2', group: 'sg-db' }, ['production', 'vsw-h2', 'sg-db']],
    ['by a vSwitch alone', { vswitch: 'vsw-h1' }, ['staging', 'vsw-h1', 'sg-web']],
    ['by what is usual', {}, ['staging', 'vsw-h1', 'sg-web']],
    ['and refused by a name that is not there', { network: 'stagin' }, 'stagin'],
    ['and refused by a group of another network', { network: 'staging', group: 'sg-db' }, 'staging'],
    ['and refused by a pair that no network has', { vswitch: 'vsw-h1', group: 'sg-db' }, 'vsw-h1, sg-db'],
  ] as const)('%s', (_how, draft, expected) => {
    expect(idsOf(draft)).toEqual(expected);
  });

  test('fills nothing in where none is usual and there are several', () => {
    const none = networkChoices([{ ...STAGING, isUsual: false }, PRODUCTION], PLACE, LISTS);
    expect(idsOf({}, none)).toEqual([undefined, undefined, undefined]);
    expect(idsOf({}, none.slice(0, 1))).toEqual(['staging', 'vsw-h1', 'sg-web']);
    expect(idsOf({ network: '', vswitch: '', group: '' }, none)).toEqual([undefined, undefined, undefined]);
    expect(idsOf({}, [])).toEqual([undefined, undefined, undefined]);
  });

  test.each([
    ['name', { network: 'production' }, ['production', 'vsw-h2', 'sg-db']],
    ['vSwitch', { vswitch: 'vsw-h2', group: '' }, ['production', 'vsw-h2', 'sg-db']],
    ['group', { vswitch: '', group: 'sg-all' }, ['staging/sg-all', 'vsw-h1', 'sg-all']],
  ] as const)('that is said by its %s, beside fields that are empty', (_what, draft, expected) => {
    expect(idsOf(draft)).toEqual(expected);
  });

  test('never with another group than the first, which its name stands for', () => {
    const without = networkChoices(ALL, PLACE, { ...LISTS, groups: GROUPS.filter(({ id }) => id !== 'sg-web') });
    expect(idsOf({ network: 'staging' }, without)).toBe('staging');
    expect(idsOf({ network: 'staging', group: 'sg-all' }, without)).toEqual(['staging/sg-all', 'vsw-h1', 'sg-all']);
  });

  test('by its name alone while the lists of the cloud have not come', () => {
    const unlisted = networkChoices(ALL, PLACE, { vSwitches: null, groups: null });
    expect(settleNetwork({ network: 'staging' }, unlisted, LINE)).toEqual({
      draft: { network: 'staging' },
      problem: null,
    });
    expect(idsOf({ vswitch: 'vsw-g1', group: 'sg-all' }, unlisted)).toEqual(['staging/sg-all', 'vsw-g1', 'sg-all']);
  });
});

describe('the rule', () => {
  const order = (vSwitch: string | null, group: string | null, channel: string | null = 'C07WEBTEAM3'): OrderFacts => ({
    ...{ user: 'U1', isAdmin: false, channel, charge: 'payAsYouGo', region: 'cn-hangzhou', type: null, family: null },
    ...{ vCpu: null, image: null, amount: 1, bandwidthOut: 0, diskGiB: 40, network: { vSwitch, group } },
  });
  const policy = { ...NO_POLICY, networks: { value: ALL, line: 7 } };
  const judged = (facts: OrderFacts) => judgePolicy(facts, policy, ALL_MEMBERS).verdict;

  test.each([
    ['a pair of one network', 'vsw-h1', 'sg-all', 'C07WEBTEAM3', 'allowed'],
    ['a pair of two networks', 'vsw-h1', 'sg-db', 'C07PLATFRM2', 'refused'],
    ['a vSwitch of none', 'vsw-x', 'sg-web', 'C07WEBTEAM3', 'refused'],
    ['a network of another channel', 'vsw-h2', 'sg-db', 'C07WEBTEAM3', 'refused'],
    ['a network in its channel', 'vsw-h2', 'sg-db', 'C07PLATFRM2', 'allowed'],
    ['a network in direct messages', 'vsw-h2', 'sg-db', 'U07LENAHOF1', 'allowed'],
    ['a vSwitch that is not known', null, 'sg-db', 'C07PLATFRM2', 'unknown'],
    ['a group that is not known', 'vsw-h2', null, 'C07PLATFRM2', 'unknown'],
    ['a channel that is not known', 'vsw-h2', 'sg-db', null, 'unknown'],
  ] as const)('%s is %5$s', (_what, vSwitch, group, channel, verdict) => {
    expect(judged(order(vSwitch, group, channel))).toBe(verdict);
  });

  test('says which networks there are, and its line', () => {
    expect(judgePolicy(order('vsw-x', 'sg-web'), policy, ALL_MEMBERS).breaches).toEqual([
      {
        ...{ rule: 'networks', line: 7, field: 'network', given: 'vsw-x, sg-web' },
        ...{ allowed: ['staging', 'production'], max: null },
      },
    ]);
  });

  test('lets nothing be ordered of which the network is not known, and judges nothing without networks', () => {
    const { network: _, ...unknown } = order('vsw-h1', 'sg-web');
    expect(judged(unknown)).toBe('unknown');
    expect(judgePolicy(unknown, NO_POLICY, ALL_MEMBERS).verdict).toBe('allowed');
    expect(allowsNetwork([], { vSwitch: 'vsw-h1', group: 'sg-web' }, 'C1')).toBe(false);
  });
});

test('without the cloud a name stands for any vSwitch of it', () => {
  const networks = { value: ALL, line: 7 };
  const plain = (draft: Parameters<typeof plainNetwork>[0], channel = 'C07WEBTEAM3') => {
    const { draft: filled, problem } = plainNetwork(draft, networks, channel);
    return problem?.given ?? [filled.vswitch, filled.group];
  };
  expect(plain({})).toEqual(['vsw-h1', 'sg-web']);
  expect(plain({ network: 'staging/sg-all' })).toEqual(['vsw-h1', 'sg-all']);
  expect(plain({ network: 'staging', region: 'cn-beijing' })).toBe('staging');
  expect(plain({ network: 'production' })).toBe('production');
  expect(plain({ network: 'production' }, 'C07PLATFRM2')).toEqual(['vsw-h2', 'sg-db']);
  expect(plain({ vswitch: 'vsw-x' })).toEqual(['vsw-x', undefined]);
  expect(plain({ group: 'sg-x' })).toEqual([undefined, 'sg-x']);
  expect(plain({ network: 'staging/sg-db' })).toBe('staging/sg-db');
  expect(plain({ network: 'staging', region: 'cn-hangzhou' })).toEqual(['vsw-h1', 'sg-web']);
  expect(plainNetwork({ region: 'cn-beijing' }, networks, 'C1')).toEqual({
    draft: { region: 'cn-beijing' },
    problem: null,
  });
  expect(plainNetwork({ network: 'x' }, networks, 'C1').problem?.rule).toMatchObject({ line: 7, allowed: ['staging'] });
  expect(plainNetwork({ group: 'sg-x' }, null, 'C1')).toEqual({ draft: { group: 'sg-x' }, problem: null });
  expect(plainNetwork({ network: 'x' }, null, 'C1')).toEqual({ draft: {}, problem: notAllowed('x', null, []) });
  expect(networksIn(null, 'C1')).toBeNull();
});

test('the name of a network is that of its vSwitch and group, however many more groups there are of it', () => {
  const networks = { value: ALL, line: 7 };
  const name = (vSwitch: string | null, group: string | null, more?: readonly string[]) =>
    networkNameOf(networks, { vSwitch, group, ...(more && { more }) });
  expect(name('vsw-g1', 'sg-all')).toBe('staging');
  expect(name('vsw-h2', 'sg-db')).toBe('production');
  expect(name('vsw-h1', 'sg-web', ['sg-all'])).toBe('staging');
  expect(name('vsw-h1', 'sg-web', ['sg-db'])).toBeNull();
  expect([name('vsw-h1', 'sg-db'), name(null, 'sg-web'), name('vsw-h1', null)]).toEqual([null, null, null]);
  expect(networkNameOf(null, { vSwitch: 'vsw-h1', group: 'sg-web' })).toBeNull();
  expect([nameIn('staging'), nameIn('staging/sg-all')]).toEqual(['staging', 'staging']);
});

test('a further group has to be of the same network', () => {
  const facts = (...more: string[]) => ({ vSwitch: 'vsw-h1', group: 'sg-web', more });
  expect(allowsNetwork(ALL, facts('sg-all'), 'C1')).toBe(true);
  expect(allowsNetwork(ALL, facts('sg-all', 'sg-db'), 'C1')).toBe(false);
});

test('the networks of a channel are those that may be picked there; of no channel all', () => {
  const networks = { value: ALL, line: 7 };
  expect(networksIn(networks, 'C07WEBTEAM3')).toEqual([STAGING]);
  expect(networksIn(networks, 'C07PLATFRM2')).toEqual(ALL);
  expect(networksIn(networks, null)).toEqual(ALL);
});

test('a refusal names each network once', () => {
  expect(notAllowed('x', 7, [STAGING, STAGING, PRODUCTION])).toEqual({
    ...{ field: 'network', problem: 'notAllowed', given: 'x' },
    rule: { rule: 'networks', line: 7, allowed: ['staging', 'production'], max: null },
  });
});
