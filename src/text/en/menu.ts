/** What `/ecs` alone shows, and the question for a missing instance. */
export const menu = {
  title: 'What would you like to do?',
  create: 'Create instances',
  mine: (count: number | null): string => (count === null ? 'Your instances' : `Your instances (${count})`),
  approvals: (count: number | null): string =>
    count === null ? 'Waiting for your approval' : `Waiting for your approval (${count})`,
  approvalsUnread: 'Couldn’t load what waits for your approval. Nothing was changed; try again in a moment.',
  noApprovals: 'Nothing is waiting for your approval.',
  moreApprovals: (count: number): string =>
    `… and ${count} more. Decide on these first, then use /ecs approvals again.`,
  help: 'Help',
  /** Followed by commands to copy. */
  orType: 'Or type:',
  /** @param command as typed, with its arguments */
  which: (command: string): string => `Which one? Choose it here, or type its name: ${command}`,
  noneFits: (name: string, command: string): string =>
    `None of your instances fits /ecs ${name} right now. /ecs list shows them all; for another one, type its name: ${command}`,
  noneYours: (command: string): string =>
    `You have no instances yet: /ecs create makes one. For somebody else’s, type its name: ${command}`,
};
