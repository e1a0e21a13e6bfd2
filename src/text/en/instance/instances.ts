import type { Failure } from '../../../core/failure/failure.ts';
import type { Disk } from '../../../core/instance/cloud-instance.ts';
import type { ChargeKind } from '../../../core/spec/charge.ts';
import type { ListProblem } from '../../../core/spec/list-query.ts';
import { quoted } from '../../quoted.ts';
import { marks } from '../base/marks.ts';
import { unread } from '../spec/modal.ts';
import { diskName } from '../spec/spec.ts';
import { otherAccount } from './other-account.ts';

const counted = (count: number): string => count.toLocaleString('en-US');
const instances = (count: number): string => (count === 1 ? '1 instance' : `${counted(count)} instances`);
const LATE = 'Alibaba Cloud has not answered in time.';
const why = (reason: Failure | 'late'): string => (reason === 'late' ? LATE : unread(reason));

/** What a lock of the cloud means, by its LockReason. Source: the API's description of OperationLocks. */
const LOCKS: Readonly<Record<string, string>> = {
  financial:
    'Locked for payment: its time is over or the account owes money. Renew it or top up the account; else Alibaba Cloud releases it.',
  security:
    'Locked for security: Alibaba Cloud has seen an attack from it or illegal content on it. Nothing can be done with it until that is settled in the console.',
  recycling: 'Being reclaimed: Alibaba Cloud releases this spot instance within minutes.',
  dedicatedhostfinancial: 'Locked for payment: the dedicated host it runs on is not paid for.',
  refunded: 'Locked: it was given back for a refund.',
};

