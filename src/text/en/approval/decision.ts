import type { Overdraft } from '../../../core/approval/budget.ts';
import type { Click } from '../../../core/approval/decide.ts';
import type { Failure } from '../../../core/failure/failure.ts';
import type { Membership } from '../../../core/policy/people.ts';
import type { ChargeKind } from '../../../core/spec/charge.ts';
import { moneyText } from '../../amounts.ts';
import { marks } from '../base/marks.ts';
import { unread } from '../spec/modal.ts';
import { atLine } from './asking.ts';

const NOTHING = 'Nothing was bought.';

const people = (count: number): string => (count === 1 ? '1 more person' : `${count} more people`);

const instances = (count: number): string => (count === 1 ? 'one instance' : `${count} instances`);

const MEMBERSHIP: Readonly<Record<Exclude<Membership, 'member'>, string>> = {
  guest: `Guests of this workspace cannot decide on purchases. ${NOTHING} Ask a full member who may.`,
  stranger: `Only members of this workspace can decide on purchases. ${NOTHING} Ask one of them who may.`,
  bot: `Only people can decide on purchases. ${NOTHING}`,
  deactivated: `A deactivated account cannot decide on purchases. ${NOTHING}`,
  unknown: `Slack does not say at this moment who you are, and nobody unknown may decide. ${NOTHING} Press again in a minute; if it stays so, tell whoever runs the bot.`,
};

