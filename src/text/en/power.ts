import type { Failure } from '../../core/failure/failure.ts';
import type { PowerRefusal } from '../../core/power/order-power.ts';
import type { Power, StoppedMode } from '../../core/power/power.ts';
import type { NoEconomicalMode } from '../../core/power/power-rules.ts';
import { type PowerFailureWords, powerFailureWords } from '../failure-words.ts';
import { momentMark } from '../moments.ts';
import { marks } from './base/marks.ts';
import { otherAccount } from './instance/other-account.ts';

/** `stop web-1`, as people say it. */
const VERB: Readonly<Record<Power, string>> = { start: 'start', stop: 'stop', restart: 'restart', release: 'release' };

const PARTICIPLE: Readonly<Record<Power, string>> = {
  start: 'started',
  stop: 'stopped',
  restart: 'restarted',
  release: 'released',
};

const LOCK_WORDS: Readonly<Record<string, string>> = {
  security: 'for security',
  financial: 'payment overdue',
  recycling: 'being reclaimed',
};

/** Why a lock exists, in a word. */
export const lockWord = (lock: string): string => LOCK_WORDS[lock.toLowerCase()] ?? lock;

/** Why a lock exists and who can lift it. */
export const lockMeans = (lock: string): string => {
  switch (lock.toLowerCase()) {
    case 'security':
      return 'Alibaba Cloud has locked it for security: see Security Center and the messages in the console.';
    case 'financial':
      return 'Its payment is overdue: have the account’s owner top up the account or renew it.';
    case 'recycling':
      return 'Alibaba Cloud is reclaiming this spot instance and will release it within minutes.';
    default:
      return `Alibaba Cloud has locked it (${lock}): see the ECS console for the reason.`;
  }
};

/** Why there is no economical mode. */
const NO_ECONOMICAL_MODE: Readonly<Record<NoEconomicalMode, string>> = {
  notPayAsYouGo: 'prepaid instances have no economical mode.',
  noVpc: 'only instances in a VPC have an economical mode.',
  localDisks: 'instance types with local disks or persistent memory have no economical mode.',
};

/** What a failure means for an order, if that differs from a creation. */
const failures: PowerFailureWords['kinds'] = {
  noStock: {
    start: {
      cause:
        'Alibaba Cloud has none of this instance type left in its zone right now. Stopping in economical mode gives up its capacity, and others may have taken it.',
      next: 'The instance and its disks are kept. Try again later with /ecs start.',
    },
  },
  underMarket: {
    start: {
      cause: 'The market price of this spot instance is above the maximum hourly price it was requested with.',
      next: 'The instance and its disks are kept. Try again later with /ecs start.',
    },
  },
  vSwitchFull: {
    start: {
      next: 'The instance and its disks are kept. Have the network team free addresses in its vSwitch, then try again with /ecs start.',
    },
  },
  money: { next: 'Have the account’s owner top it up, then try again.' },
  quota: {
    next: 'Stop or release instances you don’t need, or have the quota raised in Quota Center, then try again.',
  },
  permission: { next: 'Have the bot operator add it to the RAM policy, then try again.' },
  credentials: {
    next: 'Have the bot operator check its credentials and its machine’s clock, then try again.',
  },
  account: {
    next: 'Have the account’s owner sign in to the console and complete what it asks for, then try again.',
  },
  vanished: {
    cause: 'Alibaba Cloud no longer lists the instance, so nothing could be done with it.',
    next: 'Check in the ECS console and ActionTrail who released it.',
  },
  deadline: {
    start: {
      cause: 'The instance didn’t reach Running in the time the bot allows for it.',
      next: 'Check it in the ECS console: it may still start. Try again if it doesn’t.',
    },
    restart: {
      cause: 'The instance didn’t get back to Running in the time the bot allows for it.',
      next: 'Check it in the ECS console: it may still start. Try again if it doesn’t.',
    },
    stop: {
      cause: 'The instance didn’t stop in the time the bot allows for it; its system may not respond.',
      next: 'It costs money as before. You can force a stop in the ECS console; unsaved data is lost then.',
    },
    release: {
      cause: 'The instance still exists after the time the bot allows for its release.',
      next: 'It costs money while it exists. Check it in the ECS console, or try again.',
    },
  },
};

/** The same by the cause: an existing instance keeps its type, disks, image and billing method. */
const causes: PowerFailureWords['causes'] = {
  disk: { next: 'Check the instance and its disks in the ECS console.' },
  notOpened: { next: 'Have the account’s owner apply for it in the console, then try again.' },
  payMethod: { next: 'Have the account’s owner ask Alibaba Cloud to open it, then try again.' },
  noPublicIp: { next: 'Try again later.' },
  unseen: { next: 'Check it in the ECS console, then try again: it costs money while it exists.' },
};

