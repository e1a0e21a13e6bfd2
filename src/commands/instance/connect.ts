import { instanceRef } from '../../core/spec/command-arguments.ts';
import { defineCommand, likelyInstance } from '../define.ts';

/** Tells how to log in to an instance, by the store if the cloud cannot be asked. */
export const connectCommand = defineCommand({
  name: 'connect',
  who: 'owner',
  reads: true,
  args: { which: likelyInstance(instanceRef()) },
  fits: () => true,
  run: (context, { which }) => context.reply({ kind: 'connect', found: which }),
});
