import { describe, expect, test } from 'vitest';
import type { Snippet } from '../../src/core/policy/policy.ts';
import { inEnglish } from '../../src/core/saying.ts';
import type { Draft } from '../../src/core/spec/spec.ts';
import { readPolicy, withLine } from '../../src/policy/read-policy.ts';
import { readTemplate } from '../../src/policy/read-template.ts';
import { launchTemplatesOf } from '../../src/sandbox/ecs/catalogue/launch-templates.ts';
import { REGIONS, type RegionData } from '../../src/sandbox/ecs/catalogue/regions.ts';
import { readable } from '../sandbox/ecs/sdk-shapes.ts';

const SCRIPT: Snippet = { name: 'docker', content: '#!/bin/sh\napt-get install docker\n', sha256: 'aa' };
const SCRIPTS = new Map([[SCRIPT.name, SCRIPT]]);
const encoded = (text: string): string => Buffer.from(text).toString('base64');

function read(holds: Readonly<Record<string, unknown>>, own: Draft = {}) {
  const { draft, wrong } = readTemplate({ holds }, own, SCRIPTS);
  return { draft, told: wrong.map(inEnglish) };
}

describe('a preset names its launch template', () => {
  test.each([
    ['launchTemplate: web-servers', { by: 'name', word: 'web-servers', version: 'default' }],
    ['launchTemplate: lt-bp168lnahrdwl39p0000', { by: 'id', word: 'lt-bp168lnahrdwl39p0000', version: 'default' }],
    ['launchTemplate: 网站', { by: 'name', word: '网站', version: 'default' }],
    ['LaunchTemplateId: lt-1', { by: 'id', word: 'lt-1', version: 'default' }],
    ['LaunchTemplateName: lt-1', { by: 'name', word: 'lt-1', version: 'default' }],
    ['launch_template_name: web\n    launch_template_version: 3', { by: 'name', word: 'web', version: 3 }],
    ['LaunchTemplate: { Name: web, Version: latest }', { by: 'name', word: 'web', version: 'latest' }],
    ['launchTemplate: web\n    LaunchTemplateVersion: default', { by: 'name', word: 'web', version: 'default' }],
  ])('%j', (lines, ref) => {
    const policy = readPolicy(`presets:\n  web:\n    ${lines}\n    amount: 2\n`);
    if (!policy.ok) throw new Error(policy.error.map((one) => inEnglish(withLine(one))).join('\n'));
    expect(policy.value.templates).toEqual(new Map([['web', ref]]));
    expect(policy.value.presets.get('web')).toEqual({ amount: '2' });
  });

  test('how it is paid for may be the template’s to say', () => {
    const read = readPolicy('presets:\n  web:\n    launchTemplate: web\n    SpotPriceLimit: 0.35\n    Period: 1\n');
    expect(read.ok).toBe(true);
  });

  test('and nothing else of the policy can', () => {
    const read = readPolicy('defaults: { LaunchTemplateId: lt-1 }\n');
    const told = read.ok ? '' : read.error.map((one) => inEnglish(withLine(one))).join('\n');
    expect(told).toContain('line 1: LaunchTemplateId: only a preset can start from a launch template.');
  });
});

