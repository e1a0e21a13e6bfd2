import type { DecisionNote } from '../../../core/request/message.ts';
import type { Charge, Term } from '../../../core/spec/charge.ts';
import { marks } from '../base/marks.ts';
import { termText } from '../base/term.ts';

const counted = (count: number, one: string): string => (count === 1 ? `1 ${one}` : `${count} ${one}s`);

const waitOf = (waiting: number, all: number): string => `${waiting} of ${all} requests waiting`;

/** For how many instances a price is, if there are several. */
function together(instances: number): string {
  if (instances === 1) return '';
  return instances === 2 ? ', for both instances' : `, for all ${instances} instances`;
}

/** What happens to money and instances once enough people have approved. */
function whenApproved(charge: Charge['kind'], price: string | null): string {
  if (price === null)
    return `Alibaba Cloud named no price when this was requested. The bot checks again when somebody approves. If there is a price then, everyone must approve it first; ${charge === 'prepaid' ? 'without one, nothing is bought' : 'without one, it’s created and billed by usage'}.`;
  return charge === 'prepaid'
    ? `Bought as soon as it’s fully approved: ${price} is charged immediately. The bot can’t refund it.`
    : `Created as soon as it’s fully approved, and billed from then on: ${price}.`;
}

interface Bought {
  readonly bought: number;
  readonly amount: number;
  readonly paid: string | null;
  readonly doubtful: number;
}

const MILESTONE: Readonly<Record<DecisionNote['what'], string>> = {
  voted: 'Approval added',
  approved: 'Approved',
  denied: 'Denied',
  withdrawn: 'Withdrawn',
  expired: 'Expired',
  askedAgain: 'Changed, approvals reset',
  reminded: 'Reminder sent',
  escalated: 'Escalated',
};

/** The sentence after the milestone and the person. */
const MEANS: Readonly<Record<DecisionNote['what'], string>> = {
  voted: 'More approvals are needed before anything is bought.',
  approved: 'No more approvals are needed; creation is next.',
  denied: 'Nothing was bought.',
  withdrawn: 'Nothing was bought.',
  expired: 'Nobody decided in time. Nothing was bought.',
  askedAgain:
    'It changed before it was fully approved. Everyone must approve it again as it is now. Nothing was bought.',
  reminded: 'Approvers who haven’t decided yet were reminded. Nothing has been bought yet.',
  escalated: 'Nobody decided for so long that the people the policy names for this were notified.',
};

