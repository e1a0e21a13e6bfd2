import { expect, test } from 'vitest';
import { failureOf } from '../../../src/core/failure/failure.ts';
import { isApplicable } from '../../../src/core/option/applicable-options.ts';
import type { OptionFault } from '../../../src/core/option/option-faults.ts';
import type { OptionField } from '../../../src/core/option/option-fields.ts';
import { optionFault } from '../../../src/core/option/option-judge.ts';
import { namesUnlisted, refusedOption } from '../../../src/core/option/refused-option.ts';
import { NOTHING_KNOWN } from '../../../src/core/spec/choices.ts';
import type { Draft } from '../../../src/core/spec/spec.ts';
import { CHOICES, SCRIPT, WHOLE } from './order.ts';

const LISTS = {
  ...CHOICES,
  keys: [{ name: 'ana-laptop', owner: 'U1' }],
  disks: [{ category: 'cloud_essd', inStock: false, minGiB: 20, maxGiB: 2048 }],
  images: [...CHOICES.images, { ...CHOICES.images[0], id: 'm-own', owner: 'self' } as (typeof CHOICES.images)[number]],
};
const fault = (field: OptionField, given: string, over: Draft = {}, lists: Partial<typeof LISTS> = {}) =>
  optionFault(field, given, { ...WHOLE, ...over }, { lists: { ...LISTS, ...lists }, scripts: [SCRIPT] });

const x = (times: number): string => 'x'.repeat(times);
const several = { amount: '2' };
const windows = { image: 'win2022' };
const prepaid = { charge: 'prepaid', period: '1m' };
const spot = { charge: 'spot' };
const DISK_MAX = { category: 'cloud_essd', min: 20, max: 65_536 } as const;

