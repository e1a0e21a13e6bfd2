import { instanceRef } from '../core/spec/command-arguments.ts';
import { defineCommand, instance } from './define.ts';

export const stop = defineCommand({
  name: 'stop',
  summary: 'stop',
  who: 'owner',
  args: { which: instance(instanceRef()) },
  run: (context, { which }) => context.power('stop', which),
});