const periodOver = {
  title: 'Prepaid period over',
  cause: 'Its prepaid period is over, so Alibaba Cloud doesn’t run it.',
  next: 'Renew it with /ecs renew, then try again.',
};
const unpaid = {
  title: 'Payment overdue',
  cause: 'Its payment is overdue or its prepaid period is over, so Alibaba Cloud doesn’t run it.',
  next: 'Have the account’s owner top it up, or renew it with /ecs renew if it’s prepaid. Then try again.',
};
/** Those that cannot run, by code. */
const NOT_RUN = {
  InstanceExpired: periodOver,
  'PrePaidInstance.Expired': periodOver,
  InstanceExpiredOrInArrears: unpaid,
  DiskInArrears: unpaid,
};

/** Releases that the cloud's rules forbid, by code. */
const OF_RELEASE = {
  'InvalidOperation.DeletionProtection': {
    title: 'Release protection is on',
    cause: 'Alibaba Cloud doesn’t release an instance with release protection.',
    next: 'Turn it off with /ecs set and protection=off, then try again.',
  },
  ChargeTypeViolation: {
    title: 'Prepaid: can’t be released',
    cause: 'It’s paid until the end of its period.',
    next: 'Let it run out: turn auto-renewal off with /ecs auto-renew. Until then you can stop it with /ecs stop.',
  },
};

const ofCode: PowerFailureWords['ofCode'] = { start: NOT_RUN, restart: NOT_RUN, release: OF_RELEASE };

const notTheBots = (name: string): string =>
  `The bot didn’t create ${name}, so only admins and people the policy allows by its tags can use commands on it. Nothing was changed.`;

function refused(name: string, what: Power, refusal: PowerRefusal): string {
  switch (refusal.why) {
    case 'notYours':
      return `${name} wasn’t ${PARTICIPLE[what]}: it belongs to somebody else, and only its owner and admins can do that.`;
    case 'notTheBots':
      return notTheBots(name);
    case 'notCreatedYet':
      return `${name} hasn’t been created yet, so there is nothing to ${VERB[what]}. Follow it in its thread.`;
    case 'neverCreated':
      return `${name} was never created, so there is nothing to ${VERB[what]}, and it costs nothing. See its card for the reason.`;
    case 'doubtful':
      return `It’s unconfirmed whether ${name} was created, so the bot has nothing to ${VERB[what]}. Look in the ECS console for its name or the tag ecs-chatops:request.`;
    case 'otherAccount':
      return otherAccount(name, refusal.account);
    case 'gone':
      return refusal.released === null
        ? `${name} has disappeared: Alibaba Cloud no longer lists it, so it can’t be ${PARTICIPLE[what]}.`
        : `${name} is gone: it was released on ${momentMark(refusal.released.at)}. Request a new one with /ecs create.`;
    case 'beingReleased':
      return `${name} is already being released (since ${momentMark(refusal.at)}), which can’t be undone. Request a new one with /ecs create.`;
    case 'same':
      return refusal.order === null
        ? `${name} is being created and starts automatically. Nothing to do.`
        : `${name} is already being ${PARTICIPLE[what]} (since ${momentMark(refusal.order.at)}). Nothing was changed; follow it in its thread.`;
    case 'already':
      return refusal.status === 'Running'
        ? `${name} is already running. Nothing was changed; /ecs restart restarts it.`
        : `${name} is already stopped. Nothing was changed.`;
    case 'locked':
      return `${name} can’t be ${PARTICIPLE[what]}. ${refusal.locks.map(lockMeans).join(' ')}`;
    case 'prepaid':
      return `${name} is prepaid${refusal.expiresAt === null ? '' : ` until ${momentMark(refusal.expiresAt)}`} and can’t be released before. Let it run out: turn auto-renewal off with /ecs auto-renew ${name} off, and stop it with /ecs stop until then. The bot can’t refund what was charged, but Alibaba Cloud may.`;
    case 'protected':
      return `${name} can’t be released while release protection is on. Turn it off first: /ecs set ${name} protection=off`;
    case 'noEconomicalMode':
      return `${name} wasn’t stopped: ${NO_ECONOMICAL_MODE[refusal.mode]} Stop it in standard mode.`;
  }
}

/** The first answer, before anything has happened. It stays on the screen, so it must be true afterwards too. */
function taken(name: string, what: Power, stoppedMode: StoppedMode | null): string {
  switch (what) {
    case 'start':
      return `You requested a start of ${name}.`;
    case 'restart':
      return `You requested a restart of ${name}.`;
    case 'release':
      return `You requested the release of ${name}, which permanently deletes it.`;
    case 'stop':
      return stoppedMode === 'StopCharging'
        ? `You requested a stop of ${name} in economical mode: no charge for vCPUs and memory while it’s stopped.`
        : `You requested a stop of ${name}. It costs the same while it’s stopped.`;
  }
}

