import { describe, expect, test } from 'vitest';
import type { KeyChoice } from '../../../src/core/option/key-pair.ts';
import { ALL_MEMBERS } from '../../../src/core/policy/people.ts';
import { termsOf } from '../../../src/core/spec/charge.ts';
import type { Draft } from '../../../src/core/spec/spec.ts';
import { problemOfField } from '../../../src/core/spec/spec-judge.ts';
import { loadChoices, loadLists, loadRest } from '../../../src/usecases/spec/load-lists.ts';
import { policyOf } from '../../policy/reading.ts';
import { GOOD, HANGZHOU } from '../../support/choices.ts';
import { fixedPolicy } from '../../support/fixed-sources.ts';
import { LENA, listsStage } from './lists-stage.ts';

const asker = { user: LENA, isAdmin: false, channel: 'C07WEBTEAM3' };
const shared = (...names: string[]): KeyChoice[] => names.map((name) => ({ name, owner: null }));

describe('the key pairs by which an order is judged', () => {
  const keysStage = (names: string[]) => {
    const keys = shared(...names);
    const { catalogue, asked } = listsStage(keys);
    return {
      keys,
      asks: () => asked.filter((one) => one.startsWith('keys')).length,
      keysFor: async (login: string, wantsOwnKey = false) => {
        const choices = await loadChoices(catalogue, { ...GOOD, login }, wantsOwnKey);
        if (!choices.ok) throw new Error('no lists');
        return { choices: choices.value, problem: problemOfField('login', { ...GOOD, login }, choices.value) };
      },
    };
  };

  test('are read again before one is refused that was added since', async () => {
    const { keys, asks, keysFor } = keysStage(['ops']);
    expect([(await keysFor('key:ops')).problem, asks()]).toEqual([null, 1]);
    keys.push(...shared('fresh'));
    expect([(await keysFor('key:fresh')).problem, asks()]).toEqual([null, 2]);
    // What is known costs no further call, also where a part of its name is said.
    expect([(await keysFor('key:fresh')).problem, asks()]).toEqual([null, 2]);
    await keysFor('key:fre');
    expect(asks()).toBe(2);
  });

  test('that are not there are refused after one more look', async () => {
    const { asks, keysFor } = keysStage(['ops']);
    expect([(await keysFor('key:gone')).problem?.fault?.is, asks()]).toEqual(['keyUnknown', 2]);
  });

  test('are not asked for by who names none, unless their own is what is usual', async () => {
    const { asks, keysFor } = keysStage(['ops']);
    for (const login of ['session', '']) expect([(await keysFor(login)).choices.keys, asks()]).toEqual([null, 0]);
    expect([(await keysFor('', true)).choices.keys, asks()]).toEqual([shared('ops'), 1]);
  });
});

describe('the lists by which an order is judged', () => {
  const choicesFor = async (draft: Draft, broken: readonly string[] = []) => {
    const { catalogue, cloud, asked } = listsStage();
    cloud.broken.push(...broken);
    const choices = await loadChoices(catalogue, { ...GOOD, ...draft }, true);
    return { asked, choices: choices.ok ? choices.value : choices.error.api };
  };

  test('are all there', async () => {
    expect((await choicesFor({})).choices).toEqual({ ...HANGZHOU, terms: [] });
    expect((await choicesFor({ charge: 'prepaid' })).choices).toEqual({
      ...HANGZHOU,
      terms: termsOf('china', 'create'),
    });
  });

  test.each<readonly [Draft, readonly string[]]>([
    [{}, ['types cn-hangzhou cn-hangzhou-h payAsYouGo', 'disks cn-hangzhou cn-hangzhou-h ecs.g7.large payAsYouGo']],
    [
      { charge: 'prepaid' },
      ['types cn-hangzhou cn-hangzhou-h prepaid', 'disks cn-hangzhou cn-hangzhou-h ecs.g7.large prepaid'],
    ],
    // The judge reports what is unknown; the cloud is not asked about it.
    ...['ecs.r7.large', 'ecs.z9.large', ''].map(
      (type) => [{ charge: 'barter', type }, ['types cn-hangzhou cn-hangzhou-h payAsYouGo']] as const,
    ),
    [{ zone: 'cn-beijing-h' }, []],
    [{ zone: '' }, []],
  ])('of %j are those of its zone, type and charge', async (draft, ofZone) => {
    const { asked, choices } = await choicesFor(draft);
    expect(asked.filter((one) => one.startsWith('types') || one.startsWith('disks'))).toEqual(ofZone);
    const [types, disks] = [ofZone.length > 0 ? HANGZHOU.types : [], ofZone.length > 1 ? HANGZHOU.disks : []];
    expect(choices).toMatchObject({ types, disks });
  });

  test('are nothing but the regions where the region is unknown', async () => {
    for (const region of ['mars', '']) {
      const { choices, asked } = await choicesFor({ region });
      expect(choices).toMatchObject({ regions: HANGZHOU.regions, zones: [], types: [], images: [], keys: null });
      expect(asked).toEqual(['regions']);
    }
  });

  test.each(['regions', 'zones', 'types', 'disks', 'images', 'vSwitches', 'groups'])(
    'are missing if the %s are, and with them why',
    async (name) => {
      expect((await choicesFor({}, [name])).choices).toBe(name);
    },
  );

  test('are judged by without the key pairs, and by the terms that everybody is sold', async () => {
    const { choices } = await choicesFor({ charge: 'prepaid' }, ['keys', 'terms']);
    expect(choices).toEqual({ ...HANGZHOU, keys: null, terms: termsOf(null, 'create') });
  });
});

