import { countedInstances } from '../base/counted.ts';
import { accountOfStore } from './other-account.ts';

/** Notices to admins about what a sweep has found. */
export const sweep = {
  orphans: {
    title: (total: number): string =>
      total === 1 ? '1 instance that the bot doesn’t know' : `${total} instances that the bot doesn’t know`,
    means:
      'With the bot’s tag, and costing money, but not in its database: the database was lost or replaced, another bot uses this account, or somebody copied the tags.',
    /** Before the value of the tag. */
    tag: 'tag',
    /** Before a moment. */
    created: 'created',
    more: (count: number): string => `And ${count} more: /ecs list all tag:ecs-chatops:request shows all with the tag.`,
    next: 'Open each with its button to stop or release it, or adopt it with /ecs adopt and its ID. Each is reported once.',
    show: 'Show',
    plain: (total: number): string =>
      `${countedInstances(total)} with the bot’s tag that it doesn’t know. Check with /ecs show: they cost money.`,
  },
  behind: {
    title: 'Purchases frozen: the bot’s database went back in time',
    means:
      'After a failover or a restored backup the bot may not know what it bought before. Until an admin ends the freeze, nothing is created, started, or renewed. Found so far with the bot’s tag and not in its database:',
    next: 'Compare /ecs list all tag:ecs-chatops:store with what the bot knows, adopt missing instances with /ecs adopt and their IDs, or release them, and review requests that are pending again. Then end the freeze with /ecs unfreeze.',
    /** Before a moment. */
    found: 'Found',
  },
  account: {
    title: 'The bot has credentials of another Alibaba Cloud account',
    /** Before the id of the account. */
    stored: 'Its database belongs to the account',
    actual: 'Its credentials belong to the account',
    /** Instead of the id, while it is not recorded. */
    unwritten: 'of its instances, which isn’t recorded',
    means:
      'In that account it would buy again what it has already bought, and wouldn’t find its instances. So it checks, buys, and changes nothing, and reports no instance as disappeared. Requests wait.',
    next: (stored: string | null, actual: string): string =>
      `Give the bot credentials of ${accountOfStore(stored)}; it then resumes automatically. For ${actual}, give it a database of its own. Only to continue in ${actual} with this database: /ecs unfreeze account ${actual}. Instances of ${accountOfStore(stored)} are then no longer managed.`,
  },
  accountUnknown: {
    title: 'Couldn’t find out which Alibaba Cloud account the bot’s credentials belong to',
    means:
      'For some minutes it has checked, bought, and changed nothing, and reported no instance as disappeared. Requests and actions wait, and resume automatically once it knows.',
    /** Before the failure. */
    why: 'Why:',
    next: 'Run /ecs doctor to see what to do. The credentials must be valid, and the bot’s machine must reach sts.aliyuncs.com, or the address in STS_ENDPOINT.',
  },
  missing: {
    title: 'Too many instances are missing at once',
    /** For one region, before some of the ids. */
    region: (region: string, missing: number, of: number): string =>
      `${region}: Alibaba Cloud doesn’t list ${missing} of the ${countedInstances(of)} that the bot knows there`,
    means:
      'The bot may be looking in the wrong place, so no instance was marked as disappeared, and nobody else was notified.',
    next: 'Check that the bot’s credentials belong to the right Alibaba Cloud account (/ecs doctor), that they may see the instances there (resource groups, conditions of the RAM policy), and in ActionTrail whether somebody released them. Close the ones really released with /ecs release and their IDs.',
    again: 'The bot keeps checking. This is reported once, and again only after a region was complete in between.',
    plain: (missing: number): string =>
      `${countedInstances(missing)} ${missing === 1 ? 'is' : 'are'} missing at once, so the bot may be looking in the wrong place. No instance was marked as disappeared; check the bot’s credentials.`,
  },
};
