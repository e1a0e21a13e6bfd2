import { describe, expect, test } from 'vitest';
import { parseArguments, splitWords } from '../../../src/core/spec/key-values.ts';

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

  test('leave out what is too long for any field', () => {
    const { draft, problems } = parseArguments([`name=${'x'.repeat(201)}`]);
    expect(draft).toEqual({});
    expect(problems).toMatchObject([{ problem: 'tooLong', field: 'name' }]);
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
