import { optionalWord } from '../core/spec/command-arguments.ts';
import { defineCommand } from './define.ts';

/** What the audit trail holds about a request or an instance, which may be named. */
export const historyCommand = defineCommand({
  name: 'history',
  summary: 'history',
  who: 'anyone',
  reads: true,
  // Left out, it is told where ids are found, which no general sentence could.
  args: { id: optionalWord('<name or id>') },
  // Ids are copied from cards, where they may stand as code.
  run: (context, { id }) => context.reply({ kind: 'history', id: id?.replaceAll('`', '') || null }),
});
