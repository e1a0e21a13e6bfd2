import { accountOfStore } from './other-account.ts';

const instances = (count: number): string => (count === 1 ? '1 instance' : `${count} instances`);

/** The notices to admins about what a look through the account has found. */
export const sweep = {
  orphans: {
    title: (total: number): string =>
      total === 1 ? 'An instance that nobody looks after' : `${total} instances that nobody looks after`,
    means:
      'They carry the bot’s tag and cost money, but the bot knows nothing of them: its database was lost or replaced, another bot uses this account, or somebody copied the tags.',
    /** Before the value of the tag. */
    tag: 'tag',
    /** Before a moment. */
    created: 'created',
    more: (count: number): string =>
      `And ${count} more: /ecs list all tag:ecs-chatops:request shows all that carry the tag.`,
    next: 'Look at each with its button: from there it can be stopped or released. /ecs adopt and its id takes it over. Each is told of once.',
    show: 'Show',
    plain: (total: number): string =>
      `${instances(total)} with the bot’s tag, of which it knows nothing. They cost money: look at them with /ecs show.`,
  },
  behind: {
    title: 'Purchases are frozen: the bot’s database has gone back in time',
    means:
      'After a failover or a restored backup the bot may not know what it bought before. Until an admin lifts the freeze, nothing is created, started or renewed. What the bot made and does not know, as far as it was found:',
    next: 'Compare /ecs list all tag:ecs-chatops:store with what the bot knows, take over what is missing with /ecs adopt and its id, or release it, and look through requests that are pending again. Then lift the freeze with /ecs unfreeze.',
    /** Before a moment. */
    found: 'Found',
  },
  account: {
    title: 'The bot has credentials of another Alibaba Cloud account',
    /** Before the id of the account. */
    stored: 'Its database is about the account',
    actual: 'Its credentials belong to the account',
    /** In place of the id, while it is not written down. */
    unwritten: 'in which its instances are, and that is not written down',
    means:
      'There it would buy again what it has bought already, and would not find its instances. So it looks at nothing, buys and changes nothing, and tells nobody that an instance has vanished. Requests wait.',
    next: (stored: string | null, actual: string): string =>
      `Give the bot credentials of ${accountOfStore(stored)}; it goes on by itself then. For ${actual} give it a database of its own. Only if it is to go on in ${actual} with this database: /ecs unfreeze account ${actual}. Instances of ${accountOfStore(stored)} are then not looked after any more.`,
  },
  accountUnknown: {
    title: 'The bot cannot find out to which Alibaba Cloud account its credentials belong',
    means:
      'So for some minutes it has looked at nothing, bought and changed nothing, and told nobody that an instance has vanished. Requests and orders wait, and go on by themselves once it knows.',
    /** Before what went wrong. */
    why: 'Why:',
    next: 'Run /ecs doctor: it says what to do. The credentials have to be valid, and the bot’s machine has to reach sts.aliyuncs.com, or the address in STS_ENDPOINT.',
  },
  missing: {
    title: 'So many instances are missing that the bot rather looks in the wrong place',
    /** Of one region, before some of the ids. */
    region: (region: string, missing: number, of: number): string =>
      `${region}: Alibaba Cloud does not list ${missing} of the ${instances(of)} that the bot knows there`,
    means: 'Nothing was marked as vanished, and nobody else was told.',
    next: 'Check that the bot’s credentials belong to the right Alibaba Cloud account (/ecs doctor), that they may see the instances there (resource groups, conditions of the RAM policy), and in ActionTrail whether somebody has released them. What was really released is closed by /ecs release and its id.',
    again: 'The bot goes on looking. It tells this once, and again only after a region was complete in between.',
    plain: (missing: number): string =>
      `${instances(missing)} ${missing === 1 ? 'is' : 'are'} missing at once, so the bot rather looks in the wrong place. Nothing was marked as vanished; check its credentials.`,
  },
};