/** Texts about starting, stopping, restarting and releasing. */
export const power = {
  /** How Alibaba Cloud refunds the unused part; the page can be read with an account of either site. */
  refund: {
    url: 'https://www.alibabacloud.com/help/en/user-center/cancel-subscription',
    label: 'How Alibaba Cloud refunds',
  },
  marks,
  failureOf: (what: Power, failure: Failure) => powerFailureWords({ kinds: failures, causes, ofCode }, what, failure),
  notTheBots,
  takeOver: 'Adopt',
  adopted: (name: string): string => `${name} was adopted and now has a card.`,
  known: (name: string, isAdopted: boolean): string =>
    isAdopted
      ? `${name} has already been adopted. Nothing was changed.`
      : `${name} was created by this bot, so there is nothing to adopt.`,
  /** To one person: why nothing was done. Whole sentences. */
  refused,
  taken,
  replaces: (what: Power): string => `This replaces the ${VERB[what]} in progress.`,
  frozen: (reason: string): string =>
    `Starting is frozen (${reason}), so it waits and starts automatically when the freeze ends.`,
  /** Before the channel of the thread. */
  follow: 'Updates are posted in the thread of its card',
  inChannel: 'in',
  inYourMessages: 'in your direct messages',
  inMessagesOf: 'in the direct messages of',
  /** Before the command. */
  seeHistory: 'You can find them with',
  storeDown: 'The bot can’t reach its database right now, so nothing was done. Try again in a moment.',
  busy: 'The instance is changing too often right now, so nothing was done. Try again.',
  /** On the card, beside the state. */
  underWay: {
    start: 'to be started',
    stop: 'to be stopped',
    restart: 'to be restarted',
    release: 'to be released',
  } satisfies Record<Power, string>,
  couldNot: (what: Power, title: string): string => `couldn’t be ${PARTICIPLE[what]}: ${title}`,
  couldNotLead: (what: Power): string => `Couldn’t be ${PARTICIPLE[what]}`,
  charged: {
    StopCharging: 'economical mode: no charge for vCPUs and memory, only for disks',
    KeepCharging: 'standard mode: charged as before',
  } satisfies Record<StoppedMode, string>,
  /** In the thread, after the person. */
  ordered: {
    start: 'requested a start',
    stop: 'requested a stop',
    restart: 'requested a restart',
    release: 'requested a release',
  } satisfies Record<Power, string>,
  savingMode: 'in economical mode',
  insteadOf: (what: Power): string => `replacing the ${what} in progress`,
  /** The windows. */
  form: {
    title: { start: 'Start', stop: 'Stop', restart: 'Restart', release: 'Release' } satisfies Record<Power, string>,
    /** The buttons: all but a start open a window. */
    button: { start: 'Start', stop: 'Stop…', restart: 'Restart…', release: 'Release…' } satisfies Record<Power, string>,
    close: 'Close',
    cancel: 'Cancel',
    instance: 'Instance',
    id: 'ID',
    type: 'Type',
    where: 'Where',
    checking: 'One moment: checking the instance…',
    takesOver:
      'The bot didn’t create this instance. With this it’s adopted and gets a card here; updates are posted in its thread.',
    notFound: 'This instance can no longer be found. Nothing was done.',
    stop: {
      what: 'It will be shut down, which interrupts everything running on it.',
      mode: 'While it’s stopped',
      keep: 'Standard mode: keep paying',
      keepMeans: 'Keeps its capacity and public IP, so it will start again.',
      keepMeansSpot: 'Keeps its public IP.',
      save: 'Economical mode: no charge for vCPUs and memory',
      saveMeans: 'May lose its public IP; may be sold out at the next start.',
      saveMore:
        'Its disks stay and are charged in both modes. Economical mode gives its vCPUs and memory back to Alibaba Cloud: the public IP may change (an elastic IP stays), and while its type is sold out in the zone, it can’t start.',
      noChoice: (mode: NoEconomicalMode): string => `It costs the same while it’s stopped: ${NO_ECONOMICAL_MODE[mode]}`,
      spotStart:
        'This is a spot instance: after a stop in either mode, it may not start again while its type is sold out or the market price is above its maximum.',
      losesCredits: 'This is a burstable type: in economical mode, its saved CPU credits are lost.',
    },
    restart: {
      what: 'It will be shut down and started again, which interrupts everything running on it. If it’s stopped, it will be started.',
    },
    release: {
      what: 'Permanently deletes the instance with its disks and its public IP. Only data disks that are set to be kept, and an elastic IP, stay and cost money. This can’t be undone; data stored nowhere else is lost.',
      type: (name: string): string => `Type ${name} to release it`,
      hint: 'Exactly as shown above.',
      mismatch: (name: string): string => `That isn’t the instance’s name. Type ${name}, or close this window.`,
    },
  },
};
