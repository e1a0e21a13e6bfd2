import { type FreezeCause, type FreezeProblem, MAX_REASON } from '../../core/freeze.ts';
import { momentMark } from '../moments.ts';
import { quoted } from '../quoted.ts';
import { marks } from './base/marks.ts';
import { accountOfStore } from './instance/other-account.ts';

const EXAMPLE = '/ecs freeze moving the database for 2h';

/** What is under way in an account that is to be left. */
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

/** Freezes, and who may set them. People and moments are put beside these words by the Slack side. */
export const freeze = {
  marks,
  adminsOnly: (name: string): string => `Only admins may use /ecs ${name}. Nothing was changed.`,
  adminsAre: 'Ask one of them:',
  noAdmins: 'Nobody is an admin yet: whoever runs the bot can name admins in ADMIN_USERS.',

  title: 'Frozen',
  /** Follows the admin's name. */
  hasFrozen: 'has frozen the creating and starting of instances.',
  /** Followed by the earlier admin's name. */
  replaces: 'This replaces the freeze of',
  reason: 'Reason:',
  /** In place of an admin's name: the bot itself has frozen. */
  theBot: 'the bot',
  causes: {
    storeBehind:
      'its database has gone back in time (a failover or a restored backup), so it may not know what was bought before; an admin has to check that and lift it with /ecs unfreeze',
  } satisfies Record<FreezeCause, string>,
  /** The bot's own freeze is in force, and only lifting it ends it. */
  frozenByBot:
    'The bot has frozen everything already, and your freeze would end that too early, so nothing was changed. Check the reason below, lift it with /ecs unfreeze, then freeze again if you still want to.',
  /** Followed by a moment. */
  endsAt: 'It ends by itself',
  endsWhenLifted: 'It ends when an admin lifts it with /ecs unfreeze.',
  means:
    'Requests are still taken: they wait, and go on by themselves afterwards. What Alibaba Cloud is already building or starting is followed as ever.',

  liftedTitle: 'Freeze lifted',
  /** Between the names of two admins. */
  hasLifted: 'has lifted the freeze of',
  liftedMeans: 'What waited goes on now.',
  /** After the bot's own freeze was lifted; followed by the admin's name. */
  frozenAgain: 'Creating and starting stay frozen, as before, by',
  notFrozen: 'Nothing is frozen, so there is nothing to lift.',
  /** The freeze in force, if any, follows. */
  /** Followed by who has frozen and why. */
  restoredBefore: (command: string): string =>
    `Nothing was lifted: the bot’s own freeze has been lifted already, and this one from before is in force again. To lift it too: ${command}`,
  faster: 'Another admin was faster, and yours was not done. If you still want it, try again.',
  nowFree: 'Nothing is frozen now.',
  /** Followed by an admin's name. */
  nowFrozenBy: 'It is frozen now by',
  storeDown:
    'The bot cannot write this down just now, so nothing was changed. While its store cannot be read it creates and starts nothing. Try again in a moment; if it stays so, tell whoever runs the bot.',

  /** Of `/ecs unfreeze account <id>`. */
  account: {
    same: (id: string): string =>
      `The bot’s database and its credentials are both of the account ${id}. Nothing was changed.`,
    unknown:
      'To which account the credentials belong is not known just now, so nothing was changed. Try again in a moment; /ecs doctor says what is wrong.',
    notThat: (given: string, actual: string, stored: string | null): string =>
      `Nothing was changed: the credentials belong to the account ${actual}, and not to ${quoted(given)}. The bot’s database is about ${accountOfStore(stored)}.`,
    /** @param open so many are named as are shown, and `total` are there */
    underWay: ({ open, total, stored, actual }: AccountLeft): string =>
      `Nothing was changed: in the account ${stored}, ${total === 1 ? '1 purchase or action hasn’t ended' : `${total} purchases or actions haven’t ended`}: ${named(open, total)}. From ${actual} the bot can’t find out. Give the bot credentials of ${stored} until that has ended, or a database of its own for ${actual}. Only if nobody can get credentials of ${stored} anymore: /ecs unfreeze account ${actual} give-up ${total} ends ${total === 1 ? 'it' : 'all of them'} as unconfirmed. ${total === 1 ? 'It is' : 'They are'} never bought again, may exist in ${stored} and cost money there, and each requester is notified.`,
    /** Follows the admin's name. */
    accepted: (stored: string | null, actual: string): string =>
      `lets the bot go on in the Alibaba Cloud account ${actual}. What waited goes on there. ${stored === null ? 'Its instances are taken to be there.' : `Instances of ${stored} are not looked after any more, and from now on count against no budget.`}`,
    /** After it. */
    givenUp: ({ open, total, stored }: AccountLeft): string =>
      `${total === 1 ? '1 purchase or action' : `${total} purchases or actions`} ended as unconfirmed: ${named(open, total)}. Nobody knows what became of ${total === 1 ? 'it' : 'them'}: look in the ECS console of ${stored} for the name, or for the tag ecs-chatops:request.`,
  },
  /** After a form was submitted or an order was given, while nothing can be done in the account. */
  elsewhere: {
    other:
      'The bot has credentials of another Alibaba Cloud account, so what you asked for waits. It goes on by itself once an admin has put that right.',
    unknown:
      'The bot does not know yet to which Alibaba Cloud account its credentials belong, so what you asked for waits. It goes on by itself.',
  },

  problem: (problem: FreezeProblem): string => {
    switch (problem.problem) {
      case 'noReason':
        return `Nothing was frozen: say why, so that everybody who waits can read it. For example: ${EXAMPLE}`;
      case 'reasonTooLong':
        return `Nothing was frozen: the reason has ${problem.characters} characters, and there is room for ${MAX_REASON}. Make it shorter.`;
      case 'notADuration':
        return `Nothing was frozen: ${quoted(problem.given)} is no duration. Write minutes, hours or days, like 30m, 2h or 3d: ${EXAMPLE}. If it belongs to the reason, put quotes around the whole reason.`;
      case 'durationOutOfRange':
        return `Nothing was frozen: ${quoted(problem.given)} is not between 1m and 30d. Leave it out to freeze until an admin lifts it.`;
    }
  },

  /** On the card and in the thread of what waits. */
  waiting: 'Waiting: creating and starting is frozen',
  /** Followed by an admin's name. */
  frozenBy: 'Frozen by',
  goesOnAt: 'It goes on by itself',
  goesOnWhenLifted: 'It goes on by itself when an admin lifts the freeze.',
  /** Where there is no space for names and moments. */
  plain: (reason: string): string => `Frozen: ${reason}`,
  /** After a form was submitted. */
  submitted: (reason: string, until: number | null): string =>
    `Creating and starting is frozen (${reason}), so it waits and goes on by itself ${until === null ? 'when an admin lifts the freeze' : `at ${momentMark(until)}, or when the freeze is lifted before`}.`,
};
