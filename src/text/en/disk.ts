import { type DiskChange, diskWord, isGrowth, type WhichDisk } from '../../core/disk/disk-wish.ts';
import type { DiskRefusal } from '../../core/disk/judge-disks.ts';
import type { GrowthRefusal } from '../../core/disk/judge-growth.ts';
import { freeze } from './freeze.ts';
import { policyApprovals } from './policy/approvals.ts';
import { policy } from './policy/policy.ts';
import { unread } from './spec/modal.ts';
import { options } from './spec/options.ts';
import { DISK, diskName, diskText } from './spec/spec.ts';

const NOTHING = 'Nothing was changed.';

const which = (disk: WhichDisk): string => (disk === 'system' ? 'system disk' : diskWord(disk));

function refused(name: string, refusal: DiskRefusal | GrowthRefusal): string {
  switch (refusal.why) {
    case 'noSuchDisk':
      return `${name} has ${refusal.dataDisks === 0 ? 'no data disk' : refusal.dataDisks === 1 ? `one data disk, ${diskWord(1)}` : `${refusal.dataDisks} data disks, ${diskWord(1)} to ${diskWord(refusal.dataDisks)}`}, so there is no ${refusal.key}. ${NOTHING} /ecs show lists them; the next new one is ${diskWord(refusal.dataDisks + 1)}.`;
    case 'diskOther':
      return `${refusal.key} of ${name} is no longer what was shown: a disk was attached or detached since. ${NOTHING} See /ecs show, then try again.`;
    case 'diskSame':
      return `${refusal.key} of ${name} already has ${refusal.is} GiB. ${NOTHING}`;
    case 'diskSmaller':
      return `${refusal.key} of ${name} has ${refusal.is} GiB, and disks can only grow. ${NOTHING} Give more than ${refusal.is}.`;
    case 'diskTooLarge':
      return `${refusal.key} of ${name} can have ${refusal.max.toLocaleString('en')} GiB at most. ${NOTHING}`;
    case 'diskIsThere':
      return `${name} already has ${refusal.key} with ${refusal.is} GiB, and only its size can be changed: ${refusal.key}=${refusal.is + 1} or more. ${NOTHING}`;
    case 'diskFault':
      return `${refusal.key}: ${options.fault(refusal.fault, refusal.given)} ${NOTHING}`;
    case 'diskOfSnapshot':
      return `${refusal.key} can’t be created from a snapshot: the bot does that for new instances only. ${NOTHING} Create and attach it in the ECS console.`;
    case 'diskNotForType':
      return `The type of ${name} doesn’t support ${DISK[refusal.category]} here${refusal.fits.length === 0 ? '' : `, only ${refusal.fits.map((one) => DISK[one]).join(', ')}`}, so ${refusal.key} could be bought but not attached. ${NOTHING}`;
    case 'dataDisksTooMany':
      return `An instance can have ${refusal.max} data disks. ${NOTHING}`;
    case 'diskPrepaidAlone':
      return `${refusal.key} of ${name} is prepaid: resizing it is charged upfront and needs an approval of its own. ${NOTHING} Change ${refusal.key} alone, then the other disks.`;
    case 'diskPrepaidNotOurs':
      return `${refusal.key} of ${name} is prepaid, and ${name} wasn’t created by this bot. ${NOTHING} Adopt it first with /ecs adopt, then try again.`;
    case 'diskNotInUse':
      return `${refusal.key} of ${name} is ${refusal.status || 'in an unknown state'} right now, and only a disk in use can grow. ${NOTHING} Try again in a moment.`;
    case 'diskKind':
      return `${refusal.key} of ${name} has a category the bot doesn’t know (${diskName(refusal.category, '')}). ${NOTHING} Resize it in the ECS console.`;
    case 'diskWhileStopped':
      return `${refusal.key} of ${name} is a basic disk, which can grow only while the instance is stopped. ${NOTHING} Stop it first with /ecs stop, then try again.`;
    case 'frozen':
      return `Creating and starting are frozen (${refusal.freeze.cause === undefined ? refusal.freeze.reason : freeze.causes[refusal.freeze.cause]}), and a larger disk costs money too. ${NOTHING} Try again when the freeze has ended.`;
    case 'disksChanged':
      return `Another change of the disks of ${name} finished while this was being checked. ${NOTHING} See /ecs show, then try again.`;
    case 'disksUnread':
      return refusal.failure === 'late'
        ? `Alibaba Cloud didn’t list the disks of ${name} in time. ${NOTHING} Try again in a minute.`
        : `Couldn’t load the disks of ${name}. ${unread(refusal.failure)} ${NOTHING}`;
    case 'notByPolicy':
      return `The policy doesn’t allow this: ${refusal.breaches.map(({ rule, line }) => policy.ruleAt(rule, line)).join('; ')}. ${NOTHING}`;
    case 'diskTagsTooMany':
      return `A new disk gets the tags of ${name} and those the policy sets: at most ${refusal.max} fit beside the bot’s own. ${NOTHING} Remove some tags of the instance with /ecs set and tag:key=, then try again.`;
    case 'notJudged':
      return `Couldn’t check right now whether the policy allows this. ${NOTHING} Try again in a minute.`;
    case 'needsApproval':
      return `${name} with disks of that size costs so much that the policy requires approval ${refusal.lines.map(policyApprovals.byRule).join(' ')}, which the bot offers only for new instances, renewals, and prepaid disks. ${NOTHING} Have an approver resize the disk in the ECS console.`;
    case 'overBudget':
      return `${refusal.overdrafts.map(policy.overBudget).join(' ')} ${NOTHING}`;
  }
}

/** Texts about disks that get larger or are attached to an instance. */
export const disk = {
  refused,
  step: (change: DiskChange): string =>
    isGrowth(change)
      ? `${which(change.which)} ${change.from} → ${change.to} GiB`
      : `new ${diskWord(change.which)}, ${diskText(change.disk)}${change.disk.keep ? ' (stays when the instance is released)' : ''}`,
  /** Followed by the changes. */
  confirm: (name: string): string => `Disks of ${name}`,
  /** @param perHour, perMonth amounts */
  costs: (perHour: string, perMonth: string): string =>
    `This costs ${perHour} more per hour, about ${perMonth} more per month (730 hours), also while the instance is stopped.`,
  noPrice: 'Alibaba Cloud names no price for it right now, so the extra cost is unknown.',
  priceMoved: 'The price has changed since you saw it.',
  onlyGrows:
    'A disk can’t be made smaller again. Partitions and file systems on it stay as they are: extend them on the instance afterwards.',
  billed:
    'A new disk is billed by the hour, also on a prepaid instance. Format and mount it on the instance afterwards.',
  grow: 'Make larger',
  add: 'Buy and attach',
  /** Follows the change that was not made. */
  frozen: (reason: string): string => `Creating and starting were frozen before it was done: ${reason}`,
  frozenNext: 'Try again with /ecs set when the freeze has ended.',
  doubtful:
    'It may or may not have taken effect: no clear answer came. /ecs show shows the size of the disks; a new disk that isn’t attached is listed in the ECS console.',
  notAttached: (diskId: string): string =>
    `The disk ${diskId} was created and costs money, but isn’t attached. Attach it in the ECS console, or release it there.`,
  afterwards:
    'On the instance, extend the partition and file system of disks that have grown, and format and mount new ones.',
};
