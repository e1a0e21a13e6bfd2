import type { RenewalBlocker } from '../../core/renewal/renewal.ts';
import type { RenewalRefusal } from '../../core/renewal/renewal-new.ts';
import type { AuditEvent } from '../../core/request/event.ts';
import type { Term } from '../../core/spec/charge.ts';
import { eventWord } from '../event-data.ts';
import { momentMark } from '../moments.ts';
import { termText } from './base/term.ts';
import { openPurchase, purchaseText } from './purchase.ts';

type Data = AuditEvent['data'];

const shared = purchaseText({
  command: '/ecs renew',
  api: 'RenewInstance',
  ...{ does: 'renew', done: 'renewed', doing: 'renewing', act: 'renewal' },
  ...{ to: 'instance', shows: 'date', it: 'it', itIs: 'it’s' },
  whether: 'it was renewed',
  perhaps: 'renewed',
  instead: 'period',
  asBefore: 'the instance is paid until the same date as before',
  withdrawn: 'it isn’t renewed',
  unchanged: 'It’s still paid until the same date',
  check: 'in the ECS console until when the instance is paid',
  moved: 'Its date was changed elsewhere',
  own: {
    ambiguous: { next: 'Check in the ECS console until when the instance is paid before you request again.' },
    inFlight: { next: 'Check the ECS console in a few minutes: the new date may show there.' },
    wrongState: {
      next: 'Nothing was charged. Look at the instance in the ECS console. Request again with /ecs renew.',
    },
    gone: { next: 'Nothing was charged. Check in the ECS console whether somebody released it.' },
    badInput: {
      title: 'Period refused',
      cause: 'Alibaba Cloud doesn’t renew this instance by this period. Nothing was charged.',
      next: 'Request again with /ecs renew and another period.',
    },
  },
});

/** `until`: when the paid time ends now. */
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

/** To one person: why nothing was requested. */
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

/** Texts about renewing a prepaid instance. The Slack side adds names, people and moments. */
export const renewal = {
  ...shared,
  term: termText,
  title: (name: string, term: Term): string => `Renew ${name} by ${termText(term)}`,
  /** Inside a sentence. */
  what: (name: string, term: Term): string => `renewing ${name} by ${termText(term)}`,
  facts: {
    instance: 'Instance',
    id: 'ID',
    type: 'Instance type',
    region: 'Region',
    until: 'Paid until',
    newEnd: 'Then until about',
    /** Both after the renewal. */
    wasUntil: 'Was paid until',
    nowUntil: 'Is paid until',
    payment: 'Billing method',
  },
  /** The console decides whether it also auto-renews. */
  payment: (term: Term): string => `prepaid, extended by ${termText(term)}`,

  /** What happens to money and the instance once enough people have approved. */
  whenApproved: (price: string | null): string =>
    `Renewed as soon as it’s fully approved: ${price ?? 'its price'} is charged immediately. The bot can’t refund it.`,

  /** `Renewed: paid until 24 Dec 2027`; followed by a moment. */
  renewedUntil: 'Renewed: paid until',
  renewed: (until: number): string => `renewed, paid until ${momentMark(until)}`,
  barredMeans,
  renewedNote: 'Renewed',
  /** Before moments. */
  paidUntil: 'paid until',

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
  submitted: (id: string, name: string, term: Term): string =>
    `Request ${id} to renew ${name} by ${termText(term)} was sent for approval. Nothing is charged before it’s approved.`,
  submittedBefore: (id: string): string =>
    `This form was already submitted: its request is ${id}. Nothing was requested twice.`,
  storeDown: 'The bot can’t reach its database right now, so nothing was requested. Try again in a moment.',
  broken: (reference: string): string =>
    `Something went wrong in the bot, and it’s unconfirmed whether the request was made: look for a card. If there is none, try again; if it happens again, give the bot operator reference ${reference}.`,
  again: 'Request again…',
  button: 'Renew…',
  buttonFor: (name: string): string => `Renew ${name}…`,

  history: {
    ...shared.history,
    asked: (name: string, charge: string): string => `Requested renewal of ${name}: ${charge}.`,
    askedOf: (data: Data): string => `Requested its renewal: request ${eventWord(data, 'by')}.`,
    renewed: (data: Data): string =>
      `It was renewed${typeof data.until === 'number' ? ` until ${momentMark(data.until)}` : ''}.`,
    ended: (end: Data): string =>
      end.is === 'renewed' && typeof end.until === 'number'
        ? `The request was closed: renewed until ${momentMark(end.until)}.`
        : shared.history.ended(end),
  },
};
