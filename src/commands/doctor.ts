import type { Command } from './define.ts';

/** Whether everything that the bot needs is there and works. */
export const doctor: Command = {
  name: 'doctor',
  usage: '',
  summary: 'doctor',
  who: 'anyone',
  run: (context) => context.sayDoctor(),
};
