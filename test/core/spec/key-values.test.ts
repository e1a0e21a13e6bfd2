import { describe, expect, test } from 'vitest';
import { type ArgumentProblem, parseArguments, splitWords } from '../../../src/core/spec/key-values.ts';
import type { Draft } from '../../../src/core/spec/spec.ts';

describe('words', () => {
  test.each([
    ['create', ['create']],
    ['  create   type=a\tname=b\n', ['create', 'type=a', 'name=b']],
    ['create name="build box 1" amount=2', ['create', 'name=build box 1', 'amount=2']],
    ["create name='a b'", ['create', 'name=a b']],
    ['create name=“a b” x=1', ['create', 'name=a b', 'x=1']],
    ['create name="never closed amount=2', ['create', 'name=never closed amount=2']],
    ["create name=it's", ['create', "name=it's"]],
    ['create "image=ubuntu 22"', ['create', 'image=ubuntu 22']],
    ['create name=""', ['create', 'name=']],
    ['name=“a b“ x=1', ['name=a b', 'x=1']],
    ['name=„a b“ x=1', ['name=a b', 'x=1']],
    ["name='a “b' x=1", ['name=a “b', 'x=1']],
    ['name=“a „b” x=1', ['name=a „b', 'x=1']],
    ['ｎａｍｅ＝ｗｅｂ１', ['name=web1']],
    ['规格＝ecs.g7.large', ['规格=ecs.g7.large']],
    ['名称＝测试１', ['名称=测试１']],
    ['用途=“ｎａｍｅ＝１ 网”', ['用途=ｎａｍｅ＝１ 网']],
    ['测试１', ['测试１']],
    ['name=\u200bweb\u00ad', ['name=web']],
    ['ｎａｍｅ＝测\n试', ['name=测', '试']],
    ['"ｎａｍｅ＝测\n试"', ['name=测\n试']],
    ['', []],
  ])('of %j', (text, words) => {
    expect(splitWords(text)).toEqual(words);
  });

  test('never lose a character that is not white space or a quote', () => {
    for (let seed = 1; seed < 400; seed += 1) {
      const text = pseudoText(seed);
      expect(
        splitWords(text)
          .join('')
          .replace(/[\s"']/g, ''),
      ).toBe(text.replace(/[\s"']/g, ''));
    }
  });
});

describe('arguments', () => {
  test('fill a draft under the names people know from the console, the API and Terraform', () => {
    const { draft, problems } = parseArguments([
      'region_id=cn-beijing',
      'INSTANCE_TYPE=ecs.g7.large',
      'image-id=ubuntu',
      'sg=sg-1',
      'vswitch_id=vsw-1',
      'count=3',
      'InstanceChargeType=PrePaid',
      'term=1y',
      'auto_renew=true',
      'SpotPriceLimit=0.35',
    ]);
    expect(draft).toEqual({
      region: 'cn-beijing',
      type: 'ecs.g7.large',
      image: 'ubuntu',
      group: 'sg-1',
      vswitch: 'vsw-1',
      amount: '3',
      charge: 'PrePaid',
      period: '1y',
      renew: 'true',
      maxprice: '0.35',
    });
    expect(problems).toEqual([]);
  });

  test('keep the good words when others are wrong, and tell every wrong one', () => {
    const { draft, problems } = parseArguments(['typ=a', 'wibble=1', 'ubuntu', 'amount=', '=x', 'zone=h']);
    expect(draft).toEqual({ zone: 'h' });
    expect(problems).toEqual([
      { problem: 'unknownKey', given: 'typ=a', nearest: 'type' },
      { problem: 'unknownKey', given: 'wibble=1', nearest: null },
      { problem: 'notKeyValue', given: 'ubuntu' },
      { problem: 'empty', given: 'amount=', field: 'amount' },
      { problem: 'notKeyValue', given: '=x' },
    ]);
  });

  test('take the last of a key given twice and tell the other', () => {
    const { draft, problems } = parseArguments(['type=a', 'instance_type=b', 'type=b']);
    expect(draft).toEqual({ type: 'b' });
    expect(problems).toEqual([{ problem: 'twice', given: 'a', field: 'type' }]);
  });

  test('keep an equals sign within a value', () => {
    expect(parseArguments(['name=a=b']).draft).toEqual({ name: 'a=b' });
  });

  test('are not misled by names every object has', () => {
    const { draft, problems } = parseArguments(['constructor=1', '__proto__=2', 'toString=3']);
    expect(draft).toEqual({});
    expect(problems.map(({ problem }) => problem)).toEqual(['unknownKey', 'unknownKey', 'unknownKey']);
  });

  test.each([
    ['name', 200, 'name'],
    ['about', 600, 'about'],
    ['tags', 600, 'tags'],
    ['tag:team', 600, 'tags'],
  ])('leave out what is too long for its field: %s= of more than %i', (key, longest, field) => {
    const of = (length: number) => parseArguments([`${key}=${'x'.repeat(length)}`]);
    expect(of(longest).problems.filter(({ problem }) => problem === 'tooLong')).toEqual([]);
    expect(of(longest + 1)).toMatchObject({ draft: {}, problems: [{ problem: 'tooLong', field }] });
  });

  test.each<[words: readonly string[], draft: Draft]>([
    [['name', '=', 'web'], { name: 'web' }],
    [['name', '=web'], { name: 'web' }],
    [['name= web '], { name: 'web' }],
    [['n=2'], { amount: '2' }],
    [['tag:team=web', 'TAGS: env =dev'], { tags: 'team=web\nenv=dev' }],
    [['tag:team='], { tags: 'team=' }],
    [['tags=team=web,env'], { tags: 'team=web\nenv=' }],
    [['KeyPairName=ops'], { login: 'key:ops' }],
    [['PasswordInherit=true'], { login: 'image' }],
    [['PasswordInherit=maybe'], { login: 'maybe' }],
    [['PasswordInherit=false'], {}],
    [['ImageFamily=acs:ubuntu'], { image: 'family:acs:ubuntu' }],
    [['disks=cloud_essd:40; cloud_essd:80'], { disks: 'cloud_essd:40\ncloud_essd:80' }],
    [['SecurityGroupIds=sg-1,sg-2'], { group: 'sg-1', groups: 'sg-2' }],
  ])('%j is %j', (words, draft) => {
    expect(parseArguments(words)).toEqual({ draft, problems: [] });
  });

  test.each<[word: string, problem: ArgumentProblem]>([
    ['tags=', { problem: 'empty', given: 'tags=', field: 'tags' }],
    ['disks=', { problem: 'empty', given: 'disks=', field: 'disks' }],
    ['DryRun=', { problem: 'unsupported', given: 'DryRun', why: 'botsOwn' }],
    ['VpcId=x', { problem: 'unsupported', given: 'VpcId', why: 'vpc' }],
    ['LaunchTemplateId=lt-1', { problem: 'unsupported', given: 'LaunchTemplateId', why: 'launchTemplate' }],
    [
      'AllocatePublicIpAddress=true',
      { problem: 'unknownKey', given: 'AllocatePublicIpAddress=true', nearest: 'bandwidth' },
    ],
    ['PerformanceLevel=PL1', { problem: 'unknownKey', given: 'PerformanceLevel=PL1', nearest: null }],
    ['PeriodUnit=Month', { problem: 'unknownKey', given: 'PeriodUnit=Month', nearest: null }],
  ])('%s is not taken: %j', (word, problem) => {
    expect(parseArguments([word, 'zone=h'])).toEqual({ draft: { zone: 'h' }, problems: [problem] });
  });

  test('take the last of a data disk given twice and tell the other', () => {
    expect(parseArguments(['disks=cloud_essd:40', 'disk2=cloud_essd:80'])).toEqual({
      draft: { disks: 'cloud_essd:80' },
      problems: [{ problem: 'twice', given: 'cloud_essd:40', field: 'disks' }],
    });
  });
});

/** The same text for the same seed. */
function pseudoText(seed: number): string {
  const alphabet = `ab=1 "'\t${'xyz'}  `;
  let state = seed;
  return Array.from({ length: 30 }, () => {
    state = (state * 48271) % 2147483647;
    return alphabet[state % alphabet.length];
  }).join('');
}
