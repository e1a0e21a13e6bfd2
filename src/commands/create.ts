import type { Command } from './define.ts';
import { readWords } from './read-words.ts';

/** Opens the form with whatever could be read; what could not is told in it, so that nothing typed is lost. */
export const create: Command = {
  name: 'create',
  usage: '[<preset>] [key=value …]',
  summary: 'create',
  who: 'anyone',
  async run(context, words) {
    const { draft, problems } = await readWords(context, words);
    await context.openCreateForm(draft, problems);
  },
};