/** The option, what is given for it, the fault, and what else the order says. */
const JUDGED: [OptionField, string, OptionFault | null, Draft?][] = [
  ['purpose', x(300), null],
  ['purpose', '🙂'.repeat(300), null],
  ['purpose', x(301), { is: 'text', max: 300 }],
  ['purpose', 'a\u200bb', { is: 'text', max: 300 }],
  ['purpose', 'for <@U07ANN12345>', { is: 'mention', mention: '<@U07ANN12345>' }],
  ['purpose', 'for <#C07|>', { is: 'mention', mention: '<#C07|>' }],
  ['purpose', 'for <!subteam^S07>', { is: 'mention', mention: '<!subteam^S07>' }],
  ['purpose', 'for <@U07|ann> and <b>', null],
  ['login', 'session', null],
  ['login', 'key:ana-laptop', null],
  ['login', 'password', { is: 'login' }],
  ['login', 'key: ', { is: 'login' }],
  ['login', 'key:1a', { is: 'keyName' }],
  ['login', 'key:a', { is: 'keyName' }],
  ['login', `key:a${x(127)}`, { is: 'keyUnknown' }],
  ['login', `key:a${x(128)}`, { is: 'keyName' }],
  ['login', 'key:ana\u3164', { is: 'keyName' }],
  ['login', 'key:ana-laptop', { is: 'keyOnWindows' }, windows],
  ['login', 'image', null, windows],
  ['script', 'docker', null],
  ['script', 'other', { is: 'script', names: ['docker'] }],
  ['disks', 'essd:20\nessd:65536', null],
  ['disks', 'essd:19', { is: 'diskSize', disk: 'essd:19', ...DISK_MAX }],
  ['disks', 'essd:65537', { is: 'diskSize', disk: 'essd:65537', ...DISK_MAX }],
  ['disks', 'essd', { is: 'diskShape', disk: 'essd' }],
  ['disks', 'essd,snapshot=s-bp67acfmxa', null],
  ['disks', '100 GiB, keep', null],
  ['disks', 'floppy:100', { is: 'diskCategory', disk: 'floppy' }],
  ['disks', '', null],
  ['disks', '100,', { is: 'diskOption', disk: '' }],
  ['disks', '100,speed=2', { is: 'diskOption', disk: 'speed' }],
  ['disks', '100,keep=yes', { is: 'diskOption', disk: 'keep' }],
  ['disks', '100,name', { is: 'diskOption', disk: 'name' }],
  ['disks', '100,keep,keep', { is: 'diskOption', disk: '100,keep,keep' }],
  ['disks', '100,name=data%2C1', { is: 'diskName' }],
  ['disks', `100,name=d${x(127)},about=the data`, null],
  ['disks', `100,name=d${x(128)}`, { is: 'diskName' }],
  ['disks', '100,about=x', { is: 'about' }],
  ['disks', '100,snapshot=bp67', { is: 'shape', example: 's-bp67acfmxazb4ph0****' }],
  ['disks', '100,encrypted,kms=key-1', null],
  ['disks', '100,kms=key-1', { is: 'kmsWithoutEncryption', disk: '100,kms=key-1' }],
  ['disks', 'ssd:100', { is: 'diskNotSold', category: 'cloud_ssd' }],
  ['disks', 'ssd:100', null, { type: undefined as never }],
  ['disks', '100\n'.repeat(16), null],
  ['disks', '100\n'.repeat(17), { is: 'disksTooMany', max: 16 }],
  ['host', 'web-1.shop', null],
  ['host', 'w1', null],
  ['host', x(64), null],
  ['host', x(65), { is: 'hostLinux' }],
  ['host', 'w', { is: 'hostLinux' }],
  ['host', 'web-', { is: 'hostLinux' }],
  ['host', 'web..1', { is: 'hostLinux' }],
  ['host', 'we_b', { is: 'hostLinux' }],
  ['host', 'web', { is: 'hostForSeveral' }, several],
  ['host', x(15), null, windows],
  ['host', 'w1', null, windows],
  ['host', x(16), { is: 'hostWindows' }, windows],
  ['host', 'w', { is: 'hostWindows' }, windows],
  ['host', 'web.shop', { is: 'hostWindows' }, windows],
  ['host', '2022', { is: 'hostWindows' }, windows],
  ['host', 'we_b', { is: 'hostWindows' }, windows],
  ['about', 'a web server', null],
  ['about', 'ab', null],
  ['about', 'a', { is: 'about' }],
  ['about', x(256), null],
  ['about', x(257), { is: 'about' }],
  ['about', 'https://shop', { is: 'about' }],
  ['about', 'see https://shop', null],
  ['about', 'a\u200bb', { is: 'about' }],
  ['about', 'of <@U07ANN12345>', { is: 'mention', mention: '<@U07ANN12345>' }],
  ['traffic', 'PayByTraffic', null],
  ['traffic', 'PayByWeather', { is: 'notOneOf', words: ['PayByTraffic', 'PayByBandwidth'] }],
  // At least 10, however little goes out.
  ['inbound', '10', null],
  ['inbound', '11', { is: 'number', min: 1, max: 10 }],
  ['inbound', '50', null, { bandwidth: '50' }],
  ['inbound', '51', { is: 'number', min: 1, max: 50 }, { bandwidth: '50' }],
  ['inbound', '11', { is: 'number', min: 1, max: 10 }, { bandwidth: 'much' }],
  ['inbound', '0', { is: 'number', min: 1, max: 10 }],
  ['inbound', '1e1', { is: 'number', min: 1, max: 10 }],
  ['ip', '172.16.0.1', null],
  ['ip', '172.16.0.252', null],
  ['ip', '172.16.0.0', { is: 'ipReserved', cidr: '172.16.0.0/24' }],
  ['ip', '172.16.0.253', { is: 'ipReserved', cidr: '172.16.0.0/24' }],
  ['ip', '172.16.1.0', { is: 'ipOutside', cidr: '172.16.0.0/24' }],
  ['ip', '172.15.255.255', { is: 'ipOutside', cidr: '172.16.0.0/24' }],
  ['ip', '10.0.0.1', null, { vswitch: 'vsw-unknown' }],
  ['ip', '172.16.0.256', { is: 'ipShape' }],
  ['ip', '172.16.0.01', { is: 'ipShape' }],
  ['ip', '172.16.0', { is: 'ipShape' }],
  ['ip', '172.16.0.1', { is: 'ipForSeveral' }, several],
  ['ipv6', '10', null],
  ['ipv6', '11', { is: 'number', min: 0, max: 10 }],
  ['protect', 'on', null],
  ['protect', 'on', { is: 'onlyPayAsYouGo' }, spot],
  ['protect', 'off', null, spot],
  ['protect', 'maybe', { is: 'notOneOf', words: ['on', 'off'] }],
  ['lease', '1h', null],
  ['lease', 'none', null],
  ['lease', 'soon', { is: 'lease' }],
  ['lease', '59m', { is: 'leaseShort', minMs: 3_600_000 }],
  ['lease', '1000d', null],
  ['lease', '1001d', { is: 'leaseLong', maxMs: 86_400_000_000 }],
  ['lease', '1h', { is: 'onlyHourly' }, prepaid],
  ['lease', 'none', null, prepaid],
  ['role', 'Ecs.Reader-1', null],
  ['role', 'acs:ram::1:role/x', { is: 'shape', example: 'EcsReader' }],
  ['role', x(65), { is: 'shape', example: 'EcsReader' }],
  ['resourcegroup', 'rg-bp67ac', null],
  ['resourcegroup', 'rg-bp67a', { is: 'shape', example: 'rg-bp67acfmxazb4ph0' }],
  ['deploymentset', 'ds-bp1brh', null],
  ['deploymentset', 'xds-bp1brh', { is: 'shape', example: 'ds-bp1brhwhoqinyjd6' }],
  ['deploymentgroup', '7', null, { deploymentset: 'ds-bp1brh' }],
  ['deploymentgroup', '8', { is: 'number', min: 1, max: 7 }, { deploymentset: 'ds-bp1brh' }],
  ['deploymentgroup', '7', { is: 'needsDeploymentSet' }],
  ['credit', 'Standard', { is: 'onlyBurstable' }],
  ['credit', 'Standard', null, { type: 'ecs.t6-c1m2.large' }],
  ['credit', 'Standard', { is: 'onlyBurstable' }, { type: 'ecs.t1.small' }],
  ['credit', 'Standard', null, { type: undefined as never }],
  ['hardening', 'Active', null],
  ['hardening', 'Active', { is: 'onlyPublicImages' }, { image: 'm-own' }],
  ['hardening', 'Deactive', null, { image: 'm-own' }],
  ['hardening', 'Active', null, { image: 'm-unknown' }],
  ['hardening', 'Active', null, { image: 'family:acs:ubuntu' }],
  ['hardening', 'Active', { is: 'onlyPublicImages' }, { image: 'family:own' }],
  ['metadata', 'disabled', null],
  ['metadata', 'off', { is: 'notOneOf', words: ['enabled', 'disabled'] }],
  ['tokens', 'required', null],
  ['tokens', 'v2', { is: 'notOneOf', words: ['required', 'optional'] }],
  ['hops', '64', null],
  ['hops', '65', { is: 'number', min: 1, max: 64 }],
  ['spothours', '2', { is: 'notOneOf', words: ['0', '1'] }, spot],
  // It does not apply, and a default of the policy is judged without a charge.
  ['spothours', '2', null, prepaid],
  ['reclaim', 'Pause', { is: 'notOneOf', words: ['Terminate', 'Stop'] }, { charge: undefined as never }],
  ['renewperiod', '2', null, prepaid],
  ['renewperiod', '4', { is: 'notOneOf', words: ['1m', '2m', '3m', '6m', '12m'] }, prepaid],
  ['renewperiod', '4w', { is: 'notOneOf', words: ['1w', '2w', '3w'] }, { ...prepaid, period: '3w' }],
  ['renewperiod', '4', null, { ...prepaid, renew: 'off' }],
  ['renewperiod', '4', null, spot],
  ['renewperiod', '3w', null, {}],
  ['renewperiod', '4w', { is: 'notOneOf', words: ['1w', '2w', '3w', '1m', '2m', '3m', '6m', '12m'] }],
  ['diskname', 'root', null],
  ['diskname', 'ab', null],
  ['diskname', 'a', { is: 'diskName' }],
  ['diskname', '1root', { is: 'diskName' }],
  ['diskabout', 'the root', null],
  ['diskabout', 'x', { is: 'about' }],
];

