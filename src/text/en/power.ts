import type { Failure, FailureKind } from '../../core/failure/failure.ts';
import type { PowerRefusal } from '../../core/power/order-power.ts';
import type { Power, StoppedMode } from '../../core/power/power.ts';
import type { NoEconomicalMode } from '../../core/power/power-rules.ts';
import { momentMark } from '../moments.ts';
import { marks } from './base/marks.ts';
import type { FailureText } from './failure/failure-text.ts';
import { otherAccount } from './instance/other-account.ts';

/** `stop web-1`, as a person says it. */
const VERB: Readonly<Record<Power, string>> = { start: 'start', stop: 'stop', restart: 'restart', release: 'release' };

const PARTICIPLE: Readonly<Record<Power, string>> = {
  start: 'started',
  stop: 'stopped',
  restart: 'restarted',
  release: 'released',
};

/** Why a lock is there and who can lift it. */
export const lockMeans = (lock: string): string => {
  switch (lock.toLowerCase()) {
    case 'security':
      return 'Alibaba Cloud has locked it for security: see the Security Center and the messages in the console.';
    case 'financial':
      return 'It is overdue: have whoever manages the account top it up or renew it.';
    case 'recycling':
      return 'Alibaba Cloud is reclaiming this spot instance and releases it within minutes.';
    default:
      return `Alibaba Cloud has locked it (${lock}): the ECS console tells why.`;
  }
};

/** Why there is no economical mode. */
const NO_ECONOMICAL_MODE: Readonly<Record<NoEconomicalMode, string>> = {
  notPayAsYouGo: 'prepaid instances have no economical mode.',
  noVpc: 'only instances in a VPC have an economical mode.',
  localDisks: 'instance types with local disks or persistent memory have no economical mode.',
};

type Words = Partial<FailureText>;

/** What a failure means for somebody's order, where it is not what it would mean for a creation. */
const failures: Readonly<Partial<Record<FailureKind, Words | Readonly<Partial<Record<Power, Words>>>>>> = {
  noStock: {
    start: {
      cause:
        'Alibaba Cloud has none of this instance type left in its zone at the moment. A stop that saves money gives the place away, so that others may have taken it.',
      next: 'The instance and its disks are kept. Try again later with /ecs start.',
    },
  },
  money: { next: 'Have whoever manages the account top it up, then give the order again.' },
  quota: {
    next: 'Stop or release what is not needed, or have the quota raised in Quota Center, then give the order again.',
  },
  permission: { next: 'Have the operator of the bot add the permission to its RAM policy, then give the order again.' },
  credentials: {
    next: 'Have the operator of the bot check its credentials and the clock of its machine, then give the order again.',
  },
  account: {
    next: 'Have the owner of the account sign in to the console and finish what is asked for there, then give the order again.',
  },
  vanished: {
    cause: 'Alibaba Cloud does not list the instance any more, so the order could not be carried out.',
    next: 'Check in the ECS console and in ActionTrail who released it.',
  },
  deadline: {
    start: {
      cause: 'The instance did not come to Running in the time the bot allows for it.',
      next: 'Look at it in the ECS console: it may still come up. Give the order again if it does not.',
    },
    restart: {
      cause: 'The instance did not come back to Running in the time the bot allows for it.',
      next: 'Look at it in the ECS console: it may still come up. Give the order again if it does not.',
    },
    stop: {
      cause: 'The instance did not stop in the time the bot allows for it; its system may not obey.',
      next: 'It costs money as before. Look at it in the ECS console, where it can be stopped by force; unsaved data is lost then.',
    },
    release: {
      cause: 'The instance is still there after the time the bot allows for its release.',
      next: 'It costs money while it exists. Look at it in the ECS console, or give the order again.',
    },
  },
};

/** A release that the cloud's own rules forbid, by its code. */
const byCode: Readonly<Record<string, Words>> = {
  'InvalidOperation.DeletionProtection': {
    title: 'Protected from being released',
    cause: 'Release protection is on for this instance.',
    next: 'Turn it off with /ecs set and protection=off, then give the order again.',
  },
  ChargeTypeViolation: {
    title: 'Prepaid instances cannot be released',
    cause: 'It has been paid for until the end of its term.',
    next: 'Let it run out: switch automatic renewal off in the ECS console. Until then it can be stopped with /ecs stop.',
  },
};

