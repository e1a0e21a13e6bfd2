import { expect, test } from 'vitest';
import type { ServerOptions } from '../../../src/core/option/options.ts';
import { sampleAsked } from '../../../src/sandbox/gallery/request/approval-samples.ts';
import { checkBlocks, checkView } from '../../../src/sandbox/slack/blockkit/check.ts';
import { renderAsk } from '../../../src/slack/approval/ask-message.ts';
import { renderAsks } from '../../../src/slack/approval/grouped-asks.ts';
import { homeView } from '../../../src/slack/home/home.ts';
import { approvalsMessage } from '../../../src/slack/home/menu.ts';
import { LIMITS, textLength } from '../../../src/slack/kit/blocks.ts';
import { upToMax } from '../../../src/slack/kit/post.ts';
import { renderCard } from '../../../src/slack/request/card.ts';
import { en } from '../../../src/text/en.ts';
import { zh } from '../../../src/text/zh.ts';

/** As much as an order can say, in a letter that Slack counts as five. */
const words = (start: string, length: number): string => `${start}${'&'.repeat(length)}`.slice(0, length);
const OPTIONS: Partial<ServerOptions> = {
  purpose: words('purpose', 300),
  tags: Array.from({ length: 20 }, (_, n) => ({ key: words(`key${n}-`, 128), value: words(`value${n}-`, 128) })),
  dataDisks: Array.from({ length: 16 }, (_, n) => ({
    category: 'cloud_essd' as const,
    sizeGiB: 20_000 + n,
    name: words(`disk${n}-`, 128),
    description: words(`about${n}-`, 256),
    keep: true,
  })),
  description: words('description', 256),
  moreGroupIds: Array.from({ length: 4 }, (_, n) => `sg-2ze4f8h1k5m7p9q2r4t${n}`),
};
const asked = (n = 1) => {
  const one = sampleAsked({ request: { id: `r-${n}` } });
  return { ...one, spec: { ...one.spec, ...OPTIONS } };
};

test.each([
  ['English', en],
  ['Chinese', zh],
])('an approver and the channel see every disk and every tag, however long their texts are (%s)', (_, text) => {
  for (const { blocks } of [renderAsk(asked(), null, text), renderCard(asked(), [], text)]) {
    expect(checkBlocks(blocks, 'message')).toEqual([]);
    expect(textLength(blocks)).toBeLessThanOrEqual(LIMITS.blockTextPerMessage);
    const all = JSON.stringify(blocks);
    for (let n = 0; n < 20; n += 1) expect(all).toContain(`key${n}-`);
    for (let n = 0; n < 16; n += 1) expect(all).toContain(`${20_000 + n} GiB`);
    expect(blocks.filter(({ type }) => type === 'actions')).toHaveLength(1);
  }
});

test.each([
  ['English', en],
  ['Chinese', zh],
])('in a list of requests each keeps its end and its number, and what is left out is counted (%s)', (_, text) => {
  const all = Array.from({ length: 20 }, (_, n) => ({ request: asked(n + 1), toCard: null }));
  const { blocks } = renderAsks(all, text);
  expect(checkBlocks(blocks, 'message')).toEqual([]);
  const said = blocks.flatMap((block) => (block.type === 'section' && block.text ? [block.text.text] : []));
  expect(said.filter((one) => one.includes('`r-')).length).toBeGreaterThan(2);
  expect(said.filter((one) => one.endsWith('…'))).toEqual([]);
});

test('whoever has one request to decide gets its buttons by a command too, however much it says', () => {
  const { blocks } = approvalsMessage({ requests: [{ request: asked(), cardUrl: null }], more: 0 }, en);
  expect(blocks.filter(({ type }) => type === 'actions')).toHaveLength(1);
});

test('a home with more long requests than it holds is none that Slack refuses, and counts those left out', () => {
  const requests = Array.from({ length: 16 }, (_, n) => ({ request: asked(n + 1), cardUrl: null }));
  const mine = {
    waiting: { requests, more: 3 },
    instances: [],
    more: 0,
    requests: [],
    spent: { parts: [], unpriced: 0, at: 1 },
  };
  const home = homeView({ reader: { user: 'U1', isAdmin: false }, presets: [], mine }, en);
  expect(checkView(home)).toEqual([]);
  const shown = home.blocks.filter((block) => block.block_id?.startsWith('home_vote_')).length;
  expect(shown).toBeGreaterThan(5);
  expect(JSON.stringify(home)).toContain(en.home.waiting.more(19 - shown));
});

test.each([
  [30, 'disk one; disk two; disk three'],
  [29, 'disk one, and 2 more'],
  [5, 'disk…, and 2 more'],
])('of three parts %i characters show %s', (max, said) => {
  expect(upToMax({ parts: ['disk one', 'disk two', 'disk three'], between: '; ' }, max, en)).toBe(said);
});
