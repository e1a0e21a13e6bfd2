import { optionalAccount } from '../core/spec/command-arguments.ts';
import { defineCommand } from './define.ts';

export const unfreeze = defineCommand({
  name: 'unfreeze',
  summary: 'unfreeze',
  who: 'admin',
  args: { account: optionalAccount() },
  run: (context, { account }) => (account === null ? context.unfreeze() : context.acceptAccount(account)),
});
