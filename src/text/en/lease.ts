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

/** To one person: why nothing was changed. */
function refused(name: string, refusal: LeaseRefusal): string {
  switch (refusal.why) {
    case 'notYours':
      return `Nothing was changed: ${name} belongs to somebody else, and only its owner and admins can change its auto-release.`;
    case 'prepaid':
      return `${name} is prepaid: it ends with its prepaid period and has no auto-release. Nothing was changed.`;
    case 'notCreatedYet':
      return `${name} hasn’t been created yet, so its auto-release can’t be changed. Follow it in its thread.`;
    case 'neverCreated':
      return `${name} was never created, so it has no auto-release and costs nothing. See its card for the reason.`;
    case 'gone':
      return `${name} is already gone, so its auto-release can’t be changed. Request a new one with /ecs create.`;
    case 'beingReleased':
      return `${name} is being released, so its auto-release wasn’t changed. Request a new one with /ecs create.`;
    case 'over':
      return `The auto-release of ${name} is due: Alibaba Cloud is releasing it, which can’t be undone. Request a new one with /ecs create.`;
    case 'noLease':
      return `${name} has no auto-release: it stays until somebody releases it. Nothing was changed. To set one: /ecs lease ${name} 7d`;
    case 'tooShort':
      return `Too short: an auto-release can be set for ${leaseSpan(refusal.minMs)} from now at the earliest. Nothing was changed. To release it sooner, use /ecs release.`;
    case 'tooLong':
      return `Too long: an auto-release can be set for ${leaseSpan(refusal.maxMs)} from now at the latest. Nothing was changed${refusal.endsAt === null ? '' : `; it auto-releases on ${momentMark(refusal.endsAt)}`}.`;
    case 'noneForAdmins':
      return `The policy gives every instance an auto-release, so only admins can remove it. Nothing was changed; /ecs extend gives it more time.`;
  }
}

/** Texts about leases, which people know as auto-release: when the cloud releases an instance. */
export const lease = {
  refused,
  taken: (name: string, endsAt: number | null): string =>
    endsAt === null
      ? `You turned auto-release of ${name} off: it stays, and costs money, until somebody releases it. Its thread confirms when Alibaba Cloud has accepted this.`
      : `New auto-release of ${name}, with its disks: ${momentMark(endsAt)}. Its thread confirms when Alibaba Cloud has accepted this.`,
  storeDown: 'The bot can’t reach its database right now, so nothing was changed. Try again in a moment.',
  busy: 'The instance is changing too often right now, so nothing was changed. Try again.',
  /** On the card and in the thread, before a moment, which may read `today at …`. */
  endsOn: 'auto-releases',
  byLease: 'Auto-released',
  noEnd: 'off: stays until somebody releases it',
  /** The cloud has another end than the wanted one. */
  notSet: ({ inCloud, failure }: Pick<Lease, 'inCloud'> & { readonly failure: string }): string =>
    `${failure}. ${
      inCloud === null
        ? 'Alibaba Cloud won’t auto-release it.'
        : `Alibaba Cloud still auto-releases it on ${momentMark(inCloud)}.`
    }`,
  stillThere: 'Its auto-release is overdue: it still exists and costs money.',
  notSetNext:
    'The bot keeps trying while there is time. If this continues, have the bot operator check /ecs doctor, or set the release in the ECS console.',
  stillThereNext: 'Release it with /ecs release, or check it in the ECS console.',
  notSetTitle: 'Auto-release not changed',
  stillThereTitle: 'Auto-release overdue',
  /** A direct message to the owner. */
  warning: (name: string): string => `${name} auto-releases soon`,
  /** After the moment. */
  warningMeans: 'It and its disks will be permanently deleted. Extend it if you still need it.',
  warningPlain: (name: string, endsAt: number): string =>
    `${name} auto-releases on ${momentMark(endsAt)}, with its disks. To keep it: /ecs extend ${name}`,
  /** In place of a warning that was sent. */
  over: {
    title: 'This auto-release warning no longer applies',
    gone: (name: string): string => `${name} is gone.`,
    changed: (name: string): string =>
      `The auto-release of ${name} was changed after the warning. See the current one: /ecs show ${name}`,
    several:
      'The instances it named are gone, or their auto-release was changed after the warning. See yours: /ecs list mine',
  },
  extend: 'Extend',
  /** In the form, unless it is prepaid. */
  willEnd: (ms: number): string =>
    `Auto-releases ${leaseSpan(ms)} after it first runs, with its disks. You’re warned before, and /ecs extend gives it more time.`,
  /** In the form, if the person chose it. */
  willStay: 'No auto-release: it stays and costs money until somebody releases it.',
  /** On the card, under `rule`. */
  from: (ms: number): string => `${leaseSpan(ms)} after it first runs`,
  /** The same for several that end within an hour. */
  warnings: (count: number): string => `${count} instances auto-release soon`,
  warningsMore: (count: number): string => `And ${count} more within the same hour.`,
  warningsMean: 'They and their disks will be permanently deleted. Extend the ones you still need.',
  warningsPlain: (count: number, endsAt: number): string =>
    `${count} instances auto-release from ${momentMark(endsAt)} on, with their disks. /ecs list mine shows them; to keep one: /ecs extend and its name`,
  listMine: 'List my instances',
  /** The policy's rule. */
  rule: 'Auto-release',
  ruleIs: (ms: number | null, maxMs: number | null): string =>
    [
      ...(ms === null ? [] : [lease.from(ms)]),
      ...(maxMs === null ? [] : [`can be extended to ${leaseSpan(maxMs)} from now`]),
    ].join('; '),
};
