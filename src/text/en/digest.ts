const instances = (count: number): string => (count === 1 ? '1 instance' : `${count} instances`);

/** What a channel reads once a week. */
export const digest = {
  title: 'The week’s instances',
  /** Before the beginning and the end of the week. */
  existing: (count: number): string => `${instances(count)} now, of requests made in this channel`,
  empty: (count: number): string =>
    count === 0
      ? 'The week’s instances: requests made in this channel cost nothing last week, and nothing of them is left.'
      : `The week’s instances: what was asked for in this channel (${instances(count)} now) cost nothing that is counted last week, and nothing wants attention.`,
  plain: (amounts: readonly string[], attention: number): string =>
    `The week’s instances: ${amounts.length === 0 ? 'nothing counted was spent' : amounts.join(', ')}; ${attention === 0 ? 'nothing wants attention' : `${attention} ${attention === 1 ? 'point wants' : 'points want'} attention`}.`,
  spent: 'Spent last week',
  nothing: 'nothing that is counted',
  prepaid: (amount: string, count: number): string => `${amount} debited for ${instances(count)} bought`,
  renewals: (amount: string, count: number): string => `${amount} debited for ${instances(count)} renewed`,
  hourly: (amount: string, count: number): string => `about ${amount} by the hour for ${instances(count)}`,
  unpriced: (count: number): string => `${instances(count)} more without a known price`,
  uncounted: (count: number): string =>
    `Only the newest requests are counted; ${count} older ones with instances are left out.`,
  counted:
    'By the hour: the price when it was asked for, for as long as each existed, but for stops without charge. Prepaid: the price that was approved. Not counted: what renews itself, traffic by volume, snapshots, disks while vCPU and memory are free of charge, and what was not created by the bot.',
  parts: {
    ownerless: 'Whoever asked for it has left',
    expiring: 'Prepaid, and over within 14 days',
    stopped: 'Stopped, and charged for in full',
    leases: 'Released by itself within 7 days',
  },
  means: {
    ownerless: 'Nobody but admins can act on it. Release what is not needed any more: /ecs release.',
    expiring: 'What is not renewed is stopped then, and released some days later. Renew it: /ecs renew.',
    stopped: 'Release what is not needed any more, or stop it without charge: /ecs start, then /ecs stop.',
    leases: 'Extend the lease of what is still needed: /ecs extend.',
  },
  /** Before a moment. */
  ends: 'ends',
  more: (count: number): string => `and ${count} more, see /ecs list all`,
  unread: (regions: readonly string[]): string =>
    `${regions.join(', ')} could not be read, so what is prepaid or stopped there is missing here.`,
  peopleUnknown: (count: number): string =>
    `Of ${count === 1 ? '1 person' : `${count} people`} Slack did not say whether they have left.`,
  pick: 'Show one of them…',
};
