/**
 * How fast the bot may send. Slack takes about one post a second per channel and about fifty edits a minute in all, tolerates
 * short bursts, and answers 429 beyond that. Pure but for its own memory: the caller passes the time.
 */
export interface RateLimiter {
  /** Takes the turn for one post: 0 if it may go now, otherwise the milliseconds to wait, and no turn is taken. */
  post(channel: string, now: number): number;
  /** The channels where no post may go now, and when the first of them is free. */
  full(now: number): { readonly channels: readonly string[]; readonly until: number | null };
  /**
   * Takes the turn for one edit: 0 if it may go now, otherwise the milliseconds to wait. A waiting card keeps its place in the
   * line, so that none starves.
   *
   * @param news the edit shows that an instance has reached its end, good or bad, which people wait for: it goes ahead of others
   */
  edit(card: string, news: boolean, now: number): number;
  /** The milliseconds until the turn of a waiting card that got no news since; takes nothing. */
  untilTurn(card: string, now: number): number;
  /** Slack answered this method with 429: only this method waits. */
  refused(method: LimitedMethod, retryAfterMs: number, now: number): void;
  /** Until when the method waits after a 429; in the past if it does not. */
  pausedUntil(method: LimitedMethod): number;
  /** An edit succeeded: a rate lowered by refusals recovers step by step. */
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
/** Both buckets together make the fifty edits a minute of Slack's tier 3; most are kept for news. */
const EDITS = { burst: 10, perMs: 15 / 60_000 };
const NEWS_EDITS = { burst: 30, perMs: 35 / 60_000 };
/** The least time between two edits of one card: a little less than between two looks, so that none of their news waits. */
const SAME_CARD_MS = 900;
/** Cards that change at the same time share the edits: about four a second together, so that the bursts last for ten seconds. */
const EACH_CARD_MS = 240;
const AT_THE_SAME_TIME_MS = 3_000;
/** A waiting card that may have news by then asks again after this time. */
const ASK_AGAIN_MS = 1000;
/** With hundreds of cards waiting they ask less often, because each time costs two writes: twenty a second together. */
const ASK_AGAIN_EACH_MS = 50;
const SLOWEST = 1 / 8;
/** Less is how clocks are kept right all the time. */
const SET_BACK_MS = 5_000;

export function makeRateLimiter(): RateLimiter {
  const channels = new Map<string, Bucket>();
  const workspace = makeBucket(WORKSPACE);
  const edits = makeBucket(EDITS);
  const newsEdits = makeBucket(NEWS_EDITS);
  const editedAt = new Map<string, number>();
  /** When each waiting card may be edited; the turn is taken from the bucket already. */
  const places = new Map<string, number>();
  const paused = new Map<LimitedMethod, number>();
  let factor = 1;
  let latest = 0;

  /** Moments from before the clock was set back lie ahead: waited for, they would keep cards and messages for hours. */
  const notice = (now: number): void => {
    if (now < latest - SET_BACK_MS) for (const moments of [editedAt, places, paused]) moments.clear();
    latest = now;
  };

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

  const waitFor = (card: string, place: number, now: number): number => {
    const active = [...editedAt.values()].filter((when) => when + AT_THE_SAME_TIME_MS > now).length;
    const pauseMs = Math.max(SAME_CARD_MS, EACH_CARD_MS * active);
    const sameCard = (editedAt.get(card) ?? Number.NEGATIVE_INFINITY) + pauseMs;
    const free = Math.max(sameCard, pausedUntil('chat.update'));
    const waiting = [...places.values()].filter((when) => when > now).length;
    // A card that gets news while it waits goes ahead, so ask again soon.
    const askAgainMs = Math.max(ASK_AGAIN_MS, ASK_AGAIN_EACH_MS * waiting);
    return Math.max(0, Math.max(free, Math.min(place, now + askAgainMs)) - now);
  };

  return {
    post: (channel, now) => {
      notice(now);
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
      notice(now);
      const waits = [...channels].map(([channel, bucket]) => ({ channel, wait: bucket.wait(now, 1) }));
      const full = waits.filter(({ wait }) => wait > 0);
      return {
        channels: full.map(({ channel }) => channel),
        until: full.length === 0 ? null : now + Math.min(...full.map(({ wait }) => wait)),
      };
    },
    edit: (card, news, now) => {
      notice(now);
      const place = placeFor(card, news, now);
      places.set(card, place);
      const ms = waitFor(card, place, now);
      if (ms > 0) return ms;
      places.delete(card);
      for (const [each, when] of editedAt) if (when + AT_THE_SAME_TIME_MS <= now) editedAt.delete(each);
      editedAt.set(card, now);
      return 0;
    },
    untilTurn: (card, now) => waitFor(card, places.get(card) ?? now, now),
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

/** A full bucket is the same as a new one. */
function forgetIdle(channels: Map<string, Bucket>, now: number): void {
  for (const [channel, bucket] of channels) if (bucket.isFull(now)) channels.delete(channel);
}

interface Bucket {
  /** Milliseconds until a token is there; `factor` lowers the rate. */
  wait(now: number, factor: number): number;
  take(now: number, factor: number): void;
  /** Takes a token in any case, if need be a future one: returns the milliseconds until it is there. */
  reserve(now: number, factor: number): number;
  /** Returns a reserved token that is not needed. */
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
  // Rounds up and tolerates a grain, so that a wait that was waited out is never too short by a fraction.
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
