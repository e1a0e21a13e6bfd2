import { expect, test } from 'vitest';
import { galleryEntries } from '../../src/sandbox/gallery/gallery.ts';
import { builderLink, TEN, titleOf } from '../../src/sandbox/page/gallery/chosen.ts';
import { groupsOf, readExhibit } from '../../src/sandbox/page/gallery/exhibits.ts';

const exhibits = galleryEntries().map(readExhibit);

test.each(['en', 'zh'] as const)(
  'the ten that matter are there, and every group has a name in words, %s',
  (language) => {
    const shown = exhibits.filter((exhibit) => exhibit.language === language);
    for (const name of TEN) expect(shown.map((exhibit) => exhibit.name)).toContain(name);
    const unnamed = groupsOf(shown).filter(({ name }) => titleOf(name, language) === name);
    expect(unnamed.map(({ name }) => name)).toEqual([]);
  },
);

test('the link to Slack’s Block Kit Builder carries a message as its blocks, and a view as it is', () => {
  const carried = (content: unknown) => JSON.parse(decodeURIComponent(new URL(builderLink(content)).hash.slice(1)));
  const blocks = [{ type: 'divider' }, { type: 'section', text: { type: 'mrkdwn', text: '100 % “ok” #1 & <b>' } }];
  expect(carried(blocks)).toEqual({ blocks });
  expect(carried({ type: 'modal', title: { type: 'plain_text', text: '创建' }, blocks })).toMatchObject({
    type: 'modal',
    blocks,
  });
});
