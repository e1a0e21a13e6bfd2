import type { DiskStep } from '../attribute/attribute.ts';
import type { HourlyPrice } from '../base/money.ts';

/** A disk that somebody enlarged or attached, or ordered to. Its extra cost counts for that person. */
export interface Growth {
  /** Slack user id of the person who ordered it. */
  readonly by: string;
  /** The same as in the step that does it. */
  readonly clientToken: string;
  /** The extra price per hour; null when unknown. */
  readonly more: HourlyPrice | null;
  /** `grown`: it costs money. `doubtful`: unknown whether it does. */
  readonly state: 'ordered' | 'grown' | 'notGrown' | 'doubtful';
  /** A disk that was bought or may have been, but is not attached: it stays when its instance is released. */
  readonly isLoose?: true;
  /** Since when `state` holds, milliseconds UTC. */
  readonly at: number;
}

export const orderedGrowth = ({ clientToken, more }: DiskStep, by: string, at: number): Growth => ({
  ...{ by, clientToken, more },
  state: 'ordered',
  at,
});

/** The growths after an ordered one was settled. */
export const growthsAfter = (
  growths: readonly Growth[],
  { clientToken }: Pick<DiskStep, 'clientToken'>,
  state: Growth['state'],
  at: number,
): readonly Growth[] =>
  growths.map((one) => (one.state === 'ordered' && one.clientToken === clientToken ? { ...one, state, at } : one));

/** The growths after a disk was found bought, or perhaps bought, but not attached. */
export const growthsLoose = (
  growths: readonly Growth[],
  { clientToken }: Pick<DiskStep, 'clientToken'>,
): readonly Growth[] => growths.map((one) => (one.clientToken === clientToken ? { ...one, isLoose: true } : one));

/** The growths of an instance that is gone: ordered ones no longer happen. */
export const growthsDropped = (growths: readonly Growth[], at: number): readonly Growth[] =>
  growths.map((one) => (one.state === 'ordered' ? { ...one, state: 'notGrown', at } : one));

/** The extra price per hour beyond the requested one, from all known growths; null for none. */
export function grownBy(growths: readonly Growth[]): HourlyPrice | null {
  const [first, ...others] = growths.flatMap(({ state, more }) => (state === 'grown' && more !== null ? [more] : []));
  if (first === undefined) return null;
  return others.reduce(
    (sum, { micros, currency }) => (currency === sum.currency ? { micros: sum.micros + micros, currency } : sum),
    first,
  );
}
