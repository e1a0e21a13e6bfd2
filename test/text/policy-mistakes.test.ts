import { expect, test } from 'vitest';
import { inEnglish, said, say, verbatim } from '../../src/core/saying.ts';
import { readPolicy, withLine } from '../../src/policy/read-policy.ts';
import { en } from '../../src/text/en.ts';
import { POLICY_MISTAKES } from '../../src/text/zh/policy/mistakes.ts';
import { zh } from '../../src/text/zh.ts';
import { POLICY_SAYS } from './policy-says.ts';

test('all that the reader of a policy file says has its Chinese, with the same parts', () => {
  expect(POLICY_SAYS.length).toBeGreaterThan(60);
  const missing = POLICY_SAYS.filter((template) => POLICY_MISTAKES[template] === undefined);
  expect(missing).toEqual([]);
  expect(Object.keys(POLICY_MISTAKES).filter((template) => !POLICY_SAYS.includes(template))).toEqual([]);
  const parts = (sentence: string) => (sentence.match(/\{\d\}/gu) ?? []).toSorted().join();
  for (const [template, chinese] of Object.entries(POLICY_MISTAKES))
    expect(parts(chinese), template).toBe(parts(template));
});

test.each([
  ['limit: 3', '第 1 行：“limit”不是策略的有效键。您是否想写 limits？'],
  ['limits:\n  maxAmout: 3', '第 2 行：“maxAmout”不是 limits 的有效键。您是否想写 maxAmount？'],
  ['limits:\n  maxAmount: 1001', '第 2 行：maxAmount 为 1001。请设为 1 到 1000 的整数。'],
  ['language: fr', '第 1 行：language 为 fr。请设为 en 或 zh。'],
  ['regions: 3', '第 1 行：regions 应为列表，例如 [a, b]。'],
  ['create:\n  - channels: any\n', '第 2 行：create 条目缺少 who，应为 everyone 或由 ID 和组构成的列表。'],
  ['remindAfter: soon', '第 1 行：remindAfter 为 soon。请设为 1m 到 90d 的时长，例如 30m、4h 或 2d，也可以是 never。'],
  ['limits: 3', '第 1 行：limits 应为映射，每行形如“key: value”。'],
  ['', '第 1 行：文件为空。请至少写 1 条规则，或删除文件。'],
])('what is wrong with %j is said in Chinese', (text, sentence) => {
  const read = readPolicy(text);
  const mistakes = read.ok ? [] : read.error.map(withLine);
  expect(mistakes).toHaveLength(1);
  expect(zh.policy.trouble(mistakes)).toContain(sentence);
  expect(zh.doctor.policy.trouble(mistakes)).toContain(sentence);
  expect(en.policy.trouble(mistakes)).not.toMatch(/\p{Script=Han}/u);
  expect(en.doctor.policy.trouble(mistakes)).toContain(mistakes.map(inEnglish).join(' '));
});

test('what somebody wrote is never taken for a part', () => {
  expect(inEnglish(say`${'{1}'} is ${'{0}'}.`)).toBe('{1} is {0}.');
  expect(inEnglish(verbatim('line 1: {0}'))).toBe('line 1: {0}');
  expect(said(say`${say`a ${1}`} or ${2}`, (words) => words.toUpperCase())).toBe('A 1 OR 2');
});