/** `/ecs list` and `/ecs show`. Names, tags and ids are put beside these words by the Slack side. */
export const instancesText = {
  marks,
  title: {
    mine: 'Your instances',
    all: 'Instances in all regions',
    region: (region: string): string => `Instances in ${region}`,
  },
  narrowed: {
    tag: (tag: string): string => `with the tag ${quoted(tag)}`,
    text: (text: string): string => `named like ${quoted(text)}`,
    id: (id: string): string => `with the id ${quoted(id)}`,
  },
  columns: {
    name: 'Name',
    id: 'Id',
    state: 'State',
    addresses: 'Addresses',
    owner: 'Owner',
    type: 'Type',
    zone: 'Zone',
    price: 'Price',
    ends: 'Ends',
  },
  range: (from: number, to: number, total: number, isExact: boolean): string =>
    isExact
      ? `${counted(from)}–${counted(to)} of ${instances(total)}`
      : `${counted(from)}–${counted(to)} of more than ${counted(total)} instances`,
  inRegions: (regions: number): string => `in ${regions} regions`,
  /** Followed by a moment. */
  readAt: 'as Alibaba Cloud listed them',
  cut: (regions: readonly string[], most: number): string =>
    `Only the first ${counted(most)} of ${regions.join(', ')} can be paged through. Narrow it down: /ecs list <region>, tag:key=value, or a part of the name.`,
  narrow: 'Narrow it down with a region, tag:key=value or a part of the name, for example /ecs list cn-beijing web.',
  how: 'Everything about one of them: pick it below, or /ecs show and its id or name.',
  none: {
    mine: 'You have no instances now. /ecs list all shows those of everybody.',
    region: (region: string): string => `There are no instances in ${region}. /ecs list all looks in every region.`,
    all: 'There are no instances in any region.',
    narrowed: 'Nothing fits. Try a shorter part of the name, or /ecs list all for everything.',
  },
  nothingRead: 'What there is could not be read:',
  regionUnread: (region: string, reason: Failure | 'late', remembered: boolean): string =>
    `${region} could not be read${remembered ? ' again, and is shown as it was' : ', and is missing here'}. ${why(reason)}`,
  manyUnread: (regions: readonly string[], reason: Failure | 'late', remembered: boolean): string =>
    `${regions.length} regions (${regions.join(', ')}) could not be read${remembered ? ' again, and are shown as they were' : ', and are missing here'}. ${why(reason)}`,
  othersUnread: (regions: readonly string[]): string => `Nor could these regions be read: ${regions.join(', ')}.`,
  regionsUnknown: (region: string, reason: Failure | 'late'): string =>
    `Which regions there are could not be read, so only ${region} was asked. ${why(reason)}`,
  previous: 'Previous page',
  next: 'Next page',
  refresh: 'Read again',
  pick: 'Show one of them…',

  problem: (problem: ListProblem): string => {
    switch (problem.problem) {
      case 'badTag':
        return `${quoted(problem.given)} is no tag. Write tag:key=value, or tag:key for any value, e.g. /ecs list tag:team=web.`;
      case 'badPage':
        return `${quoted(problem.given)} is no page. Pages are counted from page=1.`;
      case 'tooLong':
        return `${quoted(problem.given)} is longer than any name or tag can be.`;
      case 'twoScopes':
        return `${quoted(problem.given)}: say one of mine, all and a region, e.g. /ecs list cn-beijing.`;
      case 'twoTags':
        return 'Say one tag only, e.g. /ecs list tag:team=web; a part of the name can narrow it further.';
      case 'noSuchRegion':
        return `There is no region ${quoted(problem.given)}. Did you mean /ecs list ${problem.nearest}? For names with that in them, write it with an asterisk: *${problem.given}*`;
    }
  },

  state: {
    Pending: 'Pending',
    Starting: 'Starting',
    Running: 'Running',
    Stopping: 'Stopping',
    Stopped: 'Stopped',
    Unknown: 'unknown',
    creating: 'being created',
    gone: 'gone',
  },
  locked: 'locked',
  /** After a state that only the bot saw. */
  lastSeen: (state: string): string => `${state} when last seen`,
  nobody: 'unknown',
  free: 'no charge for vCPU and memory',
  perHour: (amount: string): string => `${amount}/h`,
  forTerm: (amount: string): string => `${amount} prepaid`,
  /** Followed by a moment. */
  expires: 'expires',
  released: 'is released',
  /** Beside when it expires. */
  renews: 'renews itself',

  charge: {
    payAsYouGo: 'Pay-as-you-go',
    spot: 'Spot: pay-as-you-go that Alibaba Cloud may take back',
    prepaid: 'Prepaid',
  } satisfies Record<ChargeKind, string>,
  facts: {
    publicAddress: 'Public address',
    privateAddress: 'Private address',
    type: 'Type',
    zone: 'Zone',
    system: 'System',
    network: 'Network',
    groups: 'Security groups',
    disks: 'Disks',
    payment: 'Payment',
    price: 'Price when requested',
    grown: 'Larger disks since, on top',
    expires: 'Expires',
    autoRelease: 'Released by itself',
    owner: 'Owner',
    request: 'Request',
    created: 'Created',
    protection: 'Release protection',
    tags: 'Tags',
  },
  size: (type: string, vCpu: number, memoryGiB: number): string => `${type}, ${vCpu} vCPU, ${memoryGiB} GiB`,
  bandwidth: (mbits: number): string => `up to ${mbits} Mbit/s`,
  classic: 'classic network',
  on: 'on: it can be released only after it was switched off',
  notByBot: 'not created by this bot',
  /** @param n of a data disk, as commands call it */
  disk: (
    { kind, category, performanceLevel, sizeGiB }: Pick<Disk, 'kind' | 'category' | 'performanceLevel' | 'sizeGiB'>,
    n: number,
  ): string => `${sizeGiB} GiB ${diskName(category, performanceLevel)} (${kind === 'system' ? 'system' : `disk${n}`})`,
  disksUnread: (reason: Failure | 'late'): string => `could not be read. ${why(reason)}`,
  lock: (reason: string): string =>
    LOCKS[reason.toLowerCase()] ?? `Locked (${reason}). The ECS console says why and what to do.`,
  moreTags: (count: number): string => `and ${count} more`,
  stoppedModes: {
    KeepCharging: 'It is stopped and still charged for in full.',
    StopCharging:
      'It is stopped and not charged for vCPU and memory. Its public address may be another one after the next start, and its type may be sold out then.',
  },
  unseen: {
    notYet: 'It is being created; the card of its request tells how far it is.',
    gone: 'Alibaba Cloud does not list it: it was released, or never came to be. This is what the bot knows of it.',
    late: `${LATE} This is what the bot knows of it.`,
    failed: (failure: Failure): string =>
      `It could not be looked up. ${unread(failure)} This is what the bot knows of it.`,
  },
  showReadAt: 'As Alibaba Cloud described it',
  openCard: 'Open its card',
  takenOver: 'taken over, not created by this bot',
  history: 'History',

  otherAccount,
  unknown: (given: string, regions: number): string =>
    `No instance ${quoted(given)} was found ${regions === 1 ? 'there' : `in ${regions} regions`}. Copy the id (i-…) from the card or the console; /ecs list and a part of the name looks for it.`,
  /** Follows `unknown`. */
  seenEmpty: (regions: number, ask: string): string =>
    `${regions === 1 ? 'One of them was' : `${regions} of them were`} empty a few minutes ago and ${regions === 1 ? 'was' : 'were'} not asked again: ${ask} asks one.`,
  similar: (given: string): string => `No instance is called ${quoted(given)}. Did you mean one of these?`,
  several: (given: string): string => `More than one instance is called ${quoted(given)}. Which one?`,
  unsure: (given: string): string =>
    `Not every region could be read, so there may be other instances called ${quoted(given)}. Is it this one?`,
  moreCandidates: 'There are more. /ecs list and a part of the name shows them all; an id (i-…) names one for certain.',
  someUnread: (regions: readonly string[], reason: Failure | 'late'): string =>
    `${regions.length === 1 ? regions.join() : `${regions.length} regions (${regions.join(', ')})`} could not be read. ${why(reason)}`,
  again: 'Look again',
  thisOne: 'This one',
};
