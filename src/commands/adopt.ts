import { instanceRef } from '../core/spec/command-arguments.ts';
import { defineCommand, instance } from './define.ts';

/** Takes over an instance that the bot did not create, without ordering anything of it. */
export const adopt = defineCommand({
  name: 'adopt',
  summary: 'adopt',
  who: 'owner',
  args: { which: instance(instanceRef()) },
  run: (context, { which }) => context.adopt(which),
});
