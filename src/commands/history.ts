import type { Command } from './define.ts';

/** What the audit trail holds about a request or an instance. */
export const history: Command = {
  name: 'history',
  usage: '<request or instance id>',
  summary: 'history',
  who: 'anyone',
  // Ids are copied from cards, where they may stand as code.
  run: (context, [id]) => context.sayHistory(id?.replaceAll('`', '') || null),
};
