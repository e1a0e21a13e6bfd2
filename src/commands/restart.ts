import type { Command } from './define.ts';

export const restart: Command = {
  name: 'restart',
  usage: '<instance>',
  summary: 'restart',
  who: 'anyone', // of each instance those who asked for it, and admins
  run: (context, words) => context.power('restart', words),
};
