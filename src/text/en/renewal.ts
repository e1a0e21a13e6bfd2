import type { Failure, FailureKind } from '../../core/failure/failure.ts';
import { causeOf, type FailureCause } from '../../core/failure/failure-cause.ts';
import type { RenewalBlocker } from '../../core/renewal/renewal.ts';
import type { RenewalRefusal } from '../../core/renewal/renewal-new.ts';
import type { AuditEvent } from '../../core/request/event.ts';
import type { Term } from '../../core/spec/charge.ts';
import { momentMark } from '../moments.ts';
import { termText } from './base/term.ts';
import type { FailureText } from './failure/failure-text.ts';
import { failures } from './failure/failures.ts';

type Data = AuditEvent['data'];

const AGAIN = 'Ask again with /ecs renew.';

/** Where a failure means something else for a renewal than for a creation. */
const ofFailure: Readonly<Partial<Record<FailureKind, Partial<FailureText>>>> = {
  throttled: { next: `Nothing was debited. Wait a minute or two. ${AGAIN}` },
  transient: { next: `Nothing was debited. ${AGAIN}` },
  ambiguous: { next: 'Look in the ECS console until when the instance is paid for before you ask again.' },
  notSent: { next: `Have the operator of the bot check its network, proxy and DNS. Nothing was debited. ${AGAIN}` },
  inFlight: { next: 'Look in the ECS console in a few minutes: the new end may show there.' },
  wrongState: { next: `Nothing was debited. Look at the instance in the ECS console. ${AGAIN}` },
  busy: { next: `Nothing was debited. Wait until the other operation has ended. ${AGAIN}` },
  gone: { next: 'Nothing was debited. Check in the ECS console whether somebody released it.' },
  money: {
    cause:
      'The account’s balance, credit or payment method does not allow it. Nothing was debited, and the instance ends when it did before.',
    next: `Have whoever manages the account top it up. ${AGAIN}`,
  },
  quota: { next: `Nothing was debited. Have the quota raised in Quota Center. ${AGAIN}` },
  permission: { next: `Have the operator of the bot add the permission to its RAM policy. ${AGAIN}` },
  account: {
    next: `Have the owner of the account sign in to the console and finish what is asked for there. ${AGAIN}`,
  },
  locked: {
    cause: 'Alibaba Cloud’s own rules forbid to renew this instance as it is now. Nothing was debited.',
    next: 'The ECS console tells why. It may be possible to renew it there.',
  },
  credentials: {
    next: `Have the operator of the bot check its credentials and the clock of its machine. Nothing was debited. ${AGAIN}`,
  },
  badInput: {
    title: 'Alibaba Cloud refuses the period',
    cause: 'Alibaba Cloud does not renew this instance by this period. Nothing was debited.',
    next: 'Ask again with /ecs renew and another period.',
  },
  deadline: {
    title: 'The new end does not show',
    cause:
      'Alibaba Cloud has accepted the renewal, and so has debited it, but the instance still shows the end it had before.',
    next: 'Look at the instance and at the orders in the console. Do not renew it again before that is clear.',
  },
  doubtful: {
    title: 'Nobody knows whether it was renewed',
    cause:
      'The renewal was sent and got no clear answer, and the end of the instance has not moved since. The bot never sends it again by itself, as that could be paid for twice.',
    next: 'Look in the ECS console at the end of the instance and at the orders of the account. Ask again with /ecs renew only if neither shows it.',
  },
  priceChanged: { next: `Nothing was debited. ${AGAIN} It is then approved at the new price.` },
  lapsed: {
    cause: 'It could not be renewed for as long as an approval holds, for example because of a freeze.',
    next: `Nothing was debited. ${AGAIN} It then has to be approved anew.`,
  },
  unknown: { next: `Look at the code below and at the instance in the ECS console. ${AGAIN}` },
};

/** Where its end could not be seen: nothing is said of where it is. */
const ofCause: Readonly<Partial<Record<FailureCause, Partial<FailureText>>>> = {
  unseen: {
    title: 'The new end could not be seen',
    cause: 'Alibaba Cloud has accepted the renewal, and so has debited it, but the bot could not see the new end.',
    next: 'Look at the instance and at the orders in the console. Do not renew it again before that is clear.',
  },
  unlooked: {
    title: 'Nobody knows whether it was renewed',
    cause:
      'The renewal was sent and got no clear answer, and the bot could not see whether the end has moved. It never sends it again by itself, as that could be paid for twice.',
    next: 'Look in the ECS console at the end of the instance and at the orders of the account. Ask again with /ecs renew only if neither shows it.',
  },
};

function failureOf(failure: Failure): Partial<FailureText> {
  const cause = causeOf(failure);
  return (cause === null ? ofFailure[failure.kind] : ofCause[cause]) ?? {};
}

