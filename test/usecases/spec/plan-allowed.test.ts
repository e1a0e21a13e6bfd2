import { describe, expect, test } from 'vitest';
import { onlyThese } from '../../../src/core/policy/authority.ts';
import type { Asker } from '../../../src/core/policy/grants.ts';
import { ALL_MEMBERS, NOBODY_KNOWN, type People } from '../../../src/core/policy/people.ts';
import type { Draft } from '../../../src/core/spec/spec.ts';
import { allowedCatalogue } from '../../../src/usecases/policy/allowed-catalogue.ts';
import { askerOf, chargesFor, noRegionAllowed, planAllowed } from '../../../src/usecases/spec/plan-allowed.ts';
import { policyOf } from '../../policy/reading.ts';
import { HANGZHOU } from '../../support/choices.ts';
import { fixedPolicy } from '../../support/fixed-sources.ts';
import { LENA, listsStage } from './lists-stage.ts';

const WEB = 'C07WEBTEAM3';
const asker: Asker = { user: LENA, isAdmin: false, channel: WEB };
const own = (name: string) => ({ name, owner: LENA });

function planStage(text: string, { keys = HANGZHOU.keys, people = ALL_MEMBERS as People } = {}) {
  const stage = listsStage(keys ?? []);
  const policy = fixedPolicy(policyOf(text));
  const deps = { ...stage, policy, directory: { known: () => people }, defaultRegion: 'cn-hangzhou' };
  return {
    ...{ stage, deps },
    plan: (draft: Draft, who: Partial<Asker> = {}) =>
      stage.settled(() => planAllowed(deps, { zone: 'h', ...draft }, { ...asker, ...who })),
  };
}

describe('what the policy does not allow', () => {
  test.each<readonly [string, Draft, string]>([
    ['regions: [cn-hangzhou]', { region: 'beijing', zone: '' }, 'region notAllowed regions'],
    ['regions: [cn-hangzhou]', { region: 'mars', zone: '' }, 'region unknownChoice'],
    ['families: [c7]', { type: 'g7.large' }, 'type notAllowed families'],
    ['families: [c7]', { type: 'z9.large' }, 'type notSoldHere'],
    ['limits: { maxVCpu: 2 }', { type: 'g7.xlarge' }, 'type notAllowed maxVCpu'],
    ['limits: { maxVCpu: 6 }', { type: 'g7.xlarge', amount: '2' }, 'amount notAllowed maxVCpu'],
    ['images: ["ubuntu*"]', { image: 'win2022' }, 'image notAllowed images'],
    ['images: ["ubuntu*"]', { image: 'beos' }, 'image unknownChoice'],
    [
      'create: [{ who: everyone, channels: any, charges: [payAsYouGo] }]',
      { charge: 'spot' },
      'charge notAllowed charges',
    ],
    ['create: [{ who: everyone, channels: any, charges: [payAsYouGo] }]', { charge: 'barter' }, 'charge unknownChoice'],
    ['create: [{ who: everyone, channels: any, charges: [prepaid] }]', { charge: 'barter' }, 'charge unknownChoice'],
    ['limits: { maxBandwidthOut: 5 }', { bandwidth: '6' }, 'bandwidth notAllowed maxBandwidthOut'],
    ['login: { allowed: [session] }', { login: 'key:ops-2026' }, 'login notAllowed login'],
    // Too much for the cloud too: its own reason counts, with the policy's bound.
    ['limits: { maxBandwidthOut: 5 }', { bandwidth: '600' }, 'bandwidth outOfRange'],
    ['limits: { maxDiskGiB: 60 }', { disk: 'cloud', type: 's2.large', size: '600' }, 'size outOfRange'],
  ])('by %s is told by its rule, and what does not exist is not: %j', async (text, draft, told) => {
    const { problems } = await planStage(text).plan(draft);
    expect(problems.map(({ field, problem, rule }) => [field, problem, rule?.rule].join(' ').trim())).toEqual([told]);
  });

  test('is nothing that the person did not say: a default is judged once it is ordered', async () => {
    const limits = 'limits: { maxDiskGiB: 20 }\ntags: { required: [team] }\nrequired: [{ fields: [host] }]\n';
    const { plan } = planStage(limits);
    for (const draft of [{}, { vswitch: 'web' }]) expect((await plan(draft)).problems).toEqual([]);
    expect((await plan({ size: '40', tags: 'cost=7', host: 'web' })).problems.map(({ field }) => field)).toEqual([
      ...['size', 'tags'],
    ]);
  });

  test('is told with the line of the rule to admins alone', async () => {
    const { plan } = planStage('language: en\nregions: [cn-hangzhou]\n');
    const lineFor = async (isAdmin: boolean) =>
      (await plan({ region: 'beijing' }, { isAdmin })).problems.map(({ rule }) => rule?.line);
    expect([await lineFor(true), await lineFor(false)]).toEqual([[2], [expect.not.toSatisfy((line) => line === 2)]]);
  });

  test('is never what words mean that fit something allowed too', async () => {
    const { plan } = planStage('types: [ecs.c7.large]\nregions: ["ap-*"]\n');
    expect((await plan({ type: '2c4g', zone: '' })).draft).toMatchObject({
      ...{ region: 'ap-southeast-1', type: 'ecs.c7.large' },
    });
  });

  test('of security groups beside those of a network is told at the network', async () => {
    const network = (group: string) => `{ region: cn-hangzhou, vSwitches: [vsw-h2], securityGroups: [${group}] }`;
    const { plan } = planStage(
      `networks:\n  web: ${network('sg-data').replace(' }', ', default: true }')}\n  api: ${network('sg-data2')}\n`,
    );
    expect((await plan({ groups: 'sg-data2' })).problems).toEqual([
      expect.objectContaining({ field: 'network', problem: 'notAllowed', given: 'vsw-h2, sg-data, sg-data2' }),
    ]);
    expect((await plan({ groups: 'none' })).problems).toEqual([]);
  });
});

