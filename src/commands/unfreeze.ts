import { optionalAccount } from '../core/spec/command-arguments.ts';
import { acceptAccount } from '../usecases/account/accept-account.ts';
import { liftFreeze } from '../usecases/freeze/set-freeze.ts';
import { defineCommand } from './define.ts';

export const unfreezeCommand = defineCommand({
  name: 'unfreeze',
  summary: 'unfreeze',
  who: 'admin',
  args: { account: optionalAccount() },
  async run({ caller: { user }, deps, reply }, { account }) {
    if (account === null) return reply({ kind: 'freeze', changed: await liftFreeze(deps, user) });
    await reply({ kind: 'account', given: account.id, accepted: await acceptAccount(deps, user, account) });
  },
});
