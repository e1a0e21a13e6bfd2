import { describe, expect, test } from 'vitest';
import { NOTHING_ASKED } from '../../../src/core/policy/asked-options.ts';
import { CHARGE_KINDS, type ChargeKind, termsOf } from '../../../src/core/spec/charge.ts';
import { type Draft, FIELDS } from '../../../src/core/spec/spec.ts';
import { type FormPlan, leaseOfForm, planForm, withNumbersOf } from '../../../src/usecases/spec/plan-form.ts';
import { disksOf, GOOD, HANGZHOU } from '../../support/choices.ts';
import { listsStage } from './lists-stage.ts';

const REGION = 'cn-hangzhou';
const [G, H] = ['cn-hangzhou-g', 'cn-hangzhou-h'];
const BEIJING = { region: 'cn-beijing' };

/** The form of this draft once the lists that it needs are there. */
async function planned(typed: Draft, charges: readonly ChargeKind[] = CHARGE_KINDS, defaultRegion = REGION) {
  const { catalogue, settled, asked } = listsStage();
  const plan = await settled(() => planForm(catalogue, typed, defaultRegion, charges));
  return Object.assign(plan, { asks: asked });
}

const picked = ({ draft }: FormPlan, ...fields: readonly (keyof Draft)[]) => fields.map((field) => draft[field]);
const wrong = ({ problems }: FormPlan) => problems.map(({ field, problem }) => `${field} ${problem}`);

describe('before the regions have come', () => {
  test('the form holds what was typed, has no price, and begins to load what it will most likely need', () => {
    const { catalogue, asked } = listsStage();
    const typed = { type: 'nonsense', zone: 'x' };
    const plan = planForm(catalogue, typed, REGION, ['payAsYouGo']);
    expect(plan).toMatchObject({ draft: typed, problems: [], order: null, lists: { regions: null, zones: null } });
    expect(plan.lacks.at(-1)).toEqual({ field: 'charge', is: 'empty' });
    expect(asked).toEqual([
      'regions',
      `zones ${REGION} payAsYouGo`,
      ...[`images ${REGION}`, `vSwitches ${REGION}`, `groups ${REGION}`, `keys ${REGION}`, 'terms'],
    ]);
  });

  test('nothing is loaded for a region that is only a word yet', () => {
    const { catalogue, asked } = listsStage();
    expect(planForm(catalogue, BEIJING, REGION).draft).toEqual(BEIJING);
    expect(asked).toEqual(['regions']);
  });

  test('an order whose charge is picked lacks what it lacks, and has no price yet though it is whole', () => {
    const plan = planForm(listsStage().catalogue, { ...GOOD, charge: 'payAsYouGo' }, REGION);
    expect([plan.order, plan.lacks]).toEqual([null, []]);
  });
});

