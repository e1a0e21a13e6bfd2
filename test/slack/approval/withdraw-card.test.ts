import type { ActionsBlock, Button, KnownBlock } from '@slack/types';
import { expect, test } from 'vitest';
import type { Freeze } from '../../../src/core/freeze.ts';
import { PEOPLE, sampleDecided } from '../../../src/sandbox/gallery/request/approval-samples.ts';
import { sampleInstance, sampleRequest, sampleState } from '../../../src/sandbox/gallery/samples.ts';
import { checkBlocks } from '../../../src/sandbox/slack/blockkit/check.ts';
import { renderEnd } from '../../../src/slack/approval/dm.ts';
import { readClickTarget } from '../../../src/slack/approval/ids.ts';
import { renderCard } from '../../../src/slack/request/card.ts';
import { en } from '../../../src/text/en.ts';

const FREEZE: Freeze = { version: 1, reason: 'audit', by: PEOPLE.ines, at: 1, until: null };

const buttonsOf = (blocks: readonly KnownBlock[]): readonly Button[] =>
  blocks
    .filter((block): block is ActionsBlock => block.type === 'actions')
    .flatMap(({ elements }) => elements.filter((element): element is Button => element.type === 'button'));

const heldAt = (over: object = {}) => ({
  ...sampleInstance(sampleRequest(1), 1, 'waiting'),
  heldBy: FREEZE,
  ...over,
});

test('a request that a freeze holds can be withdrawn on its card while nothing was begun, approved or not', () => {
  for (const request of [sampleDecided('approved'), sampleRequest(1)]) {
    const { blocks } = renderCard(request, [heldAt()], en);
    const [withdraw, ...others] = buttonsOf(blocks);
    expect([withdraw?.action_id, others]).toEqual(['approval_withdraw', []]);
    expect(readClickTarget(withdraw?.value ?? '')?.requestId).toBe(request.id);
    expect(withdraw?.confirm?.text.text).toContain('its instances are never created. Nothing has been bought.');
    expect(checkBlocks(blocks, 'message')).toEqual([]);
  }
});

test('what was begun, or goes its way, has no such button', () => {
  const request = sampleRequest(2);
  expect(buttonsOf(renderCard(request, [heldAt(), heldAt({ createTriedAt: 5 })], en).blocks)).toEqual([]);
  expect(buttonsOf(renderCard(request, [heldAt({ heldBy: null })], en).blocks)).toEqual([]);
});

test('what was withdrawn without ever having needed approval says so, on its card and to its requester', () => {
  const { request } = sampleState(1, ['waiting']);
  const ended = { ...request, state: 'withdrawn', finishedAt: 9 } as const;
  const { text, blocks } = renderCard(ended, [heldAt({ outcome: 'withdrawn', heldBy: null })], en);
  expect(text).toContain('withdrawn, nothing was bought');
  expect(JSON.stringify(blocks)).toContain('*Withdrawn*. Nothing was bought.');
  expect(JSON.stringify(blocks)).not.toContain('in progress');
  expect(renderEnd(ended, 'withdrawn', null, en).text).toContain('Your request was withdrawn');
});