test('what a template says is read as a preset says it', () => {
  const { draft, told } = read({
    InstanceType: 'ecs.g7.large',
    ImageId: 'ubuntu.vhd',
    ImageOwnerAlias: 'system',
    ZoneId: 'random',
    NetworkType: 'vpc',
    VpcId: 'vpc-1',
    VSwitchId: 'vsw-1',
    SecurityGroupIds: { SecurityGroupId: ['sg-1', 'sg-2'] },
    SystemDisk: {
      Category: 'cloud_essd',
      Size: 60,
      PerformanceLevel: 'PL0',
      DeleteWithInstance: true,
      Encrypted: 'false',
    },
    DataDisks: {
      DataDisk: [{ Category: 'cloud_essd', PerformanceLevel: 'PL1', Size: 100, DeleteWithInstance: false }],
    },
    NetworkInterfaces: { NetworkInterface: [] },
    Tags: { InstanceTag: [{ Key: 'team', Value: 'web' }] },
    InstanceChargeType: 'PrePaid',
    Period: 3,
    PeriodUnit: 'Month',
    AutoRenew: true,
    AutoRenewPeriod: 3,
    InternetMaxBandwidthOut: 0,
    InternetMaxBandwidthIn: 0,
    IoOptimized: 'true',
    UserData: encoded(SCRIPT.content.trimEnd()),
    HttpPutResponseHopLimit: 0,
    PasswordInherit: false,
    SpotStrategy: 'NoSpot',
    SpotDuration: 1,
    Description: '',
  });
  expect(told).toEqual([]);
  expect(draft).toEqual({
    type: 'ecs.g7.large',
    image: 'ubuntu.vhd',
    vswitch: 'vsw-1',
    group: 'sg-1',
    groups: 'sg-2',
    disk: 'cloud_essd_pl0',
    size: '60',
    disks: 'cloud_essd:100,keep',
    tags: 'team=web',
    charge: 'PrePaid',
    spothours: '1',
    period: '3m',
    renew: 'true',
    bandwidth: '0',
    script: 'docker',
  });
});

test('a template that renews by less than it is bought for is read so, beside what the preset says of it', () => {
  const holds = { InstanceChargeType: 'PrePaid', Period: 1, PeriodUnit: 'Year', AutoRenew: true };
  const whole = { charge: 'PrePaid', period: '1y', renew: 'true' };
  expect(read({ ...holds, Period: 12, PeriodUnit: 'Month', AutoRenewPeriod: 1 })).toEqual({
    draft: { ...whole, period: '12m', renewperiod: '1m' },
    told: [],
  });
  expect(read({ ...holds, AutoRenewPeriod: 6 }, { renewperiod: '1' })).toEqual({ draft: whole, told: [] });
  const preset = readPolicy('presets:\n  web:\n    launchTemplate: web\n    AutoRenewPeriod: 1\n');
  expect(preset.ok && preset.value.presets.get('web')).toEqual({ renewperiod: '1' });
});

test('the flat names of older answers are read as well', () => {
  const { draft, told } = read({ 'SystemDisk.Size': 40, 'SystemDisk.Category': 'cloud_efficiency' });
  expect([draft, told]).toEqual([{ size: '40', disk: 'cloud_efficiency' }, []]);
});

test('the interface that every instance has is the vSwitch, groups and address of the order', () => {
  const primary = { InstanceType: 'Primary', VSwitchId: 'vsw-1', SecurityGroupIds: { SecurityGroupId: ['sg-1'] } };
  const { draft, told } = read({ NetworkInterfaces: { NetworkInterface: [primary] } });
  expect([draft, told]).toEqual([{ vswitch: 'vsw-1', group: 'sg-1', groups: 'none' }, []]);
});

test.each<[string, Readonly<Record<string, unknown>>, string | null]>([
  ['flat and nested', { 'SystemDisk.Size': 400, SystemDisk: { Size: 40 } }, 'SystemDisk.Size'],
  ['the same twice', { 'SystemDisk.Size': 40, SystemDisk: { Size: '40' } }, null],
  [
    'of the order and of its interface',
    { VSwitchId: 'vsw-9', NetworkInterfaces: { NetworkInterface: [{ InstanceType: 'Primary', VSwitchId: 'vsw-1' }] } },
    'VSwitchId',
  ],
])('a template that says two things is refused, and neither is taken for granted: %s', (_, holds, name) => {
  const wrong = `${name}: the launch template sets this to two different values. Keep one.`;
  expect(read(holds).told).toEqual(name === null ? [] : [wrong]);
});

test('a name that objects have of themselves is one that nobody knows', () => {
  expect(read(JSON.parse('{"constructor":"x","toString":{"a":1}}')).told).toHaveLength(2);
});

