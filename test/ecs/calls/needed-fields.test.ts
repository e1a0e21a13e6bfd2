import { expect, test } from 'vitest';
import type { Result } from '../../../src/core/base/result.ts';
import type { Failure } from '../../../src/core/failure/failure.ts';
import type { ListedInstance } from '../../../src/core/instance/instance.ts';
import type { EcsPort } from '../../../src/ecs/port.ts';
import { servedEcs } from '../api-server.ts';

// Each row: a call, its list, and the fields of an entry without which the entry must not be believed. Every field is replaced by
// everything that is not its value. A call for many must then still tell of the others.

const REGION = 'cn-beijing';

const { api, port } = await servedEcs();

const TAG = { key: 'ecs-chatops:request', value: 'r1-1' };

const VM = {
  ...{ InstanceId: 'i-1', InstanceName: 'web-1', Status: 'Running', InstanceChargeType: 'PrePaid' },
  ...{ ExpiredTime: '2027-01-10T16:00Z', Tags: { Tag: [{ TagKey: TAG.key, TagValue: TAG.value }] } },
};
const DISK = {
  ...{ DiskId: 'd-1', InstanceId: 'i-1', Type: 'system', Size: 40, Status: 'In_use', DiskChargeType: 'PostPaid' },
  ...{ Category: 'cloud_essd', PerformanceLevel: 'PL1', Device: '/dev/xvda' },
};
const SETTING = { InstanceId: 'i-1', RenewalStatus: 'AutoRenewal', Duration: 3, PeriodUnit: 'Month' };

const NOTHING = [undefined, null, '', 0, -1, 1.5, true, 'x', [], {}, [null], 1e300] as const;

type Call = readonly [
  what: string,
  api: string,
  path: readonly [string, string],
  entry: object,
  needed: readonly string[],
  /** Asks for `i-1`, of which the entry is, and for `i-2`. */
  ask: (port: EcsPort) => Promise<unknown>,
];

const BATCHES: readonly Call[] = [
  [
    'a look',
    'DescribeInstances',
    ['Instances', 'Instance'],
    VM,
    ['InstanceId', 'Status', 'InstanceChargeType'],
    ({ describeInstances }) => describeInstances(REGION, ['i-1', 'i-2']).then(byId),
  ],
  [
    'a look by tag',
    'DescribeInstances',
    ['Instances', 'Instance'],
    VM,
    ['Status', 'InstanceChargeType'],
    async ({ findByTag }) => {
      const found = await findByTag(REGION, TAG.key, TAG.value);
      return found.ok ? Object.fromEntries(found.value.map((one) => [one.cloudId, shown(one)])) : found;
    },
  ],
  [
    'a listing by ids',
    'DescribeInstances',
    ['Instances', 'Instance'],
    VM,
    ['InstanceId', 'InstanceChargeType'],
    async ({ listInstances }) => {
      const page = await listInstances(REGION, { ids: ['i-1', 'i-2'], tags: [TAG] }, null, 'polling');
      if (!page.ok) return page;
      const seen = page.value.instances.map(({ cloudId }) => [cloudId, 'read']);
      return { ...(page.value.unread === 1 && { 'i-1': 'unread' }), ...Object.fromEntries(seen) };
    },
  ],
  [
    'an auto-renewal',
    'DescribeInstanceAutoRenewAttribute',
    ['InstanceRenewAttributes', 'InstanceRenewAttribute'],
    SETTING,
    ['InstanceId', 'RenewalStatus'],
    async ({ autoRenewals }) => {
      const known = await autoRenewals(REGION, ['i-1', 'i-2']);
      if (!known.ok) return known;
      return Object.fromEntries(['i-1', 'i-2'].map((id) => [id, known.value.has(id) ? 'read' : 'unread']));
    },
  ],
];

const shown = (one: ListedInstance): 'read' | 'unread' => ('unread' in one ? 'unread' : 'read');
const byId = (look: Awaited<ReturnType<EcsPort['describeInstances']>>) =>
  look.ok ? Object.fromEntries([...look.value].map(([id, one]) => [id, shown(one)])) : look;

test.each(BATCHES)(
  '%s that cannot read a field of one instance is in doubt about that one alone',
  async (_, action, [set, list], entry, needed, ask) => {
    const answer = (...entries: unknown[]) => api.answer(action, { json: { [set]: { [list]: entries } } });
    const other = { ...entry, InstanceId: 'i-2', InstanceName: 'web-2' };
    answer(entry, other);
    expect(await ask(port)).toEqual({ 'i-1': 'read', 'i-2': 'read' });
    for (const field of needed)
      for (const value of NOTHING) {
        answer({ ...entry, [field]: value }, other);
        expect(await ask(port), `${field}: ${JSON.stringify(value)}`).toEqual({ 'i-1': 'unread', 'i-2': 'read' });
      }
  },
);