/** What becomes of submissions that need approval, and the answers to a person who decides. Names and moments are put beside these words. */
export const decision = {
  marks,
  /** After a form was submitted that others have to agree to. */
  submitted: (requestId: string, amount: number): string =>
    `Your request ${requestId} for ${instances(amount)} waits for approval. ${NOTHING}`,
  /** Followed by names. */
  mayApprove: (needed: number): string =>
    needed === 1 ? 'One of these people has to agree:' : `${needed} of these people have to agree:`,
  /** More that is asked for, each followed by names. */
  amongThem: (needed: number): string =>
    needed === 1 ? 'One of them must be among:' : `${needed} of them must be among:`,
  besides: (needed: number): string => (needed === 1 ? 'And one of these people:' : `And ${needed} of these people:`),
  unnamed: (needed: number): string =>
    `${needed === 1 ? 'One person has' : `${needed} people have`} to agree. The policy says who may, but Slack cannot name them at this moment.`,
  andMore: (count: number): string => `and ${count} more`,
  told: {
    approvers: 'They are told.',
    others: 'Those whom the policy names for it are told.',
    nobody: 'Nobody is told of it beside the card: ask one of them yourself.',
  },
  /** To the requester and the admins. */
  untold: {
    title: 'Nobody could be notified',
    plain: (request: string): string =>
      `Nobody could be notified that request ${request} is waiting for approval. Ask an approver yourself, or withdraw it.`,
    /** Followed by people and channels. */
    refused: 'It’s waiting for approval, and Slack takes no message to:',
    next: 'Ask an approver yourself, or withdraw it on its card. Have an admin fix approvers and notify in the policy.',
  },
  whatNext: (until: string): string =>
    `The card says how it stands, you hear of the end in your direct messages, and you can withdraw it on the card. If nobody decides by ${until}, it ends by itself.`,

  priceUnknown: (failure: Failure | null): string =>
    `What is prepaid is approved at its price, and Alibaba Cloud ${failure === null ? 'names none for it at this moment, perhaps because it is not sold in this zone just now' : 'did not tell it'}. Nothing was submitted. ${failure === null ? 'Another zone, type or disk may have one; or try again in a minute.' : unread(failure)}`,
  priceLate:
    'What is prepaid is approved at its price, and Alibaba Cloud has not told it in time. Nothing was submitted. Try again in a minute.',
  notSubmitted: 'Nothing was submitted.',
  short: (missing: string, balance: string, total: string): string =>
    `${missing} short: this costs ${total}, and the account has ${balance}. Nothing was submitted. Have the account topped up, then submit again.`,
  approversUnread:
    'This needs approval, and Slack hasn’t confirmed right now that the approvers are members of this workspace. Nothing was submitted. Try again in a minute; if it stays so, tell the policy maintainer.',
  /** Of somebody else's budget, or a shared one. */
  overBudget: ({ shared, line, perMonth, spent, cost, hourly }: Overdraft): string => {
    const budget = `${shared ? 'a shared budget' : 'the requester’s budget'} of ${moneyText(perMonth)} a month`;
    const rule = `(policy: budgets${atLine(line)})`;
    if (cost === null)
      return `No price is known for it, and what has none cannot be held against ${budget} ${rule}. ${NOTHING} Deny it, or press again when Alibaba Cloud names a price.`;
    if (cost.currency !== perMonth.currency)
      return `${hourly ? 'Until the end of the month (UTC) it would cost' : 'It costs'} ${moneyText(cost)}, which cannot be held against ${budget} ${rule}: that is in another currency. ${NOTHING} Deny it, or press again when the policy has its amounts in ${cost.currency}.`;
    return `It would exceed ${budget}: ${moneyText(spent)} has been debited, has run up by the hour, or is committed for the rest of the month, and this would add ${moneyText(cost)}${hourly ? ' until the end of the month (UTC)' : ''} ${rule}. ${NOTHING} Deny it, or press again when the budget has room.`;
  },

  approved: (amount: number): string =>
    `You have approved it: ${instances(amount)} ${amount === 1 ? 'is' : 'are'} being bought. The card and its thread tell the rest.`,
  /** What is prepaid is bought within a day of its approval, or not at all; see core/approval/final-check.ts. */
  frozen: (reason: string, charge: ChargeKind): string =>
    `Creating is frozen just now (${reason}), so it waits, and goes on by itself when the freeze ends.${charge === 'prepaid' ? ' If that takes longer than a day, it has to be asked for and approved anew.' : ''}`,
  voted: (missing: number): string => `You have agreed. ${people(missing)} must agree before anything is bought.`,
  /** Followed by the requester's name, then a full stop. */
  denied: `Denied. ${NOTHING} The reason was told to`,
  withdrawn: `Withdrawn. ${NOTHING}`,
  expired: `Too late: nobody had decided in time, and the request has ended. ${NOTHING} If it is still wanted, it can be asked for again.`,
  askedAgain: (before: string, after: string): string =>
    `The price has changed from ${before} to ${after}. ${NOTHING} Everybody has to agree anew: look at the card, and press again if you agree to the new price.`,
  /** @param before the start script with its hash, as the card names it */
  scriptAskedAgain: (before: string, after: string): string =>
    `The start script has changed in the policy: it was ${before} and is now ${after}. ${NOTHING} Everybody must approve again: check the new script, then click again on the card if you approve it.`,
  otherScript: (before: string, after: string): string =>
    `Not counted: your button stood under the start script ${before}, and it’s now ${after}. Check the card, and click again if you approve the new script.`,
  scriptMissing: (name: string): string =>
    `The policy has no start script ${name} right now, so this can’t be bought as it was requested. ${NOTHING} Have the policy maintainer put it back and click again, or deny it.`,
  otherPrice: (before: string, after: string): string =>
    `Your button stood under an older price: it was ${before} and is ${after} now. Your click did not count. Look at the card, and press again if you agree to the new price.`,
  noPrice: 'no known price',

  /** Each followed by a name. */
  already: {
    approved: 'Already approved by',
    denied: 'Already denied by',
    withdrawn: 'Already withdrawn by',
  },
  alreadyExpired: `Nobody had decided in time, and the request has ended. ${NOTHING}`,
  alreadyOver: 'This was decided already; your click changed nothing.',
  noChange: 'Your click changed nothing.',
  /** Why it can be withdrawn no more; who approved it, if anybody, stands before it. */
  begun:
    'It is too late to withdraw it: the first instance is already being ordered from Alibaba Cloud. The card tells what becomes of it.',
  over: 'There is nothing left to withdraw: it has ended.',

  membership: MEMBERSHIP,
  /** Why it cannot be approved: who asked for it. */
  requester: {
    bot: `It was requested by a bot, which can’t buy anything. ${NOTHING} Deny it.`,
    deactivated: `The requester’s account has been deactivated. ${NOTHING} Deny it, or request it yourself.`,
    unknown: `Slack can’t say right now who the requester is. ${NOTHING} Click again in a minute; if it stays so, tell the bot operator.`,
  },
  /** Each followed by who may, or that nobody may. */
  notApprover: 'You cannot decide on this.',
  ownRequest: 'You asked for this yourself, so somebody else has to decide.',
  /** Followed by names. */
  whoMay: 'Those who may:',
  nobodyMay: 'As the policy stands now, nobody may. Whoever wrote it can name approvers.',
  /** Followed by user groups, then a full stop and the next. */
  unreadGroups: 'Slack does not say at this moment who belongs to',
  ifYouDo: 'If you do, press again in a minute.',
  /** Between the requester's name and nothing. */
  notYours: 'or an admin can withdraw this. Nothing was changed.',
  only: 'Only',
  noReason: 'Write why, so that the requester can read it.',
  votedBefore: (missing: number): string =>
    `You have agreed already. ${people(missing)} must agree before anything is bought.`,
  policyStricter: `The policy does not allow this any more, so it cannot be approved. ${NOTHING} Deny it, or press again when the policy allows it.`,
  policyUnread: `Whether the policy still allows this depends on a Slack user group that cannot be read at this moment. ${NOTHING} Press again in a minute.`,
  priceUnreadable: (failure: Failure | null): string =>
    failure === null
      ? `Alibaba Cloud names no price for this at the moment, perhaps because it is not sold in this zone just now. ${NOTHING} Press again later, or deny it.`
      : `The price of now is not known, and nothing is approved without one. ${NOTHING} ${unread(failure)}`,
  balanceUnknown: (failure: Failure | null): string =>
    failure === null
      ? `The account’s balance is kept in another currency than this price, so nobody can tell whether it suffices. ${NOTHING} The policy can allow that: unknownBalance: allow.`
      : `The account’s balance is not known, and what is prepaid is not approved without it. ${NOTHING} ${unread(failure)} The policy can allow it all the same: unknownBalance: allow.`,
  notEnough: (missing: string, balance: string, total: string): string =>
    `${missing} is missing: this costs ${total}, and the account has ${balance}. ${NOTHING} Top the account up and press again; the request goes on waiting.`,
  arrears: (owes: string, total: string): string =>
    `The account owes ${owes}, and this costs ${total}. ${NOTHING} Settle what is owed, top the account up and press again; the request goes on waiting.`,

  storeDown:
    'The bot cannot reach its store just now, and while that is so nothing is bought. Look at the card in a moment: if it does not show what you decided, press again. It never counts twice.',
  crowded:
    'Too many people decided on this at once, and your click was not counted. Look at the card, and press again if it still waits.',
  noSuchRequest: 'The bot does not know this request any more. Nothing was changed.',
  oldButton: 'This button is from another version of the bot and does nothing. Use those of the newest card.',
  /** @param what the button's own words */
  broken: (reference: string): string =>
    `Something went wrong in the bot, and your click was not counted as far as it knows. Look at the card; if it still waits, press again. For whoever runs the bot: reference ${reference}.`,

  /** Followed by the requester's name, then a full stop. */
  askAgainNotYours: 'The same can be asked for again by whoever asked for it:',
  askAgain: 'Ask again',

  window: {
    close: 'Close',
    deciding:
      'Looking once more at everything this depends on… You may close this window: the card shows what became of it, and nothing is bought at another price than the one you saw.',
    slow: 'The answer takes too long. The card shows what became of your decision; if it still waits in a minute, press again. It never counts twice.',
  },
  button: {
    approve: 'Approve',
    deny: 'Deny',
    withdraw: 'Withdraw',
  } satisfies Record<Click['what'], string>,
};
