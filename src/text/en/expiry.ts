import type { AutoRenewRefusal } from '../../core/auto-renewal/auto-renew-order.ts';
import type { AutoRenewal } from '../../core/auto-renewal/auto-renewal.ts';
import type { Failure } from '../../core/failure/failure.ts';
import type { Term } from '../../core/spec/charge.ts';
import { momentMark } from '../moments.ts';
import { eachTime, termText } from './base/term.ts';
import { unread } from './spec/modal.ts';

const UNCHANGED = 'Nothing was changed.';

/** Why nothing was changed; `frozen` and `needsApproval` are followed by people. */
function refused(name: string, { why }: AutoRenewRefusal): string {
  switch (why) {
    case 'notYours':
      return `${name} belongs to somebody else: only its owner and admins can change its auto-renewal. ${UNCHANGED}`;
    case 'notPrepaid':
      return `${name} isn’t prepaid: it’s billed by the hour and has no period to renew. ${UNCHANGED}`;
    case 'notCreatedYet':
      return `${name} hasn’t been created yet. Follow it in its thread, then try again.`;
    case 'neverCreated':
      return `${name} was never created, so there is nothing to renew. See its card for the reason.`;
    case 'gone':
      return `${name} is gone, so there is nothing to renew. Request a new one with /ecs create.`;
    case 'over':
      return `The prepaid period of ${name} is over, and Alibaba Cloud doesn’t turn auto-renewal on after that. Renew it first, while Alibaba Cloud still keeps it: /ecs renew ${name} 1 month. ${UNCHANGED}`;
    case 'frozen':
      return `Spending is frozen, so auto-renewal can’t be turned on. ${UNCHANGED}`;
    case 'needsApproval':
      return `You can’t turn auto-renewal on for ${name} yourself: it charges the company again and again without asking, and the policy requires approval for such purchases. ${UNCHANGED} You can ask:`;
  }
}

const byHowMuch = (term: Term | null): string => (term === null ? '' : ` ${eachTime(term)}`);

