import { describe, expect, test } from 'vitest';
import { type Charge, termsOf } from '../../../src/core/spec/charge.ts';
import { fittingDisks, type KnownChoices, NOTHING_KNOWN } from '../../../src/core/spec/choices.ts';
import { DISK_CATEGORIES } from '../../../src/core/spec/disks.ts';
import { type Draft, type FieldProblem, FORM_FIELDS, instanceName, namePattern } from '../../../src/core/spec/spec.ts';
import { usualZone, withDefaults } from '../../../src/core/spec/spec-defaults.ts';
import { judgeDraft } from '../../../src/core/spec/spec-judge.ts';
import { readDraft } from '../../../src/core/spec/spec-parse.ts';
import { disksOf, GOOD, HANGZHOU } from '../../support/choices.ts';

const KMS_KEY = '0e478b7a-4262-4802-b8cb-00d5ecfadeb1';

const problemsOf = (draft: Draft): readonly FieldProblem[] => {
  const judged = judgeDraft(draft, HANGZHOU);
  return judged.ok ? [] : judged.error;
};

describe('a draft is judged', () => {
  test('good when everything fits, and becomes a spec', () => {
    expect(judgeDraft({ ...GOOD, name: ' web-1 ' }, HANGZHOU)).toEqual({
      ok: true,
      value: {
        amount: 2,
        spec: {
          region: 'cn-hangzhou',
          zone: 'cn-hangzhou-h',
          instanceType: 'ecs.g7.large',
          imageId: 'ubuntu_24_04_x64_20G_alibase_20250301.vhd',
          vSwitchId: 'vsw-h1',
          securityGroupId: 'sg-web',
          systemDisk: { category: 'cloud_essd', sizeGiB: 40 },
          internetMaxBandwidthOut: 5,
          charge: { kind: 'payAsYouGo' },
          name: 'web-1',
        },
      },
    });
  });

  test('with all problems at once, one per field, in the order of the form', () => {
    const required = FORM_FIELDS.filter(
      (field) => !['network', 'charge', 'period', 'renew', 'maxprice'].includes(field),
    );
    expect(problemsOf({}).map(({ field, problem }) => [field, problem])).toEqual(
      required.map((field) => [field, 'required']),
    );
    expect(problemsOf({ charge: 'prepaid' }).map(({ field, problem }) => [field, problem])).toEqual(
      [...required, 'period'].map((field) => [field, 'required']),
    );
  });

  test.each<[Draft, Charge]>([
    [{ charge: '' }, { kind: 'payAsYouGo' }],
    [{ charge: 'payAsYouGo', period: '7m', maxprice: '1' }, { kind: 'payAsYouGo' }],
    [{ charge: 'spot' }, { kind: 'spot', limitMicros: null }],
    [
      { charge: 'spot', maxprice: '0.35' },
      { kind: 'spot', limitMicros: 350_000 },
    ],
    [
      { charge: 'prepaid', period: '12m' },
      { kind: 'prepaid', term: { unit: 'Month', period: 12 }, autoRenew: false },
    ],
    [
      { charge: 'prepaid', period: '2w', renew: 'on' },
      { kind: 'prepaid', term: { unit: 'Week', period: 2 }, autoRenew: true },
    ],
  ])('and paid for as it says: %j', (change, charge) => {
    expect(judgeDraft({ ...GOOD, ...change }, HANGZHOU)).toMatchObject({ ok: true, value: { spec: { charge } } });
  });

  test.each<[Draft, Partial<FieldProblem>]>([
    [{ region: 'mars' }, { field: 'region', problem: 'unknownChoice', given: 'mars' }],
    [{ zone: 'cn-beijing-a' }, { field: 'zone', problem: 'unknownChoice' }],
    [{ type: 'nope' }, { field: 'type', problem: 'notSoldHere', given: 'nope' }],
    [{ type: 'ecs.r7.large' }, { field: 'type', problem: 'soldOut' }],
    [{ image: 'm-gone' }, { field: 'image', problem: 'unknownChoice' }],
    [{ vswitch: 'vsw-gone' }, { field: 'vswitch', problem: 'unknownChoice' }],
    [{ vswitch: 'vsw-g1' }, { field: 'vswitch', problem: 'otherZone' }],
    [{ group: 'sg-gone' }, { field: 'group', problem: 'unknownChoice' }],
    [{ group: 'sg-data' }, { field: 'group', problem: 'otherVpc', given: 'sg-data' }],
    [{ group: 'sg-classic' }, { field: 'group', problem: 'otherVpc' }],
    [
      { charge: 'spot', type: 'nope' },
      { field: 'type', problem: 'notSoldHere', chargeKind: 'spot' },
    ],
    [{ disk: 'floppy' }, { field: 'disk', problem: 'unknownChoice' }],
    [{ disk: 'cloud_ssd' }, { field: 'disk', problem: 'notSoldHere' }],
    [{ size: '19' }, { field: 'size', problem: 'outOfRange', min: 20, max: 2048 }],
    [{ size: '2049' }, { field: 'size', problem: 'outOfRange' }],
    [{ size: '40.5' }, { field: 'size', problem: 'notANumber' }],
    [
      { image: 'win2022_21H2_x64_dtc_en-us_40G_alibase_20250101.vhd' },
      { field: 'size', problem: 'tooSmallForImage', min: 60 },
    ],
    [{ bandwidth: '-1' }, { field: 'bandwidth', problem: 'outOfRange', min: 0, max: 100 }],
    [{ bandwidth: '101' }, { field: 'bandwidth', problem: 'outOfRange' }],
    [{ bandwidth: '1e2' }, { field: 'bandwidth', problem: 'notANumber' }],
    [{ amount: '0' }, { field: 'amount', problem: 'outOfRange', given: '0', min: 1, max: 1000 }],
    [{ amount: '1001' }, { field: 'amount', problem: 'outOfRange' }],
    [{ amount: 'abc' }, { field: 'amount', problem: 'notANumber', given: 'abc' }],
    [{ amount: '٣' }, { field: 'amount', problem: 'notANumber' }],
    [{ name: '<!channel>' }, { field: 'name', problem: 'nameShape', given: '<!channel>' }],
    [{ name: 'a' }, { field: 'name', problem: 'nameShape' }],
    [{ charge: 'barter' }, { field: 'charge', problem: 'unknownChoice', given: 'barter' }],
    [{ charge: 'prepaid' }, { field: 'period', problem: 'required' }],
    [
      { charge: 'prepaid', period: '10m' },
      { field: 'period', problem: 'unknownChoice', given: '10m' },
    ],
    [
      { charge: 'prepaid', period: '5w' },
      { field: 'period', problem: 'unknownChoice' },
    ],
    [
      { charge: 'prepaid', period: '1m', renew: 'maybe' },
      { field: 'renew', problem: 'unknownChoice' },
    ],
    [
      { charge: 'spot', maxprice: '0' },
      { field: 'maxprice', problem: 'notAPrice' },
    ],
    [
      { charge: 'spot', maxprice: '0.3555' },
      { field: 'maxprice', problem: 'notAPrice', given: '0.3555' },
    ],
    [
      { charge: 'spot', maxprice: '-1' },
      { field: 'maxprice', problem: 'notAPrice' },
    ],
    [{ name: '1a' }, { field: 'name', problem: 'nameShape' }],
    [{ name: 'a b' }, { field: 'name', problem: 'nameShape' }],
    [{ name: 'web\u3164' }, { field: 'name', problem: 'nameShape' }],
    [{ name: '\u115fweb' }, { field: 'name', problem: 'nameShape' }],
    [{ name: 'http://a' }, { field: 'name', problem: 'nameShape' }],
    [
      { name: 'a'.repeat(129), amount: '1' },
      { field: 'name', problem: 'nameShape' },
    ],
    [
      { name: 'a'.repeat(126), amount: '2' },
      { field: 'name', problem: 'nameShape' },
    ],
  ])('%j', (change, problem) => {
    expect(problemsOf({ ...GOOD, ...change })).toMatchObject([problem]);
  });

  test.each([
    ['cloud_essd_pl0', 20, null],
    ['cloud_essd', 20, null],
    ['cloud_essd_pl2', 460, 461],
    ['cloud_essd_pl2', 461, null],
    ['cloud_essd_pl3', 1260, 1261],
    ['cloud_essd_pl3', 1261, null],
  ])('by the least size of an ESSD’s performance level: %s of %d GiB', (disk, size, least) => {
    const image = HANGZHOU.images.find(({ sizeGiB }) => sizeGiB <= 20)?.id ?? '';
    const judged = judgeDraft({ ...GOOD, image, disk, size: String(size) }, HANGZHOU);
    if (least === null) expect(judged).toMatchObject({ ok: true });
    else expect(judged).toMatchObject({ ok: false, error: [{ field: 'size', problem: 'outOfRange', min: least }] });
  });

  test('by the disks of its type, telling which would do', () => {
    const judge = (draft: Draft, disks: KnownChoices['disks'] = disksOf('ecs.s2.large')) => {
      const judged = judgeDraft({ ...GOOD, type: 'ecs.s2.large', ...draft }, { ...HANGZHOU, disks: disks ?? [] });
      return judged.ok ? [] : judged.error;
    };
    const fits = ['cloud_ssd', 'cloud'];
    expect(judge({})).toEqual([{ field: 'disk', problem: 'notSoldHere', given: 'cloud_essd', fits }]);
    expect(judge({ disk: 'cloud_efficiency' })).toMatchObject([{ field: 'disk', problem: 'soldOut', fits }]);
    expect(judge({ disk: 'cloud_ssd' })).toEqual([]);
    expect(judge({ disk: 'cloud', size: '500' })).toEqual([]);
    expect(judge({ disk: 'cloud', size: '501' })).toMatchObject([
      { field: 'size', problem: 'outOfRange', min: 20, max: 500 },
    ]);
    // The cloud says nothing of this type, so the cloud itself will have to judge.
    expect(judge({}, [])).toEqual([]);
  });

  test.each([['名前-1'], ['Ж9'], ['a:b_c.d-e'], ['a'.repeat(122)]])('good by the name %s', (name) => {
    expect(problemsOf({ ...GOOD, name })).toEqual([]);
  });

  test.each([
    ['size', '20'],
    ['size', '2048'],
    ['bandwidth', '0'],
    ['bandwidth', '100'],
    ['amount', '1'],
    ['amount', '1000'],
    ['name', 'a'.repeat(128)],
  ])('good at the bound: %s %s', (field, value) => {
    expect(problemsOf({ ...GOOD, amount: '1', [field]: value })).toEqual([]);
  });

  test('by what the cloud offers, also where another field is wrong', () => {
    const disks = [{ category: 'cloud_essd', inStock: true, minGiB: 20, maxGiB: 300 }];
    const judge = (draft: Draft) => {
      const judged = judgeDraft({ ...GOOD, ...draft }, { ...HANGZHOU, disks });
      return judged.ok ? [] : judged.error;
    };
    expect(judge({ size: '300' })).toEqual([]);
    expect(judge({ size: '301' })).toMatchObject([{ field: 'size', problem: 'outOfRange', min: 20, max: 300 }]);
    expect(judge({ disk: 'floppy', size: '2049' })).toMatchObject([{ field: 'disk' }, { field: 'size', max: 2048 }]);
    expect(judge({ vswitch: 'nope', group: 'sg-classic' })).toMatchObject([
      { field: 'vswitch', problem: 'unknownChoice' },
      { field: 'group', problem: 'otherVpc' },
    ]);
    expect(judge({ period: 'soon' })).toEqual([]);
  });

  test.each<[Draft, object]>([
    [{ encrypted: 'off' }, {}],
    [{ encrypted: 'on' }, { encrypted: true }],
    [
      { encrypted: 'on', kmskey: KMS_KEY },
      { encrypted: true, kmsKeyId: KMS_KEY },
    ],
  ])('and its disk is encrypted as it says: %j', (draft, disk) => {
    const judged = judgeDraft({ ...GOOD, ...draft }, HANGZHOU);
    expect(judged.ok && judged.value.spec.systemDisk).toStrictEqual({ category: 'cloud_essd', sizeGiB: 40, ...disk });
  });

  test.each([
    ['session', { kind: 'session' }],
    ['key:ops-2026', { kind: 'keyPair', name: 'ops-2026' }],
    ['key:ana', { kind: 'keyPair', name: 'ana', fingerprint: 'f-2' }],
  ])('and its login %s is bound to the key that is called so now', (login, bound) => {
    const keys = [
      { name: 'ops-2026', owner: null },
      { name: 'ana', owner: null, fingerprint: 'f-2' },
    ];
    const judged = judgeDraft({ ...GOOD, login }, { ...HANGZHOU, keys });
    expect(judged.ok && judged.value.spec.login).toEqual(bound);
  });

  test.each([
    ['web', 1, 1, 'web', 'web[1,1]'],
    ['web', 2, 9, 'web-2', 'web-[2,1]'],
    ['web-1-x', 1, 1, 'web-1-x', 'web-1-x[1,1]'],
    ['web-1-x', 7, 10, 'web-1-x-07', 'web-1-x-[7,2]'],
    ['web', 100, 100, 'web-100', 'web-[100,3]'],
  ])('named %s it is number %i of %i: %s, or by pattern %s', (base, ordinal, amount, name, pattern) => {
    expect(instanceName(base, ordinal, amount)).toBe(name);
    expect(namePattern(name)).toBe(pattern);
  });

  test('so that whatever passes lies within every bound', () => {
    const words = [
      '',
      ' ',
      '0',
      '1',
      '20',
      '21',
      '-1',
      '99999999999999999999',
      'abc',
      'vsw-h1',
      'vsw-h2',
      'sg-data',
      'cloud',
    ];
    for (let seed = 1; seed < 3000; seed += 1) {
      const draft: Record<string, string> = { ...GOOD };
      let state = seed;
      const next = (below: number) => {
        state = (state * 48271) % 2147483647;
        return state % below;
      };
      for (let changes = next(3); changes >= 0; changes -= 1) {
        draft[FORM_FIELDS[next(FORM_FIELDS.length)] ?? 'name'] = words[next(words.length)] ?? '';
      }
      const judged = judgeDraft(draft, HANGZHOU);
      if (!judged.ok) continue;
      const { spec, amount } = judged.value;
      const vSwitch = HANGZHOU.vSwitches.find(({ id }) => id === spec.vSwitchId);
      expect(vSwitch?.zone).toBe(spec.zone);
      expect(HANGZHOU.groups.find(({ id }) => id === spec.securityGroupId)?.vpcId).toBe(vSwitch?.vpcId);
      expect(Number.isInteger(amount) && amount >= 1 && amount <= 1000).toBe(true);
      expect(spec.internetMaxBandwidthOut >= 0 && spec.internetMaxBandwidthOut <= 100).toBe(true);
      expect(spec.systemDisk.sizeGiB >= 20 && spec.systemDisk.sizeGiB <= 2048).toBe(true);
      expect(DISK_CATEGORIES).toContain(spec.systemDisk.category);
    }
  });
});

