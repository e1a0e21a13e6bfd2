import type { AutoRenewRefusal } from '../../core/auto-renewal/auto-renew-order.ts';
import type { AutoRenewal } from '../../core/auto-renewal/auto-renewal.ts';
import type { Failure } from '../../core/failure/failure.ts';
import type { Term } from '../../core/spec/charge.ts';
import { momentMark } from '../moments.ts';
import { termText } from './base/term.ts';
import { unread } from './spec/modal.ts';

const UNCHANGED = 'Nothing was changed.';

/** Why nothing was changed; after `frozen` and `needsApproval` people are named. */
function refused(name: string, { why }: AutoRenewRefusal): string {
  switch (why) {
    case 'notYours':
      return `${name} was asked for by somebody else: only they and admins may say whether it renews itself. ${UNCHANGED}`;
    case 'notPrepaid':
      return `${name} is not prepaid: it is paid for by the hour, and has no period that could be renewed. ${UNCHANGED}`;
    case 'notCreatedYet':
      return `${name} is not created yet. Its thread tells when it is there; then try again.`;
    case 'neverCreated':
      return `${name} was never created, and its card says why. There is nothing to renew.`;
    case 'gone':
      return `${name} is gone: there is nothing to renew. Ask for a new one with /ecs create.`;
    case 'over':
      return `What ${name} was paid for is over, and Alibaba Cloud does not turn auto-renewal on then. Renew it first, while it is kept: /ecs renew ${name} 1 month. ${UNCHANGED}`;
    case 'frozen':
      return `Spending is frozen, so auto-renewal is not turned on. ${UNCHANGED}`;
    case 'needsApproval':
      return `Auto-renewal has the company debited again and again without anybody being asked, and the policy wants such a purchase approved by others. So you cannot turn it on for ${name} yourself. ${UNCHANGED} You can ask:`;
  }
}

const byHowMuch = (term: Term | null): string => (term === null ? '' : ` by ${termText(term)} each time`);

/** Everything that is said of how long something prepaid is paid for, and whether it renews itself. */
export const expiry = {
  refused,
  /** The answer to `/ecs auto-renew` of what the bot has no row of. */
  notOurs: (name: string, id: string): string =>
    `${name} was not created by this bot, so it has to be taken over first: /ecs adopt ${id}. ${UNCHANGED}`,
  storeDown: 'The bot cannot write this down just now, so nothing was changed. Try again in a moment.',
  /** Before why the cloud did not answer. */
  why: (failure: Failure): string => unread(failure),
  unread: `Alibaba Cloud could not be asked how it stands. ${UNCHANGED}`,

  /** The title of windows, at most 24 characters, and the words of buttons. */
  title: 'Auto-renewal',
  turnOn: 'Turn on',
  turnOnAsk: 'Turn on auto-renewal…',
  turnOnAskFor: (name: string): string => `Auto-renewal for ${name}…`,
  asking: 'Asking Alibaba Cloud how it stands and what it costs…',
  means: (term: Term): string =>
    `From now on it renews itself by ${termText(term)} each time, until somebody turns that off. Each time Alibaba Cloud debits the company’s account, and nobody is asked again.`,
  facts: {
    instance: 'Instance',
    price: 'Each time, at the price of now',
    until: 'Paid until',
    debit: 'First debit, at the earliest',
    balance: 'Account balance now',
  },
  priceUnknown: 'not named by Alibaba Cloud',
  balanceUnknown: 'not known',
  debitHow:
    'Alibaba Cloud tries from nine days before the end on, once a day, and on some accounts only in the last three days. If the account has too little then, the instance stops at the end.',
  short: 'The account has less than that at this moment.',

  /** What became of it; after a name. */
  isOn: (term: Term | null): string => `renews itself${byHowMuch(term)} from now on.`,
  isOff: 'does not renew itself any more.',
  alreadyOn: (term: Term | null): string => `renews itself already${byHowMuch(term)}. Nothing was changed.`,
  alreadyOff: 'does not renew itself as it is. Nothing was changed.',
  /** Before a moment. */
  paidUntil: 'paid until',
  thenEnds: (name: string): string =>
    `Then it stops. Alibaba Cloud keeps it and its disks for 15 days more, in which it can still be renewed (/ecs renew ${name} 1 month), and then releases it for good. Its owner is reminded before.`,
  notSet: (setting: Pick<AutoRenewal, 'on'>): string =>
    `was not changed: it ${setting.on ? 'renews itself' : 'does not renew itself'}.`,
  unconfirmed: (name: string): string =>
    `Alibaba Cloud has taken it, but does not show it yet. Look in a minute: /ecs show ${name}`,
  unsure: (name: string): string =>
    `Alibaba Cloud gave no usable answer, so nobody knows whether it was changed. Look in a minute: /ecs show ${name}. It does no harm to repeat the command.`,

  /** In lists, the home and the thread; after a moment or a name. */
  renews: (term: Term | null): string => `renews itself${byHowMuch(term)}`,
  renewsNot: 'does not renew itself',
  fact: 'Auto-renewal',
  on: (term: Term | null): string => `on${byHowMuch(term)}`,
  off: 'off',
  each: (term: Term): string => `by ${termText(term)} each time`,
  unknown: 'could not be read',

  /** A private message to the owner before the end. */
  reminder: {
    one: (name: string): string => `The time that ${name} is paid for is over soon`,
    several: (count: number): string => `The time that ${count} of your instances are paid for is over soon`,
    /** For notifications, of the first that ends. */
    plain: (until: number): string => `It ends on ${momentMark(until)}.`,
    costs: (term: Term, amount: string): string => `${termText(term)} more costs ${amount}`,
    noPrice: (term: Term): string => `Alibaba Cloud names no price for ${termText(term)} more`,
    means: (count: number): string =>
      count === 1
        ? 'Then it stops. Alibaba Cloud keeps it and its disks for 15 days more, in which it can still be renewed, and then releases it for good.'
        : 'Then they stop. Alibaba Cloud keeps them and their disks for 15 days more, in which they can still be renewed, and then releases them for good.',
    unknown: (count: number): string =>
      `Whether ${count === 1 ? 'it renews itself' : 'these renew themselves'} could not be read.`,
    how: (count: number, name: string): string =>
      `To keep ${count === 1 ? 'it' : 'one'}: /ecs renew ${name} 1 month once, or /ecs auto-renew ${name} on for each time. What is not needed any more ends by itself.`,
    anyName: '<name>',
    short: (count: number, balance: string, needed: string): string =>
      count === 1
        ? `It renews itself, but the account has only ${balance}, and what renews itself at that time costs ${needed}. Unless the account is topped up before, it stops at the end and is released 15 days later.`
        : `These renew themselves, but the account has only ${balance}, and what renews itself at that time costs ${needed}. Unless the account is topped up before, they stop at the end and are released 15 days later.`,
    show: 'Show',
    more: (count: number): string => `… and ${count} more; /ecs list mine shows all.`,
  },
  /** In the thread, after names. */
  endedMeans: (name: string): string =>
    `Alibaba Cloud stops it, keeps it and its disks for 15 days, and then releases it for good. Until then it can be had back: /ecs renew ${name} 1 month`,
};
