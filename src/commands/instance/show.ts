import { instanceRef } from '../../core/spec/command-arguments.ts';
import { defineCommand, instance } from '../define.ts';

/** Everything about one instance, also one that the bot did not create. */
export const showCommand = defineCommand({
  name: 'show',
  summary: 'show',
  who: 'anyone',
  reads: true,
  args: { which: instance(instanceRef()) },
  fits: () => true,
  run: (context, { which }) => context.reply({ kind: 'instance', found: which }),
});
