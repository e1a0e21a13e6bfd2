/**
 * How fast we may send. Slack takes about one post a second per channel and about fifty edits a minute in all, tolerates
 * short bursts, and answers 429 beyond that. Pure but for its own memory: the caller passes the time.
 */
export interface RateLimiter {
  /** Takes the place of one post: 0 when it may go now, else the milliseconds to wait (nothing is taken then). */
  post(channel: string, now: number): number;
  /** The channels that may not be posted to now, and when the first of them may be. */
  full(now: number): { readonly channels: readonly string[]; readonly until: number | null };
  /**
   * Takes the place of one edit: 0 when it may go now, else the milliseconds to wait. A card that has to wait keeps its
   * place in the line, so that none starves.
   *
   * @param news it shows that an instance has reached its end, good or bad, which people wait for: it goes ahead of the others.
   */
  edit(card: string, news: boolean, now: number): number;
  /** Slack answered 429 to this method: only this method waits. */
  refused(method: LimitedMethod, retryAfterMs: number, now: number): void;
  /** Until when the method waits because of a 429; in the past when it does not. */
  pausedUntil(method: LimitedMethod): number;
  /** An edit was taken: a rate that was lowered by refusals recovers step by step. */
  edited(): void;
}

export type LimitedMethod =
  | 'auth.test'
  | 'chat.postMessage'
  | 'chat.update'
  | 'conversations.open'
  | 'conversations.history'
  | 'conversations.replies';

const CHANNEL = { burst: 3, perMs: 1 / 1000 };
const WORKSPACE = { burst: 40, perMs: 4 / 1000 };
/** Together the fifty edits a minute of Slack's tier 3; most of them are kept for what people wait for. */
const EDITS = { burst: 10, perMs: 15 / 60_000 };
const NEWS_EDITS = { burst: 30, perMs: 35 / 60_000 };
/** A card is not edited more often than this: nobody reads faster. */
const SAME_CARD_MS = 1200;
const ASK_AGAIN_MS = 1000;
const SLOWEST = 1 / 8;

export function makeRateLimiter(): RateLimiter {
  const channels = new Map<string, Bucket>();
  const workspace = makeBucket(WORKSPACE);
  const edits = makeBucket(EDITS);
  const newsEdits = makeBucket(NEWS_EDITS);
  const editedAt = new Map<string, number>();
  /** When a card that had to wait may be edited; its place is taken from the bucket already. */
  const places = new Map<string, number>();
  const paused = new Map<LimitedMethod, number>();
  let factor = 1;

  const pausedUntil = (method: LimitedMethod): number => paused.get(method) ?? 0;

  const placeFor = (card: string, news: boolean, now: number): number => {
    const kept = places.get(card);
    if (kept !== undefined && kept <= now) return kept;
    if (news && newsEdits.wait(now, factor) === 0) {
      newsEdits.take(now, factor);
      if (kept !== undefined) edits.giveBack();
      return now;
    }
    return kept ?? now + edits.reserve(now, factor);
  };

  return {
    post: (channel, now) => {
      forgetIdle(channels, now);
      const bucket = channels.get(channel) ?? makeBucket(CHANNEL);
      channels.set(channel, bucket);
      const wait = Math.max(bucket.wait(now, 1), workspace.wait(now, 1), pausedUntil('chat.postMessage') - now, 0);
      if (wait > 0) return wait;
      bucket.take(now, 1);
      workspace.take(now, 1);
      return 0;
    },
    full: (now) => {
      const waits = [...channels].map(([channel, bucket]) => ({ channel, wait: bucket.wait(now, 1) }));
      const full = waits.filter(({ wait }) => wait > 0);
      return {
        channels: full.map(({ channel }) => channel),
        until: full.length === 0 ? null : now + Math.min(...full.map(({ wait }) => wait)),
      };
    },
    edit: (card, news, now) => {
      const place = placeFor(card, news, now);
      places.set(card, place);
      const sameCard = (editedAt.get(card) ?? Number.NEGATIVE_INFINITY) + SAME_CARD_MS;
      const free = Math.max(sameCard, pausedUntil('chat.update'));
      // A card that has news while it waits for its place goes ahead, so it is asked again before long.
      if (Math.max(place, free) > now) return Math.max(free, Math.min(place, now + ASK_AGAIN_MS)) - now;
      places.delete(card);
      for (const [each, when] of editedAt) if (when + SAME_CARD_MS <= now) editedAt.delete(each);
      editedAt.set(card, now);
      return 0;
    },
    refused: (method, retryAfterMs, now) => {
      paused.set(method, Math.max(pausedUntil(method), now + retryAfterMs));
      if (method === 'chat.update') factor = Math.max(SLOWEST, factor / 2);
    },
    pausedUntil,
    edited: () => {
      factor = Math.min(1, factor * 1.05);
    },
  };
}

/** A channel whose bucket is full again says nothing that a new bucket would not. */
function forgetIdle(channels: Map<string, Bucket>, now: number): void {
  for (const [channel, bucket] of channels) if (bucket.isFull(now)) channels.delete(channel);
}

interface Bucket {
  /** Milliseconds until one can be taken; `factor` lowers the rate. */
  wait(now: number, factor: number): number;
  take(now: number, factor: number): void;
  /** Takes one in any case, if need be of the future: the milliseconds until it is there. */
  reserve(now: number, factor: number): number;
  /** A place that was reserved and is not needed. */
  giveBack(): void;
  isFull(now: number): boolean;
}

function makeBucket({ burst, perMs }: { readonly burst: number; readonly perMs: number }): Bucket {
  let left = burst;
  let at: number | null = null;
  const refill = (now: number, factor: number): void => {
    left = Math.min(burst, left + Math.max(0, now - (at ?? now)) * perMs * factor);
    at = now;
  };
  // Rounding up, and a grain of tolerance: a wait that was waited out is never found too short by a fraction.
  const until = (level: number, factor: number): number =>
    left >= level - 1e-6 ? 0 : Math.ceil((level - left) / (perMs * factor));
  return {
    wait: (now, factor) => {
      refill(now, factor);
      return until(1, factor);
    },
    take: (now, factor) => {
      refill(now, factor);
      left -= 1;
    },
    reserve: (now, factor) => {
      refill(now, factor);
      left -= 1;
      return until(0, factor);
    },
    giveBack: () => {
      left += 1;
    },
    isFull: (now) => {
      refill(now, 1);
      return left >= burst;
    },
  };
}
