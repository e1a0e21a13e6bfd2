/** The word for direct messages in a rule. */
export const DIRECT = 'dm';

/** Slack channel ids, and `dm` for direct messages. */
export type Places = 'any' | readonly string[];

/** A direct message is named by its own id (`D…`) or by that of the other person. */
const isDirect = (channel: string): boolean => /^[DUW]/u.test(channel);

/**
 * Whether a rule holds in a channel; null when that depends on an unknown channel.
 *
 * @param channel null when unknown
 */
export function isPlace(channels: Places, channel: string | null): boolean | null {
  if (channels === 'any') return true;
  if (channel === null) return channels.length > 0 ? null : false;
  return channels.includes(isDirect(channel) ? DIRECT : channel);
}
