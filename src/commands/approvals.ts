import { defineCommand } from './define.ts';

/** Shows the requests that wait for the caller's approval, with buttons to decide. */
export const approvalsCommand = defineCommand({
  name: 'approvals',
  who: 'anyone',
  reads: true,
  args: {},
  run: (context) => context.reply({ kind: 'approvals' }),
});
