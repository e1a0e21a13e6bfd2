import { expect, test } from 'vitest';
import { galleryEntries } from '../../../src/sandbox/gallery/gallery.ts';
import { checkBlocks, checkView } from '../../../src/sandbox/slack/blockkit/check.ts';

const entries = galleryEntries();

test('every name is there once', () => {
  const names = entries.map(([name]) => name);
  expect(new Set(names).size).toBe(names.length);
});

test('Slack takes every message and view the bot can show', () => {
  const refused = entries.flatMap(([name, shown]) => {
    const problems = Array.isArray(shown) ? checkBlocks(shown, 'message') : checkView(shown);
    return problems.length === 0 ? [] : [{ name, problems }];
  });
  expect(refused).toEqual([]);
});

/** Alibaba Cloud's own pages on refunds. */
const LINK_TO_HELP =
  /(?<=<)https:\/\/(?:www\.alibabacloud\.com\/help\/en|help\.aliyun\.com\/zh)\/user-center\/cancel-subscription/gu;

/** The terminal of one instance: that, and nothing with which somebody would be in without signing in. */
const LINK_TO_TERMINAL =
  /https:\/\/ecs-workbench\.(?:aliyun|alibabacloud)\.com\/\?from=(?:EcsConsole|ecs)&instanceType=ecs&regionId=[a-z0-9-]+&instanceId=i-[a-z0-9]+(?=")/g;

/** To where a message stands, which Slack itself gives out. */
const LINK_TO_MESSAGE = /(?<=<|"url":")https:\/\/sandbox\.slack\.com\/archives\/[CD]\w+\/p\d+/gu;

test('nothing shown carries an address of the web but links to messages, to terminals and to help, or a text that was left open', () => {
  for (const [name, shown] of entries)
    expect(
      // What a window carries nobody reads.
      JSON.stringify(shown, (key, value: unknown) => (key === 'private_metadata' ? '' : value))
        .replaceAll(LINK_TO_MESSAGE, '')
        .replaceAll(LINK_TO_TERMINAL, '')
        .replaceAll(LINK_TO_HELP, ''),
      name,
    ).not.toMatch(/https?:|undefined|\bnull\b|\bNaN\b|\[object/);
});

/** Blocks that hold only what people, Slack or Alibaba Cloud have named. */
const isChinese = (shown: unknown): boolean => /\p{Script=Han}/u.test(JSON.stringify(shown));

test('everything is shown in both languages, and nothing in the wrong one', () => {
  const chinese = entries.filter(([name]) => name.endsWith(' (zh)'));
  expect(chinese).toHaveLength(entries.length / 2);
  expect(chinese.filter(([, shown]) => !isChinese(shown)).map(([name]) => name)).toEqual([]);
  const english = entries.filter(([name]) => !name.endsWith(' (zh)'));
  expect(english.filter(([, shown]) => isChinese(shown)).map(([name]) => name)).toEqual([]);
});
