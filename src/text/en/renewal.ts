import type { Failure, FailureKind } from '../../core/failure/failure.ts';
import type { FailureCause } from '../../core/failure/failure-cause.ts';
import type { RenewalBlocker } from '../../core/renewal/renewal.ts';
import type { RenewalRefusal } from '../../core/renewal/renewal-new.ts';
import type { AuditEvent } from '../../core/request/event.ts';
import type { Term } from '../../core/spec/charge.ts';
import { ownFailureWords } from '../failure-words.ts';
import { momentMark } from '../moments.ts';
import { openPurchase } from './base/open-purchase.ts';
import { termText } from './base/term.ts';
import type { FailureText } from './failure/failure-text.ts';
import { failures } from './failure/failures.ts';

type Data = AuditEvent['data'];

const AGAIN = 'Request again with /ecs renew.';

/** Where a failure means something else for a renewal than for a creation. */
const ofFailure: Readonly<Partial<Record<FailureKind, Partial<FailureText>>>> = {
  throttled: { next: `Nothing was charged. Wait a minute or two. ${AGAIN}` },
  transient: { next: `Nothing was charged. ${AGAIN}` },
  ambiguous: { next: 'Check in the ECS console until when the instance is paid before you request again.' },
  notSent: { next: `Nothing was charged. Have the bot operator check its network, proxy, and DNS. ${AGAIN}` },
  inFlight: { next: 'Check the ECS console in a few minutes: the new date may show there.' },
  wrongState: { next: `Nothing was charged. Look at the instance in the ECS console. ${AGAIN}` },
  busy: { next: `Nothing was charged. Wait until the other operation has ended. ${AGAIN}` },
  gone: { next: 'Nothing was charged. Check in the ECS console whether somebody released it.' },
  money: {
    cause:
      'The account’s balance, credit, or payment method doesn’t cover it. Nothing was charged, and the instance is paid until the same date as before.',
    next: `Have the account’s owner top it up. ${AGAIN}`,
  },
  quota: { next: `Nothing was charged. Have the quota raised in Quota Center. ${AGAIN}` },
  permission: { next: `Have the bot operator add it to the RAM policy. ${AGAIN}` },
  account: {
    next: `Have the account’s owner sign in to the console and complete what it asks for. ${AGAIN}`,
  },
  locked: {
    cause: 'Alibaba Cloud’s own rules forbid renewing this instance in its current state. Nothing was charged.',
    next: 'See the ECS console for the reason. It may be possible to renew it there.',
  },
  credentials: {
    next: `Nothing was charged. Have the bot operator check its credentials and its machine’s clock. ${AGAIN}`,
  },
  badInput: {
    title: 'Period refused',
    cause: 'Alibaba Cloud doesn’t renew this instance by this period. Nothing was charged.',
    next: 'Request again with /ecs renew and another period.',
  },
  deadline: {
    title: 'New date not shown',
    cause: 'Alibaba Cloud accepted the renewal, and so charged for it, but the instance still shows the old date.',
    next: 'Check the instance and the orders in the console. Don’t renew it again before that is clear.',
  },
  doubtful: {
    title: 'Unconfirmed whether it was renewed',
    cause:
      'The renewal was sent, but no clear answer came, and the instance shows the same date as before: it may or may not have been renewed. The bot won’t send it again, so nothing is paid twice.',
    next: 'Check in the ECS console until when the instance is paid, and the account’s orders. Request again with /ecs renew only if neither shows the renewal.',
  },
  priceChanged: { next: `Nothing was charged. ${AGAIN} It then needs approval at the new price.` },
  lapsed: {
    cause: 'It couldn’t be renewed while the approval was valid, for example because of a freeze.',
    next: `Nothing was charged. ${AGAIN} It then needs approval again.`,
  },
  unknown: { next: `See the error details below, and check the instance in the ECS console. ${AGAIN}` },
};

/** Where its end could not be seen: nothing is said of where it is. */
const ofCause: Readonly<Partial<Record<FailureCause, Partial<FailureText>>>> = {
  unseen: {
    title: 'Couldn’t check the new date',
    cause: 'Alibaba Cloud accepted the renewal, and so charged for it, but the bot couldn’t check the new date.',
    next: 'Check the instance and the orders in the console. Don’t renew it again before that is clear.',
  },
  unlooked: {
    title: 'Unconfirmed whether it was renewed',
    cause:
      'The renewal was sent, but no clear answer came, and the bot couldn’t check whether it took effect. The bot won’t send it again, so nothing is paid twice.',
    next: 'Check in the ECS console until when the instance is paid, and the account’s orders. Request again with /ecs renew only if neither shows the renewal.',
  },
};

