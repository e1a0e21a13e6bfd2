import { instanceRef } from '../core/spec/command-arguments.ts';
import { defineCommand, instance } from './define.ts';

export const start = defineCommand({
  name: 'start',
  summary: 'start',
  who: 'owner',
  args: { which: instance(instanceRef()) },
  run: (context, { which }) => context.power('start', which),
});
