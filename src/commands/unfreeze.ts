import type { Command } from './define.ts';

export const unfreeze: Command = {
  name: 'unfreeze',
  usage: '',
  summary: 'unfreeze',
  who: 'admin',
  run: (context) => context.unfreeze(),
};
