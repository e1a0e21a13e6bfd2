import { expect, test } from 'vitest';
import { normaliseDisks } from '../../../src/core/option/data-disks.ts';
import { familyOf } from '../../../src/core/option/option-draft.ts';
import type { OptionField } from '../../../src/core/option/option-fields.ts';
import { formatLogin, normaliseOption, parseLogin, saysNone } from '../../../src/core/option/option-words.ts';
import { meaningOf, nearestField } from '../../../src/core/option/parameter-names.ts';
import { parseGroups } from '../../../src/core/option/security-groups.ts';
import { parseSwitch } from '../../../src/core/option/switch.ts';
import { faultOfTags, isReserved, parseTypedTags, withTags } from '../../../src/core/option/tags.ts';

test.each<[OptionField, string, string]>([
  ['login', 'Session Manager', 'session'],
  ['login', 'no-key', 'session'],
  ['login', 'none', 'session'],
  ['login', 'Password', 'image'],
  ['login', 'image_password', 'image'],
  ['login', 'Password Inherit', 'image'],
  ['login', 'KEY: Ana-Laptop ', 'key:Ana-Laptop'],
  ['login', 'Ana-Laptop', 'Ana-Laptop'],
  ['tags', 'team=web\nenv=dev', 'env=dev\nteam=web'],
  ['disks', 'PL0:100\nfloppy:1', 'cloud_essd_pl0:100\nfloppy:1'],
  ['groups', ' SG-2; sg-3 ,', 'sg-2,sg-3'],
  ['encrypted', 'Yes', 'on'],
  ['encrypted', '关闭', 'off'],
  ['encrypted', 'Maybe', 'Maybe'],
  ['kmskey', '0E478B7A', '0e478b7a'],
  ['traffic', 'pay by traffic', 'PayByTraffic'],
  ['traffic', 'Bandwidth', 'PayByBandwidth'],
  ['traffic', 'traffic', 'PayByTraffic'],
  ['traffic', 'Weather', 'Weather'],
  ['inbound', '+008', '8'],
  ['inbound', '8M', '8M'],
  ['inbound', '1234567890', '1234567890'],
  ['protect', 'enable', 'on'],
  ['ipv6', '02', '2'],
  ['resourcegroup', 'RG-1', 'rg-1'],
  ['deploymentset', 'DS-1', 'ds-1'],
  ['deploymentgroup', '02', '2'],
  ['credit', 'unlimited', 'Unlimited'],
  ['hardening', 'on', 'Active'],
  ['hardening', 'no', 'Deactive'],
  ['hardening', 'deactive', 'Deactive'],
  ['metadata', 'off', 'disabled'],
  ['metadata', 'ENABLED', 'enabled'],
  ['tokens', 'IMDSv2', 'required'],
  ['tokens', 'v2', 'required'],
  ['tokens', 'Optional', 'optional'],
  ['hops', '02', '2'],
  ['spothours', '00', '0'],
  ['reclaim', 'release', 'Terminate'],
  ['reclaim', 'STOP', 'Stop'],
  ['host', 'Web-1', 'Web-1'],
])('%s: %j is understood as %j', (field, given, stored) => {
  expect(normaliseOption(field, given)).toBe(stored);
  // What is stored is understood as itself.
  expect(normaliseOption(field, stored)).toBe(stored);
});

test('a word for yes or no is one in both languages, whatever its case and the space around it', () => {
  const yes = ['true', 'YES', 'y', ' on ', '1', 'enabled', 'enable', '是', '开', '开启'];
  const no = ['false', 'No', 'n', 'off', '0', 'disabled', 'disable', '否', '关', '关闭'];
  expect(yes.map(parseSwitch)).toEqual(yes.map(() => true));
  expect(no.map(parseSwitch)).toEqual(no.map(() => false));
  expect(['', 'ja', 'toString'].map(parseSwitch)).toEqual([null, null, null]);
});

test('a login is written as it is read', () => {
  for (const word of ['session', 'image', 'key:ana laptop']) {
    const login = parseLogin(word);
    expect(login && formatLogin(login)).toBe(word);
  }
  expect(['key:', 'key:  ', 'ana', ''].map(parseLogin)).toEqual([null, null, null, null]);
});

test('a default is declined by the word for none of its option, and only where there is one', () => {
  expect([saysNone('lease', 'none'), saysNone('ipv6', '0'), saysNone('groups', 'none')]).toEqual([true, true, true]);
  expect([saysNone('lease', '0'), saysNone('ipv6', undefined), saysNone('host', undefined)]).toEqual([
    false,
    false,
    false,
  ]);
});

test('a disk is written back in the cloud’s words with all that was said of it, and read again as the same', () => {
  const line = 'autopl : 100 gb, NAME=data, about=50%25 of a%2Cb, keep, snapshot=s-bp67acfmxa, encrypted, kms=key-1';
  const stored = 'cloud_auto:100,name=data,about=50%25 of a%2Cb,keep,snapshot=s-bp67acfmxa,encrypted,kms=key-1';
  expect(normaliseDisks(line)).toBe(stored);
  expect(normaliseDisks(`\n ${stored} \n\n`)).toBe(stored);
  expect(normaliseDisks('essd,snapshot=s-bp67acfmxa')).toBe('cloud_essd:,snapshot=s-bp67acfmxa');
  expect(normaliseDisks('essd-pl1:20')).toBe('cloud_essd:20');
  expect(normaliseDisks('ESSD AutoPL:20')).toBe('cloud_auto:20');
});

const named = (name: string, value?: string) => {
  const meant = meaningOf(name, value);
  return meant === null
    ? null
    : 'field' in meant
      ? meant.field
      : 'why' in meant
        ? meant.why
        : 'n' in meant
          ? `disk ${meant.n}`
          : meant.is;
};

