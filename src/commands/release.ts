import type { Command } from './define.ts';

export const release: Command = {
  name: 'release',
  usage: '<instance>',
  summary: 'release',
  who: 'anyone', // of each instance those who asked for it, and admins
  run: (context, words) => context.power('release', words),
};
