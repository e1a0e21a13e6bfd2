import { remainingWords } from '../core/spec/command-arguments.ts';
import { defineCommand } from './define.ts';

/** Whatever is asked of it, it shows all there is. */
export const helpCommand = defineCommand({
  name: 'help',
  summary: 'help',
  who: 'anyone',
  reads: true,
  args: { topic: remainingWords('') },
  run: (context) => context.reply({ kind: 'help' }),
});
