import type { ActionsBlock, KnownBlock } from '@slack/types';
import type { Command } from '../commands/define.ts';
import { batchesOf } from '../core/base/lists.ts';
import { isOptionField, type OptionField } from '../core/option/option-fields.ts';
import { FIELDS, type Field, FORM_FIELDS } from '../core/spec/spec.ts';
import type { Text } from '../text/en.ts';
import { type HelpPage, type HelpTopic, helpPageOf, TOPIC_OF } from './help-topics.ts';
import type { Answer } from './kit/answer.ts';
import { actions, contextBlock, header, plain, section } from './kit/blocks.ts';
import { bold, code, fallback, joined, lines, type Mrkdwn, mrkdwn } from './kit/mrkdwn.ts';
import { RUN_HERE, runSelect } from './kit/run-buttons.ts';

type Help = Text['help'];
/** What people type most, ready to copy. */
const EVERYDAY: Readonly<Record<keyof Help['groups'], readonly (readonly [keyof Help['everyday'], string])[]>> = {
  create: [['create', 'create']],
  look: [
    ['list', 'list'],
    ['show', 'show web-1'],
    ['connect', 'connect web-1'],
  ],
  run: [
    ['start', 'start web-1'],
    ['stop', 'stop web-1'],
    ['restart', 'restart web-1'],
    ['release', 'release web-1'],
  ],
  keep: [
    ['extend', 'extend web-1 7d'],
    ['set', 'set web-1 owner=@ann'],
  ],
  money: [
    ['policy', 'policy'],
    ['approvals', 'approvals'],
    ['renew', 'renew web-1 1m'],
  ],
};

/** Slack cuts a section after 3,000 characters. */
const COMMANDS_PER_SECTION = 8;

/** Examples after `/ecs help`; typed words are the same in every language. */
const EXAMPLES = ['help approvals', 'help stop', 'help bandwidth'];

const KIND_OF: Readonly<Record<OptionField, keyof Help['kinds']>> = {
  purpose: 'machine',
  tags: 'machine',
  host: 'machine',
  about: 'machine',
  script: 'machine',
  credit: 'machine',
  hardening: 'machine',
  resourcegroup: 'machine',
  deploymentset: 'machine',
  deploymentgroup: 'machine',
  groups: 'network',
  traffic: 'network',
  inbound: 'network',
  ip: 'network',
  ipv6: 'network',
  disks: 'disks',
  encrypted: 'disks',
  kmskey: 'disks',
  diskname: 'disks',
  diskabout: 'disks',
  login: 'access',
  role: 'access',
  metadata: 'access',
  tokens: 'access',
  hops: 'access',
  protect: 'billing',
  lease: 'billing',
  spothours: 'billing',
  reclaim: 'billing',
  renewperiod: 'billing',
};

/** `/ecs help` with its words. */
export const helpAnswer = (commands: readonly Command[], words: readonly string[], text: Text): Answer =>
  helpMessage(
    commands,
    helpPageOf(
      words,
      commands.map(({ name }) => name),
    ),
    text,
  );

/** A page of the help; each has a list that replaces it with another. */
function helpMessage(commands: readonly Command[], page: HelpPage, text: Text): Answer {
  const { title, blocks } = drawn(commands, page, text);
  return {
    text: fallback(title),
    blocks: [
      ...blocks,
      otherPages(commands, text),
      contextBlock(
        mrkdwn`${text.help.orType} ${joined(
          EXAMPLES.map((typed) => slash(typed, text)),
          ' · ',
        )}`,
      ),
    ],
  };
}

interface Drawn {
  readonly title: string;
  readonly blocks: readonly KnownBlock[];
}

