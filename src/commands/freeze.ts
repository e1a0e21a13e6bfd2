import { parseFreeze } from '../core/freeze.ts';
import { words } from '../core/spec/command-arguments.ts';
import { defineCommand } from './define.ts';

export const freeze = defineCommand({
  name: 'freeze',
  summary: 'freeze',
  who: 'admin',
  args: { why: words('<reason> [for 2h]') },
  async run(context, { why }) {
    const order = parseFreeze(why);
    await (order.ok ? context.freeze(order.value) : context.sayFreezeProblem(order.error));
  },
});
