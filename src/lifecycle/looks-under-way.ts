import type { EcsPort } from '../ecs/port.ts';

/** Knows the regions with enough looks under way, whose further rows need not be claimed yet. */
export interface LooksUnderWay {
  /** Use this port, because it counts its looks. */
  readonly ecs: EcsPort;
  /**
   * The regions where so many looks await their answers that another would only wait longer.
   *
   * @param more looks about to begin, by region
   */
  fullRegions(more: ReadonlyMap<string, number>): readonly string[];
}

/**
 * Counts the looks under way in each region. Further rows stay due in the store and are claimed when their turn comes: the limiter's
 * full line would refuse their looks, at the cost of another write and another try for each row.
 *
 * @param atOnce looks per region: enough to keep the line of its calls from running dry
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
