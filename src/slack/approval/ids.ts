/** The buttons of a request that waits for approval, both in the card and in messages to those who were told. */
export const APPROVE = 'approval_approve';
/** Opens a window for a note to the approval. */
export const APPROVE_WITH_NOTE = 'approval_approve_with_note';
/** Opens a window for the reason. */
export const DENY = 'approval_deny';
export const WITHDRAW = 'approval_withdraw';
/** On a denied or expired request: opens the form filled in with it. */
export const ASK_AGAIN = 'approval_ask_again';

/** The windows' callback ids. */
export const DENY_WINDOW = 'approval_deny_window';
export const NOTE_WINDOW = 'approval_note_window';
/** The one field of both windows, by block id and action id. */
export const NOTE_FIELD = 'approval_note';

/** The target of a button. It grants no right, which is judged at the click. */
export interface ClickTarget {
  readonly requestId: string;
  /** The round of the approval whose price the button shows. */
  readonly round: number;
}

/** The form of the button's value, and of the window's private metadata. */
export const clickTargetValue = ({ requestId, round }: ClickTarget): string => `${requestId}/${round}`;

/** Null for any other value. */
export function readClickTarget(value: string): ClickTarget | null {
  const [, requestId, round] = /^(r-[a-z0-9]{1,40})\/(\d{1,6})$/u.exec(value) ?? [];
  return requestId === undefined ? null : { requestId, round: Number(round) };
}
