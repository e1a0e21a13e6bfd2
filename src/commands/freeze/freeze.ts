import { parseFreeze } from '../../core/freeze.ts';
import { remainingWords } from '../../core/spec/command-arguments.ts';
import { setFreeze } from '../../usecases/freeze/set-freeze.ts';
import { defineCommand } from '../define.ts';

export const freezeCommand = defineCommand({
  name: 'freeze',
  who: 'admin',
  args: { why: remainingWords('<reason> [for 2h]') },
  async run({ caller, deps, reply }, { why }) {
    const order = parseFreeze(why);
    if (!order.ok) return reply({ kind: 'freezeProblem', problem: order.error });
    await reply({ kind: 'freeze', changed: await setFreeze(deps, caller.user, order.value, caller.origin) });
  },
});
