import { type FreezeCause, type FreezeProblem, MAX_REASON } from '../../core/freeze.ts';
import { momentMark } from '../moments.ts';
import { quoted } from '../quoted.ts';
import { marks } from './base/marks.ts';
import { accountOfStore } from './instance/other-account.ts';

const EXAMPLE = '/ecs freeze moving the database for 2h';

/** Work under way in an account that the bot is to leave. */
export interface AccountLeft {
  readonly open: readonly { readonly id: string; readonly name: string; readonly region: string }[];
  readonly total: number;
  readonly stored: string;
  readonly actual: string;
}

function named(open: AccountLeft['open'], total: number): string {
  const shown = open.map(({ id, name, region }) => `${name} (${id}, ${region})`).join(', ');
  return total > open.length ? `${shown}, and ${total - open.length} more` : shown;
}

/** Freezes, and who may set them. The Slack side adds people and moments. */
export const freeze = {
  marks,
  adminsOnly: (name: string): string => `Only admins may use /ecs ${name}. Nothing was changed.`,
  adminsAre: 'You can ask:',
  noAdmins: 'There are no admins yet: the bot operator can name them in ADMIN_USERS.',

  title: 'Frozen',
  /** Follows the admin's name. */
  hasFrozen: 'froze creating and starting instances.',
  /** Followed by the other admin's name. */
  replaces: 'This replaces the freeze of',
  reason: 'Reason:',
  /** Instead of an admin's name, for the bot's own freeze. */
  theBot: 'the bot',
  causes: {
    storeBehind:
      'its database went back in time after a failover or a restored backup, so it may not know what was bought before',
  } satisfies Record<FreezeCause, string>,
  /** The bot's own freeze is in force, and only lifting it ends it. */
  frozenByBot:
    'Nothing was changed: the bot itself has already frozen everything, and your freeze would end that too early. Check the reason below, end it with /ecs unfreeze, then freeze again if you still want to.',
  /** Followed by a moment. */
  endsAt: 'It ends automatically',
  endsWhenLifted: 'It ends when an admin uses /ecs unfreeze.',
  means:
    'Requests are still accepted: they wait and resume automatically when it ends. Instances that Alibaba Cloud is already creating are still set up, but start only after the freeze; starts already sent aren’t affected.',

  liftedTitle: 'Freeze ended',
  /** Between the names of two admins. */
  hasLifted: 'ended the freeze of',
  liftedMeans: 'Waiting requests resume now.',
  /** After the bot's own freeze was lifted; followed by the admin's name. */
  frozenAgain: 'Creating and starting are still frozen, as before, by',
  notFrozen: 'Nothing is frozen, so there is no freeze to end.',
  /** Followed by the admin and the reason. */
  restoredBefore: (version: number): string =>
    `Nothing was changed: the bot’s own freeze has already ended, and this earlier one is in force again. To end it too: /ecs unfreeze ${version}`,
  faster: 'Nothing was changed: another admin was faster. If you still want it, try again.',
  nowFree: 'Nothing is frozen now.',
  /** Followed by an admin's name. */
  nowFrozenBy: 'Now frozen by',
  storeDown:
    'The bot can’t reach its database right now, so nothing was changed. Until it can, it creates and starts nothing. Try again in a moment; if this continues, notify the bot operator.',

  /** For `/ecs unfreeze account <id>`. */
  account: {
    same: (id: string): string =>
      `The bot’s database and its credentials both belong to the account ${id}. Nothing was changed.`,
    unknown:
      'The bot can’t tell right now which account its credentials belong to, so nothing was changed. Try again in a moment; /ecs doctor shows what is wrong.',
    notThat: (given: string, actual: string, stored: string | null): string =>
      `Nothing was changed: the credentials belong to the account ${actual}, not to ${quoted(given)}. The bot’s database belongs to ${accountOfStore(stored)}.`,
    /** @param open the shown ones of `total` */
    underWay: ({ open, total, stored, actual }: AccountLeft): string =>
      `Nothing was changed: in the account ${stored}, ${total === 1 ? '1 purchase or action hasn’t ended' : `${total} purchases or actions haven’t ended`}: ${named(open, total)}. From ${actual} the bot can’t check them. Give the bot credentials of ${stored} until they have ended, or a database of its own for ${actual}. Only if nobody can get credentials of ${stored} any longer: /ecs unfreeze account ${actual} give-up ${total} ends ${total === 1 ? 'it' : 'all of them'} as unconfirmed. ${total === 1 ? 'It is' : 'They are'} never bought again, may exist in ${stored} and cost money there, and each requester is notified.`,
    /** Follows the admin's name. */
    accepted: (stored: string | null, actual: string): string =>
      `let the bot continue in the Alibaba Cloud account ${actual}. Waiting requests resume there. ${stored === null ? 'Its instances are assumed to be there.' : `Instances of ${stored} are no longer managed and no longer count against budgets.`}`,
    /** After `accepted`. */
    givenUp: ({ open, total, stored }: AccountLeft): string =>
      `${total === 1 ? '1 purchase or action' : `${total} purchases or actions`} ended as unconfirmed: ${named(open, total)}. ${total === 1 ? 'It' : 'They'} may or may not have taken effect: look in the ECS console of ${stored} for the name or the tag ecs-chatops:request.`,
  },
  /** After a form was submitted or an order given, while the bot may do nothing in the account. */
  elsewhere: {
    other:
      'The bot has credentials of another Alibaba Cloud account, so this waits. It resumes automatically once an admin has fixed that.',
    unknown:
      'The bot doesn’t know yet which Alibaba Cloud account its credentials belong to, so this waits. It resumes automatically.',
  },

  problem: (problem: FreezeProblem): string => {
    switch (problem.problem) {
      case 'noReason':
        return `Nothing was frozen: add a reason, which everyone who waits can read. For example: ${EXAMPLE}`;
      case 'reasonTooLong':
        return `Nothing was frozen: the reason has ${problem.characters} characters, ${MAX_REASON} are allowed. Make it shorter.`;
      case 'notADuration':
        return `Nothing was frozen: ${quoted(problem.given)} isn’t a duration. Write minutes, hours, days, or weeks, like 30m, 2h, 3d, or 1w: ${EXAMPLE}. If it’s part of the reason, put quotes around the whole reason.`;
      case 'durationOutOfRange':
        return `Nothing was frozen: ${quoted(problem.given)} isn’t between 1m and 30d. Leave it out to freeze until an admin ends it.`;
    }
  },

  /** On the card and in the thread of waiting instances. */
  waiting: 'Waiting: creating and starting are frozen',
  /** Followed by an admin's name. */
  frozenBy: 'Frozen by',
  goesOnAt: 'It resumes automatically',
  goesOnWhenLifted: 'It resumes automatically when an admin ends the freeze.',
  /** Without room for names and moments. */
  plain: (reason: string): string => `Frozen: ${reason}`,
  /** After a form was submitted. */
  submitted: (reason: string, until: number | null): string =>
    `Creating and starting are frozen (${reason}), so it waits and resumes automatically ${until === null ? 'when an admin ends the freeze' : `at ${momentMark(until)}, or earlier if the freeze is ended before`}.`,
};
