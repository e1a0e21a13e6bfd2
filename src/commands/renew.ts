import { instanceRef, period } from '../core/spec/command-arguments.ts';
import { defineCommand, instance } from './define.ts';

/** More time for a prepaid instance. */
export const renew = defineCommand({
  name: 'renew',
  summary: 'renew',
  who: 'owner',
  args: { which: instance(instanceRef()), time: period() },
  run: (context, { which, time }) => context.renew(which, time),
});
