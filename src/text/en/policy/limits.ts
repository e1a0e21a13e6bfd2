import type { PersonExcess } from '../../../core/policy/person-limits.ts';
import type { PersonLimitKey } from '../../../core/policy/rules.ts';
import { countedInstances } from '../base/counted.ts';

/** The most that one person may have or request. */
export const limits = {
  title: {
    maxPendingPerPerson: 'Requests per person waiting for approval',
    maxInstancesPerPersonPerDay: 'Instances per person in 24 hours',
  } satisfies Record<PersonLimitKey, string>,
  /** The next sentence says that nothing was submitted. */
  exceeded({ limit, max, has, more }: PersonExcess): string {
    if (limit === 'maxPendingPerPerson')
      return `You already have ${has} ${has === 1 ? 'request' : 'requests'} waiting for approval, the limit is ${max}. Wait until one is decided, or withdraw one on its card; the bot’s Home tab lists them.`;
    const raise = 'ask an admin to raise limits.maxInstancesPerPersonPerDay in the policy';
    // No day is long enough for this request.
    if (more > max)
      return `You can request ${countedInstances(max)} in 24 hours, and this request has ${more}. Request at most ${max}, or ${raise}.`;
    const left = Math.max(0, max - has);
    const next = left === 0 ? 'Try again tomorrow' : `Request at most ${left}, try again tomorrow`;
    return `You requested ${countedInstances(has)} in the last 24 hours, and the limit is ${max}: ${more} more ${more === 1 ? 'is' : 'are'} too many. ${next}, or ${raise}.`;
  },
};
