import { expect, test } from 'vitest';
import { checkBlocks } from '../../../src/sandbox/slack/blockkit/check.ts';
import { keysMessage } from '../../../src/slack/key/blocks.ts';
import { LIMITS, textLength } from '../../../src/slack/kit/blocks.ts';
import { en } from '../../../src/text/en.ts';
import { zh } from '../../../src/text/zh.ts';
import type { KeyInRegion, KeyShown } from '../../../src/usecases/key/list-keys.ts';

const region = (n: number, over: Partial<KeyInRegion> = {}): KeyInRegion => ({
  region: `region-${n}`,
  is: 'there',
  tagged: true,
  usedBy: Array.from({ length: 20 }, (_, user) => `${'<&>'.repeat(40)}${user}`),
  ...over,
});
const key = (n: number, regions: readonly KeyInRegion[]): KeyShown => ({
  name: `k${'&'.repeat(120)}${n}`,
  own: null,
  fingerprints: ['0123456789abcdef0123456789abcdef'],
  regions,
});
const many = Array.from({ length: 30 }, (_, n) => region(n));

test.each([
  ['English', en],
  ['Chinese', zh],
])(
  'however many keys, regions and users there are, Slack takes them, and what is not named is counted (%s)',
  (_, text) => {
    for (const count of [1, 10, 30]) {
      const keys = Array.from({ length: count }, (_, n) => key(n, many));
      const { blocks } = keysMessage({ keys, unread: [], regionsUnread: null }, text);
      expect(checkBlocks(blocks, 'message')).toEqual([]);
      expect(textLength(blocks)).toBeLessThanOrEqual(LIMITS.blockTextPerMessage);
      const said = blocks.flatMap((block) =>
        'text' in block && block.type === 'section' ? [block.text?.text ?? ''] : [],
      );
      expect(said.filter((one) => one.endsWith('…'))).toEqual([]);
      if (count === 30) expect(JSON.stringify(blocks)).toContain(text.marks.more(10));
    }
  },
);

test('all users are counted, also those that were not read', () => {
  const keys = [key(1, [region(1, { usedBy: ['a', 'b', 'c', 'd', 'e', 'f'], moreUsers: 100 })])];
  expect(JSON.stringify(keysMessage({ keys, unread: [], regionsUnread: null }, en))).toContain(
    'a, b, c, d, e and 101 more',
  );
});