describe('where it is', () => {
  test.each<readonly [Draft, readonly string[]]>([
    [{}, [REGION, G]],
    [{ zone: 'h' }, [REGION, H]],
    [{ region: 'Beijing' }, ['cn-beijing', 'cn-beijing-h']],
    // A vSwitch names its zone where no other is found.
    [{ vswitch: 'data' }, [REGION, H]],
    [{ vswitch: 'vsw-h1', zone: 'g' }, [REGION, G]],
    [{ vswitch: 'vsw-x' }, [REGION, G]],
    [{ vswitch: 'vsw-h1', zone: 'x' }, [REGION, H]],
    [{ vswitch: 'vsw-h1', region: 'beijing' }, ['cn-beijing', 'cn-beijing-h']],
  ])('%j is planned in %j', async (typed, place) => {
    expect(picked(await planned(typed), 'region', 'zone')).toEqual(place);
  });

  test('is the default region where none is said, or the first if the account, or the policy, does not have that', async () => {
    for (const [given, region] of [
      ['cn-beijing', 'cn-beijing'],
      ['eu-central-1', REGION],
    ] as const)
      expect((await planned({}, CHARGE_KINDS, given)).draft.region).toBe(region);
  });

  test('a vSwitch does not move the form to a zone where its charge is not sold', async () => {
    const plan = await planned({ vswitch: 'vsw-h1', charge: 'spot' });
    expect(picked(plan, 'zone', 'vswitch')).toEqual([G, undefined]);
    expect(wrong(plan)).toEqual(['vswitch otherZone']);
  });

  test('a zone waits for the list of zones, and nothing of it is asked before', async () => {
    const { catalogue, cloud, asked, settled } = listsStage();
    cloud.silent.push('zones');
    const plan = await settled(() => planForm(catalogue, { zone: 'h', type: 'g7.large' }, REGION));
    expect([...picked(plan, 'region', 'zone'), plan.lists.zones, plan.lists.types]).toEqual([
      ...[REGION, undefined, null, null],
    ]);
    expect(asked.filter((one) => one.startsWith('types') || one.startsWith('disks'))).toEqual([]);
  });

  test('a vSwitch that cannot be looked up yet names no zone', async () => {
    const { catalogue, cloud, settled } = listsStage();
    cloud.silent.push('vSwitches');
    const plan = await settled(() => planForm(catalogue, { vswitch: 'data' }, REGION));
    expect(picked(plan, 'zone', 'vswitch')).toEqual([G, 'data']);
  });
});

describe('what there is to pick', () => {
  test('are the lists of the place, the type and the charge', async () => {
    const plan = await planned({ zone: 'h', type: 's2.large' });
    expect(plan.lists).toEqual({ ...HANGZHOU, disks: disksOf('ecs.s2.large'), terms: termsOf('china', 'create') });
    expect(picked(plan, 'type', 'disk', 'size', 'bandwidth', 'amount', 'charge')).toEqual([
      ...['ecs.s2.large', 'cloud_ssd', '40', '0', '1', 'payAsYouGo'],
    ]);
    expect(plan).toMatchObject({ networks: null, asked: NOTHING_ASKED, charges: CHARGE_KINDS });
    const beijing = await planned({ ...BEIJING, type: 'g7.large', charge: 'prepaid', period: '1m' });
    expect(beijing.asks).toContain('types cn-beijing cn-beijing-h prepaid');
    expect(beijing.asks).toContain('disks cn-beijing cn-beijing-h ecs.g7.large prepaid');
    expect(picked(beijing, 'vswitch', 'group', 'period')).toEqual(['vsw-b1', 'sg-b1', '1m']);
  });

  test.each(['r7.large', 'nonsense', ''])('of the type “%s” no disks are asked for', async (type) => {
    const plan = await planned({ zone: 'h', type });
    expect([plan.lists.disks, plan.asks.filter((one) => one.startsWith('disks'))]).toEqual([null, []]);
  });

  test('of every other way of paying the zones are there before it is picked', async () => {
    const { asks } = await planned({ charge: 'spot' }, ['payAsYouGo', 'spot']);
    expect(asks.filter((one) => one.startsWith('zones')).toSorted()).toEqual([
      ...[`zones ${REGION} payAsYouGo`, `zones ${REGION} spot`],
    ]);
  });

  test.each<readonly [Draft, readonly ChargeKind[], ChargeKind, string | undefined, readonly string[]]>([
    [{}, CHARGE_KINDS, 'payAsYouGo', 'payAsYouGo', []],
    [{}, ['spot', 'prepaid'], 'spot', 'spot', []],
    [{ charge: 'Preemptible' }, CHARGE_KINDS, 'spot', 'spot', []],
    [{ charge: 'spot' }, ['payAsYouGo'], 'payAsYouGo', undefined, ['charge unknownChoice']],
    [{ charge: 'barter' }, CHARGE_KINDS, 'payAsYouGo', undefined, ['charge unknownChoice']],
  ])('%j among %j is listed as %s', async (typed, charges, listed, held, problems) => {
    const plan = await planned({ ...GOOD, ...typed, zone: 'g', vswitch: 'vsw-g1' }, charges);
    expect([plan.chargeKind, plan.draft.charge, wrong(plan)]).toEqual([listed, held, problems]);
    expect(plan.problems.every(({ given }) => given === typed.charge)).toBe(true);
    // Nothing has a price while no way of paying is picked.
    expect([plan.order?.charge.kind, plan.lacks]).toEqual(
      held === undefined ? [undefined, [{ field: 'charge', is: 'empty' }]] : [held, []],
    );
  });
});

