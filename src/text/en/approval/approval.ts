import type { DecisionNote } from '../../../core/request/message.ts';
import type { Charge, Term } from '../../../core/spec/charge.ts';
import { marks } from '../base/marks.ts';
import { termText } from '../base/term.ts';

const counted = (count: number, one: string): string => (count === 1 ? `1 ${one}` : `${count} ${one}s`);

const waitOf = (waiting: number, all: number): string =>
  `${waiting} of ${all} requests ${waiting === 1 ? 'waits' : 'wait'}`;

/** Whose price it is, where there are several. */
function together(instances: number): string {
  if (instances === 1) return '';
  return instances === 2 ? ', for both instances' : `, for all ${instances} instances`;
}

/** What becomes of money and instances when enough have agreed. */
function whenApproved(charge: Charge['kind'], price: string | null): string {
  if (price === null)
    return `Alibaba Cloud named no price when this was asked for. When somebody approves it is asked again: if it names one, everybody has to agree to that first${charge === 'prepaid' ? ', and without one nothing is bought' : ', else it is created and billed by use'}.`;
  return charge === 'prepaid'
    ? `Once enough have agreed, ${price} is charged immediately. The bot can’t refund it.`
    : `As soon as enough have agreed it is created, and billed from then on: ${price}.`;
}

interface Bought {
  readonly bought: number;
  readonly amount: number;
  readonly paid: string | null;
  readonly doubtful: number;
}

const MILESTONE: Readonly<Record<DecisionNote['what'], string>> = {
  voted: 'Agreed',
  approved: 'Approved',
  denied: 'Denied',
  withdrawn: 'Withdrawn',
  expired: 'Expired',
  askedAgain: 'Changed, approvals reset',
  reminded: 'Still waiting',
  escalated: 'Told to others',
};

/** What follows the milestone, and who it was. */
const MEANS: Readonly<Record<DecisionNote['what'], string>> = {
  voted: 'Others have to agree before anything is bought.',
  approved: 'The instances are being created.',
  denied: 'Nothing was bought.',
  withdrawn: 'Nothing was bought.',
  expired: 'Nobody has decided in time. Nothing was bought.',
  askedAgain:
    'It had changed when it was to be approved. Everybody must approve it again, as it is now. Nothing was bought.',
  reminded: 'Those who were told of it and have not agreed were reminded. Nothing was bought yet.',
  escalated: 'Nobody has decided for so long that the others whom the policy names were told.',
};

