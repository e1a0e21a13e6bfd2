import type { Term } from '../../../core/spec/charge.ts';

/** `2 weeks`, `1 month`, `12 months`. */
export const termText = ({ unit, period }: Term): string => {
  const word = unit === 'Week' ? 'week' : 'month';
  return `${period} ${word}${period === 1 ? '' : 's'}`;
};

/** `for 1 month at a time`: the term of an auto-renewal. */
export const eachTime = (term: Term): string => `for ${termText(term)} at a time`;
