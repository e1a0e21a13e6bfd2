import { instanceRef } from '../core/spec/command-arguments.ts';
import { defineCommand, instance } from './define.ts';

export const restart = defineCommand({
  name: 'restart',
  summary: 'restart',
  who: 'owner',
  args: { which: instance(instanceRef()) },
  run: (context, { which }) => context.power('restart', which),
});
