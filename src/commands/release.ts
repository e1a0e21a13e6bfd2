import { instanceRef } from '../core/spec/command-arguments.ts';
import { defineCommand, instance } from './define.ts';
import { orderOf } from './order.ts';

export const releaseCommand = defineCommand({
  name: 'release',
  summary: 'release',
  who: 'owner',
  args: { which: instance(instanceRef()) },
  run: (context, { which }) => orderOf(context, 'release', which),
});