const BARRED: Readonly<Record<RenewalBlocker, string>> = {
  moved: 'Its end was changed elsewhere meanwhile: nothing was debited',
  notPrepaid: 'Not prepaid any more: nothing was debited',
  gone: 'Gone: nothing was debited',
  locked: 'Locked by Alibaba Cloud: nothing was debited',
  elsewhere: 'In another account: nothing was debited',
};

/** `until`: when its time is over by now. */
function barredMeans(why: RenewalBlocker, until: number | null): string {
  switch (why) {
    case 'moved':
      return `Its time is not over when it was as this was asked for${until === null ? '' : `, but on ${momentMark(until)}`}: somebody has changed that elsewhere. So the bot has not renewed it. If it is still wanted, ask again with /ecs renew.`;
    case 'notPrepaid':
      return 'It is pay-as-you-go by now, which has no end that could be renewed.';
    case 'gone':
      return 'Alibaba Cloud does not list the instance any more. Check in the ECS console and in ActionTrail who released it.';
    case 'locked':
      return 'Alibaba Cloud has locked it for security: see the Security Center and the messages in the console. Ask again when it is unlocked.';
    case 'elsewhere':
      return 'It is in an Alibaba Cloud account that the bot does not work in any more. Renew it in the console of that account if it is still needed.';
  }
}

/** To one person, why nothing was asked for. */
function refused(name: string, refusal: RenewalRefusal): string {
  switch (refusal.why) {
    case 'notPrepaid':
      return `${name} is not prepaid: what is billed by use has no end that could be renewed. Nothing was changed. If it has a lease, /ecs extend gives it more time.`;
    case 'notCreatedYet':
      return `${name} is not created yet, so there is nothing to renew. Its thread tells when it is there.`;
    case 'neverCreated':
      return `${name} was never created, and its card says why. There is nothing to renew.`;
    case 'gone':
      return `${name} is gone, so it cannot be renewed. Ask for a new one with /ecs create.`;
    case 'beingReleased':
      return `${name} is being released, so it was not renewed.`;
    case 'openAlready':
      return `${name} is being renewed already: ${refusal.requestId} is not over. Nothing was asked for a second time. /ecs history ${refusal.requestId} tells how it stands.`;
  }
}

const word = (data: Data, key: string): string => {
  const value = data[key];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};

const titled = (kind: string): string =>
  kind in failures.kinds ? (ofFailure[kind as FailureKind]?.title ?? failures.kinds[kind as FailureKind].title) : kind;

