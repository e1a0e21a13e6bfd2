import { describe, expect, test } from 'vitest';
import { mistakeLine, readPolicy } from '../../src/policy/read-policy.ts';
import { mistakesIn } from './reading.ts';
import { sentBy, toldOf } from './sent-by.ts';

const many = (count: number, item: (n: number) => string) => Array.from({ length: count }, (_, n) => item(n));

/** The lines of a preset, which begin in line 3. */
const PRESETS: readonly (readonly [preset: string, line: number, told: string])[] = [
  ['InstanceTyp: ecs.g7.large', 3, 'Did you mean type?'],
  ['SystmeDisk.Size: 40', 3, 'Did you mean size?'],
  ['SystemDisk:\n  Categry: cloud_essd', 4, 'Did you mean disk?'],
  ['SystemDisk:\n  Category: cloud_essd\n  Szie: 40', 5, 'Did you mean size?'],
  ['internet_max_bandwith_out: 5', 3, 'Did you mean bandwidth?'],
  [
    'DataDisk:\n  - Category: cloud_essd\n    Size: 40\n    DeleteWithInstanse: true',
    6,
    'Did you mean deleteWithInstance?',
  ],
  ['Tag:\n  - Ky: team\n    Value: web', 4, 'The keys are Key and Value'],
  ['InstanceChargeType: PostPayed', 3, 'isn’t a valid value'],
  ['SystemDisk.PerformanceLevel: PL5', 3, 'PL0 to PL3'],
  ['SystemDisk.Size: forty', 3, 'whole number'],
  ['size: 40.5', 3, 'whole number'],
  ['size: 4e1', 3, 'whole number'],
  ['size: 0x28', 3, 'whole number'],
  ['size: .inf', 3, 'whole number'],
  ['InstanceType: [ecs.g7.large, ecs.c7.large]', 3, 'takes one value'],
  ['ImageId: [{ Ref: Image }]', 3, 'takes one value'],
  ['InstanceType:\n  name: ecs.g7.large', 4, 'isn’t a key of a preset'],
  ['InstanceType: true', 3, 'must be a word or a number'],
  ['name: false', 3, 'must be a word or a number'],
  ['KeyPairName: true', 3, 'must be a word or a number'],
  ['type: ecs.g7.large\ntype: ecs.c7.large', 4, 'This key is there twice'],
  ['InstanceType: a\ninstancetype: b', 4, 'set the same thing'],
  ['type: ecs.g7\u200B.large', 3, 'nobody sees'],
  ['VSwitchId: vsw-1\u00AD', 3, 'nobody sees'],
  ['sizе: 40', 3, 'Did you mean size?'],
  ['instance_type: var.instance_type', 3, 'another tool'],
  ['ImageId: \u0024{data.images[0].id}', 3, 'another tool'],
  ['zone: "{{ zone }}"', 3, 'another tool'],
  ['ImageId: !Ref Image', 3, 'Tags of YAML'],
  ['Tags: !GetAtt x', 3, 'Tags of YAML'],
  ['[a, b]: 40', 3, 'A key must be a word'],
  ['? {a: 1}\n: 40', 3, 'A key must be a word'],
  ['__proto__: x', 3, 'isn’t a key of a preset'],
  ['name: @web', 3, 'reserved character'],
  [`DataDisk: [${many(17, () => '{ Size: 40 }').join(', ')}]`, 3, 'more than 16'],
  [`tags: { ${many(18, (n) => `k${n}: v`).join(', ')} }`, 3, 'more than 17'],
  [`HostName: ${'a'.repeat(65)}`, 3, 'host name'],
  [`${'x'.repeat(2000)}: 1`, 3, 'valid YAML'],
  ['InternetMaxBandwidthOut: 5\nInternetMaxBandwidthIn: 50', 4, 'from 1 to 10'],
  ['Amount: 2\nPrivateIpAddress: 10.0.0.9', 4, 'can’t share'],
  ['charge: prepaid\nperiod: 1m\nlease: 8h', 5, 'auto-release'],
];

test.each(PRESETS)('the preset %j is refused at line %i: %s', (preset, line, words) => {
  const here = toldOf(preset).filter((one) => one.startsWith(`line ${line}: `));
  expect(here.join('\n')).toContain(words);
});

