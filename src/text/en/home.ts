/** The app's home. */
export const home = {
  title: 'ECS instances from Slack',
  what: 'This bot creates Alibaba Cloud ECS instances and starts, stops, restarts, renews and releases them. Write /ecs create in a channel to have the card there; the buttons of this bot’s home bring it to your direct messages with the bot.',
  create: 'Create an instance',
  again: 'Repeat my last request',
  help: 'What I can do',
  /** Above a button for each preset. */
  presets: 'Begin with a preset:',
  oneMoment: 'One moment …',
  storeDown:
    'The bot cannot read its database just now, so what is yours is not shown. Open this page again in a moment; if it stays so, tell whoever runs the bot.',
  waiting: {
    title: 'Waiting for me',
    none: 'Nothing waits for your approval. What needs it is shown here as soon as somebody asks for it.',
    more: (count: number): string => `… and ${count} more. They are shown here as soon as those above are decided.`,
  },
  requests: {
    title: 'My newest requests',
    none: 'You have asked for nothing yet. The first button above opens the form.',
    openCard: 'Open its card',
  },
  instances: {
    title: 'My instances',
    none: 'The bot has created no instance for you that still exists. /ecs list all shows those of everybody.',
    show: 'Show everything',
    all: (count: number): string => `All ${count}`,
  },
  spent: {
    title: 'This month',
    /** Amounts of money in one currency. `waits`: some of what is committed has not been bought or started yet. */
    is: ({ debited, soFar, committed, waits }: Spent): string =>
      `Debited ${debited} · by the hour so far ${soFar} · if all runs on${waits ? ' and all that waits is bought,' : ''} ${committed} more`,
    none: 'Nothing yet.',
    unpriced: (count: number): string =>
      count === 1
        ? 'One instance without a known price is not counted.'
        : `${count} instances without a known price are not counted.`,
    how: 'Calendar month in UTC, at the prices known to the bot; renewals count when they are seen. Not counted: traffic by volume, snapshots, disks of what is stopped in economical mode, and adopted instances.',
    /** Followed by a moment. */
    asOf: 'As of',
  },
};

interface Spent {
  readonly debited: string;
  readonly soFar: string;
  readonly committed: string;
  readonly waits: boolean;
}
