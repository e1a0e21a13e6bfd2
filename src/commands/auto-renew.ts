import { instanceRef, onOrOff } from '../core/spec/command-arguments.ts';
import { defineCommand, instance } from './define.ts';

/** Whether a prepaid instance renews itself before its time is over. */
export const autoRenew = defineCommand({
  name: 'auto-renew',
  summary: 'autoRenew',
  who: 'owner',
  args: { which: instance(instanceRef()), on: onOrOff() },
  run: (context, { which, on }) => context.autoRenew(which, on),
});
