import { defineCommand } from './define.ts';

/** What waits for the caller's approval, with the buttons for it. */
export const approvalsCommand = defineCommand({
  name: 'approvals',
  summary: 'approvals',
  who: 'anyone',
  reads: true,
  args: {},
  run: (context) => context.reply({ kind: 'approvals' }),
});
