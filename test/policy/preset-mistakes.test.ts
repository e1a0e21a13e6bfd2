import { describe, expect, test } from 'vitest';
import { parseDisks } from '../../src/core/option/data-disks.ts';
import { parseLogin } from '../../src/core/option/option-words.ts';
import { meaningOf, plainName } from '../../src/core/option/parameter-names.ts';
import { inEnglish } from '../../src/core/saying.ts';
import { NOTHING_KNOWN } from '../../src/core/spec/choices.ts';
import { parseArguments } from '../../src/core/spec/key-values.ts';
import type { Draft } from '../../src/core/spec/spec.ts';
import { readDraft } from '../../src/core/spec/spec-parse.ts';
import { readPolicy, withLine } from '../../src/policy/read-policy.ts';

/** The mistakes of a preset, or what it says. */
function preset(...lines: readonly string[]): {
  readonly told: readonly string[];
  readonly draft: Draft;
  readonly scripts: readonly string[];
} {
  const read = readPolicy(`presets:\n  p:\n${lines.map((line) => `    ${line}\n`).join('')}`);
  if (!read.ok) return { told: read.error.map((one) => inEnglish(withLine(one))), draft: {}, scripts: [] };
  const draft = readDraft(read.value.presets.get('p') ?? {}, NOTHING_KNOWN).draft;
  return { told: [], draft, scripts: [...read.value.userData.values()].map(({ content }) => content) };
}

const YES = ['true', 'True', 'TRUE', '"true"', 'yes', 'Yes', 'on', '1', 'enabled', 'enable', 'y'];
const NO = ['false', 'False', 'FALSE', '"false"', 'no', 'No', 'off', '0', 'disabled', 'disable', 'n'];
const NEITHER = ['2', 'maybe', 'tru', '"yes please"', 'null_', '-1'];

/** Each yes or no that a preset can hold, and what the draft says of it then. */
const SWITCHES: readonly (readonly [
  name: string,
  write: (word: string) => readonly string[],
  read: (draft: Draft) => boolean | undefined,
])[] = [
  ['PasswordInherit', (word) => [`PasswordInherit: ${word}`], ({ login }) => login === 'image'],
  ['DeletionProtection', (word) => [`DeletionProtection: ${word}`], ({ protect }) => protect === 'on'],
  [
    'AutoRenew',
    (word) => ['InstanceChargeType: PrePaid', 'Period: 1', `AutoRenew: ${word}`],
    ({ renew }) => renew === 'on',
  ],
  ['hardening', (word) => [`hardening: ${word}`], ({ hardening }) => hardening === 'Active'],
  ['HttpEndpoint', (word) => [`HttpEndpoint: ${word}`], ({ metadata }) => metadata === 'enabled'],
  [
    'Encrypted',
    (word) => [`DataDisk: [{ Category: cloud_essd, Size: 100, Encrypted: ${word} }]`],
    ({ disks = '' }) => parseDisks(disks)[0]?.encrypted === true,
  ],
  [
    'DataDisk.1.Encrypted',
    (word) => ['DataDisk.1.Category: cloud_essd', 'DataDisk.1.Size: 100', `DataDisk.1.Encrypted: ${word}`],
    ({ disks = '' }) => parseDisks(disks)[0]?.encrypted === true,
  ],
  [
    'DeleteWithInstance',
    (word) => [`data_disks: [{ size: 100, delete_with_instance: ${word} }]`],
    ({ disks = '' }) => parseDisks(disks)[0]?.keep !== true,
  ],
  [
    'keep',
    (word) => [`disks: [{ size: 100, keep: ${word} }]`],
    ({ disks = '' }) => parseDisks(disks)[0]?.keep === true,
  ],
];

describe.each(SWITCHES)('%s', (name, write, read) => {
  test.each(YES)('%s is yes', (word) => {
    const { told, draft } = preset(...write(word));
    expect(told).toEqual([]);
    expect(read(draft)).toBe(true);
  });

  test.each(NO)('%s is no', (word) => {
    const { told, draft } = preset(...write(word));
    expect(told).toEqual([]);
    expect(read(draft)).toBe(false);
  });

  test.each(NEITHER)('%s is a mistake at its line', (word) => {
    const lines = write(word);
    const { told } = preset(...lines);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(new RegExp(`^line ${2 + lines.length}: `, 'u'));
    expect(plainName(told[0] ?? '')).toContain(plainName(name));
  });
});

