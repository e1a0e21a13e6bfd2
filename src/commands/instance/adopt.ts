import { instanceRef } from '../../core/spec/command-arguments.ts';
import { actorFor } from '../../usecases/instance/actor.ts';
import { defineCommand, instance } from '../define.ts';

/** Takes over an instance that the bot did not create, without ordering anything for it. */
export const adoptCommand = defineCommand({
  name: 'adopt',
  who: 'owner',
  args: { which: instance(instanceRef()) },
  async run({ caller, deps, reply }, { which }) {
    const by = await actorFor(deps, caller, which, 'decision');
    await reply({ kind: 'takenOver', taken: await deps.power.takeOver(which, by) });
  },
});
