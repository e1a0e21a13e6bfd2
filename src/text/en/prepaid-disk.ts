import { type DiskGrowth, diskWord } from '../../core/disk/disk-wish.ts';
import type { RenewalBlocker } from '../../core/renewal/renewal.ts';
import type { RenewalRefusal } from '../../core/renewal/renewal-new.ts';
import type { AuditEvent } from '../../core/request/event.ts';
import { eventWord } from '../event-data.ts';
import { openPurchase, purchaseText } from './purchase.ts';

type Data = AuditEvent['data'];
type Growth = Pick<DiskGrowth, 'which' | 'from' | 'to'>;

const which = (disk: DiskGrowth['which']): string => (disk === 'system' ? 'system disk' : diskWord(disk));
const step = (growth: Growth): string => `${which(growth.which)} ${growth.from} → ${growth.to} GiB`;

const shared = purchaseText({
  command: '/ecs set',
  api: 'ResizeDisk',
  ...{ does: 'resize', done: 'resized', doing: 'resizing', act: 'resize' },
  ...{ to: 'disk', shows: 'size', it: 'the disk', itIs: 'the disk is' },
  whether: 'the disk has grown',
  perhaps: 'charged',
  instead: 'size',
  asBefore: 'the disk is as large as before',
  withdrawn: 'the disk doesn’t grow',
  unchanged: 'The disk still has the same size',
  check: 'the size of the disk in the ECS console',
  moved: 'Changed elsewhere',
  own: {
    ambiguous: { next: 'Check the size of the disk with /ecs show before you request again.' },
    inFlight: { next: 'Check /ecs show in a few minutes: the new size may show there.' },
    wrongState: {
      cause: 'A disk can grow only while its instance is running or stopped.',
      next: 'Nothing was charged. Wait until the instance is running or stopped. Request again with /ecs set.',
    },
    gone: { next: 'Nothing was charged. Check with /ecs show whether the disk is still there.' },
    noStock: {
      title: 'No larger disk here',
      cause:
        'Alibaba Cloud has no room for a larger disk of this category in this zone right now. Nothing was charged.',
      next: 'Request again later with /ecs set, or a smaller size.',
    },
    badInput: {
      title: 'Size refused',
      cause: 'Alibaba Cloud doesn’t resize this disk to this size. Nothing was charged.',
      next: 'Request again with /ecs set and another size.',
    },
    notAllowed: {
      cause: 'The policy no longer allows a disk of this size. Nothing was charged.',
      next: 'Request a smaller size with /ecs set; /ecs policy shows what is allowed.',
    },
  },
});

function barredMeans(why: RenewalBlocker): string {
  switch (why) {
    case 'moved':
      return 'The disk no longer has the size in this request, or the instance has another type: somebody changed that elsewhere. See /ecs show. Request again with /ecs set.';
    case 'notPrepaid':
      return 'The instance or the disk is pay-as-you-go now, so it needs no approval for the rest of a period. Request again with /ecs set.';
    case 'gone':
      return 'Alibaba Cloud no longer lists the disk on this instance. Check in the ECS console and ActionTrail what happened to it.';
    case 'locked':
      return 'Alibaba Cloud has locked the instance, because its period is over or for security: see the messages in the console. Request again once it’s unlocked.';
    case 'elsewhere':
      return 'The instance is in an Alibaba Cloud account that the bot no longer works in. Resize the disk in that account’s console if you still need it.';
  }
}

/** To one person: why nothing was requested. */
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

const growthIn = (data: Data): Growth | null => (data.disk as Growth | undefined) ?? null;

/** Texts about a larger prepaid disk, for the rest of its period. */
export const prepaidDisk = {
  ...shared,
  title: (name: string, growth: Growth): string => `Resize ${name}: ${step(growth)}`,
  /** Inside a sentence. */
  what: (name: string, growth: Growth): string => `resizing ${name}, ${step(growth)}`,
  facts: { disk: 'Disk', from: 'Size now', to: 'New size' },
  /** After the growth. */
  was: 'Size before',
  diskIs: (disk: Growth['which'], id: string): string => `${which(disk)} (${id})`,
  payment: 'prepaid, charged for the rest of its period',

  whenApproved: (price: string | null): string =>
    `The disk grows as soon as it’s fully approved: ${price ?? 'its price'} is charged immediately for the rest of its prepaid period. The bot can’t refund it, and the disk can’t be made smaller again.`,

  grown: (gib: number): string => `resized to ${gib} GiB`,
  /** Before the growth. */
  grownNote: 'Resized',
  grownMeans: 'Partitions and file systems on it stay as they are: extend them on the instance.',
  barredMeans,

  refused,
  /** To a person who sees the price before asking. @param price, balance amounts; null if the balance is unknown */
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
  submitted: (id: string, name: string, growth: Growth): string =>
    `Request ${id} to resize ${name} (${step(growth)}) was sent for approval. Nothing is charged before it’s approved.`,
  submittedBefore: (id: string): string => `This was already requested: ${id}. Nothing was requested twice.`,
  again: 'Request again',

  history: {
    ...shared.history,
    asked: (name: string, growth: Growth): string => `Requested a larger prepaid disk of ${name}: ${step(growth)}.`,
    askedOf: (data: Data): string => `Requested a larger prepaid disk: request ${eventWord(data, 'by')}.`,
    grown: (data: Data): string => {
      const growth = growthIn(data);
      return growth === null ? 'A prepaid disk was resized.' : `A prepaid disk was resized: ${step(growth)}.`;
    },
    ended: (end: Data): string =>
      end.is === 'grown' ? 'The request was closed: the disk was resized.' : shared.history.ended(end),
  },
};