describe('what is wrong', () => {
  test('is told in the order of the form', async () => {
    const typed = { hops: '0', charge: 'spot', amount: 'x', type: 'no', zone: 'no', region: 'no', vswitch: 'no' };
    const fields = (await planned(typed, ['payAsYouGo'])).problems.map(({ field }) => field);
    expect(fields).toEqual(FIELDS.filter((field) => Object.hasOwn(typed, field)));
  });

  // In Beijing there is one vSwitch and one group, with which the form would be filled in.
  test.each<readonly [Draft, readonly (string | undefined)[]]>([
    [{}, ['vsw-b1', 'sg-b1']],
    [{ vswitch: 'vsw-x' }, [undefined, undefined]],
    [{ vswitch: 'vsw-x', group: 'sg-b1' }, [undefined, undefined]],
    [{ group: 'sg-x' }, ['vsw-b1', undefined]],
    [{ image: 'no' }, ['vsw-b1', 'sg-b1']],
  ])('of a network is replaced by nothing: %j', async (typed, network) => {
    expect(picked(await planned({ ...BEIJING, ...typed }), 'vswitch', 'group')).toEqual(network);
  });

  test.each([
    ['x', undefined],
    ['9!', '9!'],
    ['a b', 'a b'],
    ['web', 'web'],
    [`${'y'.repeat(127)}!`, `${'y'.repeat(127)}!`],
    ['y'.repeat(129), undefined],
  ])('stays in its field to be mended, as far as Slack takes it: the name %s', async (name, held) => {
    expect((await planned({ name })).draft.name).toBe(held);
  });
});

describe('an open form', () => {
  test('has no price by a number that its field no longer holds', async () => {
    const plan = await planned({ ...GOOD, charge: 'payAsYouGo' });
    const { size, bandwidth, amount, ...rest } = GOOD;
    expect(withNumbersOf(plan, { size: '60', bandwidth: '7', amount: '3' })).toMatchObject({
      draft: plan.draft,
      order: { systemDisk: { sizeGiB: 60 }, internetMaxBandwidthOut: 7, amount: 3 },
      lacks: [],
    });
    for (const numbers of [{}, { size: '', bandwidth: '', amount: '' }]) {
      const emptied = withNumbersOf(await planned(rest), numbers);
      expect([emptied.order, emptied.lacks]).toEqual([
        null,
        ['size', 'bandwidth', 'amount'].map((field) => ({ field, is: 'empty' })),
      ]);
    }
  });

  test.each<readonly [Draft, ReturnType<typeof leaseOfForm>]>([
    [{}, 7 * 86_400_000],
    [{ lease: '8h' }, 8 * 3_600_000],
    [{ lease: 'none' }, null],
    [{ lease: 'soon' }, 'undecided'],
    [{ charge: 'barter' }, 'undecided'],
    [{ charge: 'prepaid', period: '1m' }, null],
    // Without a period it is not decided how it is paid.
    [{ charge: 'prepaid' }, 'undecided'],
    [{ name: 'x' }, 7 * 86_400_000],
  ])('says how long its instances live: with %j %s', async (typed, ms) => {
    const plan = await planned({ ...GOOD, ...typed });
    expect(leaseOfForm({ ...plan, asked: { ...NOTHING_ASKED, usualLeaseMs: 7 * 86_400_000 } })).toBe(ms);
  });
});
