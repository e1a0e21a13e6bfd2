/** How a rule names direct messages. */
export const DIRECT = 'dm';

/** Slack channel ids, and `dm` for direct messages. */
export type Places = 'any' | readonly string[];

/** Direct messages have ids of their own (`D…`), or are named by the person they are with. */
const isDirect = (channel: string): boolean => /^[DUW]/u.test(channel);

/**
 * Whether a rule holds in a channel; null when that depends on something that is not known.
 *
 * @param channel null when it is not known
 */
export function isPlace(channels: Places, channel: string | null): boolean | null {
  if (channels === 'any') return true;
  if (channel === null) return channels.length > 0 ? null : false;
  return channels.includes(isDirect(channel) ? DIRECT : channel);
}
