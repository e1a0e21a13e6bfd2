import { type DiskChange, isGrowth, type WhichDisk } from '../../core/disk/disk-wish.ts';
import type { DiskRefusal } from '../../core/disk/judge-disks.ts';
import type { GrowthRefusal } from '../../core/disk/judge-growth.ts';

import { policyAsking } from './approval/asking.ts';
import { freeze } from './freeze.ts';
import { policy } from './policy/policy.ts';
import { unread } from './spec/modal.ts';
import { options } from './spec/options.ts';
import { DISK, diskName, diskText } from './spec/spec.ts';

const NOTHING = 'Nothing was changed.';

const which = (disk: WhichDisk): string => (disk === 'system' ? 'system disk' : `data disk ${disk}`);

function refused(name: string, refusal: DiskRefusal | GrowthRefusal): string {
  switch (refusal.why) {
    case 'noSuchDisk':
      return `${name} has ${refusal.dataDisks === 0 ? 'no data disk' : refusal.dataDisks === 1 ? 'one data disk, disk1' : `${refusal.dataDisks} data disks, disk1 to disk${refusal.dataDisks}`}, so there is no ${refusal.key}. ${NOTHING} /ecs show lists them; the next new one is disk${refusal.dataDisks + 1}.`;
    case 'diskSame':
      return `${refusal.key} of ${name} has ${refusal.is} GiB already. ${NOTHING}`;
    case 'diskSmaller':
      return `${refusal.key} of ${name} has ${refusal.is} GiB, and a disk only grows. ${NOTHING} Give more than ${refusal.is}.`;
    case 'diskTooLarge':
      return `${refusal.key} of ${name} can have ${refusal.max.toLocaleString('en')} GiB at most. ${NOTHING}`;
    case 'diskIsThere':
      return `${name} has ${refusal.key} already, with ${refusal.is} GiB, and of a disk that is there only the size can be changed: ${refusal.key}=${refusal.is + 1} or more. ${NOTHING}`;
    case 'diskFault':
      return `${refusal.key}: ${options.fault(refusal.fault, refusal.given)} ${NOTHING}`;
    case 'diskOfSnapshot':
      return `${refusal.key} is to be made of a snapshot, which the bot does for new instances only. ${NOTHING} Create and attach it in the ECS console.`;
    case 'diskNotForType':
      return `The type of ${name} takes no ${DISK[refusal.category]} here${refusal.fits.length === 0 ? '' : `, but ${refusal.fits.map((one) => DISK[one]).join(', ')}`}: ${refusal.key} could be bought and not attached. ${NOTHING}`;
    case 'dataDisksTooMany':
      return `An instance has room for ${refusal.max} data disks. ${NOTHING}`;
    case 'diskPrepaid':
      return `${refusal.key} of ${name} is prepaid: Alibaba Cloud debits the rest of its period at once when it grows, and does not name the price before, so nobody could approve it here. ${NOTHING} Resize it in the ECS console.`;
    case 'diskNotInUse':
      return `${refusal.key} of ${name} is ${refusal.status || 'in an unknown state'} just now, and only one that is in use grows. ${NOTHING} Try again in a moment.`;
    case 'diskKind':
      return `${refusal.key} of ${name} is of a kind that the bot does not know (${diskName(refusal.category, '')}). ${NOTHING} Resize it in the ECS console.`;
    case 'diskWhileStopped':
      return `${refusal.key} of ${name} is a basic disk, which grows only while the instance is stopped. ${NOTHING} Stop it first with /ecs stop, then try again.`;
    case 'frozen':
      return `Creating and starting is frozen (${refusal.freeze.cause === undefined ? refusal.freeze.reason : freeze.causes[refusal.freeze.cause]}), and a larger disk costs money too. ${NOTHING} Try again when the freeze is lifted.`;
    case 'disksUnread':
      return refusal.failure === null || refusal.failure === 'late'
        ? `Alibaba Cloud did not say in time how the disks of ${name} are. ${NOTHING} Try again in a minute.`
        : `How the disks of ${name} are could not be read. ${unread(refusal.failure)} ${NOTHING}`;
    case 'notByPolicy':
      return `The policy does not allow this: ${refusal.breaches.map(({ rule, line }) => policy.ruleAt(rule, line)).join('; ')}. ${NOTHING}`;
    case 'notJudged':
      return `Whether the policy allows this cannot be found out at this moment, so it is not done. ${NOTHING} Try again in a minute.`;
    case 'needsApproval':
      return `${name} with disks of that size costs so much that the policy wants an approval ${refusal.lines.map(policyAsking.byRule).join(' ')}, and the bot asks for approvals of new instances and renewals only. ${NOTHING} Have whoever may approve it resize the disk in the ECS console.`;
    case 'overBudget':
      return `${refusal.overdrafts.map(policy.overBudget).join(' ')} ${NOTHING}`;
  }
}

/** Everything about disks of an instance that get larger, or are attached. */
export const disk = {
  refused,
  step: (change: DiskChange): string =>
    isGrowth(change)
      ? `${which(change.which)} ${change.from} → ${change.to} GiB`
      : `new data disk ${change.which}, ${diskText(change.disk)}${change.disk.keep ? ' (stays when the instance is released)' : ''}`,
  /** Before what is to be changed, which follows it. */
  confirm: (name: string): string => `Disks of ${name}`,
  /** @param perHour, perMonth amounts */
  costs: (perHour: string, perMonth: string): string =>
    `That costs ${perHour} more per hour, about ${perMonth} more per month (730 hours), also while the instance is stopped.`,
  noPrice: 'Alibaba Cloud names no price for it just now: what it costs more is not known.',
  priceMoved: 'The price is another one than you agreed to.',
  onlyGrows:
    'A disk cannot be made smaller again. Partitions and file systems on it stay as they are: extend them on the instance afterwards.',
  billed:
    'A new disk is billed by the hour, whatever is paid for the instance. Format and mount it on the instance afterwards.',
  grow: 'Make larger',
  add: 'Buy and attach',
  /** Follows what was not changed. */
  frozen: (reason: string): string => `Creating and starting was frozen before it was done: ${reason}`,
  frozenNext: 'Say it again with /ecs set when the freeze is lifted.',
  doubtful:
    'It may have happened all the same, as an answer was lost. /ecs show tells how large the disks are; a new one that is not attached is in the ECS console.',
  notAttached: (diskId: string): string =>
    `The disk ${diskId} was created and costs money, but is not attached. Attach it in the ECS console, or release it there.`,
  afterwards:
    'On the instance, extend the partition and file system of what has grown, and format and mount what is new.',
};
