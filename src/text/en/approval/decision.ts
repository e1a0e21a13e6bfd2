import type { Overdraft } from '../../../core/approval/budget.ts';
import type { Click } from '../../../core/approval/decide.ts';
import type { Failure } from '../../../core/failure/failure.ts';
import type { Membership } from '../../../core/policy/people.ts';
import type { ChargeKind } from '../../../core/spec/charge.ts';
import { moneyText } from '../../amounts.ts';
import { countedInstances } from '../base/counted.ts';
import { marks } from '../base/marks.ts';
import { atLine } from '../policy/approvals.ts';
import { unread } from '../spec/modal.ts';

const NOTHING = 'Nothing was bought.';

const people = (count: number): string => (count === 1 ? '1 more person' : `${count} more people`);

const MEMBERSHIP: Readonly<Record<Exclude<Membership, 'member'>, string>> = {
  guest: `Guests of this workspace can’t decide on purchases. ${NOTHING} Ask one of the people named on its card.`,
  stranger: `Only members of this workspace can decide on purchases. ${NOTHING} Ask one of the people named on its card.`,
  bot: `Only people can decide on purchases. ${NOTHING}`,
  deactivated: `A deactivated account can’t decide on purchases. ${NOTHING}`,
  unknown: `Slack couldn’t confirm right now who you are, so you can’t decide. ${NOTHING} Click again in a minute; if this continues, notify the bot operator.`,
};

