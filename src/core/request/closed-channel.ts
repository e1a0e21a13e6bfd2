/** Why the bot cannot post in a channel. A person can fix all but `refused`. */
export type Closed = 'absent' | 'archived' | 'restricted' | 'refused';

/** @param code the error code of Slack's answer */
export function closedBy(code: string): Closed {
  if (code === 'not_in_channel' || code === 'channel_not_found') return 'absent';
  if (code === 'is_archived' || code === 'is_inactive') return 'archived';
  return code.startsWith('restricted_action') ? 'restricted' : 'refused';
}
