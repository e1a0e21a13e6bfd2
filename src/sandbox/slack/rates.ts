/** Slack's method tiers; `post` is chat.postMessage with its own rules, `free` is not counted. */
export type Tier = 1 | 2 | 3 | 4 | 'post' | 'free';

export interface Bucket {
  /** Calls at once. */
  readonly burst: number;
  readonly perSecond: number;
}

/** Per method and workspace; `postPerChannel` is per channel. */
export interface Limits {
  readonly tier1: Bucket;
  readonly tier2: Bucket;
  readonly tier3: Bucket;
  readonly tier4: Bucket;
  readonly postPerChannel: Bucket;
  readonly postPerWorkspace: Bucket;
}

const perMinute = (calls: number): Bucket => ({ burst: calls, perSecond: calls / 60 });

/**
 * Slack publishes calls per minute and says "bursts are tolerated"; it is assumed that a whole minute's calls may come at once.
 */
export const DEFAULT_LIMITS: Limits = {
  tier1: perMinute(1),
  tier2: perMinute(20),
  tier3: perMinute(50),
  tier4: perMinute(100),
  postPerChannel: { burst: 4, perSecond: 1 },
  postPerWorkspace: { burst: 100, perSecond: 5 },
};

export interface Rates {
  /** Takes one call. Null if it may go on, otherwise the whole seconds to wait, and nothing is taken. */
  take(method: string, tier: Tier, channel: string | undefined): number | null;
}

export function makeRates(limits: Limits | null, now: () => number): Rates {
  const levels = new Map<string, { left: number; at: number }>();

  const level = (key: string, { burst, perSecond }: Bucket): { left: number; at: number } => {
    const at = now();
    const before = levels.get(key) ?? { left: burst, at };
    const left = Math.min(burst, before.left + ((at - before.at) / 1000) * perSecond);
    const current = { left, at };
    levels.set(key, current);
    return current;
  };

  return {
    take: (method, tier, channel) => {
      if (limits === null || tier === 'free') return null;
      const buckets = bucketsOf(limits, method, tier, channel).map(({ key, bucket }) => ({
        bucket,
        level: level(key, bucket),
      }));
      const waits = buckets.map(({ bucket, level }) => (level.left >= 1 ? 0 : (1 - level.left) / bucket.perSecond));
      const wait = Math.max(...waits);
      if (wait > 0) return Math.max(1, Math.ceil(wait));
      for (const { level } of buckets) level.left -= 1;
      return null;
    },
  };
}

function bucketsOf(limits: Limits, method: string, tier: Exclude<Tier, 'free'>, channel: string | undefined) {
  if (tier !== 'post') return [{ key: method, bucket: limits[`tier${tier}`] }];
  return [
    { key: `${method} ${channel ?? ''}`, bucket: limits.postPerChannel },
    { key: method, bucket: limits.postPerWorkspace },
  ];
}