/** Differences from what the same failure means for a creation. */
function failureOf(what: Power, { kind, code }: Failure): Words {
  const coded = what === 'release' && code !== null ? byCode[code] : undefined;
  if (coded !== undefined) return coded;
  const words = failures[kind];
  if (words === undefined) return {};
  return what in words ? ((words as Partial<Record<Power, Words>>)[what] ?? {}) : isWords(words) ? words : {};
}

const isWords = (words: object): words is Words => 'next' in words || 'cause' in words;

const notTheBots = (name: string): string =>
  `The bot did not create ${name}, so only admins may act on it, and whom the policy lets by one of its tags. Nothing was changed.`;

function refused(name: string, what: Power, refusal: PowerRefusal): string {
  switch (refusal.why) {
    case 'notYours':
      return `${name} was asked for by somebody else, so it is not ${PARTICIPLE[what]}: only they and admins may do that.`;
    case 'notTheBots':
      return notTheBots(name);
    case 'notCreatedYet':
      return `${name} is not created yet, so there is nothing to ${VERB[what]}. Its thread tells when it is there.`;
    case 'neverCreated':
      return `${name} was never created, and its card says why. There is nothing to ${VERB[what]}, and it costs nothing.`;
    case 'doubtful':
      return `Nobody could find out whether ${name} was created, so the bot knows nothing that it could ${VERB[what]}. Look in the ECS console for its name, or for the tag ecs-chatops:request.`;
    case 'otherAccount':
      return otherAccount(name, refusal.account);
    case 'gone':
      return refusal.released === null
        ? `${name} has vanished: Alibaba Cloud does not list it any more, so it cannot be ${PARTICIPLE[what]}.`
        : `${name} is gone: it was released on ${momentMark(refusal.released.at)}. Ask for a new one with /ecs create.`;
    case 'beingReleased':
      return `${name} is being released since ${momentMark(refusal.at)}, and Alibaba Cloud does not take that back. Ask for a new one with /ecs create.`;
    case 'same':
      return refusal.order === null
        ? `${name} is being created and will run by itself. There is nothing to do.`
        : `${name} is being ${PARTICIPLE[what]} already, since ${momentMark(refusal.order.at)}. Its thread tells each step; nothing was changed.`;
    case 'already':
      return refusal.status === 'Running'
        ? `${name} is running already. Nothing was changed; /ecs restart starts it anew.`
        : `${name} is stopped already. Nothing was changed.`;
    case 'locked':
      return `${name} cannot be ${PARTICIPLE[what]}. ${refusal.locks.map(lockMeans).join(' ')}`;
    case 'prepaid':
      return `${name} is prepaid${refusal.expiresAt === null ? '' : ` until ${momentMark(refusal.expiresAt)}`} and can’t be released before. Let it run out: turn automatic renewal off with /ecs auto-renew ${name} off, and stop it with /ecs stop until then. The bot can’t refund what was charged, but Alibaba Cloud may.`;
    case 'protected':
      return `${name} is protected from being released. First turn that off with /ecs set ${name} protection=off.`;
    case 'noEconomicalMode':
      return `${name} wasn’t stopped: ${NO_ECONOMICAL_MODE[refusal.mode]} Stop it in standard mode.`;
  }
}

/** The first answer, before anything has happened. */
function taken(name: string, what: Power, stoppedMode: StoppedMode | null): string {
  switch (what) {
    case 'start':
      return `${name} will be started.`;
    case 'restart':
      return `${name} will be restarted.`;
    case 'release':
      return `${name} will be released for good.`;
    case 'stop':
      return stoppedMode === 'StopCharging'
        ? `${name} will be stopped, and its vCPU and memory not charged for while it is.`
        : `${name} will be stopped. It costs the same while it is stopped.`;
  }
}

