import { remainingWords } from '../../core/spec/command-arguments.ts';
import { defineCommand } from '../define.ts';

/** The instances of the account, also those that the bot did not create, page by page. */
export const listCommand = defineCommand({
  name: 'list',
  summary: 'list',
  who: 'anyone',
  reads: true,
  args: { which: remainingWords('[mine|all|<region>] [tag:key=value] [<part of the name>]') },
  run: (context, { which }) => context.reply({ kind: 'list', words: which }),
});