describe('what people type is read', () => {
  const read = (typed: Draft, lists: KnownChoices = HANGZHOU) => readDraft(typed, lists);

  test.each<[Draft, Draft]>([
    [{ region: 'Beijing' }, { region: 'cn-beijing' }],
    [{ region: 'CN-BEIJING' }, { region: 'cn-beijing' }],
    [{ zone: 'h' }, { zone: 'cn-hangzhou-h' }],
    [{ type: 'g7.large' }, { type: 'ecs.g7.large' }],
    [{ type: 'ECS.G7.LARGE' }, { type: 'ecs.g7.large' }],
    [{ type: '4c16g' }, { type: 'ecs.g7.xlarge' }],
    [{ image: 'ubuntu' }, { image: 'ubuntu_24_04_x64_20G_alibase_20250301.vhd' }],
    [{ image: 'Ubuntu 22.04' }, { image: 'ubuntu_22_04_x64_20G_alibase_20250101.vhd' }],
    [{ image: 'windows' }, { image: 'win2022_21H2_x64_dtc_en-us_40G_alibase_20250101.vhd' }],
    [{ image: 'golden' }, { image: 'm-bp1golden' }],
    [{ disk: 'ESSD' }, { disk: 'cloud_essd' }],
    [{ disk: 'ESSD PL1' }, { disk: 'cloud_essd' }],
    [{ disk: 'essd-pl0' }, { disk: 'cloud_essd_pl0' }],
    [{ disk: 'PL3' }, { disk: 'cloud_essd_pl3' }],
    [{ disk: 'ESSD AutoPL' }, { disk: 'cloud_auto' }],
    [{ region: '华东1（杭州）' }, { region: 'cn-hangzhou' }],
    [{ region: '新加坡' }, { region: 'ap-southeast-1' }],
    [{ size: '60G' }, { size: '60' }],
    [{ size: '60 GiB' }, { size: '60' }],
    [{ bandwidth: '5Mbps' }, { bandwidth: '5' }],
    [{ amount: '007' }, { amount: '7' }],
    [{ charge: 'PostPaid' }, { charge: 'payAsYouGo' }],
    [{ charge: '包年包月' }, { charge: 'prepaid' }],
    [{ charge: '抢占式实例' }, { charge: 'spot' }],
    [{ charge: 'pay-as-you-go' }, { charge: 'payAsYouGo' }],
    [{ charge: 'SpotAsPriceGo' }, { charge: 'spot' }],
    [
      { charge: 'subscription', period: '1y', renew: 'yes' },
      { charge: 'prepaid', period: '12m', renew: 'on' },
    ],
    [
      { charge: 'PrePaid', period: '3' },
      { charge: 'prepaid', period: '3m' },
    ],
    [
      { region: 'cn-beijing', charge: 'prepaid', period: '2 Weeks', renew: 'false' },
      { region: 'cn-beijing', charge: 'prepaid', period: '2w', renew: 'off' },
    ],
    [
      { zone: 'h', vswitch: 'web' },
      { zone: 'cn-hangzhou-h', vswitch: 'vsw-h1' },
    ],
    [{ network: 'vpc-1' }, { network: 'vpc-1' }],
    [{ image: 'family:acs:ubuntu' }, { image: 'family:acs:ubuntu' }],
    [{ image: 'M-BP1GOLDEN' }, { image: 'm-bp1golden' }],
    [{ name: ' web-1\t', type: ' ' }, { name: 'web-1' }],
    [{ amount: '+7' }, { amount: '7' }],
    [{ amount: '7.00' }, { amount: '7' }],
    [
      { charge: 'prepaid', period: '12' },
      { charge: 'prepaid', period: '12m' },
    ],
    [{ renew: 'AutoRenewal' }, { renew: 'on' }],
    [{ renew: 'Normal' }, { renew: 'off' }],
    [{ renew: 'NotRenewal' }, { renew: 'off' }],
    [
      { charge: 'prepaid', period: '2w', renew: 'on', renewperiod: '1 Week' },
      { charge: 'prepaid', period: '2w', renew: 'on', renewperiod: '1w' },
    ],
    [{ login: 'session' }, { login: 'session' }],
    [{ login: 'key:ops' }, { login: 'key:ops-2026' }],
    [{ login: 'key:ops-2026' }, { login: 'key:ops-2026' }],
    [
      { vswitch: 'vsw-h2', group: 'Data' },
      { vswitch: 'vsw-h2', group: 'sg-data' },
    ],
    [
      { vswitch: 'vsw-h2', group: 'data-open' },
      { vswitch: 'vsw-h2', group: 'sg-data2' },
    ],
  ])('%j', (typed, draft) => {
    expect(read(typed)).toEqual({ draft, problems: [] });
  });

  test.each<[Draft, Partial<FieldProblem>]>([
    [{ type: 'nope' }, { field: 'type', problem: 'notSoldHere', given: 'nope' }],
    [{ type: 'g7' }, { field: 'type', problem: 'ambiguous', given: 'g7' }],
    [{ type: 'r7.large' }, { field: 'type', problem: 'soldOut', given: 'r7.large' }],
    [{ image: 'beos' }, { field: 'image', problem: 'unknownChoice' }],
    [{ region: 'cn' }, { field: 'region', problem: 'ambiguous' }],
    [{ amount: '0' }, { field: 'amount', problem: 'outOfRange' }],
    [{ amount: 'abc' }, { field: 'amount', problem: 'notANumber' }],
    [{ amount: '0x10' }, { field: 'amount', problem: 'notANumber' }],
    [{ amount: '1e2' }, { field: 'amount', problem: 'notANumber' }],
    [{ disk: 'floppy' }, { field: 'disk', problem: 'unknownChoice', given: 'floppy' }],
    [{ vswitch: 'nope' }, { field: 'vswitch', problem: 'unknownChoice' }],
    [{ renew: 'maybe' }, { field: 'renew', problem: 'unknownChoice', given: 'maybe' }],
    [{ login: 'key:nobody' }, { field: 'login', problem: 'option' }],
    [{ login: 'key:o' }, { field: 'login', problem: 'ambiguous' }],
    [{ charge: 'barter' }, { field: 'charge', problem: 'unknownChoice', given: 'barter' }],
    [
      { charge: 'prepaid', period: 'forever' },
      { field: 'period', problem: 'unknownChoice', given: 'forever' },
    ],
    [
      { charge: 'spot', maxprice: 'cheap' },
      { field: 'maxprice', problem: 'notAPrice', given: 'cheap' },
    ],
    [
      { zone: 'h', vswitch: 'old' },
      { field: 'vswitch', problem: 'otherZone', given: 'old' },
    ],
    [
      { vswitch: 'vsw-h1', group: 'sg-data' },
      { field: 'group', problem: 'otherVpc' },
    ],
  ])('%j is told and left out', (typed, problem) => {
    const { draft, problems } = read(typed);
    expect(problems).toMatchObject([problem]);
    expect(draft).not.toHaveProperty(problem.field ?? '');
  });

  test('and a period that is not sold to the account is reported and left out', () => {
    const typed = { region: 'cn-hangzhou', charge: 'prepaid', period: '2w' };
    const terms = termsOf('international', 'create');
    expect(read(typed, { ...HANGZHOU, terms })).toEqual({
      draft: { region: 'cn-hangzhou', charge: 'prepaid' },
      problems: [{ field: 'period', problem: 'unknownChoice', given: '2w' }],
    });
  });

  test('beside what was settled before, which stays', () => {
    const settled = { zone: 'cn-hangzhou-h', charge: 'spot' };
    expect(readDraft({ type: 'nope' }, HANGZHOU, settled)).toEqual({
      draft: settled,
      problems: [{ field: 'type', problem: 'notSoldHere', given: 'nope', chargeKind: 'spot' }],
    });
    expect(readDraft({ vswitch: 'nope' }, HANGZHOU, settled).problems).toEqual([
      { field: 'vswitch', problem: 'unknownChoice', given: 'nope' },
    ]);
  });

  test('of several alike as the one that is called just so, and that lies where the rest is', () => {
    const [web, data, old] = HANGZHOU.vSwitches;
    const [golden] = HANGZHOU.images.slice(-1);
    const [ubuntu] = HANGZHOU.images;
    if (!web || !data || !old || !golden || !ubuntu) throw new Error('the lists are shorter than they were');
    const centos = (id: string, osName: string) => ({ ...ubuntu, id, name: id, osName });
    const lists: KnownChoices = {
      ...HANGZHOU,
      vSwitches: [{ ...old, name: 'web' }, web, { ...data, name: 'web-2' }],
      groups: ['vpc-2', 'vpc-1'].map((vpcId) => ({ id: `sg-${vpcId}`, name: 'web', vpcId })),
      keys: ['Ops', 'ops'].map((name) => ({ name, owner: null })),
      images: [
        ...[golden, { ...golden, id: 'm-bp1golden2' }],
        ...[centos('centos_9', 'CentOS Stream  9 64 bit'), centos('centos_8', 'CentOS  8.5 64 bit')],
      ],
    };
    const found = (typed: Draft) => read(typed, lists).draft;
    expect(found({ zone: 'h', vswitch: 'WEB', group: 'web' })).toMatchObject({ vswitch: 'vsw-h1', group: 'sg-vpc-1' });
    expect(found({ zone: 'g', vswitch: 'web' }).vswitch).toBe('vsw-g1');
    expect(read({ vswitch: 'web' }, lists).problems).toMatchObject([{ problem: 'ambiguous' }]);
    expect(read({ group: 'web' }, lists).problems).toMatchObject([{ problem: 'ambiguous' }]);
    expect(found({ login: 'key:ops' }).login).toBe('key:ops');
    expect(found({ image: 'M-bp1golden' }).image).toBe('m-bp1golden');
    expect(found({ image: 'centos' }).image).toBe('centos_9');
  });

  test('and kept as it is while its list is not known', () => {
    const typed = { region: 'b', zone: 'h', vswitch: 'web', group: 'web', login: 'key:ops', network: 'web' };
    expect(read(typed, NOTHING_KNOWN)).toEqual({ draft: typed, problems: [] });
    const unknown: KnownChoices = { ...HANGZHOU, images: null, types: null };
    expect(read({ image: 'ubuntu', type: 'ecs.g7.large' }, unknown)).toEqual({
      draft: { image: 'ubuntu', type: 'ecs.g7.large' },
      problems: [],
    });
  });
});

