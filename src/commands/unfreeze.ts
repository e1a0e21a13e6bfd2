import { defineCommand } from './define.ts';

export const unfreeze = defineCommand({
  name: 'unfreeze',
  summary: 'unfreeze',
  who: 'admin',
  args: {},
  run: (context) => context.unfreeze(),
});