test('a RAM role is in the draft, where the policy judges it', () => {
  expect(read({ RamRoleName: 'Admin' })).toEqual({ draft: { role: 'Admin' }, told: [] });
});

const PREPAID: Draft = { charge: 'prepaid' };

describe('what the preset says itself, the template is not asked', () => {
  test.each<[string, Draft, Readonly<Record<string, unknown>>, Draft]>([
    ['a field', { type: 'g8i.large' }, { InstanceType: 'ecs.g7.large', ImageId: 'm-1' }, { image: 'm-1' }],
    ['a network', { network: 'staging' }, { VSwitchId: 'vsw-1', SecurityGroupId: 'sg-1', ZoneId: 'cn-hangzhou-h' }, {}],
    ['a vSwitch', { vswitch: 'vsw-2' }, { VSwitchId: 'vsw-1', ZoneId: 'cn-hangzhou-h' }, {}],
    ['a group', { group: 'sg-9' }, { SecurityGroupIds: { SecurityGroupId: ['sg-1', 'sg-2'] } }, {}],
    ['a disk', { disk: 'cloud_auto' }, { SystemDisk: { Category: 'cloud_essd', PerformanceLevel: 'PL2' } }, {}],
    ['data disks', { disks: 'essd:20' }, { DataDisks: { DataDisk: [{ Size: 1, Brand: 'new' }] } }, {}],
    ['a login', { login: 'session' }, { KeyPairName: 'ops', PasswordInherit: true }, {}],
    ['a script', { script: 'docker' }, { UserData: encoded('#!/bin/sh\nPASSWORD=hunter2hunter2\n') }, {}],
    ['a way of paying', { charge: 'payAsYouGo' }, { InstanceChargeType: 'PrePaid', SpotStrategy: 'NoSpot' }, {}],
    ['a renewal', { renew: 'off' }, { AutoRenewPeriod: 3, AutoRenew: true }, {}],
    [
      'a renewal, but by what',
      { ...PREPAID, renew: 'on' },
      { AutoRenewPeriod: 3, AutoRenew: true },
      { renewperiod: '3' },
    ],
    ['a renewal alone', { ...PREPAID, renew: 'AutoRenewal' }, { AutoRenewPeriod: 3 }, { renewperiod: '3' }],
    [
      'a period, but by what it renews',
      { ...PREPAID, period: '12m' },
      { Period: 1, AutoRenewPeriod: 1, AutoRenew: true },
      { renew: 'true', renewperiod: '1' },
    ],
    [
      'how it is paid for, but by what it renews',
      { charge: 'prepaid' },
      { Period: 12, AutoRenewPeriod: 1, AutoRenew: true },
      { period: '12m', renew: 'true', renewperiod: '1m' },
    ],
    [
      'how long renewals are',
      { ...PREPAID, renewperiod: '2m' },
      { AutoRenewPeriod: 3, AutoRenew: true },
      { renew: 'true' },
    ],
    ['a period', { ...PREPAID, period: '1m' }, { Period: 3, PeriodUnit: 'Year' }, {}],
    ['an end', { lease: '3d' }, { AutoReleaseTime: '2026-12-01T00:00:00Z' }, {}],
  ])('%s', (_, own, holds, draft) => {
    expect(read(holds, own)).toEqual({ draft, told: [] });
  });
});

