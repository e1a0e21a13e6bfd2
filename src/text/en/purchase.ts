import type { Failure, FailureKind } from '../../core/failure/failure.ts';
import type { RenewalBlocker } from '../../core/renewal/renewal.ts';
import type { AuditEvent } from '../../core/request/event.ts';
import { eventWord } from '../event-data.ts';
import { type OwnFailureWords, ownFailureWords } from '../failure-words.ts';
import { failures } from './failure/failures.ts';

type Data = AuditEvent['data'];

/** The names of one kind of purchase for an existing instance: a further term, or a larger disk. */
export interface PurchaseNames {
  /** The command that requests it. */
  readonly command: '/ecs renew' | '/ecs set';
  readonly api: 'RenewInstance' | 'ResizeDisk';
  /** `renew`, `renewed`, `renewing`, and as a thing `renewal`. */
  readonly does: string;
  readonly done: string;
  readonly doing: string;
  readonly act: string;
  /** Its subject, and what shows that it was done: `instance`, `date`. */
  readonly to: string;
  readonly shows: string;
  /** Its pronoun in sentences, alone and as the subject of a passive: `it`, `it’s`. */
  readonly it: string;
  readonly itIs: string;
  /** After *whether*, and after *may or may not have been*. */
  readonly whether: string;
  readonly perhaps: string;
  /** What else can be requested: `period`. */
  readonly instead: string;
  /** What stays as before: after *Nothing was charged, and*, after *Once withdrawn,*, and before what the next call carries. */
  readonly asBefore: string;
  readonly withdrawn: string;
  readonly unchanged: string;
  /** After *Check*: where both are shown. */
  readonly check: string;
  /** Why it is barred if somebody changed it elsewhere. */
  readonly moved: string;
  /** Meanings of a failure that only it has. */
  readonly own: OwnFailureWords['kinds'];
}