test('the lists that the form shows hold what is allowed, and every network of the region', async () => {
  const text = `regions: [cn-hangzhou]
families: [g7]
images: ["ubuntu*"]
networks: { web: { region: cn-hangzhou, vSwitches: [vsw-h1], securityGroups: [sg-web] }, data: { region: cn-hangzhou, vSwitches: [vsw-h2], securityGroups: [sg-data] } }
`;
  const { lists } = await planStage(text).plan({ network: 'data' });
  const ids = (list: readonly { readonly id: string }[] | null) => list?.map(({ id }) => id);
  expect([ids(lists.regions), ids(lists.types)]).toEqual([['cn-hangzhou'], ['ecs.g7.xlarge', 'ecs.g7.large']]);
  expect(ids(lists.images)?.some((id) => id.startsWith('win'))).toBe(false);
  expect([ids(lists.vSwitches), ids(lists.groups)]).toEqual([
    ['vsw-h1', 'vsw-h2'],
    ['sg-web', 'sg-data'],
  ]);
});

test('before the regions or the zones have come there is no list of networks', () => {
  const { deps, stage } = planStage('language: en\n');
  const plan = planAllowed(deps, { image: 'ubuntu' }, asker);
  expect([plan.lists.vSwitches, plan.draft, plan.problems]).toEqual([null, { image: 'ubuntu' }, []]);
  expect(stage.asked.filter((one) => one.startsWith('vSwitches'))).toEqual(['vSwitches cn-hangzhou']);
});