test.each<[OptionField, string, OptionFault | null, Draft?]>(JUDGED)(
  '%s: %j is judged %j beside %j',
  (field, given, is, over = {}) => {
    expect(fault(field, given, over)).toEqual(is);
  },
);

test('what a list would tell is no fault while the list is not known', () => {
  const against = { lists: NOTHING_KNOWN, scripts: null };
  const kept: readonly (readonly [OptionField, string])[] = [
    ['login', 'key:ana'],
    ['script', 'other'],
    ['disks', 'ssd:100'],
    ['host', 'web.shop'],
    ['ip', '10.0.0.1'],
    ['hardening', 'Active'],
    ['groups', 'sg-2,sg-far'],
  ];
  for (const [field, given] of kept) expect([field, optionFault(field, given, WHOLE, against)]).toEqual([field, null]);
  // A group of another network is no fault while the network is not known.
  expect(fault('groups', 'sg-far', { vswitch: 'vsw-unknown' })).toBeNull();
  expect(fault('disks', 'ssd:100', {}, { disks: [] })).toBeNull();
});

test.each<[OptionField, Parameters<typeof isApplicable>[1], boolean]>([
  ['lease', { charge: 'prepaid', amount: 1, type: null }, false],
  ['lease', { charge: 'spot', amount: 1, type: null }, true],
  ['protect', { charge: 'spot', amount: 1, type: null }, false],
  ['spothours', { charge: 'payAsYouGo', amount: 1, type: null }, false],
  ['reclaim', { charge: 'spot', amount: 1, type: null }, true],
  ['reclaim', { charge: 'prepaid', amount: 1, type: null }, false],
  ['renewperiod', { charge: 'prepaid', amount: 1, type: null }, true],
  ['renewperiod', { charge: 'spot', amount: 1, type: null }, false],
  ['host', { charge: null, amount: 2, type: null }, false],
  ['host', { charge: null, amount: 1, type: null }, true],
  ['ip', { charge: null, amount: 2, type: null }, false],
  ['ip', { charge: null, amount: null, type: null }, true],
  ['credit', { charge: null, amount: 1, type: 'ecs.g7.large' }, false],
  ['credit', { charge: null, amount: 1, type: 'ecs.t6-c1m2.large' }, true],
  ['credit', { charge: null, amount: 1, type: null }, true],
  ['protect', { charge: null, amount: 1, type: null }, true],
  ['purpose', { charge: 'prepaid', amount: 9, type: 'ecs.g7.large' }, true],
])('whether %s can be asked of an order of %j: %j', (field, order, isIt) => {
  expect(isApplicable(field, order)).toBe(isIt);
});

