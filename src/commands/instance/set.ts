import { attributeWords, instanceRef } from '../../core/spec/command-arguments.ts';
import { setAttributes } from '../../usecases/attribute/set-attributes.ts';
import { changeDisks } from '../../usecases/disk/change-disks.ts';
import { defineCommand, instance } from '../define.ts';

/** Changes the name, tags, release protection, owner or disks of an instance; without words, opens a window. */
export const setCommand = defineCommand({
  name: 'set',
  who: 'owner',
  args: { which: instance(instanceRef()), wish: attributeWords },
  fits: () => true,
  async run({ caller, deps, reply }, { which, wish }) {
    if (wish === null) return reply({ kind: 'attributeForm', found: which });
    if ('disks' in wish) return reply({ kind: 'attributes', ordered: await changeDisks(deps, caller, which, wish) });
    await reply({ kind: 'attributes', ordered: await setAttributes(deps, caller, which, wish) });
  },
});