test('a password of the image is not taken on when somebody types that it is not', () => {
  expect(parseArguments(['passwordinherit=no'])).toEqual({ draft: {}, problems: [] });
  expect(parseArguments(['passwordinherit=yes']).draft).toEqual({ login: 'image' });
  expect(parseLogin(parseArguments(['passwordinherit=perhaps']).draft.login ?? '')).toBeNull();
  expect(meaningOf('password_inherit', '0')).toEqual({ is: 'granted' });
});

const CONTRADICTIONS: readonly (readonly [lines: string, line: number, told: string])[] = [
  ['InstanceChargeType: PrePaid\nPeriod: 1\nSpotStrategy: SpotAsPriceGo', 5, 'Keep one'],
  ['SpotStrategy: SpotAsPriceGo\ncharge: subscription\nperiod: 1m', 3, 'Keep one'],
  ['charge: spot\nspot_strategy: NoSpot', 4, 'Keep one'],
  ['DataDisk: [{ Size: 100 }]\ndisks: [essd:200]', 4, 'disks and DataDisk (line 3) set the same thing'],
  ['data_disks: [{ size: 100 }]\nDiskMappings: [{ Size: 100 }]', 4, 'Keep one'],
  ['SpotStrategy: Spot', 3, 'Set it to one of NoSpot, SpotAsPriceGo, SpotWithPriceLimit'],
  ['SpotStrategy: PrePaid', 3, 'Set it to one of NoSpot'],
  ['SpotStrategy: SpotWithPriceLimit', 3, 'needs a SpotPriceLimit'],
  ['SpotStrategy: SpotAsPriceGo\nSpotPriceLimit: 0.35', 4, 'applies only with SpotStrategy: SpotWithPriceLimit'],
  ['SpotPriceLimit: 0.35', 3, 'applies only to spot'],
  ['InstanceChargeType: PostPaid\nSpotDuration: 1', 4, 'applies only to spot'],
  ['SpotStrategy: NoSpot\nSpotInterruptionBehavior: Stop', 4, 'applies only to spot'],
  ['InstanceChargeType: PrePaid\nPeriod: 1\nmaxprice: 0.35', 5, 'applies only to spot'],
  ['Period: 1', 3, 'applies only to prepaid instances'],
  ['SpotStrategy: SpotAsPriceGo\nperiod: 1m', 4, 'applies only to prepaid instances'],
  ['AutoRenew: true', 3, 'applies only to prepaid instances'],
  ['renewal_status: AutoRenewal', 3, 'applies only to prepaid instances'],
  ['InstanceChargeType: PrePaid\nPeriodUnit: Month', 4, 'needs a Period'],
  ['InstanceChargeType: PrePaid\nPeriod: 1\nPeriodUnit: Fortnight', 5, 'Set it to one of Week, Month, Year'],
  ['InstanceChargeType: PrePaid\nPeriod: 1\nPeriodUnit: Minute', 5, 'Set it to one of Week, Month, Year'],
  ['InstanceChargeType: PrePaid\nPeriod: 2w\nPeriodUnit: Month', 5, 'Keep one'],
  ['launchTemplate: web\ncharge: prepaid\nperiod: 1m\nspothours: 1', 6, 'applies only to spot'],
  ['metadata: off\ntokens: required', 4, 'tokens has no effect while metadata is off'],
  ['HttpPutResponseHopLimit: 2\nHttpEndpoint: disabled', 3, 'has no effect while HttpEndpoint is disabled'],
  ['InternetMaxBandwidthOut: 0\nInternetMaxBandwidthIn: 20', 4, 'has no effect while InternetMaxBandwidthOut is 0'],
  ['bandwidth: 0\nInternetChargeType: PayByBandwidth', 4, 'has no effect while bandwidth is 0'],
  // The same in two spellings, or twice what is the same.
  ['KeyPairName: team\nkey_name: ops', 4, 'set the same thing'],
  ['KeyPairName: team\nkey: team', 4, 'set the same thing'],
  ['PasswordInherit: true\nKeyPairName: team', 4, 'set the same thing'],
  ['KeyPairName: team\nlogin: session', 4, 'set the same thing'],
  ['ImageId: ubuntu\nimage_family: acs:ubuntu', 4, 'set the same thing'],
  ['SystemDisk.Size: 40\nsystem_disk_size: 60', 4, 'set the same thing'],
  ['SystemDisk: { Size: 40 }\nsize: 40', 4, 'set the same thing'],
  ['SystemDisk.PerformanceLevel: PL0\nsystem_disk_performance_level: PL1', 4, 'set the same thing'],
  ['SpotStrategy: NoSpot\nspot_strategy: SpotAsPriceGo', 4, 'set the same thing'],
  ['InstanceChargeType: PostPaid\ncharge: PrePaid', 4, 'set the same thing'],
  ['InstanceChargeType: PrePaid\nPeriod: 1\nPeriodUnit: Month\nperiod_unit: Week', 6, 'set the same thing'],
  ['UserData: docker\nscript: docker', 4, 'set the same thing'],
  ['Amount: 2\ncount: 2', 4, 'set the same thing'],
  ['DataDisk.1.Size: 100\ndata_disk.1.size: 200', 4, 'set the same thing'],
  ['DataDisk: [{ Size: 100, size: 200 }]', 3, 'set the same thing'],
  ['DataDisk: [{ Size: 100, disk_size: 200 }]', 3, 'set the same thing'],
  ['disks: [{ size: 100, keep: true, delete_with_instance: true }]', 3, 'set the same thing'],
  ['DataDisk: [{ Category: cloud_ssd, Size: 100 }]\nDataDisk.1.Size: 200', 4, 'set the same thing'],
  ['disks: [ssd:100]\nDataDisk.1.Size: 200', 4, 'set the same thing'],
  ['Tag.1.Key: team\ntag.1.key: crew', 4, 'set the same thing'],
  ['DataDisk: [{ Size: 100, Device: /dev/sda }]', 3, 'assigns device names'],
  ['DataDisk.1.Size: 100\nDataDisk.1.Device: /dev/xvdc', 4, 'assigns device names'],
];