describe('what the bot does not order is refused as a preset’s own', () => {
  test.each<[string, Readonly<Record<string, unknown>>, string]>([
    [
      'a second interface',
      { NetworkInterfaces: { NetworkInterface: [{ InstanceType: 'Secondary', VSwitchId: 'vsw-1' }] } },
      'NetworkInterface: the bot doesn’t set separate network interfaces.',
    ],
    [
      'an interface of which nobody says that it is the first',
      { NetworkInterfaces: { NetworkInterface: [{ VSwitchId: 'vsw-1' }] } },
      'NetworkInterface: the bot doesn’t set separate',
    ],
    [
      'more of the first',
      {
        NetworkInterfaces: {
          NetworkInterface: [
            { InstanceType: 'Primary', VSwitchId: 'vsw-1', NetworkInterfaceTrafficMode: 'HighPerformance' },
          ],
        },
      },
      'NetworkInterface: the bot doesn’t set separate',
    ],
    [
      'a snapshot policy',
      { SystemDisk: { AutoSnapshotPolicyId: 'sp-1' } },
      'SystemDisk.AutoSnapshotPolicyId: the bot doesn’t set snapshot policies',
    ],
    [
      'one of a data disk',
      { DataDisks: { DataDisk: [{ Size: 20, AutoSnapshotPolicyId: 'sp-1' }] } },
      'DataDisk.AutoSnapshotPolicyId: the bot doesn’t set snapshot policies',
    ],
    [
      'a system disk that stays',
      { SystemDisk: { DeleteWithInstance: false } },
      'SystemDisk.DeleteWithInstance: the system disk is released with its instance.',
    ],
    ['the classic network', { NetworkType: 'classic' }, 'NetworkType: the bot creates instances in a VPC only.'],
    [
      'options of the platform',
      { SecurityOptions: { TrustedSystemMode: 'vTPM' } },
      'SecurityOptions.TrustedSystemMode: the bot doesn’t set platform options.',
    ],
    [
      'a date of release',
      { AutoReleaseTime: '2026-12-01T00:00:00Z' },
      'AutoReleaseTime: a fixed date doesn’t suit later requests. Leave it out, or set lease in the preset.',
    ],
    ['what nobody has heard of', { Brand: { New: 1 } }, 'Brand.New: the bot doesn’t know this setting. Leave it out.'],
    [
      'contradictions',
      { InstanceChargeType: 'PrePaid', SpotStrategy: 'SpotAsPriceGo' },
      'SpotStrategy is SpotAsPriceGo, but InstanceChargeType is PrePaid. Keep one.',
    ],
    [
      'a script of its own',
      { UserData: encoded('#!/bin/sh\necho hello\n') },
      'UserData: the launch template’s start script isn’t one of userData.',
    ],
    [
      'a script that is none',
      { UserData: encoded('\u0000\u0001gzip') },
      'UserData: the launch template’s start script isn’t one of userData.',
    ],
    [
      'a password in its script',
      { UserData: encoded('#!/bin/sh\nPASSWORD=hunter2hunter2\n') },
      'UserData: the launch template’s start script contains a password or key in line 2.',
    ],
    ['a password', { Password: 'Correct-Horse-7' }, 'The launch template contains a password or key.'],
    [
      'a password in a tag',
      { Tags: { InstanceTag: [{ Key: 'db', Value: 'password=Correct-Horse-7' }] } },
      'The launch template contains a password or key.',
    ],
  ])('%s', (_, holds, sentence) => {
    const { told } = read(holds);
    expect(told.join('\n')).toContain(sentence);
    expect(told.join('\n')).not.toMatch(/Correct-Horse|hunter2/u);
  });
});

/** What says only what is so anyhow, or what the order has without being told. */
const SAYS_NOTHING: Readonly<Record<string, string>> = {
  EnableVmOsConfig: 'false',
  ImageOwnerAlias: 'system',
  NetworkType: 'vpc',
  VpcId: 'vpc-1',
  IoOptimized: 'optimized',
  'ImageOptions.LoginAsNonRoot': 'false',
  'SystemDisk.DeleteWithInstance': 'true',
  'SystemDisk.Encrypted': 'false',
  // Without AutoRenew.
  AutoRenewPeriod: '1',
};

