import { remainingWords } from '../../core/spec/command-arguments.ts';
import { defineCommand } from '../define.ts';

/** Lists the account's instances page by page, also those that the bot did not create. */
export const listCommand = defineCommand({
  name: 'list',
  who: 'anyone',
  reads: true,
  args: { which: remainingWords('[mine|all|<region>] [tag:key=value] [<part of the name>]') },
  run: (context, { which }) => context.reply({ kind: 'list', words: which }),
});
