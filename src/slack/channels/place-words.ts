import type { Closed } from '../../core/request/closed-channel.ts';
import type { Text } from '../../text/en.ts';
import { sentencesOf } from '../../text/sentences.ts';
import type { Answer } from '../kit/answer.ts';
import { section } from '../kit/blocks.ts';
import { isChannelId } from '../kit/ids.ts';
import { channelMention, fallback, type Mrkdwn, mrkdwn } from '../kit/mrkdwn.ts';

/** The text after the name of a channel that is closed to the bot. */
export const afterChannel = (closed: Closed, where: 'comes' | 'isHere', { places, marks }: Text): string =>
  sentencesOf([`${places.why[closed]}${marks.end}`, places[where], places.fix[closed]]);

/** The text before the name of a channel that is closed to the bot. */
export const beforeChannel = (closed: Closed, { places }: Text): string =>
  closed === 'shared' ? places.noCards : places.cannotPost;

/** For a conversation between people, to which nobody can invite the bot. */
export const notBetweenPeople = (where: 'comes' | 'isHere', { places }: Text): string =>
  sentencesOf([places.cannotPostHere, places[where]]);

/** Why the card is not in the channel of the request, where it is, and what to do about it. */
export const closedLine = (channel: string, closed: Closed, where: 'comes' | 'isHere', text: Text): Mrkdwn =>
  isChannelId(channel)
    ? mrkdwn`${beforeChannel(closed, text)} ${channelMention(channel)}${afterChannel(closed, where, text)}`
    : mrkdwn`${notBetweenPeople(where, text)}`;

/** Answers a person who asks for something in a closed channel. */
export const closedAnswer = (channel: string, closed: Closed, text: Text): Answer => ({
  text: fallback(
    isChannelId(channel)
      ? `${closed === 'shared' ? text.places.noCardsInThis : text.places.cannotPostInThis}${afterChannel(closed, 'comes', text)}`
      : notBetweenPeople('comes', text),
  ),
  blocks: [section(closedLine(channel, closed, 'comes', text))],
});
