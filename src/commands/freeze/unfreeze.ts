import { optionalLifting } from '../../core/spec/command-arguments.ts';
import { acceptAccount } from '../../usecases/account/accept-account.ts';
import { liftFreeze } from '../../usecases/freeze/set-freeze.ts';
import { defineCommand } from '../define.ts';

export const unfreezeCommand = defineCommand({
  name: 'unfreeze',
  who: 'admin',
  args: { what: optionalLifting },
  async run({ caller: { user }, deps, reply }, { what }) {
    if (what.is === 'freeze') return reply({ kind: 'freeze', changed: await liftFreeze(deps, user, what.version) });
    await reply({ kind: 'account', given: what.id, accepted: await acceptAccount(deps, user, what) });
  },
});
