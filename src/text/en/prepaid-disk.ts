import { type DiskGrowth, diskWord } from '../../core/disk/disk-wish.ts';
import type { Failure, FailureKind } from '../../core/failure/failure.ts';
import type { FailureCause } from '../../core/failure/failure-cause.ts';
import type { RenewalBlocker } from '../../core/renewal/renewal.ts';
import type { RenewalRefusal } from '../../core/renewal/renewal-new.ts';
import type { AuditEvent } from '../../core/request/event.ts';
import { ownFailureWords } from '../failure-words.ts';
import { openPurchase } from './base/open-purchase.ts';
import type { FailureText } from './failure/failure-text.ts';
import { failures } from './failure/failures.ts';

type Data = AuditEvent['data'];
type Growth = Pick<DiskGrowth, 'which' | 'from' | 'to'>;

const AGAIN = 'Request again with /ecs set.';

const which = (disk: DiskGrowth['which']): string => (disk === 'system' ? 'system disk' : diskWord(disk));
const step = (growth: Growth): string => `${which(growth.which)} ${growth.from} → ${growth.to} GiB`;

/** Where a failure means something else for a larger prepaid disk than for a creation. */
const ofFailure: Readonly<Partial<Record<FailureKind, Partial<FailureText>>>> = {
  throttled: { next: `Nothing was charged. Wait a minute or two. ${AGAIN}` },
  transient: { next: `Nothing was charged. ${AGAIN}` },
  ambiguous: { next: 'Check the size of the disk with /ecs show before you request again.' },
  notSent: { next: `Nothing was charged. Have the bot operator check its network, proxy, and DNS. ${AGAIN}` },
  inFlight: { next: 'Check /ecs show in a few minutes: the new size may show there.' },
  wrongState: {
    cause: 'A disk can grow only while its instance is running or stopped.',
    next: `Nothing was charged. Wait until the instance is running or stopped. ${AGAIN}`,
  },
  busy: { next: `Nothing was charged. Wait until the other operation has ended. ${AGAIN}` },
  gone: { next: 'Nothing was charged. Check with /ecs show whether the disk is still there.' },
  noStock: {
    title: 'No larger disk here',
    cause: 'Alibaba Cloud has no room for a larger disk of this category in this zone right now. Nothing was charged.',
    next: 'Request again later with /ecs set, or a smaller size.',
  },
  money: {
    cause:
      'The account’s balance, credit, or payment method doesn’t cover it. Nothing was charged, and the disk is as large as before.',
    next: `Have the account’s owner top it up. ${AGAIN}`,
  },
  quota: { next: `Nothing was charged. Have the quota raised in Quota Center. ${AGAIN}` },
  permission: { next: `Have the bot operator add it to the RAM policy. ${AGAIN}` },
  account: { next: `Have the account’s owner sign in to the console and complete what it asks for. ${AGAIN}` },
  locked: {
    cause: 'Alibaba Cloud’s own rules forbid resizing this disk in its current state. Nothing was charged.',
    next: 'See the ECS console for the reason. It may be possible to resize it there.',
  },
  credentials: {
    next: `Nothing was charged. Have the bot operator check its credentials and its machine’s clock. ${AGAIN}`,
  },
  badInput: {
    title: 'Size refused',
    cause: 'Alibaba Cloud doesn’t resize this disk to this size. Nothing was charged.',
    next: `Request again with /ecs set and another size.`,
  },
  deadline: {
    title: 'New size not shown',
    cause: 'Alibaba Cloud accepted the resize, and so charged for it, but the disk still shows the old size.',
    next: 'Check the disk and the orders in the console. Don’t resize it again before that is clear.',
  },
  doubtful: {
    title: 'Unconfirmed whether the disk has grown',
    cause:
      'The resize was sent, but no clear answer came, and the disk shows the same size as before: it may or may not have been charged. The bot won’t send it again, so nothing is paid twice.',
    next: 'Check the size of the disk in the ECS console, and the account’s orders. Request again with /ecs set only if neither shows the resize.',
  },
  priceChanged: { next: `Nothing was charged. ${AGAIN} It then needs approval at the new price.` },
  lapsed: {
    cause: 'The disk couldn’t be resized while the approval was valid, for example because of a freeze.',
    next: `Nothing was charged. ${AGAIN} It then needs approval again.`,
  },
  notAllowed: {
    cause: 'The policy no longer allows a disk of this size. Nothing was charged.',
    next: 'Request a smaller size with /ecs set; /ecs policy shows what is allowed.',
  },
  unknown: { next: `See the error details below, and check the disk in the ECS console. ${AGAIN}` },
};