test('whatever the SDK reads of a template is understood, or refused by name', () => {
  const DATA = 'LaunchTemplateVersionSets.LaunchTemplateVersionSet.N.LaunchTemplateData.';
  const fields = readable('DescribeLaunchTemplateVersions').flatMap((name) =>
    name.startsWith(DATA) ? [name.slice(DATA.length)] : [],
  );
  expect(fields.length).toBeGreaterThan(60);
  const holdsOf = (path: string): Readonly<Record<string, unknown>> =>
    path
      .split('.')
      .reduceRight<unknown>((inner, part) => (part === 'N' ? [inner] : { [part]: inner }), 'some-value') as {
      [name: string]: unknown;
    };
  const silent = fields.filter((path) => {
    const { draft, told } = read(holdsOf(path));
    return Object.keys(draft).length === 0 && told.length === 0;
  });
  expect(silent.filter((path) => SAYS_NOTHING[path] === undefined)).toEqual([]);
  const misread = fields.filter((path) =>
    read(holdsOf(path)).told.some((one) => one.includes('doesn’t know this setting')),
  );
  expect(misread.filter((path) => SAYS_NOTHING[path] === undefined)).toEqual([]);
  for (const [path, value] of Object.entries(SAYS_NOTHING))
    expect(read({ [path]: value }), path).toEqual({ draft: {}, told: [] });
});

test('of the sandbox’s templates one can be used in every version, and the other is refused with each reason', () => {
  const [web, old] = launchTemplatesOf(REGIONS[0] as RegionData);
  for (const { holds } of web?.versions ?? []) expect(read(holds).told).toEqual([]);
  const told = read(old?.versions[0]?.holds ?? {}).told.map((one) => one.split(/[: ]/u)[0]);
  expect(told).toEqual(['SystemDisk.AutoSnapshotPolicyId', 'NetworkInterface', 'UserData']);
});

describe('what a preset says in vain over its launch template is told, and the preset is not used', () => {
  test.each<[own: Draft, holds: Record<string, unknown>, told: string]>([
    [{ period: '3m' }, { InstanceChargeType: 'PostPaid' }, 'period applies only to prepaid instances'],
    [{ period: '3m' }, {}, 'period applies only to prepaid instances'],
    [{ renew: 'on' }, { SpotStrategy: 'SpotAsPriceGo' }, 'renew applies only to prepaid instances'],
    [{ maxprice: '0.35' }, { InstanceChargeType: 'PostPaid' }, 'maxprice applies only to spot instances'],
    [{ spothours: '0' }, { InstanceChargeType: 'PrePaid', Period: 1 }, 'spothours applies only to spot instances'],
    [{ renewperiod: '1m' }, { InstanceChargeType: 'PrePaid', Period: 3 }, 'renewperiod applies only with auto-renewal'],
    [{ tokens: 'required' }, { HttpEndpoint: 'disabled' }, 'tokens has no effect while metadata is disabled'],
    [{ inbound: '20' }, { InternetMaxBandwidthOut: 0 }, 'inbound has no effect while bandwidth is 0'],
  ])('%j over %j', (own, holds, told) => {
    expect(read(holds, own).told).toEqual([expect.stringContaining(told)]);
  });

  test.each<[own: Draft, holds: Record<string, unknown>]>([
    [{ period: '3m' }, { InstanceChargeType: 'PrePaid', Period: 1 }],
    [{ period: '3m', charge: 'prepaid' }, { InstanceChargeType: 'PostPaid' }],
    [{ renew: 'off' }, { InstanceChargeType: 'PostPaid' }],
    [{ renewperiod: '1m' }, { InstanceChargeType: 'PrePaid', Period: 3, AutoRenew: true }],
    [{ maxprice: '0.35' }, { SpotStrategy: 'SpotWithPriceLimit', SpotPriceLimit: 0.2 }],
    [{ charge: 'prepaid' }, { SpotStrategy: 'SpotWithPriceLimit', SpotPriceLimit: 0.2 }],
  ])('%j over %j is not', (own, holds) => {
    expect(read(holds, own).told).toEqual([]);
  });
});
