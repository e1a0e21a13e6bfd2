import type { PersonExcess } from '../../../core/policy/person-limits.ts';
import type { PersonLimitKey } from '../../../core/policy/rules.ts';

const instances = (count: number): string => (count === 1 ? '1 instance' : `${count} instances`);

/** What one person may have or ask for at most. */
export const limits = {
  title: {
    maxPendingPerPerson: 'Requests of one person that wait for approval',
    maxInstancesPerPersonPerDay: 'Instances of one person in 24 hours',
  } satisfies Record<PersonLimitKey, string>,
  /** Followed by: nothing was submitted. */
  exceeded({ limit, max, has, more }: PersonExcess): string {
    if (limit === 'maxPendingPerPerson')
      return `${has} of your requests wait for approval, and one person may have ${max}. Wait until one is decided, or withdraw one on its card; your App Home lists them.`;
    const left = Math.max(0, max - has);
    const next = left === 0 ? 'Try again tomorrow' : `Ask for at most ${left}, try again tomorrow`;
    return `You asked for ${instances(has)} in the last 24 hours, and one person may ask for ${max}: ${more} more are too many. ${next}, or ask an admin to raise limits.maxInstancesPerPersonPerDay in the policy.`;
  },
};
