import { attributeWords, instanceRef } from '../../core/spec/command-arguments.ts';
import { setAttributes } from '../../usecases/attribute/set-attributes.ts';
import { defineCommand, instance } from '../define.ts';

/** Changes the name, tags, release protection or owner of an instance; with no word of what, a window asks. */
export const setCommand = defineCommand({
  name: 'set',
  summary: 'set',
  who: 'owner',
  args: { which: instance(instanceRef()), wish: attributeWords() },
  fits: () => true,
  async run({ caller, deps, reply }, { which, wish }) {
    if (wish === null) return reply({ kind: 'attributeForm', found: which });
    await reply({ kind: 'attributes', ordered: await setAttributes(deps, caller, which, wish) });
  },
});
