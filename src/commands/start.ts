import type { Command } from './define.ts';

export const start: Command = {
  name: 'start',
  usage: '<instance>',
  summary: 'start',
  who: 'anyone', // of each instance those who asked for it, and admins
  run: (context, words) => context.power('start', words),
};
