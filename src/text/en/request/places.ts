/** Where a card is, and why it is not where it was requested. */
export const places = {
  /** Followed by the channel's name, `why`, and a full stop. */
  cannotPost: 'The bot can’t post in',
  /** The same if the name cannot be shown. */
  cannotPostInThis: 'The bot can’t post in this channel',
  /** The same of a channel in which the bot could post, but does not. */
  noCards: 'The bot posts no cards in',
  noCardsInThis: 'The bot posts no cards in this channel',
  why: {
    shared: ', which is shared with another company',
    absent: '',
    archived: ', which is archived',
    restricted: ', where posting is restricted',
    refused: ', where Slack refused its last message',
  },
  /** For a conversation between people, which has no name. */
  cannotPostHere: 'The bot can’t post in a conversation between people.',
  comes: 'Cards from here are posted in your direct messages with the bot.',
  isHere: 'The card is here instead.',
  /** In the place of a card whose channel was shared with another company since. */
  moved:
    'This channel is now shared with another company, so the card and its updates are in the requester’s direct messages with the bot.',
  /** What to do about it; only for channels. */
  fix: {
    shared: 'To have cards in a channel, use one that isn’t shared with another company.',
    absent: 'To have cards in the channel, type /invite and the bot’s name there.',
    archived: 'Use another channel for the next request.',
    restricted: 'To have cards in the channel, ask its managers to let the bot post.',
    refused: 'To find out why, use /ecs doctor in the channel.',
  },
};
