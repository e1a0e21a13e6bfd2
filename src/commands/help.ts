import type { Command } from './define.ts';

export const help: Command = {
  name: 'help',
  usage: '',
  summary: 'help',
  run: (context) => context.sayHelp(null),
};
