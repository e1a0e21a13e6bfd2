import { attributeWords, instanceRef } from '../../core/spec/command-arguments.ts';
import { setAttributes } from '../../usecases/attribute/set-attributes.ts';
import { defineCommand, instance } from '../define.ts';

/** Changes the name, tags, deletion protection or owner of an instance. */
export const setCommand = defineCommand({
  name: 'set',
  summary: 'set',
  who: 'owner',
  args: { which: instance(instanceRef()), wish: attributeWords() },
  async run({ caller, deps, reply }, { which, wish }) {
    await reply({ kind: 'attributes', ordered: await setAttributes(deps, caller, which, wish) });
  },
});
