/** The app's home. */
export const home = {
  title: 'ECS instances',
  what: 'Create, start, stop, restart, renew, and release Alibaba Cloud ECS instances. Run /ecs create in a channel to get the card there; from the Home tab it comes to your direct messages with the bot.',
  create: 'Create instances',
  again: 'Repeat my last request',
  help: 'Help',
  /** Above the presets' buttons. */
  presets: 'Start from a preset:',
  oneMoment: 'One moment…',
  storeDown:
    'The bot can’t reach its database right now, so your requests and instances can’t be shown. Open this tab again in a moment; if this continues, notify the bot operator.',
  waiting: {
    title: 'Waiting for your approval',
    none: 'Nothing is waiting for your approval. New requests that need it appear here.',
    more: (count: number): string => `… and ${count} more. They appear here once the ones above are decided.`,
  },
  requests: {
    title: 'My latest requests',
    none: 'No requests yet. The first button above opens the form.',
    openCard: 'Open its card',
  },
  instances: {
    title: 'My instances',
    none: 'No instances. /ecs list all shows everyone’s.',
    show: 'Show',
    all: (count: number): string => `All ${count}`,
  },
  spent: {
    title: 'This month',
    /** Amounts in one currency. `waits`: some of the committed money has not been spent on anything yet. */
    is: ({ debited, soFar, committed, waits }: Spent): string =>
      `Charged upfront ${debited} · by the hour so far ${soFar} · ${committed} more if everything keeps running${waits ? ' and everything waiting is bought' : ''}`,
    none: 'Nothing yet.',
    unpriced: (count: number): string =>
      count === 1
        ? 'Not counted: 1 instance without a known price.'
        : `Not counted: ${count} instances without a known price.`,
    how: 'Calendar month in UTC, at the prices known to the bot; renewals count once they’re seen. Not counted: traffic by usage, snapshots, disks of instances stopped in economical mode, and adopted instances.',
    /** Followed by a moment. */
    asOf: 'As of',
    /** After that moment. */
    inSteps: 'in steps of 10 minutes',
  },
};

interface Spent {
  readonly debited: string;
  readonly soFar: string;
  readonly committed: string;
  readonly waits: boolean;
}
