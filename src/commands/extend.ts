import { instanceRef, optionalDuration } from '../core/spec/command-arguments.ts';
import { defineCommand, instance } from './define.ts';

/** More time for a pay-as-you-go or spot instance: as much as the policy gives, or as is said. */
export const extend = defineCommand({
  name: 'extend',
  summary: 'extend',
  who: 'owner',
  args: { which: instance(instanceRef()), time: optionalDuration() },
  run: (context, { which, time }) => context.changeLease(which, { what: 'extend', ms: time }),
});
