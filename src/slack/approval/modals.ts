import type { KnownBlock, ModalView } from '@slack/types';
import type { Text } from '../../text/en.ts';
import { facts, LIMITS, plain, section } from '../kit/blocks.ts';
import { mrkdwn, userMention } from '../kit/mrkdwn.ts';
import { requestTitle } from '../request/render.ts';
import type { ApprovalRequest } from './blocks.ts';
import { clickTargetValue, DENY_WINDOW, NOTE_FIELD, NOTE_WINDOW } from './ids.ts';
import { balanceLines, moneyFacts, shortPrice } from './price.ts';

/** The most characters of a note to a decision. */
export const NOTE_MAX = 500;

/** Asks for the reason, which is required. */
export function denyWindow(request: ApprovalRequest, text: Text): ModalView {
  const { windows } = text.approval;
  return {
    ...frame(request, DENY_WINDOW),
    title: plain(windows.denyTitle, LIMITS.viewTitle),
    submit: plain(windows.denySubmit, LIMITS.viewTitle),
    close: plain(windows.close, LIMITS.viewTitle),
    blocks: [
      ...about(request, text),
      section(plain(windows.denyMeans)),
      noteField({ label: windows.denyLabel, hint: windows.denyHint, optional: false }),
    ],
  };
}

/** Asks for a note to an approval. Submitting approves, so the window says what that buys. */
export function noteWindow(request: ApprovalRequest, text: Text): ModalView {
  const { windows, confirmApprove } = text.approval;
  const price = shortPrice(request.approval.quote, text);
  return {
    ...frame(request, NOTE_WINDOW),
    title: plain(windows.noteTitle, LIMITS.viewTitle),
    submit: plain(windows.noteSubmit, LIMITS.viewTitle),
    close: plain(windows.close, LIMITS.viewTitle),
    blocks: [
      ...about(request, text),
      section(plain(confirmApprove.text(requestTitle(request, text), request.spec.charge, price))),
      noteField({ label: windows.noteLabel, hint: windows.noteHint, optional: true }),
    ],
  };
}

/** The final window: tells the outcome of the click. */
export const closedWindow = (callbackId: string, blocks: readonly KnownBlock[], text: Text): ModalView => ({
  type: 'modal',
  callback_id: callbackId,
  title: plain(text.approval.windows[callbackId === DENY_WINDOW ? 'denyTitle' : 'noteTitle'], LIMITS.viewTitle),
  close: plain(text.decision.window.close, LIMITS.viewTitle),
  blocks: [...blocks],
});

const frame = ({ id, approval: { round } }: ApprovalRequest, callbackId: string) => ({
  type: 'modal' as const,
  callback_id: callbackId,
  private_metadata: clickTargetValue({ requestId: id, round }),
});

const about = (request: ApprovalRequest, text: Text): readonly KnownBlock[] => [
  section(plain(requestTitle(request, text))),
  section(mrkdwn`${text.card.askedBy} ${userMention(request.requester)}`),
  ...facts(moneyFacts(request, request.approval, text)),
  ...balanceLines(request.approval, text).map((line) => section(line)),
];

const noteField = (look: {
  readonly label: string;
  readonly hint: string;
  readonly optional: boolean;
}): KnownBlock => ({
  type: 'input',
  block_id: NOTE_FIELD,
  optional: look.optional,
  label: plain(look.label, LIMITS.inputLabel),
  hint: plain(look.hint, LIMITS.inputHint),
  element: { type: 'plain_text_input', action_id: NOTE_FIELD, multiline: true, max_length: NOTE_MAX },
});
