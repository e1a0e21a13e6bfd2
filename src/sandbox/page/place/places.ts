import type { SandboxState, SlackChannelState } from '../../state.ts';
import { dmOf, type SlackPlace } from '../session.ts';
import { isIn, type Unread } from '../unread.ts';

/** The channels of a person's sidebar, in its order. */
export const channelsOf = ({ slack }: SandboxState, user: string): readonly SlackChannelState[] =>
  slack.channels.filter((channel) => !channel.is_im && isIn(channel, user));

/** All places of the sidebar, from the top. */
export const placesOf = (state: SandboxState, user: string): readonly SlackPlace[] => [
  ...channelsOf(state, user).map(({ id }) => ({ kind: 'channel' as const, id })),
  { kind: 'dm' },
  { kind: 'home' },
];

export const isSamePlace = (one: SlackPlace, other: SlackPlace): boolean =>
  one.kind === other.kind && (one.kind !== 'channel' || (other.kind === 'channel' && one.id === other.id));

/** The conversation of a place; null for the App Home, and before the bot's first direct message. */
export function channelAt(state: SandboxState, user: string, place: SlackPlace): SlackChannelState | null {
  if (place.kind === 'channel') return state.slack.channels.find(({ id }) => id === place.id) ?? null;
  return place.kind === 'dm' ? dmOf(state, user) : null;
}

/** The next place of the list in a direction or, with `unread`, the next with news; stays at the ends. */
export function placeBeside(
  places: readonly SlackPlace[],
  here: SlackPlace,
  step: 1 | -1,
  hasNews: (place: SlackPlace) => boolean = () => true,
): SlackPlace | null {
  const at = places.findIndex((place) => isSamePlace(place, here));
  const onwards = step === 1 ? places.slice(at + 1) : places.slice(0, Math.max(at, 0)).reverse();
  return onwards.find(hasNews) ?? null;
}

export const newsAt = (unread: ReadonlyMap<string, Unread>, channel: SlackChannelState | null): Unread | null =>
  channel === null ? null : (unread.get(channel.id) ?? null);
