import { expect, test } from 'vitest';
import type { Ending } from '../../src/core/expiry/expiry.ts';
import { FAILURE_KINDS } from '../../src/core/failure/failure.ts';
import { MILESTONES } from '../../src/core/request/message.ts';
import {
  sampleAsked,
  sampleAskedAgain,
  sampleDecided,
  sampleDecisionNote,
} from '../../src/sandbox/gallery/request/approval-samples.ts';
import {
  type Stage,
  sampleFailure,
  sampleFreeze,
  sampleInstance,
  sampleNote,
  sampleRequest,
  sampleState,
} from '../../src/sandbox/gallery/samples.ts';
import { renderAsk } from '../../src/slack/approval/ask-message.ts';
import { renderEnd, renderNudge } from '../../src/slack/approval/dm.ts';
import { renderExpiry } from '../../src/slack/auto-renewal/expiry-words.ts';
import { frozenMessage, liftedMessage } from '../../src/slack/freeze/blocks.ts';
import { renderCard } from '../../src/slack/request/card.ts';
import { renderDm } from '../../src/slack/request/dm.ts';
import { renderThread } from '../../src/slack/request/thread.ts';
import { zh } from '../../src/text/zh.ts';
import { RULES, wrongLines } from './chinese-rules.ts';

// What stands in a notification is no part of the blocks that the gallery shows.

const STAGES: readonly Stage[] = ['waiting', 'creating', 'pending', 'stopped', 'running', 'failed', 'troubled', 'held'];
const WHAT = ['voted', 'approved', 'denied', 'withdrawn', 'expired', 'askedAgain', 'reminded', 'escalated'] as const;
const ENDS = ['denied', 'withdrawn', 'expired'] as const;

function texts(): readonly string[] {
  const states = [
    ...STAGES.map((stage) => sampleState(3, [stage], [sampleFailure('noStock')])),
    ...FAILURE_KINDS.map((kind) => sampleState(2, ['failed'], [sampleFailure(kind)])),
    sampleState(3, ['running', 'failed', 'pending']),
  ];
  const asked = [sampleAsked(), sampleAskedAgain(), ...ENDS.map((end) => sampleDecided(end))];
  const notes = MILESTONES.map((milestone) => [1, 2].map((n) => sampleNote(milestone, n, 2)));
  const running = sampleInstance(sampleRequest(1), 1, 'running');
  const ending: Ending = {
    ...{ instanceId: running.id, until: Date.UTC(2026, 11, 1), renews: null, short: null },
    more: { term: { unit: 'Month', period: 1 }, price: null },
  };
  const posts = [
    ...states.flatMap(({ request, instances }) => [
      renderCard(request, instances, zh),
      renderDm(request, instances, zh),
    ]),
    ...asked.map((request) => renderCard(request, [], zh)),
    ...notes.map((all) => renderThread(all, zh)),
    ...WHAT.map((what) => renderThread([sampleDecisionNote(what)], zh)),
    ...ENDS.map((end) => renderEnd(sampleDecided(end), end, null, zh)),
    renderAsk(sampleAsked(), null, zh),
    ...(['reminder', 'escalation', 'again'] as const).map((about) =>
      renderNudge(sampleAsked(), about, { ask: null, card: null }, zh),
    ),
    renderExpiry(sampleRequest(1), [running], [ending], 0, zh),
    frozenMessage(sampleFreeze(), null, zh),
    liftedMessage('U07LENAHOF1', sampleFreeze(), null, zh),
  ];
  return posts.map((post) => post?.text ?? '');
}

const TEXTS = [...new Set(texts())];

test.each(RULES)('no notification in Chinese has %s', (_wrong, pattern) => {
  expect(TEXTS.flatMap((text) => wrongLines(text, pattern))).toEqual([]);
});
