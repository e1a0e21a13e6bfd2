import type { Term } from '../../../core/spec/charge.ts';

/** `2 周`, `1 个月`, `12 个月`. */
export const termText = ({ unit, period }: Term): string => `${period} ${unit === 'Week' ? '周' : '个月'}`;
