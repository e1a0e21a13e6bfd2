import type { Summary } from '../../../core/instance/summary.ts';
import type { Milestone } from '../../../core/request/message.ts';
import type { FilledFrom } from '../../../core/request/order-names.ts';
import { countedInstances } from '../base/counted.ts';
import { diskText } from '../spec/spec.ts';

/** The state of one instance, in a person's words. */
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
  readonly filledFrom: (from: FilledFrom) => string;
  readonly askedBy: string;
  readonly takenOverBy: string;
  /** In the thread, after the person. */
  readonly adopted: string;
  readonly adoptedMeans: string;
  readonly request: string;
  /** Before a moment. */
  readonly closed: string;
  readonly updatesItself: string;
  readonly progress: (
    summary: Pick<Summary, 'total' | 'reached' | 'stopped' | 'released' | 'withdrawn' | 'failed'>,
  ) => string;
  readonly state: Readonly<Record<DisplayState, string>>;
  readonly privateAddress: string;
  readonly troubled: (title: string) => string;
  /** Before what to do about a failure. */
  readonly whatToDo: string;
  readonly milestone: Readonly<Record<Milestone, string>>;
  readonly milestoneMeans: Readonly<Partial<Record<Milestone, string>>>;
  readonly dm: {
    readonly allRunning: (amount: number) => string;
    readonly noneRunning: (amount: number) => string;
    readonly someRunning: (running: number, amount: number) => string;
  };
}

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
    morePorts: 'and what its prefix and port lists allow',
    unchecked: '⚠️ couldn’t be checked',
    had: 'Requester already has',
    hadIs: (alike, all) => `${alike} of this type, ${all} in all`,
    disk: 'System disk',
    diskIs: diskText,
    bandwidth: 'Public bandwidth',
    bandwidthIs: (mbit) => (mbit === 0 ? 'none (no public IP)' : `${mbit} Mbit/s`),
    region: 'Where',
    regionIs: (region, zone) => `${region}, zone ${zone}`,
  },
  filledFrom: ({ preset, template }) =>
    `filled in from preset ${preset}${template === undefined ? '' : `, launch template ${template.name} version ${template.version}`}`,
  askedBy: 'Requested by',
  takenOverBy: 'Adopted by',
  adopted: 'adopted this instance',
  adoptedMeans: 'The bot didn’t create it. From now on, updates are posted here.',
  request: 'Request',
  closed: 'Request closed',
  updatesItself: 'This card updates automatically. Details are in its thread.',
  progress: ({ total, reached, stopped, released, withdrawn, failed }) => {
    const running = reached - stopped - released;
    const underWay = total - reached - withdrawn - failed;
    const ofTotal = (count: number): string =>
      count === total ? (total === 1 ? '' : allOf(total)) : `${count} of ${total} `;
    const parts = [
      running > 0 || (underWay > 0 && reached === 0 && failed === 0) ? `${ofTotal(running)}running` : '',
      stopped > 0 ? `${ofTotal(stopped)}stopped` : '',
      released > 0 ? `${ofTotal(released)}released` : '',
      withdrawn > 0 ? `${ofTotal(withdrawn)}withdrawn` : '',
      failed > 0 ? `${ofTotal(failed)}failed` : '',
      underWay > 0 ? `${underWay} in progress` : '',
    ].filter((part) => part !== '');
    const sentence = parts.join(', ');
    return sentence.charAt(0).toUpperCase() + sentence.slice(1);
  },
  state: {
    waiting: 'Queued',
    held: 'Waiting for the freeze to end',
    heldStopped: 'Stopped: set up, starts after the freeze',
    creating: 'Ordering',
    accepted: 'Ordered',
    Pending: 'Pending: being set up',
    Stopped: 'Stopped: set up, starts next',
    Starting: 'Starting',
    Running: 'Running',
    Stopping: 'Stopping',
    heldHalted: 'Stopped, starts after the freeze',
    halted: 'Stopped',
    released: 'Released',
    failed: 'Failed',
    withdrawn: 'Withdrawn',
  },
  privateAddress: 'private',
  troubled: (title) => `${title}; trying again`,
  whatToDo: 'What to do:',
  milestone: {
    adopted: 'Adopted',
    ordered: 'Ordered',
    pending: 'Pending',
    stopped: 'Stopped',
    address: 'Public IP',
    addressless: 'No public IP',
    addressLater: 'Public IP',
    held: 'Waiting',
    restarting: 'Restarting',
    starting: 'Starting',
    running: 'Running',
    stopping: 'Stopping',
    halted: 'Stopped',
    releasing: 'Releasing',
    released: 'Released',
    leased: 'Auto-release',
    leaseTroubled: 'Auto-release not changed',
    leaseEnding: 'Auto-release soon',
    leaseEnded: 'Auto-released',
    changed: 'Changed',
    autoRenewOn: 'Auto-renewal turned on',
    autoRenewOff: 'Auto-renewal turned off',
    reclaiming: 'Being reclaimed',
    expired: 'Prepaid period over',
    slow: 'Taking longer than usual',
    troubled: 'Delayed',
    failed: 'Failed',
  },
  milestoneMeans: {
    reclaiming: 'Alibaba Cloud releases a spot instance about five minutes after the announcement; save what you need',
    pending: 'created, Alibaba Cloud is setting it up',
    stopped: 'set up, starts next',
    addressless: 'Alibaba Cloud has none right now, so it continues without one; the card has a button to try again',
    addressLater: 'allocated; it takes effect at the next restart',
    released: 'permanently deleted, no longer charged',
    slow: 'the bot keeps checking; nothing to do',
  },
  dm: {
    allRunning: (amount) =>
      amount === 1 ? 'Your instance started running' : `${allOf(amount)}of your instances started running`,
    noneRunning: (amount) => {
      if (amount === 1) return 'Your instance failed';
      return amount === 2 ? 'Neither of your instances started' : `None of your ${countedInstances(amount)} started`;
    },
    someRunning: (running, amount) => `${running} of your ${countedInstances(amount)} started running`,
  },
};
