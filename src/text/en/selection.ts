import type { LeftOutReason } from '../../core/selection/left-out.ts';
import { MAX_SELECTORS } from '../../core/selection/selection.ts';
import { countedInstances } from './base/counted.ts';
import { marks } from './base/marks.ts';
import { leaseSpan } from './lease.ts';
import { lockWord } from './power.ts';

/** The acts on several instances. */
type Act = 'start' | 'stop' | 'restart' | 'release' | 'extend' | 'set';

const PARTICIPLE: Readonly<Record<Act, string>> = {
  start: 'started',
  stop: 'stopped',
  restart: 'restarted',
  release: 'released',
  extend: 'extended',
  set: 'given this auto-release',
};

const VERB: Readonly<Record<Act, string>> = {
  start: 'Start',
  stop: 'Stop',
  restart: 'Restart',
  release: 'Release',
  extend: 'Extend',
  set: 'Set lease',
};

const REQUESTED: Readonly<Record<Act, string>> = {
  start: 'a start of',
  stop: 'a stop of',
  restart: 'a restart of',
  release: 'the release of',
  extend: 'more time for',
  set: 'this auto-release for',
};

const one = (count: number): string => (count === 1 ? 'It' : 'Each');

/** The reason that the following names have in common. Not a whole sentence. */
function reason(what: Act, left: LeftOutReason): string {
  switch (left.why) {
    case 'notYours':
      return 'Owned by somebody else';
    case 'notTheBots':
      return 'Not created by this bot, so only for admins and people the policy allows';
    case 'notCreatedYet':
      return 'Not created yet';
    case 'neverCreated':
      return 'Never created';
    case 'doubtful':
      return 'Unconfirmed whether it exists';
    case 'otherAccount':
      return `In another Alibaba Cloud account (${left.account})`;
    case 'gone':
      return 'Already gone';
    case 'beingReleased':
      return 'Already being released';
    case 'same':
      return left.order === null && what === 'start' ? 'Being created' : `Already being ${PARTICIPLE[what]}`;
    case 'already':
      return left.status === 'Running' ? 'Already running' : 'Already stopped';
    case 'locked':
      return `Locked by Alibaba Cloud (${left.locks.map(lockWord).join(', ')})`;
    case 'prepaid':
      return what === 'extend' || what === 'set' ? 'Prepaid (use /ecs renew)' : 'Prepaid, so can’t be released early';
    case 'protected':
      return 'Release protection is on';
    case 'noEconomicalMode':
      return 'No economical mode';
    case 'over':
      return 'Auto-release already due';
    case 'noLease':
      return 'No auto-release, so it stays anyway';
    case 'tooShort':
      return `Too short (at least ${leaseSpan(left.minMs)} from now)`;
    case 'tooLong':
      return `Too long (at most ${leaseSpan(left.maxMs)} from now)`;
    case 'noneForAdmins':
      return 'Only admins can remove the auto-release';
    case 'notFound':
      return 'Not found';
    case 'noRegion':
      return 'No such region';
    case 'noneFits':
      return 'No match';
    case 'unreadable':
      return 'Not an ID, name, or pattern';
    case 'ambiguous':
      return 'Several have this name, so use the ID';
    case 'unsure':
      return 'Not every region could be checked (try again, or use the ID)';
    case 'unknown':
      return 'Changing too often right now (try again)';
    case 'empty':
      return 'A request without instances';
    case 'beyond':
      return `More than ${left.most} at once (repeat it afterwards for the rest)`;
  }
}

