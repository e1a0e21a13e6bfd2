import type { Lease } from '../../core/lease/lease.ts';
import type { LeaseRefusal } from '../../core/lease/order-lease.ts';
import { momentMark } from '../moments.ts';

/** `7 days`, `12 hours`, `90 minutes`. */
export const leaseSpan = (ms: number): string => {
  const [count, unit] =
    ms % 86_400_000 === 0
      ? [ms / 86_400_000, 'day']
      : ms % 3_600_000 === 0
        ? [ms / 3_600_000, 'hour']
        : [Math.round(ms / 60_000), 'minute'];
  return count === 1 ? `1 ${unit}` : `${count} ${unit}s`;
};

/** To one person, why nothing was changed. */
function refused(name: string, refusal: LeaseRefusal): string {
  switch (refusal.why) {
    case 'notYours':
      return `${name} was asked for by somebody else, so its lease was not changed: only they and admins may do that.`;
    case 'prepaid':
      return `${name} is prepaid: it ends with the period it was paid for, and has no lease. Nothing was changed.`;
    case 'notCreatedYet':
      return `${name} is not created yet, so it has no lease that could be changed. Its thread tells when it is there.`;
    case 'neverCreated':
      return `${name} was never created, and its card says why. It has no lease, and costs nothing.`;
    case 'gone':
      return `${name} is gone already, so its lease cannot be changed. Ask for a new one with /ecs create.`;
    case 'beingReleased':
      return `${name} is being released, so its lease was not changed. Ask for a new one with /ecs create.`;
    case 'over':
      return `The lease of ${name} is over: Alibaba Cloud is releasing it, which cannot be taken back. Ask for a new one with /ecs create.`;
    case 'noLease':
      return `${name} has no lease: it lives until somebody releases it. Nothing was changed; /ecs lease sets an end.`;
    case 'tooShort':
      return `That is too short: a lease is set for at least ${leaseSpan(refusal.minMs)} from now. Nothing was changed. To release it sooner use /ecs release.`;
    case 'tooLong':
      return `That is too long: a lease may end at most ${leaseSpan(refusal.maxMs)} from now. Nothing was changed${refusal.endsAt === null ? '' : `; it ends on ${momentMark(refusal.endsAt)}`}.`;
    case 'noneForAdmins':
      return `The policy gives every instance a lease, so only admins may take it away. Nothing was changed; /ecs extend gives it more time.`;
  }
}

/** Everything that is said about leases: when the cloud releases an instance. */
export const lease = {
  refused,
  taken: (name: string, endsAt: number | null): string =>
    endsAt === null
      ? `${name} has no lease any more: it lives, and costs money, until somebody releases it. The thread of its card tells when Alibaba Cloud has taken that.`
      : `${name} is to be released on ${momentMark(endsAt)}, with its disks. The thread of its card tells when Alibaba Cloud has taken that.`,
  storeDown: 'The bot cannot write this down just now, so nothing was changed. Try again in a moment.',
  busy: 'The instance changed too often in the last moment, so nothing was changed. Try again.',
  /** On the card and in the thread, before a moment, which may read `today at …`. */
  endsOn: 'is released by itself',
  byLease: 'Released at the end of its lease',
  noEnd: 'no end: it lives until somebody releases it',
  /** The wanted end is not what the cloud holds. */
  notSet: ({ inCloud, failure }: Pick<Lease, 'inCloud'> & { readonly failure: string }): string =>
    `${failure}. ${
      inCloud === null
        ? 'Alibaba Cloud would not release it.'
        : `Alibaba Cloud still releases it on ${momentMark(inCloud)}.`
    }`,
  stillThere: 'It has not been released although its lease is over, and costs money.',
  notSetNext:
    'The bot tries again while there is time. If it stays so, have the operator of the bot see /ecs doctor, or set the release in the ECS console.',
  stillThereNext: 'Release it with /ecs release, or look at it in the ECS console.',
  notSetTitle: 'The end of the lease is not set',
  stillThereTitle: 'Not released at the end of the lease',
  /** A private message to the owner. */
  warning: (name: string): string => `${name} is about to be released`,
  /** After the moment. */
  warningMeans: 'Then it and its disks are gone for good. Extend its lease if you still need it.',
  warningPlain: (name: string, endsAt: number): string =>
    `${name} is released by itself on ${momentMark(endsAt)}, with its disks. To keep it: /ecs extend ${name}`,
  extend: 'Extend',
  /** In the form, of what is not prepaid. */
  willEnd: (ms: number): string =>
    `Released automatically ${leaseSpan(ms)} after it first runs, with its disks. You are warned before, and /ecs extend gives more time.`,
  /** On the card, under `rule`. */
  from: (ms: number): string => `${leaseSpan(ms)} from the first Running`,
  /** The same of several that end within an hour. */
  warnings: (count: number): string => `${count} instances are about to be released`,
  warningsMore: (count: number): string => `And ${count} more, which end within the same hour.`,
  warningsMean: 'Then they and their disks are gone for good. Extend the leases of those that you still need.',
  warningsPlain: (count: number, endsAt: number): string =>
    `${count} instances are released by themselves from ${momentMark(endsAt)} on, with their disks. /ecs list mine shows them; to keep one: /ecs extend and its name`,
  listMine: 'List my instances',
  /** What the policy says. */
  rule: 'Lease',
  ruleIs: (ms: number | null, maxMs: number | null): string =>
    [
      ...(ms === null ? [] : [`${lease.from(ms)}, then released by itself`]),
      ...(maxMs === null ? [] : [`may be extended to ${leaseSpan(maxMs)} from now`]),
    ].join('; '),
};
