import { parseArguments } from '../core/args.ts';
import type { Command } from './define.ts';

/** Opens the form with whatever could be read; what could not is told in it, so that nothing typed is lost. */
export const create: Command = {
  name: 'create',
  usage: '[key=value …]',
  summary: 'create',
  who: 'anyone',
  async run(context, words) {
    const { draft, problems } = parseArguments(words);
    await context.openCreateForm(draft, problems);
  },
};
