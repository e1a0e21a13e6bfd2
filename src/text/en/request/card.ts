import type { Summary } from '../../../core/instance/summary.ts';
import type { Milestone } from '../../../core/request/message.ts';
import { diskText } from '../spec/spec.ts';

/** Where one instance stands, in a person's words. */
export type DisplayState =
  | 'waiting'
  | 'held'
  | 'heldStopped'
  | 'creating'
  | 'accepted'
  | 'Pending'
  | 'Stopped'
  | 'Starting'
  | 'Running'
  | 'Stopping'
  | 'heldHalted'
  | 'halted'
  | 'released'
  | 'failed'
  | 'withdrawn';

export interface CardText {
  readonly title: (amount: number, type: string, zone: string) => string;
  readonly facts: {
    readonly name: string;
    readonly names: (first: string, last: string) => string;
    readonly image: string;
    readonly network: string;
    readonly networkIs: (network: string, group: string) => string;
    readonly type: string;
    readonly typeIs: (type: string, vCpu: number, memoryGiB: number) => string;
    /** What the security group lets in from everywhere; followed by the ports, or by one of the next four. */
    readonly opens: string;
    readonly allPorts: string;
    readonly noPorts: string;
    readonly morePorts: string;
    readonly unchecked: string;
    readonly had: string;
    readonly hadIs: (alike: number, all: number) => string;
    readonly disk: string;
    readonly diskIs: typeof diskText;
    readonly bandwidth: string;
    readonly bandwidthIs: (mbit: number) => string;
    readonly region: string;
    readonly regionIs: (region: string, zone: string) => string;
  };
  readonly askedBy: string;
  readonly takenOverBy: string;
  /** In the thread, after the person. */
  readonly adopted: string;
  readonly adoptedMeans: string;
  readonly request: string;
  /** Before a moment. */
  readonly closed: string;
  readonly updatesItself: string;
  readonly progress: (summary: Pick<Summary, 'total' | 'reached' | 'stopped' | 'released' | 'failed'>) => string;
  readonly state: Readonly<Record<DisplayState, string>>;
  readonly privateAddress: string;
  readonly troubled: (title: string) => string;
  /** Names the instances that a failure sentence is about. */
  readonly whatToDo: string;
  readonly milestone: Readonly<Record<Milestone, string>>;
  readonly milestoneMeans: Readonly<Partial<Record<Milestone, string>>>;
  readonly dm: {
    readonly allRunning: (amount: number) => string;
    readonly noneRunning: (amount: number) => string;
    readonly someRunning: (running: number, amount: number) => string;
  };
}

const instances = (count: number): string => (count === 1 ? '1 instance' : `${count} instances`);

const allOf = (total: number): string => (total === 2 ? 'Both ' : `All ${total} `);

export const card: CardText = {
  title: (amount, type, zone) => `${amount} × ${type} in ${zone}`,
  facts: {
    name: 'Name',
    names: (first, last) => `${first} … ${last}`,
    image: 'Image',
    network: 'Network, security group',
    networkIs: (network, group) => `${network}, ${group}`,
    type: 'Instance type',
    typeIs: (type, vCpu, memoryGiB) => `${type}: ${vCpu} vCPU${vCpu === 1 ? '' : 's'}, ${memoryGiB} GiB`,
    opens: 'Open to everyone',
    allPorts: '⚠️ every port',
    noPorts: 'nothing',
    morePorts: 'and whatever its prefix lists name',
    unchecked: '⚠️ could not be checked',
    had: 'Requester already has',
    hadIs: (alike, all) => `${alike} of this type, ${all} in all`,
    disk: 'System disk',
    diskIs: diskText,
    bandwidth: 'Public bandwidth',
    bandwidthIs: (mbit) => (mbit === 0 ? 'none (no public address)' : `${mbit} Mbit/s`),
    region: 'Where',
    regionIs: (region, zone) => `${region}, zone ${zone}`,
  },
  askedBy: 'Requested by',
  takenOverBy: 'Adopted by',
  adopted: 'has taken this over',
  adoptedMeans: 'The bot did not create it; from now on orders to it are told here.',
  request: 'Request',
  closed: 'Request closed',
  updatesItself: 'This card updates automatically. Details are in its thread.',
  progress: ({ total, reached, stopped, released, failed }) => {
    const running = reached - stopped - released;
    const underWay = total - reached - failed;
    const ofTotal = (count: number): string =>
      count === total ? (total === 1 ? '' : allOf(total)) : `${count} of ${total} `;
    const parts = [
      running > 0 || (reached === 0 && failed === 0) ? `${ofTotal(running)}running` : '',
      stopped > 0 ? `${ofTotal(stopped)}stopped` : '',
      released > 0 ? `${ofTotal(released)}released` : '',
      failed > 0 ? `${ofTotal(failed)}failed` : '',
      underWay > 0 ? `${underWay} under way` : '',
    ].filter((part) => part !== '');
    const sentence = parts.join(', ');
    return sentence.charAt(0).toUpperCase() + sentence.slice(1);
  },
  state: {
    waiting: 'Waiting for its turn',
    held: 'Waiting for the end of the freeze',
    heldStopped: 'Stopped: built, to be started after the freeze',
    creating: 'Being ordered',
    accepted: 'Ordered',
    Pending: 'Pending: being built',
    Stopped: 'Stopped: built, to be started',
    Starting: 'Starting',
    Running: 'Running',
    Stopping: 'Stopping',
    heldHalted: 'Stopped, to be started after the freeze',
    halted: 'Stopped',
    released: 'Released',
    failed: 'Failed',
    withdrawn: 'Withdrawn',
  },
  privateAddress: 'private',
  troubled: (title) => `${title}; trying again`,
  whatToDo: 'What to do:',
  milestone: {
    adopted: 'Taken over',
    ordered: 'Ordered',
    pending: 'Pending',
    stopped: 'Stopped',
    address: 'Public address',
    addressless: 'No public address',
    addressLater: 'Public address',
    held: 'Waiting',
    restarting: 'Restarting',
    starting: 'Starting',
    running: 'Running',
    stopping: 'Stopping',
    halted: 'Stopped',
    releasing: 'Being released',
    released: 'Released',
    leased: 'Lease',
    leaseTroubled: 'The end of the lease is not set',
    leaseEnding: 'The lease ends soon',
    leaseEnded: 'Released at the end of its lease',
    changed: 'Changed',
    autoRenewOn: 'Renews itself from now on',
    autoRenewOff: 'Does not renew itself any more',
    reclaiming: 'Being reclaimed',
    expired: 'What it was paid for is over',
    slow: 'Taking longer than usual',
    troubled: 'Delayed',
    failed: 'Failed',
  },
  milestoneMeans: {
    reclaiming: 'Alibaba Cloud releases a spot instance about five minutes after it announces that; save what you need',
    pending: 'created, being built by Alibaba Cloud',
    stopped: 'built, about to be started',
    addressless: 'Alibaba Cloud gives none at the moment, so it goes on without; the card has a button to try again',
    addressLater: 'allocated; it takes effect at the next restart',
    released: 'gone for good, and not charged for any more',
    slow: 'the bot goes on looking; there is nothing to do',
  },
  dm: {
    allRunning: (amount) =>
      amount === 1 ? 'Your instance is running' : `${allOf(amount)}of your instances are running`,
    noneRunning: (amount) => {
      if (amount === 1) return 'Your instance failed';
      return amount === 2 ? 'Neither of your instances is running' : `None of your ${instances(amount)} is running`;
    },
    someRunning: (running, amount) => `${running} of your ${instances(amount)} ${running === 1 ? 'is' : 'are'} running`,
  },
};