test('an entry that is none, or of which a part is of another type, spoils no other', async () => {
  const other = { ...VM, InstanceId: 'i-2' };
  const odd = [null, 7, 'x', [], {}, { ...VM, Cpu: {}, Status: [] }, { ...VM, InstanceId: {}, OperationLocks: 'none' }];
  for (const entry of odd) {
    api.answer('DescribeInstances', { json: { Instances: { Instance: [entry, other] } } });
    const look = await port.describeInstances(REGION, ['i-1', 'i-2']);
    expect(byId(look), JSON.stringify(entry)).toEqual({ 'i-1': 'unread', 'i-2': 'read' });
    const page = await port.listInstances(REGION, {}, null, 'polling');
    expect(page.ok && page.value.instances.some(({ cloudId }) => cloudId === 'i-2'), JSON.stringify(entry)).toBe(true);
  }
  // What the bot does not need is passed over.
  api.answer('DescribeInstances', { json: { Instances: { Instance: [{ ...VM, Cpu: {}, SerialNumber: [] }, other] } } });
  expect(byId(await port.describeInstances(REGION, ['i-1', 'i-2']))).toEqual({ 'i-1': 'read', 'i-2': 'read' });
});

test('what exists and has no id keeps the bot from buying it once more', async () => {
  api.answer('DescribeInstances', { json: { Instances: { Instance: [{ ...VM, InstanceId: undefined }] } } });
  expect(await port.findByTag(REGION, TAG.key, TAG.value)).toMatchObject(inDoubt);
});

const WHOLE: readonly Call[] = [
  [
    'a look by tag',
    'DescribeInstances',
    ['Instances', 'Instance'],
    VM,
    ['Tags'],
    ({ findByTag }) => findByTag(REGION, TAG.key, TAG.value),
  ],
  [
    'a listing by tag',
    'DescribeInstances',
    ['Instances', 'Instance'],
    VM,
    ['Tags'],
    ({ listInstances }) => listInstances(REGION, { tags: [TAG] }, null, 'polling'),
  ],
  [
    // Its disks are told by their number.
    'the disks of an instance',
    'DescribeDisks',
    ['Disks', 'Disk'],
    DISK,
    ['DiskId', 'Type', 'Size', 'DiskChargeType'],
    ({ disks }) => disks(REGION, 'i-1'),
  ],
];

const inDoubt = { ok: false, error: { kind: 'ambiguous' } };

test.each(WHOLE)(
  '%s without a field that it needs is no answer',
  async (_, action, [set, list], entry, needed, ask) => {
    const answer = (...entries: unknown[]) => api.answer(action, { json: { [set]: { [list]: entries } } });
    answer(entry);
    expect(await ask(port)).toMatchObject({ ok: true });
    for (const field of needed)
      for (const other of NOTHING) {
        // The id of a disk may be any word.
        if (field === 'DiskId' && ['x', '0', '-1', '1.5', 'true', '1e+300'].includes(String(other))) continue;
        answer({ ...entry, [field]: other });
        expect(await ask(port), `${field}: ${JSON.stringify(other)}`).toMatchObject(inDoubt);
      }
  },
);

test('a choice without a name to choose it by is left out of a list', async () => {
  for (const [action, set, list, ask, entry] of CHOICES) {
    api.answer(action, { json: { [set]: { [list]: [{}, null, entry] } } });
    const answer = await ask(port);
    expect(answer.ok && answer.value, action).toHaveLength(1);
  }
});

type Choices = (port: EcsPort) => Promise<Result<readonly unknown[], Failure>>;

const CHOICES: readonly (readonly [api: string, set: string, list: string, ask: Choices, entry: object])[] = [
  ['DescribeKeyPairs', 'KeyPairs', 'KeyPair', ({ keyPairs }) => keyPairs(REGION), { KeyPairName: 'k' }],
  ['DescribeVSwitches', 'VSwitches', 'VSwitch', ({ vSwitches }) => vSwitches(REGION), { VSwitchId: 'vsw-1' }],
  [
    ...(['DescribeSecurityGroups', 'SecurityGroups', 'SecurityGroup'] as const),
    ({ securityGroups }) => securityGroups(REGION),
    { SecurityGroupId: 'sg-1' },
  ],
  ['DescribeImages', 'Images', 'Image', ({ images }) => images(REGION), { ImageId: 'm-1' }],
  ['DescribeRegions', 'Regions', 'Region', ({ regions }) => regions(), { RegionId: 'cn-beijing' }],
  ['DescribeZones', 'Zones', 'Zone', ({ zones }) => zones(REGION, 'prepaid'), { ZoneId: 'cn-beijing-h' }],
];