/** Everything about prolonging the time of a prepaid instance. Names, people and moments that Slack draws are put beside these words. */
export const renewal = {
  term: termText,
  title: (name: string, term: Term): string => `Renew ${name} by ${termText(term)}`,
  /** Within a sentence. */
  what: (name: string, term: Term): string => `to renew ${name} by ${termText(term)}`,
  facts: {
    instance: 'Instance',
    id: 'Id',
    type: 'Instance type',
    region: 'Region',
    until: 'Paid until',
    newEnd: 'Then until about',
    /** Both once it is renewed. */
    wasUntil: 'Was paid until',
    nowUntil: 'Is paid until',
    payment: 'Payment',
  },
  /** It is up to the console whether it also renews itself. */
  payment: (term: Term): string => `prepaid for ${termText(term)} more`,

  /** What becomes of money and the instance when enough have agreed. */
  whenApproved: (price: string | null): string =>
    `Once enough have agreed, ${price ?? 'its price'} is charged immediately. The bot can’t refund it.`,
  nothingYet: 'Nothing has been debited yet.',
  confirmApprove: (what: string, price: string | null): string =>
    `You agree ${what}. As soon as enough have agreed, ${price ?? 'its price'} is charged immediately, and the bot can’t refund it.`,
  confirmWithdraw:
    'It can then not be approved any more. Nothing has been debited. Only who asked for it, or an admin, may withdraw it.',
  confirmWithdrawHeld:
    'It is then not renewed. Nothing has been debited. Only who asked for it, or an admin, may withdraw it.',
  approvedMeans: 'It is being renewed.',
  /** To the approver. */
  approved: 'You have approved it: it is being renewed. The card and its thread tell the rest.',
  whatToDo: {
    denied: 'Talk with who denied it, or ask for another period with /ecs renew.',
    withdrawn: 'An admin has withdrawn it. Talk with them, or ask for it again with /ecs renew.',
    expired: 'Ask again with /ecs renew and tell those who may approve it, or ask an admin who they are.',
  },

  stage: {
    waiting: 'About to be renewed',
    trying: 'Being renewed',
    accepted: 'Accepted by Alibaba Cloud; its new end does not show yet',
    held: 'Waits for the end of a freeze',
    inDoubt: 'Sent to Alibaba Cloud without a clear answer: the bot looks whether it was done',
    failed: 'Not renewed',
    unclear: 'Unclear whether it was renewed',
  },
  /** `Renewed: paid until 24 Dec 2027`; followed by a moment. */
  renewedUntil: 'Renewed: paid until',
  renewed: (until: number): string => `renewed, paid until ${momentMark(until)}`,
  barred: BARRED,
  barredMeans,
  failure: failureOf,
  /** Before the name and a moment. */
  acceptedNote: 'Renewal accepted',
  acceptedMeans: 'It is debited; the new end follows here as soon as it shows.',
  troubledNote: 'Trouble with the renewal',
  failedNote: 'Not renewed',
  renewedNote: 'Renewed',
  /** Before moments. */
  paidUntil: 'paid until',
  /** To who asked for it, when it has ended. */
  dm: {
    renewed: 'Your instance was renewed',
    not: 'Your instance was not renewed',
    unclear: 'It is unclear whether your instance was renewed',
  },

  refused,
  notOurs: (name: string): string =>
    `${name} was not created by this bot, so it has no card here on which a renewal could be agreed to. Take it over with /ecs adopt first, then renew it.`,
  notSold: (terms: readonly Term[]): string =>
    `Alibaba Cloud doesn’t renew by that period. Choose ${terms.map(termText).join(', ')}. Nothing was changed.`,
  window: {
    title: 'Renew',
    submit: 'Ask for approval',
    term: 'Period',
    close: 'Close',
    looking: 'Asking Alibaba Cloud until when it is paid for, and what more time costs…',
    working: 'Writing it down…',
    price: 'Price',
    balance: 'Account balance now',
    unknownBalance: 'not known at this moment',
    needs: (needed: number): string =>
      needed === 1 ? 'One person has to agree. Then ' : `${needed} people have to agree. Then `,
    /** After `needs`. */
    debited: (price: string): string =>
      `${price} is charged immediately, and the bot can’t refund it. The instance keeps running until then without a break.`,
    autoRenew: 'Whether it also renews itself at its end is not changed by this.',
    overdue: 'Its time is over already. How Alibaba Cloud counts the further time then is up to Alibaba Cloud.',
  },
  unread: (title: string, next: string): string =>
    `Alibaba Cloud did not tell until when it is paid for: ${title}. Nothing was changed. ${next}`,
  late: 'Alibaba Cloud has not answered in time, so nothing was asked for. Try again in a minute.',
  unlisted: (name: string): string =>
    `Alibaba Cloud does not list ${name} at this moment, so it cannot be renewed. Nothing was changed.`,
  locked: (name: string): string =>
    `Alibaba Cloud has locked ${name} for security, so it cannot be renewed. Nothing was changed. See the Security Center and the messages in the console.`,
  noPrice:
    'Alibaba Cloud names no price for that at this moment, and nobody can agree to what has no price. Nothing was changed. Another period may have one; or try again in a minute.',
  moved: (name: string, until: number): string =>
    `The time of ${name} is over on ${momentMark(until)} by now, and not when the window said: somebody has changed it meanwhile. Nothing was asked for. Begin again with /ecs renew if it is still wanted.`,
  mayNot:
    'The policy does not let you pay in advance here, so nothing was asked for. /ecs policy shows what you may do.',
  submitted: (id: string, name: string, term: Term): string =>
    `Your request ${id} to renew ${name} by ${termText(term)} waits for approval. Nothing was debited yet.`,
  submittedBefore: (id: string): string =>
    `This window was submitted before: its request is ${id}. Nothing was asked for twice.`,
  storeDown: 'The bot cannot write this down just now, so nothing was asked for. Try again in a moment.',
  busy: 'The instance changed too often in the last moment, so nothing was asked for. Try again.',
  broken: (reference: string): string =>
    `Something went wrong in the bot, and whether it was asked for is not certain: look for a card. If there is none, try again; if it happens again, show the reference ${reference} to whoever runs the bot.`,
  again: 'Ask again…',
  button: 'Renew…',
  buttonFor: (name: string): string => `Renew ${name}…`,

  history: {
    asked: (name: string, charge: string): string => `Asked to renew ${name}: ${charge}.`,
    askedOf: (data: Data): string => `Asked to renew it: request ${word(data, 'by')}.`,
    renewed: (data: Data): string =>
      `It was renewed${typeof data.until === 'number' ? ` until ${momentMark(data.until)}` : ''}.`,
    trying: 'RenewInstance is about to be sent.',
    accepted: 'Alibaba Cloud accepted the renewal.',
    refused: (data: Data): string =>
      `A repeated call was refused (${titled(word(data, 'kind'))}); from now on the bot only looks whether the first one was done.`,
    ended: (end: Data): string => {
      if (end.is === 'renewed' && typeof end.until === 'number')
        return `The request ended: renewed until ${momentMark(end.until)}.`;
      if (end.is === 'barred') return `The request ended. ${BARRED[end.why as RenewalBlocker] ?? word(end, 'why')}.`;
      return `The request ended: ${titled(word(end, 'kind'))}.`;
    },
  },
};
