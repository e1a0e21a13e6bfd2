import { instanceRef } from '../core/spec/command-arguments.ts';
import { defineCommand, instance } from './define.ts';

export const release = defineCommand({
  name: 'release',
  summary: 'release',
  who: 'owner',
  args: { which: instance(instanceRef()) },
  run: (context, { which }) => context.power('release', which),
});
