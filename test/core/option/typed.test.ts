import { describe, expect, test } from 'vitest';
import { parseDisks } from '../../../src/core/option/data-disks.ts';
import { draftOfOptions, optionsOfDraft } from '../../../src/core/option/option-draft.ts';
import { normaliseOption } from '../../../src/core/option/option-words.ts';
import { formatTags, parseTags, tagsFault, withTags } from '../../../src/core/option/tags.ts';
import { inEnglish } from '../../../src/core/saying.ts';
import { parseArguments } from '../../../src/core/spec/key-values.ts';
import { readCreateArguments } from '../../../src/core/spec/presets.ts';
import { readPolicy, withLine } from '../../../src/policy/read-policy.ts';
import { readForm, readMeta, writeMeta } from '../../../src/slack/create-form/view-state.ts';

const PRESETS = new Map([['two', { disks: 'cloud_essd:100\ncloud_ssd:200,name=data' }]]);

const sizes = (disks = ''): readonly unknown[] => parseDisks(disks).map(({ sizeGiB }) => sizeGiB);

describe('data disks that are typed', () => {
  test.each<[words: string, preset: boolean, sizes: number[], problems: string[]]>([
    ['disk2=50', false, [50], []],
    ['disk2=50 disk3=60', false, [50, 60], []],
    ['disk3=60 disk2=50', false, [50, 60], []],
    ['datadisk1=50 data_disk_2=60', false, [50, 60], []],
    ['disks=25;20', false, [25, 20], []],
    ['disks=25 disks=20', false, [25, 20], []],
    ['disks=25;20 disk4=30', false, [25, 20, 30], []],
    ['disk4=30 disks=25;20', false, [25, 20, 30], []],
    ['disks=25;20 disk2=25', false, [25, 20], []],
    // The same disk twice: told, and the last counts.
    ['disks=25;20 disk2=30', false, [30, 20], ['twice']],
    ['disk2=30 disks=25;20', false, [25, 20], ['twice']],
    ['disk2=30 disk2=40', false, [40], ['twice']],
    ['disk2=30 datadisk1=40', false, [40], ['twice']],
    // A number left out: told, and kept.
    ['disk3=60', false, [60], ['diskGap']],
    ['disk9=60 disk5=50', false, [50, 60], ['diskGap', 'diskGap']],
    // Over a preset with two.
    ['disk4=30', true, [100, 200, 30], []],
    ['disk3=30', true, [100, 30], []],
    ['disk2=30', true, [30, 200], []],
    ['disk6=30', true, [100, 200, 30], ['diskGap']],
    ['disks=30', true, [30], []],
    ['disks=30 disk3=40', true, [30, 40], []],
    ['name=web', true, [100, 200], []],
  ])('%s (over a preset: %s) is %j', (words, over, expected, problems) => {
    const given = [...(over ? ['two'] : []), ...words.split(' ')];
    const read = readCreateArguments(given, { drafts: PRESETS }, null);
    expect(sizes(read.draft.disks)).toEqual(expected);
    expect(read.problems.map(({ problem }) => problem)).toEqual(problems);
  });

  test.each(['disk0=10', 'datadisk0=10', 'datadisk_0=10'])('%s is no disk', (word) => {
    expect(parseArguments([word])).toMatchObject({ draft: {}, problems: [{ problem: 'unknownKey' }] });
  });

  test('a line break does not make another disk', () => {
    const { draft } = parseArguments(['disk2=100,about=data\n200']);
    expect(draft.disks?.split('\n')).toHaveLength(1);
    expect(parseDisks(draft.disks ?? '')).toEqual([]);
  });
});

/** Whatever a tag may hold, with what the cloud would take and what it would not. */
const HOSTILE = [
  { key: 'a=b', value: 'c' },
  { key: 'a', value: 'b=c=d' },
  { key: '=', value: '=' },
  { key: 'a%3Db', value: '100%' },
  { key: 'a%253Db', value: '%0A%25' },
  { key: 'a,b', value: 'c, d' },
  { key: 'a:b|c', value: 'd;e' },
  { key: '机房', value: '上海' },
  { key: 'empty', value: '' },
] as const;
const BROKEN = [
  { key: 'a\nb', value: 'c' },
  { key: 'a', value: 'b\nc=d' },
  { key: 'a', value: 'b\r\nc' },
] as const;

describe('tags', () => {
  test.each([...HOSTILE, ...BROKEN])('%j stays one tag in a draft, a preset, the form and a request', (tag) => {
    const lines = formatTags([tag]);
    expect(parseTags(lines)).toEqual([tag]);
    expect(parseTags(normaliseOption('tags', lines))).toEqual([tag]);
    expect(parseTags(withTags(lines, formatTags([{ key: 'z', value: '' }])) ?? '')).toContainEqual(tag);
    expect(draftOfOptions(optionsOfDraft({ tags: lines }, [])).tags).toBe(lines);
    expect(readMeta(writeMeta({ channel: 'C1', options: { tags: lines } }))?.options).toEqual({ tags: lines });
  });

  test.each(HOSTILE)('%j is what the cloud is asked for', (tag) => {
    expect(tagsFault(formatTags([tag]))).toBeNull();
    const yaml = JSON.stringify(tag.value);
    const key = JSON.stringify(tag.key);
    for (const preset of [`Tag: [{ Key: ${key}, Value: ${yaml} }]`, `Tags: { ${key}: ${yaml} }`]) {
      const read = readPolicy(`presets:\n  web:\n    ${preset.replace('Value: ""', 'Value:').replace(': ""', ':')}`);
      expect(
        read.ok ? parseTags(read.value.presets.get('web')?.tags ?? '') : read.error.map(withLine).map(inEnglish),
      ).toEqual([tag]);
    }
    const fixed = readPolicy(`tags:\n  fixed: { ${key}: ${tag.value === '' ? '"x"' : yaml} }`);
    expect(fixed.ok && fixed.value.options.tags?.value.fixed[0]?.key).toBe(tag.key);
  });

  test.each(BROKEN)('%j is refused, and is not taken for two', (tag) => {
    expect(tagsFault(formatTags([tag]))?.is).toMatch(/^tag(?:Key|Value)$/u);
    const read = readPolicy(
      `presets:\n  web:\n    Tag: [{ Key: ${JSON.stringify(tag.key)}, Value: ${JSON.stringify(tag.value)} }]`,
    );
    expect(read.ok).toBe(false);
  });

  test('what is typed is taken as it stands there', () => {
    const { draft } = parseArguments(['tag:note=50%25 off', 'tags=a=b%3D,c', 'tag:d=e,f']);
    expect(parseTags(draft.tags ?? '')).toEqual([
      { key: 'note', value: '50%25 off' },
      { key: 'a', value: 'b%3D' },
      { key: 'c', value: '' },
      { key: 'd', value: 'e,f' },
    ]);
    const broken = parseArguments(['tag:note=a\nb=c']).draft.tags ?? '';
    expect(tagsFault(broken)).toMatchObject({ is: 'tagValue' });
  });

  test('a field of the form says one tag, whatever it holds', () => {
    const draft = readForm({ 'tags|a=b': { tags: { type: 'plain_text_input', value: 'c=d%0A' } } });
    expect(parseTags(draft.tags ?? '')).toEqual([{ key: 'a=b', value: 'c=d%0A' }]);
  });
});
