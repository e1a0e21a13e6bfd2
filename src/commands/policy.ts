import type { Command } from './define.ts';
import { readWords } from './read-words.ts';

/** What the policy allows; and, of an order that is only asked about, whether it would be allowed and by which rule not. */
export const policy: Command = {
  name: 'policy',
  usage: '[check [<preset>] key=value …]',
  summary: 'policy',
  who: 'anyone',
  async run(context, [first, ...words]) {
    if (first === undefined) return context.sayPolicy();
    if (first.toLowerCase() !== 'check' || words.length === 0) return context.sayPolicyUsage();
    return context.sayVerdict(await readWords(context, words));
  },
};
