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
    more: (count: number): string => `… and ${count} more: /ecs list`,
  },
  spent: {
    title: 'Spent this month',
    /** What it comes to as money, of one currency after the other. */
    is: (sums: readonly string[]): string => `${sums.join(' and ')} for what you asked for this month.`,
    none: 'Nothing yet.',
    unpriced: (count: number): string =>
      count === 1
        ? 'One request without a known price is not counted.'
        : `${count} requests without a known price are not counted.`,
    how: 'As budgets count it: prepaid at its whole price, pay-as-you-go as a full month of it, and what waits for approval too.',
  },
};