/** What a form waits for. */
function formStage(text = 'language: en\n') {
  const stage = listsStage();
  const deps = {
    ...stage,
    policy: fixedPolicy(policyOf(text)),
    directory: { known: () => ALL_MEMBERS },
    defaultRegion: 'cn-hangzhou',
    keys: { bringing: (catalogue: typeof stage.catalogue) => catalogue },
  };
  const namesOf = (names: readonly string[]) => [...new Set(names.map((one) => one.split(' ', 1)[0] ?? ''))].toSorted();
  return {
    stage,
    names: () => namesOf(stage.asked),
    rest: (plan: Draft, typed: Draft, chargeKind: 'payAsYouGo' | 'spot' = 'payAsYouGo') =>
      loadRest(deps, asker, { draft: plan, chargeKind }, typed),
    /** The outcome, and the milliseconds until it came; `never` where it does not come within a minute. */
    async waits(draft: Draft, whole?: Draft) {
      let outcome: Awaited<ReturnType<typeof loadLists>> | null = null;
      void loadLists(deps, asker, draft, whole).then((came) => {
        outcome = came;
      });
      for (let turn = 0; turn < 12 && outcome === null; turn += 1) await stage.rest();
      for (const ms of [1_999, 1, 22_999, 1]) {
        if (outcome !== null) break;
        await stage.turn(ms);
        for (let turn = 0; turn < 12 && outcome === null; turn += 1) await stage.rest();
      }
      const came = outcome as Awaited<ReturnType<typeof loadLists>> | null;
      if (came === null) return 'never';
      return [came.ok ? 'there' : came.error === 'late' ? 'late' : came.error.api, stage.clock.now()];
    },
  };
}

const EVERY = ['disks', 'groups', 'images', 'keys', 'regions', 'terms', 'types', 'vSwitches', 'zones'];
const ZONE = { region: 'cn-hangzhou', zone: 'cn-hangzhou-h' };

