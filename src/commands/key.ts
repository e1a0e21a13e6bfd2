import { keyOrder } from '../core/key/key-order.ts';
import { defineCommand } from './define.ts';

/** Lists a person's own SSH keys, or opens the window that adds or removes one. */
export const keyCommand = defineCommand({
  name: 'key',
  who: 'anyone',
  args: { order: keyOrder },
  async run({ caller, deps, reply }, { order }) {
    await reply(
      order.what === 'list' ? { kind: 'keys', listed: await deps.keys.list(caller.user) } : { kind: 'key', order },
    );
  },
});
