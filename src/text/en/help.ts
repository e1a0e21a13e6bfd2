import { quoted } from '../quoted.ts';

/** What `/ecs help` shows beside the commands' own lines, see `commands.ts`. */
export const help = {
  /** Above everyday commands, which can be typed as they are. */
  groups: { create: 'Create', look: 'Look', run: 'Run', keep: 'Keep and share', money: 'Approval and money' },
  everyday: {
    create: 'open the form for new instances',
    approvals: 'requests waiting for your approval',
    list: 'your instances; list all shows everyone’s',
    show: 'everything about an instance',
    connect: 'how to log in',
    start: 'start it',
    stop: 'stop it; a window asks whether to keep paying for it meanwhile',
    restart: 'restart it',
    release: 'delete it permanently; a window asks for its name first',
    extend: '7 more days before it auto-releases',
    set: 'give it to somebody else',
    renew: 'renew a prepaid instance; a form shows the cost first',
    policy: 'what you can do here, and who approves what',
  },
  /** In the list that opens the other pages. */
  more: 'More about…',
  everydayTitle: 'Everyday commands',
  /** Followed by commands to copy. */
  orType: 'Or type a topic, a command, or a parameter:',
  nothingAbout: (given: string): string => `There is no help about ${quoted(given)}. Pick a topic below.`,
  /** The other pages in their order; their words, separated by spaces, find them in either language. */
  topics: {
    create: { title: 'Creating instances', words: 'new form preset presets last examples' },
    parameters: { title: 'key=value parameters', words: 'parameter parameters values fields key=value' },
    options: { title: 'More key=value parameters', words: 'option options advanced' },
    look: { title: 'Finding instances and logging in', words: 'find look see search' },
    run: { title: 'Start, stop, restart, release', words: 'run power several' },
    keep: { title: 'Extend, change, or hand over', words: 'keep share change rename owner' },
    money: { title: 'Prepaid instances', words: 'money prepaid cost price billing renewal' },
    approvals: { title: 'Approvals and policy', words: 'approval approvals deny rule' },
    keys: { title: 'SSH keys', words: 'keys sshkeys keypairs' },
    admin: { title: 'Freezes and checks', words: 'admin admins check checks freezes operator' },
    commands: { title: 'All commands', words: 'command commands all everything' },
  },
  /** Above the parameters of a kind. */
  kinds: {
    machine: 'The instance',
    network: 'Network',
    disks: 'Disks',
    access: 'Access',
    billing: 'Billing and end',
  },
};