/** Texts about acts on several instances at once. */
export const selection = {
  marks,
  reason,
  /** The title and button of the window, and the labels of buttons below a list; at most 24 characters. */
  title: (what: Act, count: number): string => `${VERB[what]}${what === 'set' ? ':' : ''} ${countedInstances(count)}`,
  /** Title of a window without a count. */
  verb: (what: Act): string => VERB[what],
  /** Buttons below the boxes of a list; each opens a window. */
  button: {
    start: 'Start…',
    stop: 'Stop…',
    restart: 'Restart…',
    release: 'Release…',
    extend: 'Extend…',
  } satisfies Record<Exclude<Act, 'set'>, string>,
  /** On the card of several instances; opens the window that lists them. */
  stopAll: 'Stop all…',
  startStopped: 'Start stopped ones…',
  /** Before the boxes of a list. */
  choose: 'Choose some, then click what to do with them.',
  /** Why instances of the list have no box. */
  noBox: {
    foreign: (count: number): string =>
      count === 1
        ? '1 instance has no box because it isn’t yours to act on.'
        : `${count} instances have no box because they aren’t yours to act on.`,
    idle: (count: number): string =>
      count === 1
        ? '1 has none because nothing can be done with it right now.'
        : `${count} have none because nothing can be done with them right now.`,
  },
  noneChosen: 'No instance is selected. Tick the ones you mean, then click again.',
  /** Before the list of instances. */
  these: (what: Act, count: number): string =>
    count === 1
      ? `This instance will be ${PARTICIPLE[what]}:`
      : `These ${count} instances will be ${PARTICIPLE[what]}:`,
  /** The meaning of a lone star. */
  mine: 'You wrote *, which means every instance that you have requested or adopted, and nobody else’s.',
  starts: (count: number): string =>
    count === 1
      ? 'It’ll be charged again as it was while running.'
      : 'They’ll be charged again as they were while running.',
  /** For several. */
  means: {
    stop: 'They’ll be shut down, which interrupts everything running on them.',
    restart: 'They’ll be shut down and started again, which interrupts everything running on them.',
    release:
      'They’ll be permanently deleted, with their disks and public IPs. Only data disks that are set to be kept, and elastic IPs, stay and cost money. This can’t be undone; data stored nowhere else is lost.',
  } satisfies Record<Exclude<Act, 'start' | 'extend' | 'set'>, string>,
  by: (ms: number | null, count: number): string =>
    `${one(count)} auto-releases ${ms === null ? 'later, by the policy’s extension' : `${leaseSpan(ms)} later`}, and costs money until then.`,
  endsIn: (ms: number | 'none', count: number): string =>
    ms === 'none'
      ? `${one(count)} will no longer auto-release: it stays, and costs money, until somebody releases it.`
      : `${one(count)} is permanently deleted ${leaseSpan(ms)} after you confirm, with its disks, and costs money until then.`,
  mode: 'While they’re stopped',
  keepMeans: 'Keeps their capacity and public IPs, so they will start again.',
  keepMeansSpot: 'Keeps their public IPs.',
  saveMeans: 'May lose public IPs; may be sold out at the next start.',
  saveMore:
    'Disks stay and are charged in both modes. In economical mode vCPUs and memory go back to Alibaba Cloud: public IPs may change (elastic IPs stay), and an instance whose type is sold out in its zone can’t start until there is stock again.',
  spotStart:
    'Spot instances among them may not start again after a stop in either mode, while their type is sold out or the market price is above their maximum.',
  losesCredits: 'Burstable types among them lose their saved CPU credits in economical mode.',
  modeFor: (count: number): string =>
    `${countedInstances(count)} of these ${count === 1 ? 'has' : 'have'} no economical mode, and ${count === 1 ? 'costs' : 'cost'} the same while stopped.`,
  noMode: 'They cost the same while they’re stopped.',
  takesOver: (count: number): string =>
    count === 1
      ? 'The bot didn’t create 1 of these. With this it’s adopted and gets a card here.'
      : `The bot didn’t create ${count} of these. With this they’re adopted and get cards here.`,
  count: (count: number): string =>
    count === 1
      ? 'To release it, type the number of instances: 1'
      : `To release them, type how many there are: ${count}`,
  countHint: 'The number of instances listed above.',
  wrongCount: (count: number): string => `Type ${count}, the number of instances listed above, or close this window.`,
  /** Before the groups of {@link reason}. */
  leftOut: (count: number): string => `Left out (${count})`,
  more: (count: number): string => `and ${count} more`,
  unread: 'There may be more matches.',
  isCut: 'There are more matches than shown. Use a narrower pattern for the rest.',
  tooMany: `More than ${MAX_SELECTORS} names at once. Nothing was done. Name fewer, or write a pattern like web-*.`,
  nothing: (what: Act): string => `None of these can be ${PARTICIPLE[what]}, so nothing was done.`,
  /** The answer, before the names. It stays on the screen when everything is done. */
  taken: (what: Act, count: number): string => `You requested ${REQUESTED[what]} ${countedInstances(count)}:`,
  nothingTaken: 'Nothing was changed.',
  follow: (count: number): string => `Updates are posted in the thread of ${count === 1 ? 'its' : 'each'} card.`,
  frozen: (reason: string, count: number): string =>
    `Starting is frozen (${reason}), so ${count === 1 ? 'it waits and starts' : 'they wait and start'} when the freeze ends.`,
  storeDown: 'The bot can’t reach its database right now, so nothing was done. Try again in a moment.',
  busy: 'This took too long. Some of it may be in progress: check the cards before you try again.',
  takenBefore: 'This was already done and isn’t done twice. Updates are posted in the thread of each card.',
  checking: 'One moment: checking the instances…',
};