describe('a default of the policy that does not fit what the form has read or filled in is left out', () => {
  const GROUPS = 'SecurityGroupIds: [sg-data]';
  test.each<readonly [string, Draft, keyof Draft, string | undefined]>([
    ['SecurityEnhancementStrategy: Active', { image: '22.04' }, 'hardening', 'Active'],
    ['SecurityEnhancementStrategy: Active', { image: '26.04' }, 'hardening', undefined],
    ['SecurityEnhancementStrategy: Active', {}, 'hardening', 'Active'],
    ['CreditSpecification: Unlimited', { type: 'g7.large' }, 'credit', undefined],
    ['CreditSpecification: Unlimited', {}, 'credit', 'Unlimited'],
    ['SpotDuration: 0', {}, 'spothours', undefined],
    ['SpotDuration: 0', { zone: 'g', charge: 'preemptible' }, 'spothours', '0'],
    ['InternetMaxBandwidthIn: 50', {}, 'inbound', undefined],
    ['InternetMaxBandwidthIn: 50', { bandwidth: '60 Mbit/s' }, 'inbound', '50'],
    ['HostName: web', { amount: '+2' }, 'host', undefined],
    ['renewperiod: 1m', { charge: 'prepaid', period: '1 week', renew: 'yes' }, 'renewperiod', undefined],
    ['renewperiod: 1m', { charge: 'prepaid', period: '12', renew: 'yes' }, 'renewperiod', '1m'],
    [GROUPS, { vswitch: 'data' }, 'groups', 'sg-data'],
    [GROUPS, { vswitch: 'vsw-h1' }, 'groups', undefined],
    [GROUPS, { vswitch: 'data', group: 'sg-data' }, 'groups', undefined],
  ])('%s with %j', async (words, draft, field, left) => {
    const text = `defaults: { ${words} }\ncreate: [{ who: everyone, channels: any }]\n`;
    const plan = await planStage(text.replace('SecurityGroupIds: [sg-data]', 'groups: sg-data')).plan(draft);
    expect([plan.draft[field], plan.problems]).toEqual([left, []]);
  });

  test('and what the person said beside it stays as it is', async () => {
    const { plan } = planStage('defaults: { HostName: web, HttpTokens: required, InternetMaxBandwidthIn: 50 }\n');
    const { draft, problems } = await plan({ amount: '2', tags: 'a=1', image: 'ubuntu', name: 'api' });
    expect(draft).toMatchObject({ tags: 'a=1', tokens: 'required', amount: '2', name: 'api' });
    expect([draft.host, draft.inbound, problems]).toEqual([undefined, undefined, []]);
  });
});

describe('the login is filled in', () => {
  const KEY_USUAL = 'login: { allowed: [key, session], default: key }\n';
  test.each<readonly [string, string, readonly string[], Draft, string | undefined]>([
    ['with the only allowed way', 'login: { allowed: [session] }', [], {}, 'session'],
    ['not with the only way, if that is a key and there is none', 'login: { allowed: [key] }', [], {}, undefined],
    ['with one’s own key, if only keys are allowed', 'login: { allowed: [key] }', ['mine'], {}, 'key:mine'],
    ['with one’s only key', '', ['mine'], {}, 'key:mine'],
    ['with none of several keys', '', ['mine-2', 'mine-10'], {}, undefined],
    ['with the first of several where keys are usual', KEY_USUAL, ['mine-10', 'mine-2'], {}, 'key:mine-2'],
    ['not with a key where it is not allowed', 'login: { allowed: [session, image] }', ['mine'], {}, undefined],
    [
      'with the usual way rather than a key',
      'login: { allowed: [key, session], default: session }',
      ['mine'],
      {},
      'session',
    ],
    ['not over what was said', '', ['mine'], { login: 'session' }, 'session'],
    ['not over what is wrong', '', ['mine'], { login: 'key:gone' }, undefined],
    ['beside what else is wrong', '', ['mine'], { size: 'huge' }, 'key:mine'],
    ['not with a key for Windows, which takes none', '', ['mine'], { image: 'win2022' }, undefined],
    ['with nobody else’s key', '', [], {}, undefined],
  ])('%s', async (_how, text, names, draft, login) => {
    const keys = [{ name: 'shared', owner: null }, { name: 'other', owner: 'U07SOMEBODY' }, ...names.map(own)];
    expect((await planStage(`language: en\n${text}\n`, { keys }).plan(draft)).draft.login).toBe(login);
  });

  test('with none while the keys are not known', async () => {
    const { stage, plan } = planStage('language: en\n', { keys: [own('mine')] });
    stage.cloud.silent.push('keys');
    expect((await plan({})).draft.login).toBeUndefined();
  });
});

