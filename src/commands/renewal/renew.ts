import { instanceRef, period } from '../../core/spec/command-arguments.ts';
import { beginRenewal } from '../../usecases/renewal/begin-renewal.ts';
import { defineCommand, instance } from '../define.ts';

/** Renews a prepaid instance. */
export const renewCommand = defineCommand({
  name: 'renew',
  who: 'owner',
  args: { which: instance(instanceRef()), time: period },
  async run({ caller, deps, reply }, { which, time: term }) {
    await reply({ kind: 'renewal', found: which, term, begun: await beginRenewal(deps, caller, which) });
  },
});
