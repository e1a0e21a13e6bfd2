import { MINUTE_MS } from '../../../core/base/durations.ts';
/** Calls per second and at once; only the account's quota console shows the real numbers. */
export interface Limit {
  readonly perSecond: number;
  readonly burst: number;
  /** Also the calls per full minute of the clock; further ones are refused until the next minute begins. */
  readonly perMinute?: number;
  /** Also the instances that calls ask for per such minute, in all regions together. */
  readonly instancesPerMinute?: number;
}

/** Per API and region. `null` turns throttling off. */
export interface Limits {
  readonly each: Limit | null;
  readonly byAction?: Readonly<Record<string, Limit | null>>;
}

const EACH: Limit = { perSecond: 50, burst: 100 };

export const LIMITS: Limits = {
  each: EACH,
  byAction: { CreateInstance: { ...EACH, perMinute: 200 }, RunInstances: { ...EACH, instancesPerMinute: 5_000 } },
};

export interface Throttle {
  /** Null if the call, which makes `instances`, may pass; otherwise the milliseconds until the next one may. */
  refusedFor(action: string, region: string | null, instances?: number): number | null;
}

/** A token bucket and, if there is one, a window of a minute, per API and region, in real time. */
export function makeThrottle(limits: Limits, realNow: () => number): Throttle {
  const buckets = new Map<string, { tokens: number; at: number }>();
  const windows = new Map<string, Window>();
  return {
    refusedFor(action, region, instances = 0) {
      const limit = limits.byAction?.[action] === undefined ? limits.each : limits.byAction[action];
      if (!limit) return null;
      const key = `${action} ${region ?? ''}`;
      const now = realNow();
      const bucket = buckets.get(key) ?? { tokens: limit.burst, at: now };
      bucket.tokens = Math.min(limit.burst, bucket.tokens + ((now - bucket.at) / 1000) * limit.perSecond);
      bucket.at = now;
      buckets.set(key, bucket);
      if (bucket.tokens < 1) return Math.ceil(((1 - bucket.tokens) / limit.perSecond) * 1000);
      const minute = Math.floor(now / MINUTE_MS);
      const calls = windowOf(windows, key, minute);
      const made = windowOf(windows, action, minute);
      const { perMinute = Infinity, instancesPerMinute = Infinity } = limit;
      if (calls.used >= perMinute || made.used + instances > instancesPerMinute) return (minute + 1) * MINUTE_MS - now;
      calls.used += 1;
      made.used += instances;
      bucket.tokens -= 1;
      return null;
    },
  };
}

interface Window {
  readonly minute: number;
  used: number;
}

function windowOf(windows: Map<string, Window>, key: string, minute: number): Window {
  const known = windows.get(key);
  const window = known?.minute === minute ? known : { minute, used: 0 };
  windows.set(key, window);
  return window;
}
