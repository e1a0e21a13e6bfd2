import { remainingWords } from '../core/spec/command-arguments.ts';
import { defineCommand } from './define.ts';

/** The Slack room finds the page for the words. */
export const helpCommand = defineCommand({
  name: 'help',
  who: 'anyone',
  reads: true,
  args: { topic: remainingWords('[<topic>]') },
  run: (context, { topic }) => context.reply({ kind: 'help', words: topic }),
});
