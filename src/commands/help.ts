import { remainingWords } from '../core/spec/command-arguments.ts';
import { defineCommand } from './define.ts';

/** Which page is meant is found where the pages are. */
export const helpCommand = defineCommand({
  name: 'help',
  summary: 'help',
  who: 'anyone',
  reads: true,
  args: { topic: remainingWords('[<topic>]') },
  run: (context, { topic }) => context.reply({ kind: 'help', words: topic }),
});
