import { remainingWords } from '../core/spec/command-arguments.ts';
import { defineCommand } from './define.ts';
import { readWords } from './read-words.ts';

/** Shows what the policy allows or, for a given order, whether it would be allowed and which rule refuses it. */
export const policyCommand = defineCommand({
  name: 'policy',
  who: 'anyone',
  reads: true,
  args: { question: remainingWords('[check [<preset>] key=value …]') },
  async run(context, { question: [first, ...order] }) {
    if (first === undefined) return context.reply({ kind: 'policy' });
    if (first.toLowerCase() !== 'check' || order.length === 0) return context.reply({ kind: 'policyUsage' });
    return context.reply({ kind: 'verdict', order: await readWords(context, order) });
  },
});
