import type { CommandName } from '../commands/define.ts';
import { OTHER_WORDS } from '../commands/suggestion.ts';
import { isLatin, nearest, wordWithin } from '../core/base/nearest.ts';
import { fieldOf, meaningOf, nearestField } from '../core/option/parameter-names.ts';
import type { Field } from '../core/spec/spec.ts';
import type { Text } from '../text/en.ts';
import { TEXTS } from '../text/texts.ts';

export type HelpTopic = keyof Text['help']['topics'];

/** The topic page of each command; the page of all commands lists it too. */
export const TOPIC_OF: Readonly<Record<CommandName, HelpTopic>> = {
  create: 'create',
  list: 'look',
  show: 'look',
  connect: 'look',
  history: 'look',
  key: 'keys',
  start: 'run',
  stop: 'run',
  restart: 'run',
  release: 'run',
  extend: 'keep',
  lease: 'keep',
  adopt: 'keep',
  set: 'keep',
  renew: 'money',
  'auto-renew': 'money',
  approvals: 'approvals',
  policy: 'approvals',
  freeze: 'admin',
  unfreeze: 'admin',
  doctor: 'admin',
  help: 'commands',
};

/** What somebody asks the help for. */
export type HelpPage =
  | { readonly page: 'everyday' }
  | { readonly page: 'topic'; readonly topic: HelpTopic }
  | { readonly page: 'command'; readonly name: string }
  | { readonly page: 'parameter'; readonly field: Field }
  | { readonly page: 'nothing'; readonly given: string };

/**
 * The page for the words after `/ecs help`: a topic in either language, a command, also by its name in other tools, or a
 * parameter.
 *
 * @param commands the names of the commands that the person may run
 */
export function helpPageOf(words: readonly string[], commands: readonly string[]): HelpPage {
  const given = words.join(' ').trim();
  const word = given.replace(/^\/\S+\s+/u, '').toLowerCase();
  if (word === '') return { page: 'everyday' };
  const pages = pagesByWord(commands);
  const exact = pages.get(word) ?? pages.get(word.split(' ')[0] ?? '');
  if (exact !== undefined) return exact;
  const field = fieldOf(meaningOf(word.split('=')[0] ?? ''));
  if (field !== null) return { page: 'parameter', field };
  const near = nearest(word, [...pages.keys()].filter(isLatin)) ?? wordWithin(word, [...pages.keys()]);
  const page = near === null ? undefined : pages.get(near);
  if (page !== undefined) return page;
  const nearField = nearestField(word);
  return nearField === null ? { page: 'nothing', given } : { page: 'parameter', field: nearField };
}

/** Later entries win: a command over a topic's words, because its page answers more precisely. */
function pagesByWord(commands: readonly string[]): ReadonlyMap<string, HelpPage> {
  const topics = Object.values(TEXTS).flatMap(({ help }) =>
    (Object.keys(help.topics) as HelpTopic[]).flatMap((topic) =>
      [topic, help.topics[topic].title.toLowerCase(), ...help.topics[topic].words.split(' ')].map(
        (word) => [word, { page: 'topic', topic }] as const,
      ),
    ),
  );
  const others = [...OTHER_WORDS]
    .filter(([, name]) => commands.includes(name))
    .map(([word, name]) => [word, { page: 'command', name }] as const);
  const own = commands
    // Its topic page holds only this command, and more about it.
    .filter((name) => name !== 'create')
    .map((name) => [name, { page: 'command', name }] as const);
  return new Map<string, HelpPage>([...others, ...topics, ...own]);
}