describe('what the form asks for', () => {
  test.each<readonly [string, Draft, readonly string[]]>([
    ['language: en', {}, ['keyPair', 'session']],
    ['language: en', { login: 'session' }, ['keyPair', 'session']],
    ['language: en', { login: 'image' }, ['keyPair', 'session', 'image']],
    ['login: { allowed: [session] }', { login: 'image' }, ['session']],
  ])(
    'by %s are the ways to log in, and the image’s password also where a preset has it: %j',
    async (text, draft, ways) => {
      expect((await planStage(`${text}\n`).plan(draft)).asked).toMatchObject({ user: LENA, ways });
    },
  );

  const asking = (charges: string, when: string): string =>
    `create: [{ who: everyone, channels: any, charges: ${charges} }]
currency: CNY
approvers: [U07MARCOKA3]
approvals: [{ when: { ${when} } }]
`;
  test.each<readonly [string, string, Draft, boolean]>([
    ['[payAsYouGo, spot, prepaid]', 'charge: spot', {}, false],
    ['[payAsYouGo, spot, prepaid]', 'charge: spot', { charge: 'spot', zone: 'g' }, true],
    ['[payAsYouGo, spot, prepaid]', 'charge: spot', { charge: 'prepaid', period: '1m' }, true],
    ['[payAsYouGo]', 'totalAbove: 5', {}, true],
    // Refused, so that no way of paying is picked.
    ['[payAsYouGo]', 'totalAbove: 5', { charge: 'prepaid' }, false],
  ])('is what it is for, where somebody may have to approve it: of %s what is of %s, with %j', async (...row) => {
    const [charges, when, draft, may] = row;
    expect((await planStage(asking(charges, when)).plan(draft)).asked.mayNeedApproval).toBe(may);
  });

  test('is what the policy requires of such an order here', async () => {
    const { plan } = planStage(`required: [{ fields: [host], channels: [${WEB}] }]\n`);
    const required = async (draft: Draft, channel = WEB) => (await plan(draft, { channel })).asked.required;
    expect([await required({}), await required({ amount: '2' }), await required({}, 'C07PLATFRM2')]).toEqual([
      ...[['host'], [], []],
    ]);
  });
});

describe('the ways of paying', () => {
  const HERE = 'create: [{ who: everyone, channels: [C07WEBTEAM3], charges: [spot, payAsYouGo] }]';
  test.each<readonly [string, Partial<Asker>, People, readonly string[]]>([
    ['language: en', {}, ALL_MEMBERS, ['payAsYouGo', 'spot', 'prepaid']],
    [HERE, {}, ALL_MEMBERS, ['payAsYouGo', 'spot']],
    // Who may not create here learns that on submission, from a form as everybody else has it.
    [HERE, { channel: 'C07PLATFRM2' }, ALL_MEMBERS, ['payAsYouGo']],
    [HERE, {}, NOBODY_KNOWN, ['payAsYouGo']],
  ])('of %s for %j', (text, who, people, charges) => {
    expect(chargesFor(planStage(text, { people }).deps, { ...asker, ...who })).toEqual(charges);
  });
});

test('who fills in the form is known with their rights and the place of the card', () => {
  const context = { authority: onlyThese([LENA]) };
  expect(askerOf(context, LENA, WEB)).toEqual({ user: LENA, isAdmin: true, channel: WEB });
  expect(askerOf(context, 'U07TOMBECK6', LENA).isAdmin).toBe(false);
});

test('no region is allowed only where there are some', async () => {
  const { deps, stage } = planStage('regions: ["mars-*"]\n');
  expect(noRegionAllowed(deps)).toBe(false);
  await stage.settled(() => deps.catalogue.regions.peek());
  expect([noRegionAllowed(deps), allowedCatalogue(deps).regions.peek()]).toEqual([true, []]);
  expect(noRegionAllowed({ catalogue: allowedCatalogue(deps) })).toBe(false);
});
