import { durationOrNone, instanceRef } from '../../core/spec/command-arguments.ts';
import { defineCommand, instance } from '../define.ts';
import { SEVERAL, severalLeased } from '../power/several.ts';
import { changeLease } from './change-lease.ts';

/** Sets when the cloud releases an instance, or that it does not. */
export const leaseCommand = defineCommand({
  name: 'lease',
  who: 'owner',
  args: { which: instance(instanceRef(SEVERAL)), time: durationOrNone },
  several: severalLeased,
  run: (context, { which, time }) => changeLease(context, which, { what: 'set', ms: time }),
});
