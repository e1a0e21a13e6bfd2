import { parseFreeze } from '../core/freeze.ts';
import type { Command } from './define.ts';

export const freeze: Command = {
  name: 'freeze',
  usage: '<reason> [for 2h]',
  summary: 'freeze',
  who: 'admin',
  async run(context, words) {
    const order = parseFreeze(words);
    await (order.ok ? context.freeze(order.value) : context.sayFreezeProblem(order.error));
  },
};