const SETS: readonly (readonly [api: string, set: string, list: string, ask: (port: EcsPort) => Promise<unknown>])[] = [
  ['DescribeKeyPairs', 'KeyPairs', 'KeyPair', ({ keyPairs }) => keyPairs(REGION, { name: 'k' })],
  ['DescribeVSwitches', 'VSwitches', 'VSwitch', ({ vSwitches }) => vSwitches(REGION)],
  ['DescribeSecurityGroups', 'SecurityGroups', 'SecurityGroup', ({ securityGroups }) => securityGroups(REGION)],
  ['DescribeImages', 'Images', 'Image', ({ images }) => images(REGION)],
  ['DescribeRegions', 'Regions', 'Region', ({ regions }) => regions()],
  ['DescribeZones', 'Zones', 'Zone', ({ zones }) => zones(REGION, 'prepaid')],
  ['DescribeSecurityGroupAttribute', 'Permissions', 'Permission', ({ inboundRules }) => inboundRules(REGION, 'sg-1')],
  [
    'DescribeLaunchTemplates',
    'LaunchTemplateSets',
    'LaunchTemplateSet',
    ({ launchTemplate }) => launchTemplate(REGION, { by: 'id', word: 'lt-1', version: 'default' }),
  ],
];

test.each(SETS)(
  '%s whose list is there only in name does not say that there is nothing',
  async (action, set, list, ask) => {
    for (const half of [undefined, null, {}, [], 'x', { [list]: null }, { [list]: undefined }, { [list]: {} }]) {
      api.answer(action, { json: { [set]: half } });
      expect(await ask(port), JSON.stringify(half)).toMatchObject(inDoubt);
    }
    api.answer(action, { json: { [set]: { [list]: [] } } });
    expect(await ask(port)).toMatchObject({ ok: true });
  },
);

test('the auto-renewal of another instance says nothing about the one that was asked for', async () => {
  const answer = (...entries: object[]) =>
    api.answer('DescribeInstanceAutoRenewAttribute', {
      json: { InstanceRenewAttributes: { InstanceRenewAttribute: entries } },
    });
  const other = { ...SETTING, InstanceId: 'i-2' };
  for (const entries of [[], [other]]) {
    answer(...entries);
    expect(await port.autoRenewals(REGION, ['i-1'])).toEqual({ ok: true, value: new Map() });
  }
  answer(other, SETTING);
  expect(await port.autoRenewals(REGION, ['i-1'])).toMatchObject({ value: new Map([['i-1', { on: true }]]) });
  for (const Duration of ['', 1.5, 1e300, 0, -1, null]) {
    answer({ ...SETTING, Duration });
    expect(await port.autoRenewals(REGION, ['i-1'])).toEqual({
      ok: true,
      value: new Map([['i-1', { on: true, term: null }]]),
    });
  }
});

test('what is no time and no address is not shown as one', async () => {
  const seen = async (more: object) => {
    api.answer('DescribeInstances', { json: { Instances: { Instance: [{ ...VM, ...more }] } } });
    const looked = await port.describeInstances(REGION, ['i-1']);
    return looked.ok ? looked.value.get('i-1') : looked;
  };
  for (const ExpiredTime of ['', 0, '99', 'x', '2027', '2027-01-10', '2027-01-10T16:00', '10/01/2027', -1])
    expect(await seen({ ExpiredTime }), String(ExpiredTime)).toMatchObject({ chargeKind: 'prepaid', expiresAt: null });
  expect(await seen({})).toMatchObject({ expiresAt: Date.UTC(2027, 0, 10, 16) });
  for (const AutoReleaseTime of [undefined, null, 'x', 0, '99', '2027', true])
    expect(await seen({ AutoReleaseTime }), String(AutoReleaseTime)).not.toHaveProperty('autoReleaseAt');
  expect(await seen({ AutoReleaseTime: '' })).toMatchObject({ autoReleaseAt: null });
  expect(await seen({ AutoReleaseTime: '2026-12-20T10:00Z' })).toMatchObject({
    autoReleaseAt: Date.UTC(2026, 11, 20, 10),
  });
  for (const one of ['x', 7, true, {}, ['10.0.0.1'], '10.0.0', null])
    expect(
      await seen({ PublicIpAddress: { IpAddress: [one] }, VpcAttributes: { PrivateIpAddress: { IpAddress: [one] } } }),
      JSON.stringify(one),
    ).toMatchObject({ publicIp: null, privateIp: null });
  for (const IpAddress of ['x', 0, true]) {
    api.answer('AllocatePublicIpAddress', { json: { IpAddress } });
    expect(await port.allocatePublicIp(REGION, 'i-1'), String(IpAddress)).toMatchObject(inDoubt);
  }
});
