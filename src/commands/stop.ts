import type { Command } from './define.ts';

export const stop: Command = {
  name: 'stop',
  usage: '<instance>',
  summary: 'stop',
  who: 'anyone', // of each instance those who asked for it, and admins
  run: (context, words) => context.power('stop', words),
};