test.each([
  ['presets:\n  web:\n    small:\n      type: ecs.g7.large\n', 4],
  ['presets:\n  - web: { size: 40 }\n', 2],
  ['presets:\n  web: ecs.g7.large\n', 2],
  ['presets:\n  web:\n', 2],
  ['presets:\n', 1],
  ['presets:\n  web: { size: 40 }\n  web: { size: 50 }\n', 3],
  ['presets:\n\tweb:\n\t\tsize: 40\n', 2],
  ['presets:\r\n  web:\r\n    size: 40\r\n    typ: x\r\n', 4],
  ['\uFEFFpresets:\n  web:\n    typ: x\n', 3],
  ['\uFEFF', 1],
  ['presets:\n  网站: { size: 40 }\n', 2],
  [`presets:\n  ${'a'.repeat(41)}: { size: 40 }\n`, 2],
  ['presets:\n  web:\n    type ecs.g7.large\n', 3],
  ['presets:\n  web:\n    type:ecs.g7.large\n', 3],
  ['presets:\n  web:\n    - type: ecs.g7.large\n', 3],
  ['presets:\n  web:\n    type: ecs.g7.large\n   size: 40\n', 4],
  ['InstanceType: ecs.g7.large\n', 1],
  ['presets:\n  base: &base { size: 40 }\n  web:\n    <<: *base\n    type: ecs.g7.large\n', 4],
  ['presets:\n  web: *nope\n', 2],
  ['presets:\n  a: &a\n    b: *a\n', 3],
  ['regions: &r [*r]\n', 1],
  [`presets:\n  web: ${'{ a: '.repeat(300)}1${' }'.repeat(300)}\n`, 2],
  [`presets:\n  web: { type: ${'['.repeat(3000)}${']'.repeat(3000)} }\n`, 2],
])('the file %j is refused at line %i', (text, line) => {
  expect(mistakesIn(text).filter((one) => one.startsWith(`line ${line}: `))).not.toEqual([]);
});

test('aliases that repeat each other a million times are refused at once', () => {
  const levels = many(7, (n) => `  a${n + 1}: &a${n + 1} { ${many(9, (k) => `k${k}: *a${n}`).join(', ')} }`);
  const started = Date.now();
  expect(mistakesIn(`presets:\n  a0: &a0 { size: 40 }\n${levels.join('\n')}\n`)).toEqual([
    expect.stringContaining('repeat too much'),
  ]);
  expect(Date.now() - started).toBeLessThan(2000);
});

test('an alias that repeats something before it is read as that', () => {
  const read = readPolicy(
    'presets:\n  a: { type: &t ecs.g7.large, tags: &g { team: web } }\n  b: { type: *t, tags: *g }\n',
  );
  expect(read.ok && read.value.presets.get('b')).toEqual({ type: 'ecs.g7.large', tags: 'team=web' });
});

describe('numbers and words of YAML arrive as they are written', () => {
  test.each([
    ['1.10', '1.10'],
    ['007', '007'],
    ['1795355397580778123', '1795355397580778123'],
    ['1e3', '1e3'],
    ['True', 'True'],
    ['2026-11-30', '2026-11-30'],
  ])('%s', (written, value) => {
    expect(sentBy(`{ tags: { version: ${written}, ${written}: key } }`, true).tag).toEqual(
      expect.arrayContaining([
        { key: 'version', value },
        { key: value, value: 'key' },
      ]),
    );
    expect(sentBy(`{ Tag: [{ Key: version, Value: ${written} }] }`, true).tag).toEqual([{ key: 'version', value }]);
  });

  test('a size as tools write it', () => {
    expect(sentBy('{ size: 40.0, InternetMaxBandwidthOut: 05 }', true)).toMatchObject({
      internetMaxBandwidthOut: 5,
      systemDisk: { size: '40' },
    });
  });
});

test.each([
  'presets:\n  web:\n    Password: *Secret123\n',
  'presets:\n  web:\n    Password: !Secret123\n',
  'presets:\n  web:\n    Password: |Secret123\n',
  'presets:\n  web:\n    Password: >Secret123\n',
  'presets:\n  web:\n    Password: &Secret123\n',
  'presets:\n  web:\n    Password: @Secret123\n',
  'presets:\n  web:\n    Password: %Secret123\n',
  'presets:\n  web:\n    Password: `Secret123\n',
  'presets:\n  web:\n    Password: "Secret123\n',
  'presets:\n  web:\n    Password: [Secret123\n',
  'presets:\n  web:\n    Password: {Secret123\n',
  'presets:\n  web:\n    Password: "\\qSecret123"\n',
  'presets: {}\n...\nSecret123\n',
])('what a password may look like to YAML is never repeated: %j', (text) => {
  const said = mistakesIn(text);
  expect(said).not.toEqual([]);
  expect(said.join('\n')).not.toContain('Secret123');
});

const GERMAN = 'presets:\n  web:\n    size: 40\n    tags: { note: größe }\n';

test.each([
  ['latin1', 4],
  ['utf16le', 1],
] as const)('a file in %s is refused at line %i, and never read as another text', (encoding, line) => {
  const read = Buffer.from(GERMAN, encoding).toString('utf8');
  expect(mistakesIn(read)).toEqual([`line ${line}: The file isn’t text in UTF-8. Save it as UTF-8.`]);
  expect(mistakesIn(GERMAN)).toEqual([]);
});

test('nor is a start script', () => {
  const script = (encoding: BufferEncoding) =>
    readPolicy(
      'userData:\n  web: web.sh\n',
      new Map([['web.sh', Buffer.from('#!/bin/sh\necho größe\n', encoding).toString('utf8')]]),
    );
  const read = script('latin1');
  expect(read.ok ? [] : read.error.map(mistakeLine)).toEqual([
    'line 2: The start script web isn’t text in UTF-8. Save it as UTF-8.',
  ]);
  expect(script('utf8').ok).toBe(true);
});
