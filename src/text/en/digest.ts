import { countedInstances } from './base/counted.ts';
/** A channel's weekly digest. */
export const digest = {
  title: 'The week’s instances',
  /** Before the beginning and the end of the week. */
  existing: (count: number): string => `${countedInstances(count)} now, from requests made in this channel`,
  empty: (count: number): string =>
    count === 0
      ? 'The week’s instances: requests made in this channel cost nothing last week, and none of their instances are left.'
      : `The week’s instances: requests made in this channel (${countedInstances(count)} now) had no counted cost last week, and nothing needs attention.`,
  plain: (amounts: readonly string[], attention: number): string =>
    `The week’s instances: ${amounts.length === 0 ? 'no counted cost' : amounts.join(', ')}; ${attention === 0 ? 'nothing needs attention' : `${attention} ${attention === 1 ? 'point needs' : 'points need'} attention`}.`,
  spent: 'Spent last week',
  nothing: 'no counted cost',
  prepaid: (amount: string, count: number): string => `${amount} charged for ${countedInstances(count)} bought`,
  renewals: (amount: string, count: number): string => `${amount} charged for ${countedInstances(count)} renewed`,
  disks: (amount: string, count: number): string =>
    `${amount} charged for ${count === 1 ? 'one prepaid disk' : `${count} prepaid disks`} resized`,
  hourly: (amount: string, count: number): string => `about ${amount} by the hour for ${countedInstances(count)}`,
  /** @param isMore whether others are counted before */
  unpriced: (count: number, isMore: boolean): string =>
    `${isMore ? `${count} more ${count === 1 ? 'instance' : 'instances'}` : countedInstances(count)} without a known price`,
  uncounted: (count: number): string =>
    `Only the latest requests are counted; ${count} older ${count === 1 ? 'one' : 'ones'} with instances ${count === 1 ? 'is' : 'are'} left out.`,
  counted:
    'By the hour: the price when requested, for as long as each instance existed, except stops in economical mode. Prepaid: the approved price. Not counted: automatic renewals, traffic by usage, snapshots, disks during economical mode, and instances not created by the bot.',
  parts: {
    ownerless: 'Owner has left',
    expiring: 'Prepaid period ends within 14 days',
    stopped: 'Stopped, still charged in full',
    leases: 'Auto-releases within 7 days',
  },
  means: {
    ownerless: 'Only admins can use commands on such instances. To release what’s no longer needed: /ecs release.',
    expiring: 'What isn’t renewed stops then and is released 15 days later. To renew: /ecs renew.',
    stopped: 'Release what’s no longer needed, or stop it in economical mode: /ecs start, then /ecs stop.',
    leases: 'To extend what’s still needed: /ecs extend.',
  },
  /** Before a moment. */
  ends: 'ends',
  more: (count: number): string => `and ${count} more, see /ecs list all`,
  unread: (regions: readonly string[]): string =>
    `Couldn’t load ${regions.join(', ')}, so prepaid and stopped instances there are missing here.`,
  peopleUnknown: (count: number): string =>
    `Couldn’t check whether ${count === 1 ? '1 person has' : `${count} people have`} left the workspace.`,
  pick: 'Show one of them…',
};