/** Where its size could not be seen: nothing is said of it. */
const ofCause: Readonly<Partial<Record<FailureCause, Partial<FailureText>>>> = {
  unseen: {
    title: 'Couldn’t check the new size',
    cause: 'Alibaba Cloud accepted the resize, and so charged for it, but the bot couldn’t check the new size.',
    next: 'Check the disk and the orders in the console. Don’t resize it again before that is clear.',
  },
  unlooked: {
    title: 'Unconfirmed whether the disk has grown',
    cause:
      'The resize was sent, but no clear answer came, and the bot couldn’t check whether it took effect. The bot won’t send it again, so nothing is paid twice.',
    next: 'Check the size of the disk in the ECS console, and the account’s orders. Request again with /ecs set only if neither shows the resize.',
  },
};

const failureOf = (failure: Failure): Partial<FailureText> =>
  ownFailureWords({ kinds: ofFailure, causes: ofCause }, failure);

const BARRED: Readonly<Record<RenewalBlocker, string>> = {
  moved: 'Changed elsewhere: nothing was charged',
  notPrepaid: 'No longer prepaid: nothing was charged',
  gone: 'Gone: nothing was charged',
  locked: 'Locked by Alibaba Cloud: nothing was charged',
  elsewhere: 'In another account: nothing was charged',
};

function barredMeans(why: RenewalBlocker): string {
  switch (why) {
    case 'moved':
      return `The disk no longer has the size in this request, or the instance has another type: somebody changed that elsewhere. See /ecs show. ${AGAIN}`;
    case 'notPrepaid':
      return `The instance or the disk is pay-as-you-go now, so it needs no approval for the rest of a period. ${AGAIN}`;
    case 'gone':
      return 'Alibaba Cloud no longer lists the disk on this instance. Check in the ECS console and ActionTrail what happened to it.';
    case 'locked':
      return 'Alibaba Cloud has locked the instance, because its period is over or for security: see the messages in the console. Request again once it’s unlocked.';
    case 'elsewhere':
      return 'The instance is in an Alibaba Cloud account that the bot no longer works in. Resize the disk in that account’s console if you still need it.';
  }
}

/** To one person, why nothing was asked for. */
function refused(name: string, refusal: RenewalRefusal): string {
  switch (refusal.why) {
    case 'notPrepaid':
      return `${name} is no longer prepaid. Nothing was changed. Try again: its disks then grow by the hour.`;
    case 'notCreatedYet':
      return `${name} hasn’t been created yet. Nothing was changed. Follow it in its thread.`;
    case 'neverCreated':
      return `${name} was never created, so it has no disks. See its card for the reason.`;
    case 'gone':
      return `${name} is gone, so its disks can’t grow. Request a new one with /ecs create.`;
    case 'beingReleased':
      return `${name} is being released, so its disk wasn’t changed.`;
    case 'openAlready':
      return openPurchase(name, refusal.requestId);
  }
}

const word = (data: Data, key: string): string => {
  const value = data[key];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};

const growthIn = (data: Data): Growth | null => (data.disk as Growth | undefined) ?? null;

const titled = (kind: string): string =>
  kind in failures.kinds ? (ofFailure[kind as FailureKind]?.title ?? failures.kinds[kind as FailureKind].title) : kind;

