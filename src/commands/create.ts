import { createRefusal } from '../core/policy/create-refusal.ts';
import { rulesOf } from '../core/policy/policy.ts';
import { remainingWords } from '../core/spec/command-arguments.ts';
import { defineCommand } from './define.ts';
import { readWords } from './read-words.ts';

/** Opens the form with all readable words, and tells the unreadable ones, so that nothing typed is lost. */
export const createCommand = defineCommand({
  name: 'create',
  who: 'anyone',
  args: { order: remainingWords('[<preset>] [key=value …]') },
  async run(context, { order }) {
    const { caller, deps, reply } = context;
    const read = await readWords(context, order);
    const refusal = createRefusal(rulesOf(deps), caller, deps.directory.known());
    await reply(refusal === null ? { kind: 'createForm', order: read } : { kind: 'mayNotCreate', refusal });
  },
});
