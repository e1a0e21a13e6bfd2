import type { Policy } from '../../src/core/policy/policy.ts';
import { mistakeLine, readPolicy } from '../../src/policy/read-policy.ts';

/** What is wrong with the text of a policy, each with its line; nothing where it is right. */
export const mistakesIn = (text: string): readonly string[] => {
  const read = readPolicy(text);
  return read.ok ? [] : read.error.map(mistakeLine);
};

/** What a right text says. */
export function policyOf(text: string): Policy {
  const read = readPolicy(text);
  if (!read.ok) throw new Error(read.error.map(mistakeLine).join('\n'));
  return read.value;
}
