import { words } from '../core/spec/command-arguments.ts';
import { defineCommand } from './define.ts';
import { readWords } from './read-words.ts';

/** Opens the form with whatever could be read; it says what could not, so that nothing typed is lost. */
export const create = defineCommand({
  name: 'create',
  summary: 'create',
  who: 'anyone',
  args: { order: words('[<preset>] [key=value …]') },
  async run(context, { order }) {
    const { draft, problems } = await readWords(context, order);
    await context.openCreateForm(draft, problems);
  },
});
