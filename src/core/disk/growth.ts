import type { DiskStep } from '../attribute/attribute.ts';
import type { HourlyPrice } from '../base/money.ts';

/** A disk of an instance that somebody has had grown or attached, or wants to: it costs more by that, which counts for them. */
export interface Growth {
  /** Slack user id of who ordered it. */
  readonly by: string;
  /** The step that does it carries the same. */
  readonly clientToken: string;
  /** What it costs more per hour; null where no price was known. */
  readonly more: HourlyPrice | null;
  /** `grown`: it costs more. `doubtful`: nobody knows whether it does. */
  readonly state: 'ordered' | 'grown' | 'notGrown' | 'doubtful';
  /** A disk that was bought, or may have been, and is not attached: it stays when its instance is released. */
  readonly isLoose?: true;
  /** Since when that is so, milliseconds UTC. */
  readonly at: number;
}

export const orderedGrowth = ({ clientToken, more }: DiskStep, by: string, at: number): Growth => ({
  ...{ by, clientToken, more },
  state: 'ordered',
  at,
});

/** The same once it is known what became of one that was ordered. */
export const growthsAfter = (
  growths: readonly Growth[],
  { clientToken }: Pick<DiskStep, 'clientToken'>,
  state: Growth['state'],
  at: number,
): readonly Growth[] =>
  growths.map((one) => (one.state === 'ordered' && one.clientToken === clientToken ? { ...one, state, at } : one));

/** The same once it is known that a disk which was bought for it, or may have been, is not attached. */
export const growthsLoose = (
  growths: readonly Growth[],
  { clientToken }: Pick<DiskStep, 'clientToken'>,
): readonly Growth[] => growths.map((one) => (one.clientToken === clientToken ? { ...one, isLoose: true } : one));

/** Nothing more comes of what was ordered: its instance is gone. */
export const growthsDropped = (growths: readonly Growth[], at: number): readonly Growth[] =>
  growths.map((one) => (one.state === 'ordered' ? { ...one, state: 'notGrown', at } : one));

/** What an instance costs more per hour by now than what was asked for; null for nothing that is known. */
export function grownBy(growths: readonly Growth[]): HourlyPrice | null {
  const [first, ...others] = growths.flatMap(({ state, more }) => (state === 'grown' && more !== null ? [more] : []));
  if (first === undefined) return null;
  return others.reduce(
    (sum, { micros, currency }) => (currency === sum.currency ? { micros: sum.micros + micros, currency } : sum),
    first,
  );
}
