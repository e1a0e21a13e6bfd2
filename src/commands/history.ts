import { optionalWord } from '../core/spec/command-arguments.ts';
import { defineCommand } from './define.ts';

/** Shows the audit trail of a request or an instance, by id or name. */
export const historyCommand = defineCommand({
  name: 'history',
  who: 'anyone',
  reads: true,
  // Optional, so that the answer can tell where to find ids, which a general error could not.
  args: { id: optionalWord('<name or id>') },
  // Ids are copied from cards, perhaps with the marks of code.
  run: (context, { id }) => context.reply({ kind: 'history', id: id?.replaceAll('`', '') || null }),
});