/** Everything about a prepaid disk that gets larger, for the rest of its period. What is also said of renewals has the same keys here. */
export const prepaidDisk = {
  title: (name: string, growth: Growth): string => `Resize ${name}: ${step(growth)}`,
  /** Within a sentence. */
  what: (name: string, growth: Growth): string => `resizing ${name}, ${step(growth)}`,
  facts: { disk: 'Disk', from: 'Size now', to: 'New size' },
  /** Once it has grown. */
  was: 'Size before',
  diskIs: (disk: Growth['which'], id: string): string => `${which(disk)} (${id})`,
  payment: 'prepaid, charged for the rest of its period',

  whenApproved: (price: string | null): string =>
    `The disk grows as soon as it’s fully approved: ${price ?? 'its price'} is charged immediately for the rest of its prepaid period. The bot can’t refund it, and the disk can’t be made smaller again.`,
  nothingYet: 'Nothing has been charged yet.',
  confirmApprove: (what: string, price: string | null): string =>
    `You approve ${what}. Once it’s fully approved, ${price ?? 'its price'} is charged immediately, and the bot can’t refund it.`,
  confirmWithdraw:
    'Once withdrawn, it can’t be approved. Nothing has been charged. Only the requester and admins can withdraw it.',
  confirmWithdrawHeld:
    'Once withdrawn, the disk doesn’t grow. Nothing has been charged. Only the requester and admins can withdraw it.',
  approvedMeans: 'The disk is being resized.',
  /** To the approver. */
  approved: 'You’ve approved it: the disk is being resized. Follow it on its card.',
  whatToDo: {
    denied: 'Talk to the person who denied it, or request another size with /ecs set.',
    withdrawn: 'An admin withdrew it. Talk to them, or request it again with /ecs set.',
    expired: 'Request again with /ecs set and ask the approvers yourself; an admin can tell you who they are.',
  },

  stage: {
    waiting: 'About to be resized',
    trying: 'Resizing',
    accepted: 'Accepted by Alibaba Cloud; the new size doesn’t show yet',
    held: 'Waiting for a freeze to end',
    inDoubt: 'Sent, no clear answer: checking whether the disk has grown',
    failed: 'Not resized',
    unclear: 'Unconfirmed whether the disk has grown',
  },
  grown: (gib: number): string => `resized to ${gib} GiB`,
  /** In front of what has grown, which follows it. */
  grownNote: 'Resized',
  grownMeans: 'Partitions and file systems on it stay as they are: extend them on the instance.',
  barred: BARRED,
  barredMeans,
  failure: failureOf,
  /** Before the name. */
  acceptedNote: 'Resize accepted',
  acceptedMeans: 'It has been charged; the new size is posted here as soon as it shows.',
  troubledNote: 'Resize delayed',
  failedNote: 'Not resized',
  dm: {
    bought: 'Your disk was resized',
    not: 'Your disk was not resized',
    unclear: 'Unconfirmed whether your disk was resized',
  },

  refused,
  /** To who is shown the price before they ask. @param price, balance amounts; null where the balance is unknown */
  costs: (price: string): string =>
    `This costs ${price} for the rest of its prepaid period, charged immediately once it’s approved. The bot can’t refund it.`,
  balance: (amount: string | null): string =>
    amount === null ? 'Account balance now: unknown right now.' : `Account balance now: ${amount}.`,
  needs: (needed: number): string => (needed === 1 ? 'One person must approve.' : `${needed} people must approve.`),
  request: 'Request approval',
  unread: (title: string, next: string): string => `Couldn’t load the instance: ${title}. Nothing was changed. ${next}`,
  unlisted: (name: string): string =>
    `Alibaba Cloud doesn’t list ${name} right now, so its disk can’t grow. Nothing was changed. Try again in a minute.`,
  locked: (name: string): string =>
    `Alibaba Cloud has locked ${name}, because its prepaid period is over or for security. Nothing was changed. If its period is over, renew it first with /ecs renew; else see the messages in the console.`,
  noPrice:
    'Alibaba Cloud names no price for that right now, and nothing prepaid is approved without one. Nothing was changed. Try again in a minute, or resize the disk in the ECS console.',
  mayNot:
    'The policy doesn’t let you use prepaid here, or a disk of that size, so nothing was requested. /ecs policy shows what you can do.',
  submitted: (id: string, name: string, growth: Growth): string =>
    `Request ${id} to resize ${name} (${step(growth)}) is waiting for approval. Nothing has been charged yet.`,
  submittedBefore: (id: string): string => `This was already requested: ${id}. Nothing was requested twice.`,
  busy: 'The instance is changing too often right now, so nothing was requested. Try again.',
  again: 'Request again',

  history: {
    asked: (name: string, growth: Growth): string => `Requested a larger prepaid disk of ${name}: ${step(growth)}.`,
    askedOf: (data: Data): string => `Requested a larger prepaid disk: request ${word(data, 'by')}.`,
    grown: (data: Data): string => {
      const growth = growthIn(data);
      return growth === null ? 'A prepaid disk was resized.' : `A prepaid disk was resized: ${step(growth)}.`;
    },
    trying: 'ResizeDisk is about to be sent.',
    newToken: 'The disk still has the same size; the next ResizeDisk carries a new token.',
    accepted: 'Alibaba Cloud accepted the resize.',
    ended: (end: Data): string => {
      if (end.is === 'grown') return 'The request was closed: the disk was resized.';
      if (end.is === 'barred')
        return `The request was closed. ${BARRED[end.why as RenewalBlocker] ?? word(end, 'why')}.`;
      return `The request was closed: ${titled(word(end, 'kind'))}.`;
    },
  },
};
