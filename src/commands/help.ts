import type { Command } from './define.ts';

export const help: Command = {
  name: 'help',
  usage: '',
  summary: 'help',
  who: 'anyone',
  run: (context) => context.sayHelp(null),
};
