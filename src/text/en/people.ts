import type { Membership } from '../../core/policy/people.ts';

const NOTHING = 'Nothing was done.';

const REFUSED: Readonly<Record<Exclude<Membership, 'member'>, string>> = {
  guest: `Guests can use this bot only if its policy names them by their member ID. ${NOTHING} Ask an admin of the bot.`,
  stranger: `This bot belongs to another workspace. Its members can use it; you only if its policy names you by your member ID. ${NOTHING}`,
  bot: `Only people can use this bot. ${NOTHING}`,
  deactivated: `A deactivated account can’t use this bot. ${NOTHING}`,
  unknown: `Slack hasn’t said who you are, and the bot serves only people it knows. ${NOTHING} Try again in a moment; if this continues, notify the bot operator.`,
};

/** Answers to people who may not use the bot at all. */
export const people = {
  /** Title of the window with the answer. */
  title: 'Not available to you',
  refused: REFUSED,
};