function drawn(commands: readonly Command[], page: HelpPage, text: Text): Drawn {
  const { help, commands: words } = text;
  switch (page.page) {
    case 'everyday':
      return { title: words.helpTitle, blocks: [header(words.helpTitle), ...everyday(text)] };
    case 'topic': {
      const { title } = help.topics[page.topic];
      return { title, blocks: [header(title), ...topicBlocks(commands, page.topic, text)] };
    }
    case 'command': {
      const asked = commands.filter(({ name }) => name === page.name);
      const title = `${words.slash} ${page.name}`;
      return { title, blocks: [header(title), ...commandLines(asked, text), ...examples(asked, text)] };
    }
    case 'parameter':
      return { title: page.field, blocks: [header(`${page.field}=…`), parameterLines([page.field], text)] };
    case 'nothing': {
      const title = help.nothingAbout(page.given);
      return { title, blocks: [section(plain(title))] };
    }
  }
}

const everyday = (text: Text): readonly KnownBlock[] =>
  (Object.keys(EVERYDAY) as (keyof typeof EVERYDAY)[]).map((group) =>
    section(
      lines([
        bold(text.help.groups[group]),
        ...EVERYDAY[group].map(([what, typed]) => mrkdwn`${slash(typed, text)} – ${text.help.everyday[what]}`),
      ]),
    ),
  );

function topicBlocks(commands: readonly Command[], topic: HelpTopic, text: Text): readonly KnownBlock[] {
  const { commands: words } = text;
  const own = commands.filter(({ name }) => TOPIC_OF[name] === topic);
  const shown = [...commandLines(own, text), ...examples(own, text)];
  switch (topic) {
    case 'create':
      return [...shown, contextBlock(plain(words.quotesHint))];
    case 'parameters':
      return [parameterLines(FORM_FIELDS, text), contextBlock(plain(words.quotesHint))];
    case 'options':
      return optionBlocks(text);
    case 'run':
      return [...shown, contextBlock(plain(words.severalHint))];
    case 'commands':
      return [
        ...batchesOf(commands, COMMANDS_PER_SECTION).flatMap((batch) => commandLines(batch, text)),
        ...examples(commands, text),
        contextBlock(plain(words.quotesHint), plain(words.severalHint)),
      ];
    default:
      return shown;
  }
}

const commandLines = (commands: readonly Command[], text: Text): readonly KnownBlock[] =>
  commands.length === 0 ? [] : [section(lines(commands.map((command) => commandLine(command, text))))];

const commandLine = ({ name, usage }: Command, text: Text): Mrkdwn =>
  mrkdwn`${slash(`${name} ${text.commands.usage(usage)}`, text)} – ${text.commands.summary[name]}`;

/** The examples of these commands, if there are any. */
function examples(commands: readonly Command[], { commands: words }: Text): readonly KnownBlock[] {
  const own = words.examples.filter((example) => commands.some(({ name }) => example.split(' ')[1] === name));
  return own.length === 0 ? [] : [section(lines([bold(words.examplesTitle), ...own.map(code)]))];
}

const optionBlocks = (text: Text): readonly KnownBlock[] =>
  (Object.keys(text.help.kinds) as (keyof Help['kinds'])[]).map((kind) =>
    parameterLines(
      FIELDS.filter((field) => isOptionField(field) && KIND_OF[field] === kind),
      text,
      text.help.kinds[kind],
    ),
  );

function parameterLines(fields: readonly Field[], { commands: words }: Text, title = words.keysTitle) {
  return section(lines([bold(title), ...fields.map((field) => mrkdwn`${code(field)} – ${words.keys[field]}`)]));
}

/** A topic without commands that the person may run is not offered. */
function otherPages(commands: readonly Command[], { help }: Text): ActionsBlock {
  const topics = (Object.keys(help.topics) as HelpTopic[]).filter(
    (topic) =>
      ['parameters', 'options', 'commands'].includes(topic) || commands.some(({ name }) => TOPIC_OF[name] === topic),
  );
  return actions('help', [
    runSelect(RUN_HERE, 'help', help.more, [
      { text: help.everydayTitle, command: 'help' },
      ...topics.map((topic) => ({ text: help.topics[topic].title, command: `help ${topic}` })),
    ]),
  ]);
}

const slash = (typed: string, { commands: words }: Text): Mrkdwn => code(`${words.slash} ${typed}`.trim());
