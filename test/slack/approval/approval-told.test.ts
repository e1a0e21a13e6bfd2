import type { KnownBlock } from '@slack/types';
import { expect, test } from 'vitest';
import {
  PEOPLE,
  sampleAsked,
  sampleAskedAgain,
  sampleDecided,
  sampleDecisionNote,
  sampleTermQuote,
} from '../../../src/sandbox/gallery/request/approval-samples.ts';
import { sampleNote } from '../../../src/sandbox/gallery/samples.ts';
import { checkView } from '../../../src/sandbox/slack/blockkit/check.ts';
import { renderEnd, renderNudge } from '../../../src/slack/approval/dm.ts';
import { clickTargetValue } from '../../../src/slack/approval/ids.ts';
import { denyWindow, NOTE_MAX, noteWindow } from '../../../src/slack/approval/modals.ts';
import { renderThread } from '../../../src/slack/request/thread.ts';
import { en } from '../../../src/text/en.ts';

const shown = (blocks: readonly KnownBlock[]): string => JSON.stringify(blocks);

test('in the thread decisions stand in the order in which they came, and before the steps of the instances', () => {
  const { text, blocks } = renderThread(
    [
      sampleDecisionNote('voted'),
      sampleDecisionNote('askedAgain'),
      sampleNote('pending', 1, 1),
      sampleDecisionNote('approved'),
    ],
    en,
  );
  expect(text.split('\n').map((line) => line.split('.')[0])).toEqual([
    'Approval added',
    'Changed, approvals reset',
    'Approved',
    'Pending: web',
  ]);
  expect(text).toContain('CNY 1,416.20 → CNY 1,529.50');
  expect(shown(blocks)).toContain('Price before: CNY 1,416.20 · *Price now*: CNY 1,529.50');
  expect(shown(blocks)).toContain(`👍 *Approval added* – <@${PEOPLE.marcus}>\\nNote: fine with me`);
});

test('a denial in the thread gives the reason, harmless', () => {
  const { text, blocks } = renderThread([sampleDecisionNote('denied')], en);
  for (const said of [text, shown(blocks)])
    expect(said).toContain('Reason: too ∗big∗ for a test, &lt;!here&gt;: take ecs.c7.large');
});

test('the requester is told how it ended, why, and what to do', () => {
  for (const end of ['denied', 'withdrawn', 'expired'] as const) {
    const { text, blocks } = renderEnd(sampleDecided(end), end, null, en);
    expect(text).toContain(en.approval.dm[end]);
    expect(shown(blocks)).toContain(`*What to do:* ${en.approval.dm.whatToDo[end]}`);
    expect(shown(blocks)).not.toContain('"actions"');
  }
  expect(renderEnd(sampleDecided('denied'), 'denied', null, en).text).toContain('Reason: too ∗big∗');
});

test('a reminder says since when and until when it waits, and leads to the buttons', () => {
  const request = sampleAsked();
  const there = { ask: 'https://sandbox.slack.com/archives/D1/p1', card: 'https://sandbox.slack.com/archives/C1/p2' };
  const all = shown(renderNudge(request, 'reminder', there, en).blocks);
  expect(all).toContain(`Waiting since <!date^${request.createdAt / 1000}^`);
  expect(all).toContain(`Expires <!date^${request.approval.expiresAt / 1000}^`);
  expect(all).toContain('<https://sandbox.slack.com/archives/D1/p1|');
  expect(all).not.toContain('/C1/');
  expect(shown(renderNudge(request, 'escalation', { ...there, ask: null }, en).blocks)).toContain('/C1/p2|');
  expect(shown(renderNudge(request, 'reminder', { ask: null, card: null }, en).blocks)).toContain(en.approval.noLink);
});

test('the windows carry what they are about, and a denial cannot be sent without a reason', () => {
  const request = sampleAskedAgain({ quote: sampleTermQuote(1) });
  const deny = denyWindow(request, en);
  expect(deny.callback_id).toBe('approval_deny_window');
  expect(deny.private_metadata).toBe(clickTargetValue({ requestId: request.id, round: 2 }));
  expect(deny.blocks.at(-1)).toMatchObject({
    type: 'input',
    block_id: 'approval_note',
    optional: false,
    element: { type: 'plain_text_input', action_id: 'approval_note', multiline: true, max_length: NOTE_MAX },
  });
  const agree = noteWindow(request, en);
  expect(agree.callback_id).toBe('approval_note_window');
  expect(agree.blocks.at(-1)).toMatchObject({ block_id: 'approval_note', optional: true });
  expect(JSON.stringify(agree.blocks)).toContain('CNY 1,529.50 is charged immediately, and the bot can’t refund it');
  for (const view of [deny, agree]) expect(checkView(view)).toEqual([]);
});