test.each(CONTRADICTIONS)('%j is told at line %i', (lines, line, told) => {
  const said = preset(...lines.split('\n')).told;
  expect(said.filter((one) => one.startsWith(`line ${line}: `) && one.includes(told))).toHaveLength(1);
});

test.each([
  'InstanceChargeType: PostPaid\nSpotStrategy: NoSpot',
  'data_disks: []\ndisks: [essd:200]',
  'HttpEndpoint: disabled\nHttpTokens: optional',
  'InternetMaxBandwidthOut: 0\nInternetChargeType: PayByTraffic',
  'InstanceChargeType: PrePaid\nPeriod: 1\nSpotStrategy: NoSpot',
  'InstanceChargeType: PostPaid\nPeriod: 1\nPeriodUnit: Month\nAutoRenew: true',
  'InstanceChargeType: PostPaid\nSpotStrategy: SpotWithPriceLimit\nSpotPriceLimit: 0.35\nSpotDuration: 1',
  'charge: spot\nmaxprice: 0.35\nspothours: 0',
  'InstanceChargeType: PrePaid\nPeriod: 1\nPeriodUnit: week\nAutoRenew: "False"',
  'InstanceChargeType: PostPaid\nAutoRenew: false',
  'PasswordInherit: false\nKeyPairName: team',
  'KeyPairName: team\nPasswordInherit: "0"',
  'DataDisk: [{ Size: 100, Device: /dev/xvdb }, { Size: 200, Device: /dev/vdc }]',
  'DataDisk.1.Size: 100\nDataDisk.1.Device: /dev/xvdb\nDataDisk.2.Size: 100\nDataDisk.2.Device: xvdc',
  'DataDisk: [{ Size: 100 }]\nDataDisk.2.Size: 200',
])('%j holds together', (lines) => {
  expect(preset(...lines.split('\n')).told).toEqual([]);
});

describe('a start script in base64', () => {
  const SCRIPT = `#!/bin/bash\n${'echo ready for work\n'.repeat(20)}`;
  const encoded = Buffer.from(SCRIPT).toString('base64');
  const broken = (length: number, by: string) => encoded.match(new RegExp(`.{1,${length}}`, 'gu'))?.join(by) ?? '';

  test.each([
    ['in one line', `UserData: ${encoded}`],
    ['in quotes', `UserData: "${encoded}"`],
    ['broken at 76 characters', `UserData: |\n      ${broken(76, '\n      ')}`],
    ['broken at 64 characters, folded', `UserData: >-\n      ${broken(64, '\n      ')}`],
    ['with escaped breaks', `UserData: "${broken(76, '\\r\\n')}\\n"`],
  ])('%s is the script that it stands for', (_, line) => {
    expect(preset(line)).toMatchObject({ told: [], draft: { script: 'p' }, scripts: [SCRIPT] });
  });

  test('is looked through for passwords as any other', () => {
    const hidden = Buffer.from('#!/bin/sh\nexport PASSWORD=Correct-Horse-7-battery\n').toString('base64');
    const { told } = preset(`UserData: |\n      ${hidden.slice(0, 20)}\n      ${hidden.slice(20)}`);
    expect(told.join()).toContain('password');
  });

  test('a text of several lines that is no base64 stays what it is', () => {
    expect(preset('UserData: |\n      echo one\n      echo two')).toMatchObject({ scripts: ['echo one\necho two'] });
  });
});
