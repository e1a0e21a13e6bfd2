import { hasEnd } from '../../core/lease/lease-clock.ts';
import { instanceRef, optionalDuration } from '../../core/spec/command-arguments.ts';
import { defineCommand, instance } from '../define.ts';
import { SEVERAL, severalExtended } from '../power/several.ts';
import { changeLease } from './change-lease.ts';

/** Extends a pay-as-you-go or spot instance by the policy's time, or by a given one. */
export const extendCommand = defineCommand({
  name: 'extend',
  who: 'owner',
  args: { which: instance(instanceRef(SEVERAL)), time: optionalDuration },
  fits: ({ own }) => own !== null && hasEnd(own),
  several: severalExtended,
  run: (context, { which, time }) => changeLease(context, which, { what: 'extend', ms: time }),
});