/** The texts of both purchases, made from the names of one. Both have the same keys. */
export function purchaseText(names: PurchaseNames) {
  const { command, api, done, act, to, itIs, shows, whether } = names;
  const barred: Readonly<Record<RenewalBlocker, string>> = {
    moved: `${names.moved}: nothing was charged`,
    notPrepaid: 'No longer prepaid: nothing was charged',
    gone: 'Gone: nothing was charged',
    locked: 'Locked by Alibaba Cloud: nothing was charged',
    elsewhere: 'In another account: nothing was charged',
  };
  const words = failuresOf(names);
  /** The title of a failure, by its kind in an event. */
  const titled = (kind: string): string =>
    kind in failures.kinds
      ? (words.kinds[kind as FailureKind]?.title ?? failures.kinds[kind as FailureKind].title)
      : kind;
  return {
    nothingYet: 'Nothing has been charged yet.',
    confirmApprove: (what: string, price: string | null): string =>
      `You approve ${what}. Once it’s fully approved, ${price ?? 'its price'} is charged immediately, and the bot can’t refund it.`,
    confirmWithdraw:
      'Once withdrawn, it can’t be approved. Nothing has been charged. Only the requester and admins can withdraw it.',
    confirmWithdrawHeld: `Once withdrawn, ${names.withdrawn}. Nothing has been charged. Only the requester and admins can withdraw it.`,
    approvedMeans: `No more approvals are needed; ${itIs} ${done} next.`,
    /** To the approver. */
    approved: `You’ve approved it: ${itIs} being ${done}. Follow it on its card.`,
    whatToDo: {
      denied: `Talk to the person who denied it, or request another ${names.instead} with ${command}.`,
      withdrawn: `An admin withdrew it. Talk to them, or request it again with ${command}.`,
      expired: `Request again with ${command} and ask the approvers yourself; an admin can tell you who they are.`,
    },
    stage: {
      waiting: `About to be ${done}`,
      trying: capital(names.doing),
      accepted: `Accepted by Alibaba Cloud; the new ${shows} doesn’t show yet`,
      held: 'Waiting for a freeze to end',
      inDoubt: `Sent, no clear answer: checking whether ${whether}`,
      failed: `Not ${done}`,
      unclear: `Unconfirmed whether ${whether}`,
    },
    barred,
    failure: (failure: Failure) => ownFailureWords(words, failure),
    /** Before the name. */
    acceptedNote: `${capital(act)} accepted`,
    acceptedMeans: `It has been charged; the new ${shows} is posted here as soon as it shows.`,
    troubledNote: `${capital(act)} delayed`,
    failedNote: `Not ${done}`,
    /** To the requester, at the end. */
    dm: {
      bought: `Your ${to} was ${done}`,
      not: `Your ${to} was not ${done}`,
      unclear: `Unconfirmed whether your ${to} was ${done}`,
    },
    busy: 'The instance is changing too often right now, so nothing was requested. Try again.',
    history: {
      trying: `${api} is about to be sent.`,
      newToken: `${names.unchanged}; the next ${api} carries a new token.`,
      accepted: `Alibaba Cloud accepted the ${act}.`,
      refused: (data: Data): string =>
        `A repeated call was refused (${titled(eventWord(data, 'kind'))}); from now on the bot only checks whether the first one took effect.`,
      /** It was not bought. */
      ended: (end: Data): string =>
        end.is === 'barred'
          ? `The request was closed. ${barred[end.why as RenewalBlocker] ?? eventWord(end, 'why')}.`
          : `The request was closed: ${titled(eventWord(end, 'kind'))}.`,
    },
  };
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** The meanings of failures that differ between a purchase and a creation. */
function failuresOf({ command, does, done, act, to, shows, whether, ...names }: PurchaseNames): OwnFailureWords {
  const again = `Request again with ${command}.`;
  const charged = `Alibaba Cloud accepted the ${act}, and so charged for it, but`;
  const sent = `The ${act} was sent, but no clear answer came, and`;
  const once = 'The bot won’t send it again, so nothing is paid twice.';
  const beforeClear = `Check the ${to} and the orders in the console. Don’t ${does} it again before that is clear.`;
  const unconfirmed = {
    title: `Unconfirmed whether ${whether}`,
    next: `Check ${names.check}, and the account’s orders. Request again with ${command} only if neither shows the ${act}.`,
  };
  return {
    kinds: {
      throttled: { next: `Nothing was charged. Wait a minute or two. ${again}` },
      queued: { next: `Nothing was charged. Wait a minute or two. ${again}` },
      transient: { next: `Nothing was charged. ${again}` },
      notSent: { next: `Nothing was charged. Have the bot operator check its network, proxy, and DNS. ${again}` },
      busy: { next: `Nothing was charged. Wait until the other operation has ended. ${again}` },
      money: {
        cause: `The account’s balance, credit, or payment method doesn’t cover it. Nothing was charged, and ${names.asBefore}.`,
        next: `Have the account’s owner top it up. ${again}`,
      },
      quota: { next: `Nothing was charged. Have the quota raised in Quota Center. ${again}` },
      permission: { next: `Have the bot operator add it to the RAM policy. ${again}` },
      account: { next: `Have the account’s owner sign in to the console and complete what it asks for. ${again}` },
      locked: {
        cause: `Alibaba Cloud’s own rules forbid ${names.doing} this ${to} in its current state. Nothing was charged.`,
        next: `See the ECS console for the reason. It may be possible to ${does} it there.`,
      },
      credentials: {
        next: `Nothing was charged. Have the bot operator check its credentials and its machine’s clock. ${again}`,
      },
      deadline: {
        title: `New ${shows} not shown`,
        cause: `${charged} the ${to} still shows the old ${shows}.`,
        next: beforeClear,
      },
      doubtful: {
        ...unconfirmed,
        cause: `${sent} the ${to} shows the same ${shows} as before: it may or may not have been ${names.perhaps}. ${once}`,
      },
      priceChanged: { next: `Nothing was charged. ${again} It then needs approval at the new price.` },
      lapsed: {
        cause: `${capital(names.it)} couldn’t be ${done} while the approval was valid, for example because of a freeze.`,
        next: `Nothing was charged. ${again} It then needs approval again.`,
      },
      unknown: { next: `See the error details below, and check the ${to} in the ECS console. ${again}` },
      ...names.own,
    },
    causes: {
      disk: {
        cause: `Alibaba Cloud doesn’t offer this for the disk’s category. Nothing was charged.`,
        next: `See the ECS console for what is possible. ${again}`,
      },
      notOpened: { next: `Nothing was charged. Have the account’s owner apply for it in the console. ${again}` },
      payMethod: { next: `Nothing was charged. Have the account’s owner ask Alibaba Cloud to open it. ${again}` },
      // There was no look, so the text does not tell what shows.
      unseen: {
        title: `Couldn’t check the new ${shows}`,
        cause: `${charged} the bot couldn’t check the new ${shows}.`,
        next: beforeClear,
      },
      unlooked: { ...unconfirmed, cause: `${sent} the bot couldn’t check whether it took effect. ${once}` },
    },
  };
}

/** To a person who asks for a renewal or a larger prepaid disk while another such request is open. */
export const openPurchase = (name: string, requestId: string): string =>
  `${name} already has an open request for a renewal or a larger disk: ${requestId}. Nothing was requested. See it with /ecs history ${requestId}. Once it’s over, or withdrawn on its card, you can request another.`;