test.each<[string, string | undefined, string | null]>([
  ['InstanceType', undefined, 'type'],
  ['instance_type', undefined, 'type'],
  ['实例规格', undefined, 'type'],
  ['SSH Key', undefined, 'keyPair'],
  ['Tag', undefined, 'tags'],
  ['ImageFamily', undefined, 'imageFamily'],
  ['AllocatePublicIp', undefined, 'publicAddress'],
  ['PerformanceLevel', undefined, 'level'],
  ['PeriodUnit', undefined, 'periodUnit'],
  ['PasswordInherit', 'true', 'imagePassword'],
  ['PasswordInherit', 'false', 'granted'],
  ['SecurityGroupIds', undefined, 'allGroups'],
  ['SecurityGroupIds.12', undefined, 'allGroups'],
  ['security_groups', undefined, 'allGroups'],
  ['SecurityGroupId.2', undefined, 'allGroups'],
  ['SecurityGroupId', undefined, 'group'],
  ['disks', undefined, 'disk null'],
  ['DataDisk', undefined, 'disk null'],
  ['数据盘', undefined, 'disk null'],
  ['disk2', undefined, 'disk 1'],
  ['DataDisk.1', undefined, 'disk 1'],
  ['datadisk12', undefined, 'disk 12'],
  ['disk1', undefined, 'disk'],
  ['datadisk0', undefined, null],
  ['LaunchTemplateId', undefined, 'template'],
  ['IoOptimized', ' optimized ', 'granted'],
  ['IoOptimized', 'none', 'platform'],
  ['NetworkType', 'vpc', 'granted'],
  ['NetworkType', 'classic', 'classicNetwork'],
  ['VpcId', 'vpc-1', 'granted'],
  ['VpcId', 'the other', 'vpc'],
  ['Tenancy', 'host', 'dedicatedHost'],
  ['SystemDisk.DeleteWithInstance', 'false', 'keptSystemDisk'],
  ['SystemDisk.Encrypted', 'false', 'granted'],
  ['SystemDisk.Encrypted', 'true', 'encrypted'],
  ['DryRun', 'true', 'botsOwn'],
  ['NetworkInterface.1.VSwitchId', undefined, 'networkInterface'],
  ['Ipv6Address.1', undefined, 'ipv6Addresses'],
  ['HostNames.2', undefined, 'hostNames'],
  ['CpuOptions.Core', undefined, 'platform'],
  ['Arn.1.Rolearn', undefined, 'botsOwn'],
  ['xCpuOptions', undefined, null],
  ['MinAmount', undefined, 'shortfall'],
  ['password', undefined, null],
])('a parameter called %s with %j is %j', (name, value, meant) => {
  expect(named(name, value)).toBe(meant);
});

test('a misspelt name means the field that has nearly that name', () => {
  expect(['instance-typ', 'keypiar', 'tga', 'datadsik', 'nothing like it'].map(nearestField)).toEqual([
    'type',
    'login',
    'tags',
    'disks',
    null,
  ]);
});

test('tags are judged each by the API’s rules, and all by their number', () => {
  const of = (...tags: readonly (readonly [string, string])[]) =>
    faultOfTags(tags.map(([key, value]) => ({ key, value })));
  const x = (times: number): string => 'x'.repeat(times);
  expect(of(['k', ''], [x(128), x(128)])).toBeNull();
  expect(of(['', 'v'])).toEqual({ is: 'tagShape', tag: '=v' });
  expect(of([x(129), ''])).toEqual({ is: 'tagKey', tag: x(129) });
  expect(of(['a\u200b', ''])).toMatchObject({ is: 'tagKey' });
  expect(of(['k', x(129)])).toMatchObject({ is: 'tagValue' });
  expect(of(['k', 'a\u200b'])).toMatchObject({ is: 'tagValue' });
  for (const key of ['aliyun-x', 'ACS:x', 'ecs-chatops:request', 'see http://x'])
    expect([of([key, 'v'])?.is, isReserved(key)]).toEqual(['tagReserved', true]);
  expect(of(['k', 'at https://x'])).toMatchObject({ is: 'tagReserved' });
  expect([of(['my-aliyun', 'acs:1']), isReserved('my-acs:')]).toEqual([null, false]);
  expect(of(['k', '1'], ['k', '2'])).toEqual({ is: 'tagTwice', tag: 'k' });
  const many = Array.from({ length: 18 }, (_, n) => [`k${n}`, ''] as const);
  expect([of(...many.slice(1)), of(...many)]).toEqual([null, { is: 'tagsTooMany', max: 17 }]);
});

test('of tags that are said twice the later counts, in the order of their keys', () => {
  expect(withTags('b=1\na=1', 'b=2')).toBe('a=1\nb=2');
  expect([withTags(undefined, 'a=1'), withTags('a=1', undefined), withTags(undefined, undefined)]).toEqual([
    'a=1',
    'a=1',
    undefined,
  ]);
  expect(parseTypedTags('team = web , env\n,=,x=')).toEqual([
    { key: 'team', value: 'web' },
    { key: 'env', value: '' },
    { key: 'x', value: '' },
  ]);
});

test('more groups are named by any list, and an image family by its prefix', () => {
  expect(parseGroups(' sg-1; sg-2,sg-3 none ')).toEqual(['sg-1', 'sg-2', 'sg-3']);
  expect(parseGroups()).toEqual([]);
  expect([familyOf('family:acs:ubuntu'), familyOf('ubuntu')]).toEqual(['acs:ubuntu', undefined]);
});