/** Texts about the end of a prepaid period, and about auto-renewal. */
export const expiry = {
  refused,
  /** Answers `/ecs auto-renew` for an instance without a row. */
  notOurs: (name: string, id: string): string =>
    `${name} wasn’t created by this bot. Adopt it first: /ecs adopt ${id}. ${UNCHANGED}`,
  storeDown: 'The bot can’t reach its database right now, so nothing was changed. Try again in a moment.',
  /** Before the reason why the cloud did not answer. */
  why: (failure: Failure): string => unread(failure),
  unread: `Couldn’t load its auto-renewal from Alibaba Cloud. ${UNCHANGED}`,

  /** Titles of windows, at most 24 characters, and labels of buttons. */
  title: 'Auto-renewal',
  turnOn: 'Turn on',
  turnOnAsk: 'Turn on auto-renewal…',
  turnOnAskFor: (name: string): string => `Auto-renewal for ${name}…`,
  asking: 'Loading its auto-renewal and price from Alibaba Cloud…',
  means: (term: Term): string =>
    `Renews ${eachTime(term)} until somebody turns it off. Each renewal is charged to the company’s account without asking anyone.`,
  facts: {
    instance: 'Instance',
    price: 'Each time, at the current price',
    until: 'Paid until',
    debit: 'First charge, at the earliest',
    balance: 'Account balance now',
  },
  priceUnknown: 'not named by Alibaba Cloud',
  balanceUnknown: 'unknown',
  debitHow:
    'Alibaba Cloud tries once a day from nine days before the end, on some accounts only in the last three days. If the balance is too low then, the instance stops at the end.',
  short: 'The account has less than that right now.',

  /** The outcome, after a name. */
  isOn: (term: Term | null): string => `auto-renews${byHowMuch(term)} from now on.`,
  isOff: 'no longer auto-renews.',
  alreadyOn: (term: Term | null): string => `already auto-renews${byHowMuch(term)}. Nothing was changed.`,
  alreadyOff: 'already has auto-renewal off. Nothing was changed.',
  /** Before a moment. */
  paidUntil: 'paid until',
  thenEnds: (name: string): string =>
    `Then it stops. Alibaba Cloud keeps it and its disks for 15 more days, during which it can still be renewed (/ecs renew ${name} 1 month), then releases it. Its owner is reminded before.`,
  notSet: (setting: Pick<AutoRenewal, 'on'>): string => `wasn’t changed: auto-renewal is ${setting.on ? 'on' : 'off'}.`,
  unconfirmed: (name: string): string =>
    `Alibaba Cloud has accepted it but doesn’t show it yet. Check in a minute: /ecs show ${name}`,
  unsure: (name: string): string =>
    `Alibaba Cloud gave no usable answer, so it’s unconfirmed whether it was changed. Check in a minute: /ecs show ${name}. Repeating the command is safe.`,

  /** In lists, the home and the thread; after a moment or a name. */
  renews: (term: Term | null): string => `auto-renews${byHowMuch(term)}`,
  renewsNot: 'no auto-renewal',
  fact: 'Auto-renewal',
  on: (term: Term | null): string => (term === null ? 'on' : `on, ${eachTime(term)}`),
  off: 'off',
  each: eachTime,
  unknown: 'couldn’t be loaded',

  /** A direct message to the owner before the end. */
  reminder: {
    one: (name: string): string => `${name}’s prepaid period ends soon`,
    several: (count: number): string => `The prepaid periods of ${count} of your instances end soon`,
    /** For notifications, about the first that ends. */
    plain: (until: number): string => `It ends on ${momentMark(until)}.`,
    costs: (term: Term, amount: string): string => `renewing by ${termText(term)} costs ${amount}`,
    noPrice: (term: Term): string => `Alibaba Cloud names no price for renewing by ${termText(term)}`,
    means: (count: number): string =>
      count === 1
        ? 'Then it stops. Alibaba Cloud keeps it and its disks for 15 more days, during which it can still be renewed, then releases it.'
        : 'Then they stop. Alibaba Cloud keeps them and their disks for 15 more days, during which they can still be renewed, then releases them.',
    unknown: (count: number): string => `Couldn’t load whether ${count === 1 ? 'it auto-renews' : 'these auto-renew'}.`,
    how: (count: number, name: string): string =>
      `To keep ${count === 1 ? 'it' : 'one'}: /ecs renew ${name} 1 month once, or /ecs auto-renew ${name} on for every time. If you no longer need ${count === 1 ? 'it' : 'them'}, there is nothing to do.`,
    anyName: '<name>',
    short: (count: number, balance: string, needed: string): string =>
      count === 1
        ? `It auto-renews, but the account has only ${balance}. Until then, the auto-renewals that the bot knows cost about ${needed}. Unless the account is topped up before, it stops at the end and is released 15 days later.`
        : `These auto-renew, but the account has only ${balance}. Until then, the auto-renewals that the bot knows cost about ${needed}. Unless the account is topped up before, they stop at the end and are released 15 days later.`,
    show: 'Show',
    /** In place of a reminder that was sent. */
    over: {
      title: 'This reminder no longer applies',
      gone: (name: string): string => `${name} is gone.`,
      renewed: (name: string): string =>
        `The prepaid period of ${name} was changed after the reminder. See its end: /ecs show ${name}`,
      turned: (name: string, on: boolean): string =>
        `Auto-renewal of ${name} was turned ${on ? 'on' : 'off'} after the reminder.`,
      ended: (name: string): string =>
        `The prepaid period of ${name} has ended. The thread of its card says how to get it back.`,
      several:
        'After the reminder, the instances it named were renewed, had their auto-renewal changed, reached their end, or were released. See yours: /ecs list mine',
    },
    more: (count: number): string => `… and ${count} more; /ecs list mine shows all.`,
  },
  /** In the thread, after names. */
  endedMeans: (count: number, name: string): string =>
    count === 1
      ? `Alibaba Cloud stops it, keeps it and its disks for 15 days, then releases it. Until then you can get it back: /ecs renew ${name} 1 month`
      : `Alibaba Cloud stops them, keeps them and their disks for 15 days, then releases them. Until then you can get each back: /ecs renew ${name} 1 month`,
};
