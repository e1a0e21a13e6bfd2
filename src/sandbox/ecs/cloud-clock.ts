/**
 * The cloud's own time. It starts at the real time and runs `scale` times as fast, so that durations shrink; a change of scale
 * causes no jump. Dates in calls are real, because clients sign and plan by their own clock.
 */
export interface CloudClock {
  /** Cloud milliseconds. */
  now(): number;
  realNow(): number;
  /** The real time of a cloud time; of a future one, if the scale stays. */
  toReal(cloudMs: number): number;
  scale(): number;
  setScale(scale: number): void;
}

interface Segment {
  readonly real: number;
  readonly cloud: number;
  readonly scale: number;
}

export function makeCloudClock(realNow: () => number, scale: number): CloudClock {
  const start = realNow();
  const segments: Segment[] = [{ real: start, cloud: start, scale }];
  const last = (): Segment => segments.at(-1) as Segment;
  const now = (): number => last().cloud + (realNow() - last().real) * last().scale;
  return {
    now,
    realNow,
    toReal(cloudMs) {
      const segment = segments.findLast((each) => each.cloud <= cloudMs) ?? last();
      return segment.real + (cloudMs - segment.cloud) / segment.scale;
    },
    scale: () => last().scale,
    setScale(next) {
      segments.push({ real: realNow(), cloud: now(), scale: next });
    },
  };
}
