/**
 * Why no card is posted in a channel. A person can fix all but `refused`. `shared`: people of another company read it, and what a
 * card and its thread tell, such as addresses and prices, is not for them.
 */
export type Closed = 'absent' | 'archived' | 'restricted' | 'refused' | 'shared';

/** The bot's own code for a channel that is shared; Slack has none, because it would take the message. */
export const SHARED_CHANNEL = 'bot_shared_channel';

/** @param code the error code of Slack's answer, or {@link SHARED_CHANNEL} */
export function closedBy(code: string): Closed {
  if (code === SHARED_CHANNEL) return 'shared';
  if (code === 'not_in_channel' || code === 'channel_not_found') return 'absent';
  if (code === 'is_archived' || code === 'is_inactive') return 'archived';
  return code.startsWith('restricted_action') ? 'restricted' : 'refused';
}