test('only what is in none of the lists is asked of the cloud by a dry run', () => {
  const asked: readonly Draft[] = [
    { role: 'r' },
    { resourcegroup: 'rg-1' },
    { deploymentset: 'ds-1' },
    { ip: '10.0.0.1' },
    { ipv6: '1' },
    { kmskey: 'k' },
    { disks: '100,snapshot=s-bp67acfmxa' },
    { disks: 'essd:20\n100,encrypted,kms=k' },
  ];
  expect(asked.filter((draft) => !namesUnlisted(draft))).toEqual([]);
  const known: readonly Draft[] = [WHOLE, { ipv6: '0' }, { disks: '100,keep' }, { host: 'web' }];
  expect(known.filter(namesUnlisted)).toEqual([]);
});

const ALL: Draft = {
  ...{ role: 'r', resourcegroup: 'rg', deploymentset: 'ds', deploymentgroup: '1', ip: '10.0.0.1', kmskey: 'k' },
  ...{ disks: '100', groups: 'sg-2', ipv6: '1', tokens: 'required', metadata: 'enabled', hops: '1' },
  ...{ credit: 'Standard', host: 'web', hardening: 'Active' },
};

test.each<[code: string, field: OptionField, is: string]>([
  ['InvalidRamRole.NotFound', 'role', 'noRole'],
  ['InvalidRamRole.NotEcsRole', 'role', 'notEcsRole'],
  ['Forbidden.PassRoleForbidden', 'role', 'mayNotPassRole'],
  ['InvalidRamRole.Other', 'role', 'refused'],
  ['InvalidResourceGroupId.NotFound', 'resourcegroup', 'noResourceGroup'],
  ['InvalidResourceGroup.NotFound', 'resourcegroup', 'noResourceGroup'],
  ['InvalidResourceGroup.NotFound.X', 'resourcegroup', 'refused'],
  ['InvalidDeploymentSetId.NotFound', 'deploymentset', 'noDeploymentSet'],
  ['DeploymentSet.NotFound', 'deploymentset', 'noDeploymentSet'],
  ['DeploymentSetInstanceQuotaFull', 'deploymentset', 'deploymentSetFull'],
  ['InvalidDeploymentSetGroupNo', 'deploymentgroup', 'refused'],
  ['InvalidDeploymentSet.Mismatch', 'deploymentset', 'refused'],
  ['InvalidPrivateIpAddress.Duplicated', 'ip', 'ipTaken'],
  ['InvalidIPAddress.AlreadyUsed', 'ip', 'ipTaken'],
  ['InvalidPrivateIpAddress.Malformed', 'ip', 'refused'],
  ['InvalidKMSKeyId.NotFound', 'kmskey', 'refused'],
  ['InvalidSnapshotId.NotFound', 'disks', 'refused'],
  ['InvalidSecurityGroupId.IPv6', 'groups', 'refused'],
  ['InvalidVSwitch.Ipv6NotTurnOn', 'ipv6', 'ipv6Off'],
  ['InvalidOperation.Ipv6NotSupport', 'ipv6', 'ipv6NotOfType'],
  ['InvalidOperation.Ipv6CountExceeded', 'ipv6', 'ipv6NotOfType'],
  ['InvalidIpv6Address', 'ipv6', 'refused'],
  ['InvalidHttpTokens.NotSupported', 'tokens', 'refused'],
  ['InvalidHttpEndpoint', 'metadata', 'refused'],
  ['InvalidHttpPutResponseHopLimit', 'hops', 'refused'],
  ['InvalidCreditSpecification', 'credit', 'refused'],
  ['InvalidHostName.Malformed', 'host', 'refused'],
  ['HOSTNAME_ILLEGAL', 'host', 'refused'],
  ['InvalidSecurityEnhancementStrategy', 'hardening', 'refused'],
])('a dry run refused with %s is a fault of %s: %s', (code, field, is) => {
  const problem = refusedOption(failureOf('badInput', { code }), ALL);
  expect(problem).toEqual({
    field,
    problem: 'option',
    given: ALL[field],
    fault: is === 'refused' ? { is, code } : { is },
  });
});

test('a refusal is no fault of an option that was not asked for, and none without a code', () => {
  const disk = refusedOption(failureOf('badInput', { code: 'InvalidKMSKeyId' }), {
    ...ALL,
    kmskey: undefined as never,
  });
  expect(disk?.field).toBe('disks');
  expect(refusedOption(failureOf('badInput', { code: 'InvalidRamRole.NotFound' }), WHOLE)).toBeNull();
  expect(refusedOption(failureOf('badInput', { code: 'InvalidImage' }), ALL)).toBeNull();
  expect(refusedOption(failureOf('badInput'), ALL)).toBeNull();
});
