import type { EditsOpen } from '../../store/claim.ts';

/**
 * How fast the bot may send. Slack takes about one post a second per channel and about fifty edits a minute in all, tolerates
 * short bursts, and answers 429 beyond that. Pure but for its own memory: the caller passes the time.
 */
export interface RateLimiter {
  /** Takes the turn for one post: 0 if it may go now, otherwise the milliseconds to wait, and no turn is taken. */
  post(channel: string, now: number): number;
  /** Takes the turn for one edit of a message, as `post` does. It must be used or given back. */
  edit(message: string, news: boolean, now: number): number;
  /** The message is edited now. */
  editing(message: string, now: number): void;
  /** Nothing needed to be edited: a turn that was not used is for others. */
  giveBack(message: string): void;
  full(now: number): Full;
  /** Slack answered this method with 429: only this method waits. */
  refused(method: LimitedMethod, retryAfterMs: number, now: number): void;
  /** Until when the method waits after a 429; in the past if it does not. */
  pausedUntil(method: LimitedMethod): number;
  /** An edit succeeded: a rate lowered by refusals recovers step by step. */
  edited(): void;
}

/** What may not go now. It stays due in the store, whose order is the line. */
interface Full {
  /** Where no post may go; `all` while none may go anywhere. */
  readonly channels: readonly string[] | 'all';
  readonly edits: EditsOpen;
  /** Messages that were edited just now. */
  readonly resting: readonly string[];
  /** When more may go, milliseconds UTC; null if all may. */
  readonly until: number | null;
}

export type LimitedMethod =
  | 'auth.test'
  | 'chat.postMessage'
  | 'chat.update'
  | 'conversations.info'
  | 'conversations.open'
  | 'conversations.history'
  | 'conversations.replies';

const CHANNEL = { burst: 3, perMs: 1 / 1000 };
const WORKSPACE = { burst: 40, perMs: 4 / 1000 };
/** Both buckets together make the fifty edits a minute of Slack's tier 3; most are kept for news. */
const EDITS = { burst: 10, perMs: 15 / 60_000 };
const NEWS_EDITS = { burst: 30, perMs: 35 / 60_000 };
/** The least time between two edits of one card: a little less than between two looks, so that none of them waits. */
const SAME_CARD_MS = 900;
/** Cards that change at the same time share the edits: about four a second together, so that the bursts last for ten seconds. */
const EACH_CARD_MS = 240;
const AT_THE_SAME_TIME_MS = 3_000;
const SLOWEST = 1 / 8;
/** Less is how clocks are kept right all the time. */
const SET_BACK_MS = 5_000;

export function makeRateLimiter(): RateLimiter {
  const channels = new Map<string, Bucket>();
  const workspace = makeBucket(WORKSPACE);
  const edits = makeBucket(EDITS);
  const newsEdits = makeBucket(NEWS_EDITS);
  const editedAt = new Map<string, number>();
  /** The turns that are taken and not used, by message. */
  const taken = new Map<string, Bucket>();
  const paused = new Map<LimitedMethod, number>();
  let factor = 1;
  let latest = 0;

  /** Moments from before the clock was set back lie ahead: waited for, they would keep cards and messages for hours. */
  const notice = (now: number): void => {
    if (now < latest - SET_BACK_MS) for (const moments of [editedAt, paused]) moments.clear();
    latest = now;
  };

  const pausedUntil = (method: LimitedMethod): number => paused.get(method) ?? 0;

  const anyPost = (now: number): number => Math.max(workspace.wait(now, 1), pausedUntil('chat.postMessage') - now);

  const resting = (now: number) => {
    for (const [message, when] of editedAt) if (when + AT_THE_SAME_TIME_MS <= now) editedAt.delete(message);
    const pauseMs = Math.max(SAME_CARD_MS, EACH_CARD_MS * editedAt.size);
    return [...editedAt]
      .map(([message, when]) => ({ message, wait: when + pauseMs - now }))
      .filter(({ wait }) => wait > 0);
  };

  const openEdits = (now: number): { readonly edits: EditsOpen; readonly wait: number } => {
    const pausedMs = pausedUntil('chat.update') - now;
    const wait = Math.max(edits.wait(now, factor), pausedMs);
    if (wait === 0) return { edits: 'all', wait };
    const newsWait = Math.max(newsEdits.wait(now, factor), pausedMs);
    return newsWait === 0 ? { edits: 'news', wait } : { edits: 'none', wait: Math.min(wait, newsWait) };
  };

  return {
    post: (channel, now) => {
      notice(now);
      forgetIdle(channels, now);
      const bucket = channels.get(channel) ?? makeBucket(CHANNEL);
      channels.set(channel, bucket);
      const wait = Math.max(bucket.wait(now, 1), anyPost(now));
      if (wait > 0) return wait;
      bucket.take(now, 1);
      workspace.take(now, 1);
      return 0;
    },
    edit: (message, news, now) => {
      notice(now);
      const open = openEdits(now);
      if (open.edits === 'none' || (open.edits === 'news' && !news)) return open.wait;
      const bucket = news && newsEdits.wait(now, factor) === 0 ? newsEdits : edits;
      bucket.take(now, factor);
      taken.set(message, bucket);
      return 0;
    },
    editing: (message, now) => {
      taken.delete(message);
      editedAt.set(message, now);
    },
    giveBack: (message) => {
      taken.get(message)?.giveBack();
      taken.delete(message);
    },
    full: (now) => {
      notice(now);
      const full = [...channels].map(([channel, bucket]) => ({ channel, wait: bucket.wait(now, 1) }));
      const post = anyPost(now);
      const posts = post > 0 ? [{ wait: post }] : full;
      const open = openEdits(now);
      const rests = resting(now);
      const waits = [...posts, open, ...rests].map(({ wait }) => wait).filter((wait) => wait > 0);
      return {
        channels: post > 0 ? 'all' : full.filter(({ wait }) => wait > 0).map(({ channel }) => channel),
        edits: open.edits,
        resting: rests.map(({ message }) => message),
        until: waits.length === 0 ? null : now + Math.min(...waits),
      };
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

/** A full bucket is the same as a new one. */
function forgetIdle(channels: Map<string, Bucket>, now: number): void {
  for (const [channel, bucket] of channels) if (bucket.isFull(now)) channels.delete(channel);
}

interface Bucket {
  /** Milliseconds until a token is there; `factor` lowers the rate. */
  wait(now: number, factor: number): number;
  take(now: number, factor: number): void;
  /** Returns a token that was not needed. */
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
  return {
    // Rounds up and tolerates a grain, so that a wait that was waited out is never too short by a fraction.
    wait: (now, factor) => {
      refill(now, factor);
      return left >= 1 - 1e-6 ? 0 : Math.ceil((1 - left) / (perMs * factor));
    },
    take: (now, factor) => {
      refill(now, factor);
      left -= 1;
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
