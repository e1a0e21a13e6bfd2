import type { EcsPort } from '../ecs/port.ts';

/** Of which regions enough is asked about, so that what is left need not be claimed yet. */
export interface LooksUnderWay {
  /** The port that is to be called, for its looks are counted. */
  readonly ecs: EcsPort;
  /**
   * Where so many looks wait for their answer that more would only wait longer.
   *
   * @param more looks that are about to be begun, by region
   */
  fullRegions(more: ReadonlyMap<string, number>): readonly string[];
}

/**
 * Counts the looks that are under way in each region. What is due beyond them stays due in the store and is claimed when its turn comes: in
 * the line of the limiter it would be turned away, which would be one more fact to write for each, and one more try.
 *
 * @param atOnce in a region: as many as keep the line of its calls from running dry
 */
export function countLooks(ecs: EcsPort, atOnce: number): LooksUnderWay {
  const looks = new Map<string, number>();
  const add = (region: string, count: number): void => void looks.set(region, (looks.get(region) ?? 0) + count);
  return {
    ecs: {
      ...ecs,
      async describeInstances(region, ...about) {
        add(region, 1);
        try {
          return await ecs.describeInstances(region, ...about);
        } finally {
          add(region, -1);
        }
      },
    },
    fullRegions: (more) =>
      [...new Set([...looks.keys(), ...more.keys()])].filter(
        (region) => (looks.get(region) ?? 0) + (more.get(region) ?? 0) >= atOnce,
      ),
  };
}
