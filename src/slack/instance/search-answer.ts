import { type InstanceRef, instanceRef, refWord } from '../../core/spec/command-arguments.ts';
import type { Text } from '../../text/en.ts';
import { sentencesOf } from '../../text/sentences.ts';
import type { Elsewhere, NotFound, Search } from '../../usecases/instance/find-instance.ts';
import { type Answer, ephemeral } from '../kit/answer.ts';
import { actions } from '../kit/blocks.ts';
import type { RequestContext } from '../kit/context.ts';
import { RUN_HERE, runButton } from '../kit/run-buttons.ts';
import { candidatesMessage } from './show-message.ts';
import { exactRef } from './words.ts';

/** What was looked for, and the whole command with another instance in its place. */
interface Sought {
  readonly ref: InstanceRef;
  again(ref: InstanceRef): string;
}

type Words = Pick<RequestContext, 'text' | 'defaultRegion'>;

/** Answers a person whose instance was not found, or is one of several. */
export function searchAnswer(context: Words, search: NotFound, sought: Sought): Answer {
  const { instances, power } = context.text;
  switch (search.kind) {
    case 'storeDown':
      return ephemeral(power.storeDown);
    case 'noRegion': {
      const command = (region: string | null) =>
        `${context.text.commands.slash} ${sought.again({ word: sought.ref.word, region })}`;
      const meant = search.nearest === null ? null : command(search.nearest);
      return ephemeral(instances.noRegion(search.region, meant, command(null)));
    }
    case 'elsewhere':
      return elsewhereAnswer(search, context.text);
    case 'candidates': {
      const sentence = instances[search.why](sought.ref.word);
      return candidatesMessage(sentence, search.found, (one) => sought.again(exactRef(one)), context.text);
    }
    case 'none':
      return noneAnswer(context, search, sought);
  }
}

/** Tells that the instance is in a previous account. */
export const elsewhereAnswer = ({ name, account }: Elsewhere, { instances }: Text): Answer =>
  ephemeral(instances.otherAccount(name, account));

/** Answers words like `all`: acts on all of one's instances are never begun by a word that an instance could be called. */
export function allMeantAnswer(
  { given, command }: { readonly given: string; readonly command: string },
  { instances, commands }: Text,
): Answer {
  const line = `${commands.slash} ${command}`;
  const told = ephemeral(instances.allMeant(given, line));
  return { ...told, blocks: [...told.blocks, actions('all_meant', [runButton(RUN_HERE, 'all', line, command)])] };
}

/** Like {@link searchAnswer}, for a button or a window; `search` is null if that names nothing. */
export function searchAgainAnswer(
  context: Words,
  what: string,
  word: string,
  search: Exclude<Search, { readonly kind: 'found' }> | null,
): Answer {
  const ref = instanceRef().read([word]);
  if (search === null || !ref.ok) return ephemeral(context.text.power.form.notFound);
  return searchAnswer(context, search, { ref: ref.value, again: () => `${what} ${refWord(ref.value)}` });
}

/** Tells that there is none, or which regions could not be read. */
function noneAnswer(
  { text, defaultRegion }: Words,
  { regions, empty, unread, regionsUnknown }: Extract<NotFound, { readonly kind: 'none' }>,
  { ref, again }: Sought,
): Answer {
  const words = text.instances;
  const [first] = unread;
  const sentences = [
    words.unknown(ref.word, regions === 1 ? (ref.region ?? defaultRegion) : regions),
    ...(empty === 0
      ? []
      : [words.seenEmpty(empty, `${text.commands.slash} ${again({ word: ref.word, region: '<region>' })}`)]),
    ...(regionsUnknown === null ? [] : [words.regionsUnknown(defaultRegion, regionsUnknown)]),
    ...(first === undefined
      ? []
      : [
          words.someUnread(
            unread.map(({ region }) => region),
            first.why,
          ),
        ]),
  ];
  const told = ephemeral(sentencesOf(sentences));
  if (unread.length === 0 && regionsUnknown === null) return told;
  return {
    ...told,
    blocks: [...told.blocks, actions('find_again', [runButton(RUN_HERE, 'again', words.again, again(ref))])],
  };
}
