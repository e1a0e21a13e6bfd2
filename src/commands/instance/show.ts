import { instanceRef } from '../../core/spec/command-arguments.ts';
import { requestNamed } from '../../usecases/request/request-named.ts';
import { type Command, defineCommand, instance } from '../define.ts';

const showOne = defineCommand({
  name: 'show',
  who: 'anyone',
  reads: true,
  args: { which: instance(instanceRef()) },
  fits: () => true,
  run: (context, { which }) => context.reply({ kind: 'instance', found: which }),
});

/** Shows one instance, also one that the bot did not create, or a request with all its instances. */
export const showCommand: Command = {
  ...showOne,
  async run(context, words) {
    const [word = '', ...others] = words;
    const named = others.length === 0 ? await requestNamed(context.deps, word) : null;
    await (named === null ? showOne.run(context, words) : context.reply({ kind: 'request', named }));
  },
};
