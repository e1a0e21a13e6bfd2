import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import type { Request } from '../core/request.ts';
import type { Text } from '../text/en.ts';
import { type About, aboutValue, DENY_WINDOW, NOTE_FIELD, NOTE_WINDOW } from './approval-ids.ts';
import { LIMITS, plain, section } from './blocks.ts';
import { requestTitle } from './standing.ts';

/** As much as a person reads of it in a thread. */
export const NOTE_MAX = 500;

/** Asks for the reason of a denial. */
export const denyWindow = (about: About, request: Request | null, text: Text): ModalView =>
  noteWindowOf(DENY_WINDOW, about, request, text.decision.deny, text);

/** Asks for a note to an approval. */
export const approveWindow = (about: About, request: Request | null, text: Text): ModalView =>
  noteWindowOf(NOTE_WINDOW, about, request, text.decision.note, text);

/** Nothing more to do in this window. */
export const decisionClosed = (callbackId: string, blocks: readonly KnownBlock[], text: Text): ModalView => {
  const words = callbackId === DENY_WINDOW ? text.decision.deny : text.decision.note;
  return {
    type: 'modal',
    callback_id: callbackId,
    title: plain(words.title, LIMITS.viewTitle),
    close: plain(text.decision.window.close, LIMITS.viewTitle),
    blocks: [...blocks],
  };
};

/** @param request null when it could not be read in time: the card shows what it is about. */
function noteWindowOf(
  callbackId: string,
  about: About,
  request: Request | null,
  words: Text['decision']['deny'],
  text: Text,
): ModalView {
  return {
    type: 'modal',
    callback_id: callbackId,
    private_metadata: aboutValue(about),
    title: plain(words.title, LIMITS.viewTitle),
    submit: plain(words.submit, LIMITS.viewTitle),
    close: plain(text.decision.window.cancel, LIMITS.viewTitle),
    blocks: [...(request === null ? [] : [section(plain(requestTitle(request, text)))]), field(words)],
  };
}

const field = (words: Text['decision']['deny']): InputBlock => ({
  type: 'input',
  block_id: NOTE_FIELD,
  label: plain(words.field, LIMITS.inputLabel),
  hint: plain(words.hint, LIMITS.inputHint),
  element: { type: 'plain_text_input', action_id: NOTE_FIELD, multiline: true, max_length: NOTE_MAX },
});