describe('defaults', () => {
  test('make a newcomer pick only what nobody can guess', () => {
    expect(withDefaults({ region: 'cn-hangzhou', zone: 'cn-hangzhou-g' }, HANGZHOU)).toEqual({
      region: 'cn-hangzhou',
      zone: 'cn-hangzhou-g',
      vswitch: 'vsw-g1',
      group: 'sg-web',
      disk: 'cloud_essd',
      size: '40',
      bandwidth: '0',
      amount: '1',
      charge: 'payAsYouGo',
    });
  });

  test('pick nothing where there is a choice', () => {
    const draft = withDefaults({ zone: 'cn-hangzhou-h' }, HANGZHOU);
    expect(draft).not.toHaveProperty('vswitch');
    expect(draft).not.toHaveProperty('group');
  });

  test('never replace what was given', () => {
    for (const paid of [
      { charge: 'payAsYouGo' },
      { charge: 'spot' },
      { charge: 'spot', maxprice: '0.35', spothours: '0', reclaim: 'Stop' },
      { charge: 'prepaid', period: '12m', renew: 'on' },
      { charge: 'prepaid', period: '12m', renew: 'on', renewperiod: '1m' },
    ])
      expect(withDefaults({ ...GOOD, ...paid }, HANGZHOU)).toStrictEqual({ ...GOOD, ...paid });
  });

  test('guess no network while its lists are not known, and take any disk that was given', () => {
    const usual = { disk: 'cloud_essd', size: '40', bandwidth: '0', amount: '1', charge: 'payAsYouGo' };
    expect(withDefaults({}, NOTHING_KNOWN)).toStrictEqual(usual);
    const zone = 'cn-hangzhou-g';
    expect(withDefaults({ zone }, { ...HANGZHOU, groups: null })).toStrictEqual({ ...usual, zone, vswitch: 'vsw-g1' });
    expect(withDefaults({ disk: 'floppy' }, HANGZHOU)).toMatchObject({ disk: 'floppy', size: '40' });
  });

  test('of what is prepaid name no period and renew nothing', () => {
    expect(withDefaults({ ...GOOD, charge: 'prepaid' }, HANGZHOU)).toEqual({
      ...GOOD,
      charge: 'prepaid',
      renew: 'off',
    });
  });

  test('drop what belongs to another way of paying, and a period that is not sold to the account', () => {
    const stale = { ...GOOD, period: '2w', renew: 'on', maxprice: '1' };
    expect(withDefaults({ ...stale, charge: 'payAsYouGo' }, HANGZHOU)).toEqual({ ...GOOD, charge: 'payAsYouGo' });
    expect(withDefaults({ ...stale, charge: 'spot' }, HANGZHOU)).toEqual({ ...GOOD, charge: 'spot', maxprice: '1' });
    const prepaid = { ...stale, charge: 'prepaid' };
    expect(withDefaults(prepaid, HANGZHOU)).toMatchObject({ period: '2w', renew: 'on' });
    expect(withDefaults(prepaid, { ...HANGZHOU, terms: termsOf('international', 'create') })).not.toHaveProperty(
      'period',
    );
    expect(withDefaults(prepaid, HANGZHOU)).not.toHaveProperty('maxprice');
  });

  test('are paid for in a way that may be chosen', () => {
    expect(withDefaults(GOOD, HANGZHOU, ['spot', 'prepaid']).charge).toBe('spot');
    expect(withDefaults(GOOD, HANGZHOU, ['payAsYouGo', 'prepaid']).charge).toBe('payAsYouGo');
  });

  test('fit the image and the type', () => {
    const windows = 'win2022_21H2_x64_dtc_en-us_40G_alibase_20250101.vhd';
    const ofOldType = { ...HANGZHOU, disks: disksOf('ecs.s2.large') };
    expect(withDefaults({ image: windows, type: 'ecs.s2.large' }, ofOldType)).toMatchObject({
      size: '60',
      disk: 'cloud_ssd',
    });
    const roomy = [{ category: 'cloud_auto', inStock: true, minGiB: 100, maxGiB: null }];
    expect(withDefaults({}, { ...HANGZHOU, disks: roomy })).toMatchObject({ size: '100', disk: 'cloud_auto' });
  });

  test('propose of the disks the best that fits, and any while that is not known', () => {
    const offer = (category: string, inStock = true) => ({ category, inStock, minGiB: null, maxGiB: null });
    const disk = (...disks: ReturnType<typeof offer>[]) => withDefaults({}, { ...HANGZHOU, disks }).disk;
    const worstFirst = ['cloud', 'cloud_ssd', 'cloud_efficiency', 'cloud_essd_entry', 'cloud_auto', 'cloud_essd'];
    expect(worstFirst.map((_, index) => disk(...worstFirst.slice(0, index + 1).map((one) => offer(one))))).toEqual(
      worstFirst,
    );
    expect(disk(offer('cloud_essd', false), offer('cloud_ssd'))).toBe('cloud_ssd');
    expect(disk()).toBe('cloud_essd');
    expect(withDefaults({}, { ...HANGZHOU, disks: null }).disk).toBe('cloud_essd');
    expect(fittingDisks([offer('ephemeral_ssd')])).toEqual([]);
  });

  test('begin in a zone that has a vSwitch', () => {
    const vSwitches = HANGZHOU.vSwitches.map((one, at) => (at === 2 ? { ...one, zone: 'cn-hangzhou-k' } : one));
    expect(usualZone({ zones: HANGZHOU.zones, vSwitches })).toBe('cn-hangzhou-h');
    expect(usualZone(NOTHING_KNOWN)).toBeNull();
    expect(usualZone({ zones: HANGZHOU.zones, vSwitches: null })).toBe('cn-hangzhou-g');
    expect(usualZone({ zones: [], vSwitches: [] })).toBeNull();
  });
});
