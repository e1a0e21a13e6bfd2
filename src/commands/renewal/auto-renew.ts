import { instanceRef, onOrOff } from '../../core/spec/command-arguments.ts';
import { beginAutoRenewal } from '../../usecases/auto-renewal/begin-auto-renewal.ts';
import { defineCommand, instance } from '../define.ts';

/** Turns the auto-renewal of a prepaid instance on or off. */
export const autoRenewCommand = defineCommand({
  name: 'auto-renew',
  who: 'owner',
  args: { which: instance(instanceRef()), on: onOrOff },
  async run({ caller, deps, reply }, { which, on }) {
    await reply({ kind: 'autoRenewal', found: which, begun: await beginAutoRenewal(deps, caller, which, on) });
  },
});
