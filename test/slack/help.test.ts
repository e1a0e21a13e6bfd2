import { describe, expect, test } from 'vitest';
import { allowed, COMMANDS } from '../../src/commands/index.ts';
import { FIELDS } from '../../src/core/spec/spec.ts';
import { helpAnswer } from '../../src/slack/help-message.ts';
import { type HelpTopic, helpPageOf } from '../../src/slack/help-topics.ts';
import { textLength } from '../../src/slack/kit/blocks.ts';
import { TEXTS } from '../../src/text/texts.ts';

const ADMINS = allowed(COMMANDS, true);
const NAMES: readonly string[] = ADMINS.map(({ name }) => name);
const page = (words: string) => helpPageOf(words.split(' '), NAMES);

test.each([
  ['', { page: 'everyday' }],
  ['approvals', { page: 'command', name: 'approvals' }],
  ['keys', { page: 'topic', topic: 'keys' }],
  ['key=value', { page: 'topic', topic: 'parameters' }],
  ['parametres', { page: 'topic', topic: 'parameters' }],
  ['More key=value parameters', { page: 'topic', topic: 'options' }],
  ['审批', { page: 'topic', topic: 'approvals' }],
  ['更多参数', { page: 'topic', topic: 'options' }],
  ['怎么续费', { page: 'topic', topic: 'money' }],
  ['创建', { page: 'topic', topic: 'create' }],
  ['create', { page: 'topic', topic: 'create' }],
  ['stop web-1', { page: 'command', name: 'stop' }],
  ['/ecs stop', { page: 'command', name: 'stop' }],
  ['realease', { page: 'command', name: 'release' }],
  ['reboot', { page: 'command', name: 'restart' }],
  ['bandwidth', { page: 'parameter', field: 'bandwidth' }],
  ['bandwidth=5', { page: 'parameter', field: 'bandwidth' }],
  ['bandwith', { page: 'parameter', field: 'bandwidth' }],
  ['InternetMaxBandwidthOut', { page: 'parameter', field: 'bandwidth' }],
  ['constructor', { page: 'nothing', given: 'constructor' }],
  ['天气', { page: 'nothing', given: '天气' }],
])('/ecs help %s', (words, expected) => {
  expect(page(words)).toEqual(expected);
});

describe.each(['en', 'zh'] as const)('in %s', (language) => {
  const text = TEXTS[language];
  const shown = (words: string, commands = ADMINS) =>
    JSON.stringify(helpAnswer(commands, words.split(' '), text).blocks);
  const topics = Object.keys(text.help.topics) as HelpTopic[];

  test('the first page is a dozen lines that can be typed as they stand', () => {
    const typed = [...shown('').matchAll(/`\/ecs (\w[\w-]*)[^`]*` –/gu)].map(([, name]) => name);
    expect(typed.length).toBeLessThanOrEqual(14);
    expect(NAMES).toEqual(expect.arrayContaining(typed));
  });

  test('every command, parameter, example and hint is on a page that the list offers', () => {
    const all = topics.map((topic) => shown(topic)).join('\n');
    const { summary, keys, examples, quotesHint, severalHint } = text.commands;
    const told = [
      ...Object.values(summary),
      ...FIELDS.map((field) => keys[field]),
      ...examples,
      quotesHint,
      severalHint,
    ];
    for (const one of told) expect(all).toContain(JSON.stringify(one).slice(1, -1));
    const offered = shown('');
    for (const topic of topics) expect(offered).toContain(`"help ${topic}"`);
  });

  test('a topic is found by its name, its title and each of its words, and its page fits into a message', () => {
    for (const topic of topics) {
      for (const word of [text.help.topics[topic].title, ...text.help.topics[topic].words.split(' ')])
        expect(page(word), word).toMatchObject(NAMES.includes(word) ? { page: 'command' } : { page: 'topic', topic });
      expect(textLength(helpAnswer(ADMINS, [topic], text).blocks)).toBeLessThan(6000);
    }
  });

  test('a member is not shown what only admins may', () => {
    const mine = allowed(COMMANDS, false);
    for (const words of ['', 'freeze', 'unfreeze', ...topics])
      expect(shown(words, mine), words).not.toMatch(/`\/ecs (?:un)?freeze/);
  });
});
