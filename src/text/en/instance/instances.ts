import { diskWord } from '../../../core/disk/disk-wish.ts';
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
const LATE = 'Alibaba Cloud didn’t answer in time.';
const why = (reason: Failure | 'late'): string => (reason === 'late' ? LATE : unread(reason));

/** What each lock of the cloud means, by its LockReason. Source: the API's description of OperationLocks. */
const LOCKS: Readonly<Record<string, string>> = {
  financial:
    'Locked for payment: its prepaid period is over, or the account is overdue. Renew it or top up the account; otherwise Alibaba Cloud releases it.',
  security:
    'Locked for security: Alibaba Cloud detected an attack from it or illegal content on it. Nothing can be done with it until that is resolved in the console.',
  recycling: 'Being reclaimed: Alibaba Cloud releases this spot instance within minutes.',
  dedicatedhostfinancial: 'Locked for payment: its dedicated host isn’t paid.',
  refunded: 'Locked: it was refunded.',
};

/** `/ecs list` and `/ecs show`. The Slack side adds names, tags and ids. */
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
    id: (id: string): string => `with the ID ${quoted(id)}`,
  },
  columns: {
    name: 'Name',
    id: 'ID',
    state: 'State',
    addresses: 'IPs',
    owner: 'Owner',
    type: 'Type',
    zone: 'Zone',
    price: 'Price',
    ends: 'Ends',
  },
  range: (from: number, to: number, total: number, isExact: boolean): string => {
    if (isExact && from === 1 && to === total) return instances(total);
    const shown = `${counted(from)}–${counted(to)}`;
    return isExact ? `${shown} of ${instances(total)}` : `${shown} of more than ${counted(total)} instances`;
  },
  inRegions: (regions: number): string => `in ${regions} regions`,
  /** Followed by a moment. */
  readAt: 'as listed by Alibaba Cloud',
  cut: (regions: readonly string[], most: number): string =>
    `Only the first ${counted(most)} of ${regions.join(', ')} can be paged through. Narrow it down: /ecs list <region>, tag:key=value, or a part of the name.`,
  narrow: 'Narrow it down with a region, tag:key=value, or a part of the name, for example /ecs list cn-beijing web.',
  how: 'For details, pick one below, or use /ecs show with its ID or name.',
  none: {
    mine: 'You have no instances. /ecs list all shows everyone’s.',
    region: (region: string): string => `There are no instances in ${region}. /ecs list all looks in every region.`,
    all: 'There are no instances in any region.',
    tag: 'No matches. Look at another tag, or use /ecs list all for everything.',
    text: 'No matches. Try a shorter part of the name, or /ecs list all for everything.',
    state:
      'No matches: the list can be narrowed by name, tag, or region, but not by state. /ecs list mine shows the state of yours.',
    id: 'No matches: it was released, or is in another account. /ecs list all shows everything.',
    request: (id: string): string => `No matches. For the instances of a request, use /ecs show ${id}.`,
  },
  nothingRead: 'Couldn’t load instances:',
  regionUnread: (region: string, reason: Failure | 'late', remembered: boolean): string =>
    `Couldn’t ${remembered ? 'refresh' : 'load'} ${region}, so it’s ${remembered ? 'shown as it was' : 'missing here'}. ${why(reason)}`,
  manyUnread: (regions: readonly string[], reason: Failure | 'late', remembered: boolean): string =>
    `Couldn’t ${remembered ? 'refresh' : 'load'} ${regions.length} regions (${regions.join(', ')}), so they’re ${remembered ? 'shown as they were' : 'missing here'}. ${why(reason)}`,
  othersUnread: (regions: readonly string[]): string =>
    `These regions couldn’t be loaded either: ${regions.join(', ')}.`,
  regionsUnknown: (region: string, reason: Failure | 'late'): string =>
    `Couldn’t load the list of regions, so only ${region} was checked. ${why(reason)}`,
  previous: 'Previous page',
  next: 'Next page',
  refresh: 'Refresh',
  pick: 'Show one of them…',

  problem: (problem: ListProblem): string => {
    switch (problem.problem) {
      case 'badTag':
        return `${quoted(problem.given)} isn’t a tag. Write tag:key=value, or tag:key for any value, e.g. /ecs list tag:team=web.`;
      case 'badPage':
        return `${quoted(problem.given)} isn’t a page. Pages start at page=1.`;
      case 'tooLong':
        return `${quoted(problem.given)} is longer than any name or tag can be.`;
      case 'unknownKey':
        return `${quoted(problem.given)} can’t be listed by. Use mine, all, a region, tag:key=value, or a part of the name.`;
      case 'twoScopes':
        return `${quoted(problem.given)}: give only one of mine, all, or a region, e.g. /ecs list cn-beijing.`;
      case 'twoTags':
        return 'Give only one tag, e.g. /ecs list tag:team=web; a part of the name can narrow it further.';
      case 'noSuchRegion':
        return `There is no region ${quoted(problem.given)}. Did you mean /ecs list ${problem.meant}? To search names for it, add asterisks: *${problem.given}*`;
    }
  },

  state: {
    Pending: 'Pending',
    Starting: 'Starting',
    Running: 'Running',
    Stopping: 'Stopping',
    Stopped: 'Stopped',
    Unknown: 'Unknown',
    creating: 'Being created',
    gone: 'Gone',
  },
  locked: 'locked',
  /** After a state that the cloud does not confirm now. */
  lastSeen: (state: string): string => `${state} when last seen`,
  nobody: 'unknown',
  free: 'no charge for vCPUs and memory',
  perHour: (amount: string): string => `${amount}/h`,
  forTerm: (amount: string): string => `${amount} prepaid`,
  /** Followed by a moment. */
  expires: 'paid until',
  released: 'auto-releases',
  /** Beside the end of the prepaid period. */
  renews: 'auto-renews',

  charge: {
    payAsYouGo: 'Pay-as-you-go',
    spot: 'Spot: hourly market price, can be reclaimed',
    prepaid: 'Prepaid',
  } satisfies Record<ChargeKind, string>,
  facts: {
    publicAddress: 'Public IP',
    privateAddress: 'Private IP',
    ipv6: 'IPv6',
    type: 'Type',
    zone: 'Zone',
    system: 'System',
    network: 'Network',
    groups: 'Security groups',
    disks: 'Disks',
    payment: 'Billing method',
    price: 'Price when requested',
    grown: 'Larger disks since, on top',
    expires: 'Paid until',
    autoRelease: 'Auto-release',
    owner: 'Owner',
    request: 'Request',
    created: 'Created',
    protection: 'Release protection',
    tags: 'Tags',
  },
  size: (type: string, vCpu: number, memoryGiB: number): string =>
    `${type}, ${vCpu} ${vCpu === 1 ? 'vCPU' : 'vCPUs'}, ${memoryGiB} GiB`,
  bandwidth: (mbits: number): string => `up to ${mbits} Mbit/s`,
  classic: 'classic network',
  on: 'on: turn it off before releasing the instance',
  notByBot: 'not created by this bot',
  /** @param n the number of a data disk, from 1 */
  disk: (
    { kind, category, performanceLevel, sizeGiB }: Pick<Disk, 'kind' | 'category' | 'performanceLevel' | 'sizeGiB'>,
    n: number,
  ): string => `${sizeGiB} GiB ${diskName(category, performanceLevel)} (${kind === 'system' ? 'system' : diskWord(n)})`,
  disksUnread: (reason: Failure | 'late'): string => `couldn’t be loaded. ${why(reason)}`,
  lock: (reason: string): string =>
    LOCKS[reason.toLowerCase()] ?? `Locked (${reason}). See the ECS console for the reason and what to do.`,
  moreTags: (count: number): string => `and ${count} more`,
  stoppedModes: {
    KeepCharging: 'Stopped in standard mode, still charged in full.',
    StopCharging:
      'Stopped in economical mode: no charge for vCPUs and memory. At the next start its public IP may change, and its type may be sold out.',
  },
  unseen: {
    notYet: 'It’s being created. Follow it on its request’s card.',
    gone: 'Alibaba Cloud doesn’t list it: it was released, or never created. Here is what the bot knows.',
    late: `${LATE} Here is what the bot knows.`,
    failed: (failure: Failure): string => `Couldn’t load it. ${unread(failure)} Here is what the bot knows.`,
  },
  showReadAt: 'As listed by Alibaba Cloud',
  openCard: 'Open its card',
  takenOver: 'adopted, not created by this bot',
  history: 'History',

  otherAccount,
  /** @param meant the command with the region that was most likely meant; `everywhere`: without a region */
  noRegion: (region: string, meant: string | null, everywhere: string): string =>
    meant === null
      ? `There is no region ${quoted(region)}. Leave it out to look in all regions: ${everywhere}`
      : `There is no region ${quoted(region)}. Did you mean ${meant}?`,
  /** @param where the region, or how many */
  unknown: (given: string, where: string | number): string =>
    `No instance ${quoted(given)} was found in ${typeof where === 'string' ? where : `${where} regions`}. Copy the ID (i-…) from the card or the console, or search with /ecs list and a part of the name.`,
  /** For `all` as a name. @param line the command that was meant, which a button below runs */
  allMeant: (given: string, line: string): string =>
    `Nothing was done: no instance ${quoted(given)} was found. For all of yours, use: ${line}`,
  /** Follows `unknown`. */
  seenEmpty: (regions: number, ask: string): string =>
    `${regions === 1 ? 'One of them was' : `${regions} of them were`} empty a few minutes ago and ${regions === 1 ? 'wasn’t' : 'weren’t'} checked again: ${ask} checks one.`,
  similar: (given: string): string => `No instance is called ${quoted(given)}. Did you mean one of these?`,
  several: (given: string): string => `More than one instance is called ${quoted(given)}. Which one?`,
  unsure: (given: string): string =>
    `Not every region could be loaded, so there may be other instances called ${quoted(given)}. Is it this one?`,
  moreCandidates: 'There are more. /ecs list and a part of the name shows them all; an ID (i-…) is always unique.',
  someUnread: (regions: readonly string[], reason: Failure | 'late'): string =>
    `${regions.length === 1 ? regions.join() : `${regions.length} regions (${regions.join(', ')})`} couldn’t be loaded. ${why(reason)}`,
  again: 'Check again',
  thisOne: 'This one',
};