describe('a form opens', () => {
  test('at once if all of its lists are there', async () => {
    const { waits, names } = formStage();
    expect(await waits({ zone: 'h', type: 'g7.large' })).toEqual(['there', 0]);
    expect(names()).toEqual(EVERY);
  });

  test.each<readonly [string, Draft, string]>([
    ['regions', {}, 'late'],
    ['zones', {}, 'late'],
    // A list is waited for if what is typed has to be found in it.
    ['images', {}, 'soon'],
    ['images', { image: 'ubuntu' }, 'late'],
    ['vSwitches', {}, 'soon'],
    ['vSwitches', { vswitch: 'web' }, 'late'],
    ['vSwitches', { network: 'web' }, 'late'],
    ['groups', {}, 'soon'],
    ['groups', { group: 'web' }, 'late'],
    ['groups', { network: 'web' }, 'late'],
    ['types', {}, 'soon'],
    ['types', { type: 'g7.large' }, 'late'],
    ['types', { type: 'g7.large', zone: 'h' }, 'late'],
    ['disks', { type: 'g7.large' }, 'soon'],
    ['keys', {}, 'soon'],
    ['keys', { login: 'key:ops' }, 'soon'],
    ['terms', { charge: 'prepaid' }, 'there'],
  ])('if the %s do not come, with %j: %s', async (name, draft, outcome) => {
    const { stage, waits } = formStage();
    stage.cloud.silent.push(name);
    const expected = { late: ['late', 25_000], soon: ['there', 2_000], there: ['there', 0] }[outcome];
    expect(await waits(draft)).toEqual(expected);
  });

  test.each<readonly [string, Draft, string]>([
    ['regions', {}, 'regions'],
    ['zones', {}, 'zones'],
    ['images', { image: 'ubuntu' }, 'images'],
    ['vSwitches', { vswitch: 'web' }, 'vSwitches'],
    ['groups', { group: 'web' }, 'groups'],
    ['types', { type: 'g7.large' }, 'types'],
    ['types', { image: 'ubuntu', type: 'g7.large' }, 'types'],
    ['images', {}, 'there'],
    ['types', {}, 'there'],
    ['disks', { type: 'g7.large' }, 'there'],
    ['keys', {}, 'there'],
  ])('if the %s cannot be read, with %j: %s', async (name, draft, outcome) => {
    const { stage, waits } = formStage();
    stage.cloud.broken.push(name);
    expect(await waits(draft)).toEqual([outcome, 0]);
  });

  test('with no region in which anything could be', async () => {
    const { waits, names } = formStage('regions: ["mars-*"]\n');
    expect([await waits({}), names()]).toEqual([['there', 0], ['regions']]);
  });

  test('with a region in which nothing is sold that way', async () => {
    const { waits, names } = formStage();
    expect(await waits({ region: 'Shanghai', type: 'g7.large' })).toEqual(['there', 0]);
    expect(names()).toEqual(EVERY.filter((name) => name !== 'types' && name !== 'disks'));
  });

  test('by the lists of the charge that is picked, or else of the first that this person may pick', async () => {
    const may = 'create: [{ who: everyone, channels: any, charges: [spot] }]\n';
    for (const [text, draft] of [
      [may, { type: 'g7.large' }],
      [undefined, { type: 'g7.large', charge: 'spot' }],
    ] as const) {
      const { stage, waits } = formStage(text);
      await waits(draft);
      expect(stage.asked).toContain('types cn-hangzhou cn-hangzhou-g spot');
      expect(stage.asked).not.toContain('types cn-hangzhou cn-hangzhou-g payAsYouGo');
    }
  });

  test('without waiting for what is only useful, but with it if that comes soon', async () => {
    const { stage, waits } = formStage();
    stage.cloud.silent.push('types');
    expect(await waits({ zone: 'h' }, { zone: 'h', type: 'g7.large' })).toEqual(['there', 2_000]);
    const quick = formStage();
    expect(await quick.waits({ zone: 'h' }, { zone: 'h', type: 'g7.large' })).toEqual(['there', 0]);
    expect(quick.names()).toEqual(EVERY);
  });
});

describe('an open form waits for the lists that it was drawn without', () => {
  test('and for those of what is picked by now', async () => {
    const { stage, rest, names } = formStage();
    await rest(ZONE, { type: 'ecs.s2.large', login: 'key:ops-2026' });
    expect(names()).toEqual(['disks', 'groups', 'images', 'keys', 'types', 'vSwitches']);
    for (const one of [
      'types cn-hangzhou cn-hangzhou-h payAsYouGo',
      'disks cn-hangzhou cn-hangzhou-h ecs.s2.large payAsYouGo',
    ])
      expect(stage.asked).toContain(one);
    const other = formStage();
    await other.rest({ ...ZONE, type: 'ecs.g7.large' }, {}, 'spot');
    expect(other.stage.asked).toContain('disks cn-hangzhou cn-hangzhou-h ecs.g7.large spot');
  });

  test('of its place, as far as it has one', async () => {
    const placeless = formStage();
    await placeless.rest({}, { type: 'ecs.s2.large' });
    expect(placeless.names()).toEqual([]);
    const zoneless = formStage();
    await zoneless.rest({ region: 'cn-hangzhou' }, { type: 'ecs.s2.large' });
    expect(zoneless.names()).toEqual(['groups', 'images', 'keys', 'vSwitches']);
  });

  test('and for a key pair that is not among those that it knows', async () => {
    const { stage, rest } = formStage();
    await rest(ZONE, { login: 'key:gone' });
    expect(stage.asked.filter((one) => one.startsWith('keys'))).toHaveLength(2);
  });
});