/** Answers to submissions that need approval, and to a person who decides. The Slack side adds names and moments. */
export const decision = {
  marks,
  /** After the submission of a form that needs approval. */
  submitted: (requestId: string, amount: number): string =>
    `Request ${requestId} for ${countedInstances(amount)} was sent for approval. Nothing is bought before it’s approved.`,
  /** Followed by names. */
  mayApprove: (needed: number): string =>
    needed === 1 ? 'One of these people must approve:' : `${needed} of these people must approve:`,
  /** Further requirements, each followed by names. */
  amongThem: (needed: number): string =>
    needed === 1 ? 'One of them must be among:' : `${needed} of them must be among:`,
  besides: (needed: number): string => (needed === 1 ? 'And one of these people:' : `And ${needed} of these people:`),
  unnamed: (needed: number): string =>
    `${needed === 1 ? 'One person' : `${needed} people`} must approve. The policy names who can, but Slack can’t list them right now.`,
  andMore: (count: number): string => `and ${count} more`,
  told: {
    approvers: 'They’ve been notified.',
    others: 'The people the policy names for this are notified.',
    nobody: 'Nobody was notified: ask one of them yourself.',
  },
  /** To the requester and the admins. */
  untold: {
    title: 'Nobody could be notified',
    plain: (request: string): string =>
      `Nobody could be notified that request ${request} is waiting for approval. Ask an approver yourself, or withdraw it.`,
    /** Followed by people and channels. */
    refused: 'It’s waiting for approval, and Slack takes no message to:',
    next: 'Ask an approver yourself, or withdraw it on its card. Have an admin fix approvers and notify in the policy.',
    /** In its place, once the request is decided. */
    over: (request: string): string => `Request ${request} is no longer waiting for approval.`,
  },
  whatNext: (until: string): string =>
    `Its card shows the decision, and you can withdraw it there until then. The result comes in a direct message. Without a decision by ${until} it expires.`,

  priceUnknown: (failure: Failure | null): string =>
    `Prepaid requests are approved at their price, and Alibaba Cloud ${failure === null ? 'names none for this right now, maybe because it isn’t sold in this zone' : 'didn’t return one'}. Nothing was submitted. ${failure === null ? 'Try another zone, type, or disk, or try again in a minute.' : unread(failure)}`,
  priceLate:
    'Prepaid requests are approved at their price, and Alibaba Cloud didn’t return one in time. Nothing was submitted. Try again in a minute.',
  notSubmitted: 'Nothing was submitted.',
  short: (missing: string, balance: string, total: string): string =>
    `${missing} short: this costs ${total}, and the account has ${balance}. Nothing was submitted. Have the account topped up, then submit again.`,
  approversUnread:
    'This needs approval, and Slack hasn’t confirmed right now that the approvers are members of this workspace. Nothing was submitted. Try again in a minute; if this continues, notify the policy maintainer.',
  /** For somebody else's budget, or a shared one. */
  overBudget: ({ shared, line, perMonth, spent, cost, hourly }: Overdraft): string => {
    const budget = `${shared ? 'a shared budget' : 'the requester’s budget'} of ${moneyText(perMonth)} per month`;
    const rule = `(policy: budgets${atLine(line)})`;
    if (cost === null)
      return `Its price is unknown, so it can’t be checked against ${budget} ${rule}. ${NOTHING} Deny it, or click again once Alibaba Cloud names a price.`;
    if (cost.currency !== perMonth.currency)
      return `${hourly ? 'By the end of the month (UTC) it would cost' : 'It costs'} ${moneyText(cost)}, which can’t be checked against ${budget} ${rule}, as that is in another currency. ${NOTHING} Deny it, or click again once the policy has its amounts in ${cost.currency}.`;
    return `It would exceed ${budget}: ${moneyText(spent)} has been charged, has accrued by the hour, or is committed for the rest of the month, and this would add ${moneyText(cost)}${hourly ? ' by the end of the month (UTC)' : ''} ${rule}. ${NOTHING} Deny it, or click again once the budget has room.`;
  },

  approved: (amount: number): string =>
    `You’ve approved it: ${countedInstances(amount)} ${amount === 1 ? 'is' : 'are'} being bought. Follow it on its card.`,
  /** Followed by `frozen`. */
  approvedHeld: 'You’ve approved it, and no more approvals are needed.',
  /** A prepaid order is bought within a day of its approval, or not at all; see core/approval/final-check.ts. */
  frozen: (reason: string, charge: ChargeKind): string =>
    `Creating is frozen (${reason}), so it waits and resumes automatically when the freeze ends.${charge === 'prepaid' ? ' After more than a day, it must be requested and approved again.' : ''}`,
  voted: (missing: number): string => `You’ve approved. ${people(missing)} must approve before anything is bought.`,
  /** Followed by the requester's name, then a full stop. */
  denied: `Denied. ${NOTHING} The reason was sent to`,
  withdrawn: `Withdrawn. ${NOTHING}`,
  expired: `Too late: nobody decided in time, so the request expired. ${NOTHING} It can be requested again.`,
  askedAgain: (before: string, after: string): string =>
    `The price has changed from ${before} to ${after}. ${NOTHING} Everyone must approve again: check the card, and click again if you approve the new price.`,
  /** @param before the start script with its hash, in the card's form */
  scriptAskedAgain: (before: string, after: string): string =>
    `The start script has changed in the policy: it was ${before} and is now ${after}. ${NOTHING} Everyone must approve again: check the new script, then click again on the card if you approve it.`,
  otherScript: (before: string, after: string): string =>
    `Not counted: your button showed the start script ${before}, and it’s now ${after}. Check the card, and click again if you approve the new script.`,
  scriptMissing: (name: string): string =>
    `The policy has no start script ${name} right now, so this can’t be bought as it was requested. ${NOTHING} Have the policy maintainer put it back and click again, or deny it.`,
  otherPrice: (before: string, after: string): string =>
    `Not counted: your button showed the old price (${before}). It’s now ${after}. Check the card, and click again if you approve it.`,
  noPrice: 'no known price',

  /** Each followed by a name. */
  already: {
    approved: 'Already approved by',
    denied: 'Already denied by',
    withdrawn: 'Already withdrawn by',
  },
  alreadyExpired: `Nobody decided in time, so the request expired. ${NOTHING}`,
  alreadyOver: 'This was already decided; your click changed nothing.',
  noChange: 'Your click changed nothing.',
  /** Why it cannot be withdrawn any more; after the approver's name, if there is one. */
  begun: 'Too late to withdraw: the first instance is already being ordered. Follow it on its card.',
  over: 'There is nothing left to withdraw: the request is closed.',

  membership: MEMBERSHIP,
  /** Why it cannot be approved: because of the requester. */
  requester: {
    bot: `It was requested by a bot, which can’t buy anything. ${NOTHING} Deny it.`,
    deactivated: `The requester’s account has been deactivated. ${NOTHING} Deny it, or request it yourself.`,
    unknown: `Slack can’t say right now who the requester is. ${NOTHING} Click again in a minute; if this continues, notify the bot operator.`,
  },
  /** Each followed by the people who may, or that nobody may. */
  notApprover: 'You can’t decide on this.',
  ownRequest: 'You requested this yourself, so somebody else must decide.',
  /** Followed by names. */
  whoMay: 'These people can:',
  nobodyMay: 'Under the current policy, nobody can. The policy maintainer can name approvers.',
  /** Followed by user groups, then a full stop and the next. */
  unreadGroups: 'Slack can’t say right now who belongs to',
  ifYouDo: 'If you do, click again in a minute.',
  /** After the requester's name. */
  notYours: 'or an admin can withdraw this. Nothing was changed.',
  only: 'Only',
  noReason: 'Give the requester a reason.',
  votedBefore: (missing: number): string =>
    `You’ve already approved. ${people(missing)} must approve before anything is bought.`,
  policyStricter: `The policy no longer allows this, so it can’t be approved. ${NOTHING} Deny it, or click again once the policy allows it.`,
  policyUnread: `Whether the policy still allows this depends on a Slack user group that can’t be loaded right now. ${NOTHING} Click again in a minute.`,
  priceUnreadable: (failure: Failure | null): string =>
    failure === null
      ? `Alibaba Cloud names no price for this right now, maybe because it isn’t sold in this zone. ${NOTHING} Click again later, or deny it.`
      : `The current price is unknown, and nothing is approved without one. ${NOTHING} ${unread(failure)}`,
  balanceUnknown: (failure: Failure | null): string =>
    failure === null
      ? `The account balance is in another currency than this price, so the bot can’t say whether it’s enough. ${NOTHING} The policy can allow that: unknownBalance: allow.`
      : `The account balance is unknown, and prepaid requests aren’t approved without it. ${NOTHING} ${unread(failure)} The policy can still allow it: unknownBalance: allow.`,
  notEnough: (missing: string, balance: string, total: string): string =>
    `${missing} short: this costs ${total}, and the account has ${balance}. ${NOTHING} Top up the account and click again; the request keeps waiting.`,
  arrears: (owes: string, total: string): string =>
    `The account owes ${owes}, and this costs ${total}. ${NOTHING} Settle the overdue amount, top up the account, and click again; the request keeps waiting.`,

  storeDown:
    'The bot can’t reach its database right now, and buys nothing until it can. Check the card in a moment: if it doesn’t show your decision, click again. It never counts twice.',
  crowded:
    'Not counted: too many people decided on this at once. Check the card, and click again if it’s still waiting.',
  noSuchRequest: 'The bot no longer knows this request. Nothing was changed.',
  oldButton: 'This button is from another version of the bot and does nothing. Use the buttons on the newest card.',
  /** @param what the words on the button */
  broken: (reference: string): string =>
    `Something went wrong in the bot, and it can’t confirm your click. Check the card; if it’s still waiting, click again. It never counts twice. Reference for the bot operator: ${reference}.`,

  /** Followed by the requester's name, then a full stop. */
  askAgainNotYours: 'Only the requester can request this again:',
  askAgain: 'Request again',

  window: {
    close: 'Close',
    judging: 'Checking whether you can decide on this…',
    deciding:
      'Checking price, policy, and balance again… You can close this window: the card shows the result, and nothing is bought at another price than the one you saw.',
    slow: 'This is taking too long. The card shows the result; if it’s still waiting in a minute, click again. It never counts twice.',
  },
  button: {
    approve: 'Approve',
    deny: 'Deny',
    withdraw: 'Withdraw',
  } satisfies Record<Click['what'], string>,
};