const failureOf = (failure: Failure): Partial<FailureText> =>
  ownFailureWords({ kinds: ofFailure, causes: ofCause }, failure);

const BARRED: Readonly<Record<RenewalBlocker, string>> = {
  moved: 'Its date was changed elsewhere: nothing was charged',
  notPrepaid: 'No longer prepaid: nothing was charged',
  gone: 'Gone: nothing was charged',
  locked: 'Locked by Alibaba Cloud: nothing was charged',
  elsewhere: 'In another account: nothing was charged',
};

/** `until`: when its time is over by now. */
function barredMeans(why: RenewalBlocker, until: number | null): string {
  switch (why) {
    case 'moved':
      return `It’s no longer paid until the date in this request${until === null ? '' : `, but until ${momentMark(until)}`}: somebody changed that elsewhere, so the bot didn’t renew it. If you still want it renewed, request again with /ecs renew.`;
    case 'notPrepaid':
      return 'It’s pay-as-you-go now and has no period to renew.';
    case 'gone':
      return 'Alibaba Cloud no longer lists the instance. Check in the ECS console and ActionTrail who released it.';
    case 'locked':
      return 'Alibaba Cloud has locked it for security: see Security Center and the messages in the console. Request again once it’s unlocked.';
    case 'elsewhere':
      return 'It’s in an Alibaba Cloud account that the bot no longer works in. Renew it in that account’s console if you still need it.';
  }
}