/** Requests that wait for approval, and how they were decided. The Slack side adds people, moments and notes. */
export const approval = {
  marks,
  /** @param instances the sentence names the number if there are several */
  atOnceFor: (amount: string, term: Term, instances: number): string =>
    `${amount} upfront for ${termText(term)}${together(instances)}`,
  byTheHour: (perHour: string, perMonth: string, instances: number): string =>
    `${perHour}, ${perMonth}${together(instances)}`,
  priceUnknown: 'unknown: Alibaba Cloud named none',
  price: 'Price',
  priceBefore: 'Price before',
  priceNow: 'Price now',
  scriptBefore: 'Start script before',
  scriptNow: 'Start script now',

  waits: 'Waiting for approval',
  nobodyYet: 'No approvals yet',
  agreed: (have: number, needed: number): string => `${have} of ${needed} ${needed === 1 ? 'approval' : 'approvals'}`,
  /** Followed by the people who may. */
  needed: (needed: number): string => `needs ${needed} from`,
  /** For further rules, only what they ask for beyond the first; each followed by the people who may. */
  ofThem: (needed: number): string => `${needed} of them from`,
  besides: (needed: number): string => `and ${needed} from`,
  /** After such a part, once enough others have approved. */
  stillMissing: 'still needed',
  approvers: 'the approvers',
  nobodyMay: 'the people the policy names, and right now that’s nobody: notify an admin',
  moreOf: (count: number): string => `${count} more`,
  moreRules: (count: number): string => `and ${counted(count, 'more rule')} of the policy, each of which must be met`,
  /** Followed by the names of Slack user groups. */
  unreadable: 'the members of',
  unreadableMeans: '(couldn’t be loaded right now)',
  byDefault: (charge: Charge['kind']): string =>
    charge === 'prepaid' ? '(prepaid requests need an approver)' : '(requests that have waited need an approver)',
  askedAnew: 'The price or the start script has changed, so everyone must approve again.',
  /** Followed by a moment. */
  expires: 'Expires',
  nothingYet: 'Nothing has been bought yet.',
  whenApproved,

  /**
   * @param doubtful the number of instances whose outcome is unknown; `paid`: about what was debited, null if there was no price
   */
  bought: ({ bought, amount, paid, doubtful }: Bought): string => {
    const open =
      doubtful === 0
        ? ''
        : ` ${counted(doubtful, 'instance')} ${doubtful === 1 ? 'is' : 'are'} unconfirmed: see below.`;
    if (bought === 0) return doubtful === 0 ? 'Nothing was bought or charged.' : open.trim();
    const charged = paid === null ? '' : `, about ${paid} charged`;
    const which =
      amount === 1
        ? 'The instance'
        : bought < amount
          ? `${bought} of ${amount}`
          : amount === 2
            ? 'Both'
            : `All ${amount}`;
    return `${which} ${bought === 1 ? 'was' : 'were'} bought${charged}.${open}`;
  },

  /** Under the buttons of the card, which everyone in the channel sees. */
  whoDecides:
    'Everyone sees these buttons. Only the people named above can approve or deny; only the requester and admins can withdraw.',
  approve: 'Approve',
  approveWithNote: 'Approve with a note…',
  deny: 'Deny…',
  withdraw: 'Withdraw',
  confirmApprove: {
    title: (price: string | null): string => (price === null ? 'Approve without a price?' : `Approve for ${price}?`),
    text: (what: string, charge: Charge, price: string | null): string =>
      charge.kind === 'prepaid' && price !== null
        ? `You approve buying ${what}, prepaid for ${termText(charge.term)}. Once it’s fully approved, ${price} is charged immediately, and the bot can’t refund it.`
        : `You approve ${what}. ${whenApproved(charge.kind, price)}`,
    yes: 'Approve',
    no: 'Not now',
  },
  confirmWithdraw: {
    title: 'Withdraw this request?',
    text: 'Once withdrawn, it can’t be approved. Nothing has been bought. Only the requester and admins can withdraw it.',
    yes: 'Withdraw',
    no: 'Keep waiting',
  },
  /** The same for a request that is approved, or needs no approval, and waits for the end of a freeze. */
  confirmWithdrawHeld: {
    title: 'Withdraw this request?',
    text: 'Once withdrawn, its instances are never created. Nothing has been bought. Only the requester and admins can withdraw it.',
    yes: 'Withdraw',
    no: 'Keep waiting',
  },
  withdrawn: 'Withdrawn',
  askAgain: 'Edit and request again',

  /** Followed by the person. */
  approvedBy: 'Approved by',
  deniedBy: 'Denied by',
  withdrawnBy: 'Withdrawn by',
  expired: 'Expired',
  expiredMeans: 'Nobody decided in time, so nothing was bought.',
  nothingBought: 'Nothing was bought.',
  /** Before a price. */
  at: 'at',
  reason: 'Reason:',
  note: 'Note:',
  plainState: {
    pending: 'waiting for approval',
    denied: 'denied, nothing was bought',
    withdrawn: 'withdrawn, nothing was bought',
    expired: 'expired, nothing was bought',
    approved: 'approved',
  },

  /** In the messages to the people who are asked. */
  ask: {
    /** Followed by the requester. */
    title: 'Approval requested by',
    plain: (what: string, price: string): string => `Approval requested: ${what}, ${price}`,
    decided: (what: string, state: string): string => `${what}: ${state}`,
    /** Followed by a channel. */
    askedIn: 'in',
    toCard: 'Its card and thread',
  },

  /** For several requests that one person is asked to decide at once; still true after the person has decided some. */
  asks: {
    /** Followed by the requester. */
    title: (waiting: number, all: number): string =>
      waiting === 0 ? `${all} requests, all decided, from` : `${waitOf(waiting, all)} for approval, from`,
    /** For a request whose buttons have no room yet. */
    later: 'its buttons appear here once others are decided',
    plain: (waiting: number, all: number): string =>
      waiting === 0 ? `${all} requests: all decided` : `Approval requested: ${waitOf(waiting, all)}`,
  },

  reminder: {
    title: 'Still waiting for your approval',
    plain: (what: string, price: string): string => `Still waiting for your approval: ${what}, ${price}`,
  },
  again: {
    title: 'Needs your approval again',
    plain: (what: string, price: string): string => `Needs your approval again: ${what}, ${price}`,
    why: 'The price or the start script has changed since you approved it, so your approval no longer counts.',
  },
  escalation: {
    title: 'Nobody has decided on this yet',
    plain: (what: string, price: string): string => `Nobody has decided on this yet: ${what}, ${price}`,
    why: 'You’re notified because the policy names you for requests that have waited this long.',
  },
  /** To an approver whose earlier approval was not counted at a later one. */
  voteLost: {
    title: 'Your approval no longer counts',
    unconfirmed:
      'Slack couldn’t confirm who you are when somebody else approved. Approve again if you still approve it.',
    noLonger: 'You’re no longer one of its approvers.',
  },
  /** In place of these messages, followed by what was requested. */
  nudgeOver: 'No longer waiting for you',
  /** Followed by a moment. */
  waitsSince: 'Waiting since',
  toButtons: 'Open the message with its buttons',
  toCard: 'Open its card with its buttons',
  noLink: 'Its buttons are in the message that requested your approval, in this conversation.',

  /** To the requester. */
  dm: {
    denied: 'Your request was denied',
    withdrawn: 'Your request was withdrawn',
    expired: 'Your request has expired',
    whatToDo: {
      denied:
        'Click “Edit and request again” under its card to request something else, or talk to the person who denied it.',
      withdrawn: 'An admin withdrew it. Talk to them, or request it again with /ecs create.',
      expired:
        'Click “Edit and request again” under its card and ask the approvers yourself; an admin can tell you who they are.',
    },
  },

  milestone: MILESTONE,
  milestoneMeans: MEANS,

  windows: {
    denyTitle: 'Deny the request',
    denySubmit: 'Deny',
    denyLabel: 'Why?',
    denyHint: 'Shown to the requester and to everyone who can see the card.',
    denyMeans: 'Nothing is bought, and the request is closed. The requester can edit it and request again.',
    noteTitle: 'Approve with a note',
    noteSubmit: 'Approve',
    noteLabel: 'Note',
    noteHint: 'Shown to everyone who can see the thread.',
    close: 'Cancel',
  },
};