/** Everything that is said of starting, stopping, restarting and releasing. */
export const power = {
  /** How Alibaba Cloud pays back what is not used; which site the account is of does not matter for reading it. */
  refund: {
    url: 'https://www.alibabacloud.com/help/en/user-center/cancel-subscription',
    label: 'How Alibaba Cloud refunds',
  },
  marks,
  failureOf,
  notTheBots,
  takeOver: 'Take over',
  adopted: (name: string): string => `${name} was taken over and has a card now.`,
  known: (name: string, isAdopted: boolean): string =>
    isAdopted
      ? `${name} was taken over before. Nothing was changed.`
      : `${name} was created by this bot, so there is nothing to take over.`,
  /** To one person, why nothing was done. Whole sentences. */
  refused,
  taken,
  replaces: (what: Power): string => `What was under way until now, to ${VERB[what]} it, is not done any more.`,
  frozen: (reason: string): string =>
    `Starting is frozen (${reason}), so it waits and is started by itself when the freeze ends.`,
  /** Before the channel whose thread says it. */
  follow: 'Each step is told in the thread of its card',
  inChannel: 'in',
  inYourMessages: 'in your direct messages',
  inMessagesOf: 'in the direct messages of',
  /** Before the command. */
  seeHistory: 'You find them with',
  storeDown: 'The bot cannot write this down just now, so nothing was done. Try again in a moment.',
  busy: 'The instance changed too often in the last moment, so nothing was done. Try again.',
  /** On the card, beside where it stands. */
  underWay: {
    start: 'to be started',
    stop: 'to be stopped',
    restart: 'to be restarted',
    release: 'to be released',
  } satisfies Record<Power, string>,
  couldNot: (what: Power, title: string): string => `could not be ${PARTICIPLE[what]}: ${title}`,
  couldNotLead: (what: Power): string => `Could not be ${PARTICIPLE[what]}`,
  charged: {
    StopCharging: 'vCPU and memory are not charged for; disks are',
    KeepCharging: 'charged for as before',
  } satisfies Record<StoppedMode, string>,
  /** In the thread, after the person. */
  ordered: {
    start: 'has this started',
    stop: 'has this stopped',
    restart: 'has this restarted',
    release: 'has this released',
  } satisfies Record<Power, string>,
  savingMode: 'without being charged for vCPU and memory',
  insteadOf: (what: Power): string => `instead of the ${what} that was under way`,
  /** The windows. */
  form: {
    title: { start: 'Start', stop: 'Stop', restart: 'Restart', release: 'Release' } satisfies Record<Power, string>,
    close: 'Close',
    cancel: 'Cancel',
    instance: 'Instance',
    id: 'Id',
    type: 'Type',
    where: 'Where',
    checking: 'One moment: the bot looks at the instance …',
    takesOver:
      'The bot did not create this instance. With this order it is taken over: it gets a card here, in whose thread each step is told.',
    notFound: 'This instance cannot be found any more. Nothing was done.',
    stop: {
      what: 'It is shut down, and whatever runs on it is interrupted.',
      mode: 'While it is stopped',
      keep: 'Standard mode: keep paying',
      keepMeans: 'Keeps its capacity and public IP, so it will start again.',
      keepMeansSpot: 'Keeps its public IP.',
      save: 'Economical mode: no charge for vCPUs and memory',
      saveMeans: 'May lose its public IP; may be sold out at the next start.',
      saveMore:
        'Its disks stay and are charged for in both modes. Economical mode gives its vCPUs and memory back to Alibaba Cloud: the public IP may change (an elastic IP stays), and while the type is sold out in the zone, it can’t start.',
      noChoice: (mode: NoEconomicalMode): string =>
        `It costs the same while it is stopped: ${NO_ECONOMICAL_MODE[mode]}`,
      spotStart:
        'It is a spot instance: stopped either way, it may not start again when its type is sold out or the market price is above its highest price.',
      losesCredits: 'It is a burstable type: if you don’t pay, the CPU credits it has saved are lost.',
    },
    restart: {
      what: 'It is shut down and started again, and whatever runs on it is interrupted. When it is stopped, it is started.',
    },
    release: {
      what: 'It is deleted for good, its system disk and public address with it. Nobody can bring it back, and what is on it and nowhere else is lost.',
      type: (name: string): string => `Type ${name} to release it`,
      hint: 'Exactly as it stands above.',
      mismatch: (name: string): string => `This is not the instance’s name. Type ${name}, or close this window.`,
    },
  },
};