/** Requests that wait for approval and how they were decided. People, moments and notes are put beside these words. */
export const approval = {
  marks,
  /** @param amount of money; for how many instances together is said where there are several */
  atOnceFor: (amount: string, term: Term, instances: number): string =>
    `${amount} at once for ${termText(term)}${together(instances)}`,
  byTheHour: (perHour: string, perMonth: string, instances: number): string =>
    `${perHour}, ${perMonth}${together(instances)}`,
  priceUnknown: 'not known: Alibaba Cloud named none',
  price: 'Price',
  priceBefore: 'Price before',
  priceNow: 'Price now',
  scriptBefore: 'Start script before',
  scriptNow: 'Start script now',

  waits: 'Waits for approval',
  nobodyYet: 'Nobody has agreed yet',
  agreed: (have: number, needed: number): string => `${have} of ${needed} ${have === 1 ? 'has' : 'have'} agreed`,
  /** Followed by who may. */
  needed: (needed: number): string => `needed: ${needed} of`,
  /** Of several rules what more than the first they ask for; each followed by who may. */
  ofThem: (needed: number): string => `${needed === 1 ? 'one' : needed} of them from`,
  besides: (needed: number): string => `and ${needed} of`,
  /** After such a part, while enough others have agreed. */
  stillMissing: 'still missing',
  approvers: 'the approvers',
  nobodyMay: 'those whom the policy names, and that is nobody at this moment: tell an admin',
  moreOf: (count: number): string => `${count} more`,
  moreRules: (count: number): string => `and ${counted(count, 'more rule')} of the policy, each of which has to be met`,
  /** Followed by the names of Slack user groups. */
  unreadable: 'the members of',
  unreadableMeans: '(who they are is not known at this moment)',
  byDefault: (charge: Charge['kind']): string =>
    charge === 'prepaid' ? '(what is prepaid needs an approver)' : '(what has waited needs an approver)',
  askedAnew: 'The price has changed, so everybody has to agree anew.',
  /** Followed by a moment. */
  expires: 'It expires',
  nothingYet: 'Nothing has been bought yet.',
  whenApproved,

  /** @param doubtful of how many nobody knows; `paid`: about what was debited, null where there was no price */
  bought: ({ bought, amount, paid, doubtful }: Bought): string => {
    const open = doubtful === 0 ? '' : ` Of ${counted(doubtful, 'instance')} it is not known: look below.`;
    if (bought === 0) return doubtful === 0 ? 'Nothing was bought and nothing was debited.' : open.trim();
    const debited = paid === null ? '' : `: about ${paid} was debited`;
    const which =
      amount === 1
        ? 'The instance'
        : bought < amount
          ? `${bought} of ${amount}`
          : amount === 2
            ? 'Both'
            : `All ${amount}`;
    return `${which} ${bought === 1 ? 'was' : 'were'} bought${debited}.${open}`;
  },

  approve: 'Approve',
  approveWithNote: 'Approve with a note…',
  deny: 'Deny…',
  withdraw: 'Withdraw',
  confirmApprove: {
    title: (price: string | null): string => (price === null ? 'Approve without a price?' : `Approve for ${price}?`),
    text: (what: string, charge: Charge, price: string | null): string =>
      charge.kind === 'prepaid' && price !== null
        ? `You agree to buy ${what}, prepaid for ${termText(charge.term)}. As soon as enough have agreed, ${price} is charged immediately, and the bot can’t refund it.`
        : `You agree to ${what}. ${whenApproved(charge.kind, price)}`,
    yes: 'Approve',
    no: 'Not now',
  },
  confirmWithdraw: {
    title: 'Withdraw this request?',
    text: 'It can then not be approved any more. Nothing has been bought. Only who asked for it, or an admin, may withdraw it.',
    yes: 'Withdraw',
    no: 'Let it wait',
  },
  /** The same of what is approved, or needs nobody's approval, and waits for the end of a freeze. */
  confirmWithdrawHeld: {
    title: 'Withdraw this request?',
    text: 'Its instances are then never created. Nothing has been bought. Only who asked for it, or an admin, may withdraw it.',
    yes: 'Withdraw',
    no: 'Let it wait',
  },
  withdrawn: 'Withdrawn',
  askAgain: 'Change it and ask again',

  /** Followed by who it was. */
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
    pending: 'waits for approval',
    denied: 'denied, nothing was bought',
    withdrawn: 'withdrawn, nothing was bought',
    expired: 'expired, nothing was bought',
    approved: 'approved',
  },

  /** In the messages to those who are asked. */
  ask: {
    /** Followed by who asks. */
    title: 'A decision is asked for by',
    plain: (what: string, price: string): string => `Approval is asked for: ${what}, ${price}`,
    decided: (what: string, state: string): string => `${what}: ${state}`,
    /** Followed by a channel. */
    askedIn: 'in',
    toCard: 'Its card and thread',
  },

  /** Of several requests that one person is asked to decide at once; true too for somebody who has decided on some of them. */
  asks: {
    /** Followed by who asks. */
    title: (waiting: number, all: number): string =>
      waiting === 0
        ? `${all} requests, all decided, asked for by`
        : `${waitOf(waiting, all)} for a decision, asked for by`,
    /** Of one for whose buttons there is no room yet. */
    later: 'its buttons follow here when others are decided',
    plain: (waiting: number, all: number): string =>
      waiting === 0 ? `${all} requests: all decided` : `Approval is asked for: ${waitOf(waiting, all)}`,
  },

  reminder: {
    title: 'This still waits for your decision',
    plain: (what: string, price: string): string => `Still waits for your decision: ${what}, ${price}`,
  },
  escalation: {
    title: 'Nobody has decided on this yet',
    plain: (what: string, price: string): string => `Nobody has decided on this yet: ${what}, ${price}`,
    why: 'You are told because the policy names you for what has waited so long.',
  },
  /** Followed by a moment. */
  waitsSince: 'It has waited since',
  toButtons: 'Open the message with its buttons',
  toCard: 'Open its card with its buttons',
  noLink: 'Its buttons are in the message that asked for your decision, in this conversation.',

  /** To the requester. */
  dm: {
    denied: 'Your request was denied',
    withdrawn: 'Your request was withdrawn',
    expired: 'Your request has expired',
    whatToDo: {
      denied: 'Press “Change it and ask again” under its card to ask for something else, or talk with who denied it.',
      withdrawn: 'An admin has withdrawn it. Talk with them, or ask for it again with /ecs create.',
      expired:
        'Press “Change it and ask again” under its card, and tell those who may approve it, or ask an admin who they are.',
    },
  },

  milestone: MILESTONE,
  milestoneMeans: MEANS,

  windows: {
    denyTitle: 'Deny the request',
    denySubmit: 'Deny',
    denyLabel: 'Why?',
    denyHint: 'It is shown to who asked, and to everybody who reads the card.',
    denyMeans: 'Nothing is bought, and the request ends. It can be changed and asked for again.',
    noteTitle: 'Approve with a note',
    noteSubmit: 'Approve',
    noteLabel: 'Note',
    noteHint: 'It is shown to everybody who reads the thread.',
    close: 'Cancel',
  },
};