/** To one person, why nothing was asked for. */
function refused(name: string, refusal: RenewalRefusal): string {
  switch (refusal.why) {
    case 'notPrepaid':
      return `${name} isn’t prepaid, so it has no period to renew. Nothing was changed. If it has an auto-release, /ecs extend gives it more time.`;
    case 'notCreatedYet':
      return `${name} hasn’t been created yet, so there is nothing to renew. Follow it in its thread.`;
    case 'neverCreated':
      return `${name} was never created, so there is nothing to renew. See its card for the reason.`;
    case 'gone':
      return `${name} is gone, so it can’t be renewed. Request a new one with /ecs create.`;
    case 'beingReleased':
      return `${name} is being released, so it wasn’t renewed.`;
    case 'openAlready':
      return openPurchase(name, refusal.requestId);
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
  what: (name: string, term: Term): string => `renewing ${name} by ${termText(term)}`,
  facts: {
    instance: 'Instance',
    id: 'ID',
    type: 'Instance type',
    region: 'Region',
    until: 'Paid until',
    newEnd: 'Then until about',
    /** Both once it is renewed. */
    wasUntil: 'Was paid until',
    nowUntil: 'Is paid until',
    payment: 'Billing method',
  },
  /** It is up to the console whether it also renews itself. */
  payment: (term: Term): string => `prepaid, extended by ${termText(term)}`,

  /** What becomes of money and the instance once enough have approved. */
  whenApproved: (price: string | null): string =>
    `Renewed as soon as it’s fully approved: ${price ?? 'its price'} is charged immediately. The bot can’t refund it.`,
  nothingYet: 'Nothing has been charged yet.',
  confirmApprove: (what: string, price: string | null): string =>
    `You approve ${what}. Once it’s fully approved, ${price ?? 'its price'} is charged immediately, and the bot can’t refund it.`,
  confirmWithdraw:
    'Once withdrawn, it can’t be approved. Nothing has been charged. Only the requester and admins can withdraw it.',
  confirmWithdrawHeld:
    'Once withdrawn, it isn’t renewed. Nothing has been charged. Only the requester and admins can withdraw it.',
  approvedMeans: 'It’s being renewed.',
  /** To the approver. */
  approved: 'You’ve approved it: it’s being renewed. Follow it on its card.',
  whatToDo: {
    denied: 'Talk to the person who denied it, or request another period with /ecs renew.',
    withdrawn: 'An admin withdrew it. Talk to them, or request it again with /ecs renew.',
    expired: 'Request again with /ecs renew and ask the approvers yourself; an admin can tell you who they are.',
  },

  stage: {
    waiting: 'About to be renewed',
    trying: 'Renewing',
    accepted: 'Accepted by Alibaba Cloud; the new date doesn’t show yet',
    held: 'Waiting for a freeze to end',
    inDoubt: 'Sent, no clear answer: checking whether it was renewed',
    failed: 'Not renewed',
    unclear: 'Unconfirmed whether it was renewed',
  },
  /** `Renewed: paid until 24 Dec 2027`; followed by a moment. */
  renewedUntil: 'Renewed: paid until',
  renewed: (until: number): string => `renewed, paid until ${momentMark(until)}`,
  barred: BARRED,
  barredMeans,
  failure: failureOf,
  /** Before the name and a moment. */
  acceptedNote: 'Renewal accepted',
  acceptedMeans: 'It has been charged; the new date is posted here as soon as it shows.',
  troubledNote: 'Renewal delayed',
  failedNote: 'Not renewed',
  renewedNote: 'Renewed',
  /** Before moments. */
  paidUntil: 'paid until',
  /** To who asked for it, when it has ended. */
  dm: {
    bought: 'Your instance was renewed',
    not: 'Your instance was not renewed',
    unclear: 'Unconfirmed whether your instance was renewed',
  },

  refused,
  notOurs: (name: string): string =>
    `${name} wasn’t created by this bot. Adopt it first with /ecs adopt, then renew it.`,
  notSold: (terms: readonly Term[]): string =>
    `Alibaba Cloud doesn’t renew by that period. Choose ${terms.map(termText).join(', ')}. Nothing was changed.`,
  window: {
    title: 'Renew',
    submit: 'Request approval',
    term: 'Period',
    close: 'Close',
    looking: 'Loading its date and price from Alibaba Cloud…',
    working: 'Submitting…',
    price: 'Price',
    balance: 'Account balance now',
    unknownBalance: 'unknown right now',
    needs: (needed: number): string =>
      needed === 1 ? 'One person must approve. Then ' : `${needed} people must approve. Then `,
    /** After `needs`. */
    debited: (price: string): string =>
      `${price} is charged immediately, and the bot can’t refund it. The instance runs without interruption until the new date.`,
    autoRenew: 'This doesn’t change its auto-renewal.',
    overdue: 'Its prepaid period is already over. Alibaba Cloud decides from which date the new period counts.',
  },
  unread: (title: string, next: string): string =>
    `Couldn’t load until when it’s paid: ${title}. Nothing was changed. ${next}`,
  late: 'Alibaba Cloud didn’t answer in time, so nothing was requested. Try again in a minute.',
  unlisted: (name: string): string =>
    `Alibaba Cloud doesn’t list ${name} right now, so it can’t be renewed. Nothing was changed.`,
  locked: (name: string): string =>
    `Alibaba Cloud has locked ${name} for security, so it can’t be renewed. Nothing was changed. See Security Center and the messages in the console.`,
  noPrice:
    'Alibaba Cloud names no price for that right now, and nothing is approved without one. Nothing was changed. Try another period, or try again in a minute.',
  moved: (name: string, until: number): string =>
    `${name} is now paid until ${momentMark(until)}, not until the date in the form: somebody changed it meanwhile. Nothing was requested. If you still want it renewed, use /ecs renew again.`,
  mayNot: 'The policy doesn’t let you use prepaid here, so nothing was requested. /ecs policy shows what you can do.',
  submitted: (id: string, name: string, term: Term): string =>
    `Request ${id} to renew ${name} by ${termText(term)} is waiting for approval. Nothing has been charged yet.`,
  submittedBefore: (id: string): string =>
    `This form was already submitted: its request is ${id}. Nothing was requested twice.`,
  storeDown: 'The bot can’t reach its database right now, so nothing was requested. Try again in a moment.',
  busy: 'The instance is changing too often right now, so nothing was requested. Try again.',
  broken: (reference: string): string =>
    `Something went wrong in the bot, and it’s unconfirmed whether the request was made: look for a card. If there is none, try again; if it happens again, give the bot operator reference ${reference}.`,
  again: 'Request again…',
  button: 'Renew…',
  buttonFor: (name: string): string => `Renew ${name}…`,

  history: {
    asked: (name: string, charge: string): string => `Requested renewal of ${name}: ${charge}.`,
    askedOf: (data: Data): string => `Requested its renewal: request ${word(data, 'by')}.`,
    renewed: (data: Data): string =>
      `It was renewed${typeof data.until === 'number' ? ` until ${momentMark(data.until)}` : ''}.`,
    trying: 'RenewInstance is about to be sent.',
    newToken: 'It’s still paid until the same date; the next RenewInstance carries a new token.',
    accepted: 'Alibaba Cloud accepted the renewal.',
    refused: (data: Data): string =>
      `A repeated call was refused (${titled(word(data, 'kind'))}); from now on the bot only checks whether the first one took effect.`,
    ended: (end: Data): string => {
      if (end.is === 'renewed' && typeof end.until === 'number')
        return `The request was closed: renewed until ${momentMark(end.until)}.`;
      if (end.is === 'barred')
        return `The request was closed. ${BARRED[end.why as RenewalBlocker] ?? word(end, 'why')}.`;
      return `The request was closed: ${titled(word(end, 'kind'))}.`;
    },
  },
};
