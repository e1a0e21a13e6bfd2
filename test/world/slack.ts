import type { Note } from '../../src/core/request/message.ts';
import type { Notice } from '../../src/core/request/notice.ts';
import type { Delivery, Store } from '../../src/store/store.ts';
import type { Life } from './life.ts';
import type { Timeline } from './timeline.ts';

/** What is in Slack; it outlives the bot. */
export interface Board {
  /** By delivery id, as the metadata of a message would tell. */
  readonly posts: Map<string, Posted>;
  readonly notes: { readonly requestId: string; readonly note: Note }[];
  /** What people were told, of no request. */
  readonly notices: Notice[];
  /** What people were told in the window that they had submitted. */
  readonly windows: string[];
  /** When a card was last written, by request. */
  readonly cardWrittenAt: Map<string, number>;
}

interface Posted {
  readonly kind: Delivery['kind'];
  readonly requestId: string;
  readonly ts: string;
  /** A private message about how it ended. */
  readonly tellsEnd: boolean;
}

export const tellsEnd = ({ messages }: Pick<Delivery, 'messages'>): boolean =>
  messages.some((message) => message.kind === 'dm' && message.about === undefined);

export const emptyBoard = (): Board => ({
  posts: new Map(),
  notes: [],
  notices: [],
  windows: [],
  cardWrittenAt: new Map(),
});

export interface DelivererOptions {
  readonly store: Store;
  readonly timeline: Timeline;
  readonly life: Life;
  readonly random: () => number;
  readonly board: Board;
  /** 0-1: how often a post is refused, and how often its answer is lost. */
  readonly trouble: () => number;
  readonly posting: (delivery: Delivery) => Promise<void>;
  /** Slack has just made this trouble. */
  readonly troubled: (how: 'slack-refuses' | 'slack-answer-lost') => void;
}

const CLAIM_MS = 20_000;
const EVERY_MS = 900;
/** What was postponed, or committed by somebody else, is found without news as well. */
const ROUNDS_WITHOUT_NEWS = 4;

/** The least that delivers the outbox: one at a time, looking for what may have been sent before it posts again. */
export async function deliver(options: DelivererOptions): Promise<void> {
  const { store, timeline, life } = options;
  let committed = true;
  store.onCommit(() => {
    committed = true;
  });
  for (let round = 0; ; round++) {
    await life.call(() => timeline.sleep(EVERY_MS), true);
    if (!committed && round % ROUNDS_WITHOUT_NEWS !== 0) continue;
    committed = false;
    const now = timeline.now();
    const owner = `${life.name}/slack/${round}`;
    try {
      const claimed = await store.outbox.claim({ owner, now, claimUntil: now + CLAIM_MS, limit: 50, skipChannels: [] });
      for (const delivery of claimed) await deliverOne(options, delivery);
    } catch {
      // The store is away: the claim runs out.
    }
  }
}

async function deliverOne(options: DelivererOptions, delivery: Delivery): Promise<void> {
  const { store, timeline, life, random } = options;
  const lost = random() < options.trouble();
  const refused = random() < options.trouble();
  if (refused || lost) options.troubled(refused ? 'slack-refuses' : 'slack-answer-lost');
  if (refused) return store.outbox.postpone(delivery, timeline.now() + 2_000, false);
  const place = await life.call(() => post(options, delivery));
  if (lost) return store.outbox.postpone(delivery, timeline.now() + 2_000, true);
  return store.outbox.delivered(delivery, place, timeline.now());
}

async function post(
  { timeline, random, board, posting }: DelivererOptions,
  delivery: Delivery,
): Promise<{ channel: string; ts: string }> {
  await timeline.sleep(20 + random() * 100);
  const { id, kind, requestId, channel } = delivery;
  if (kind === 'card') board.cardWrittenAt.set(requestId, timeline.now());
  if (kind === 'card' && delivery.card !== null) return delivery.card;
  const standing = board.posts.get(id);
  if (standing !== undefined) return { channel, ts: standing.ts };
  await posting(delivery);
  const ts = `${board.posts.size + 1}`;
  board.posts.set(id, { kind, requestId, ts, tellsEnd: tellsEnd(delivery) });
  for (const message of delivery.messages) {
    if (message.kind === 'thread' && 'ordinal' in message.note) board.notes.push({ requestId, note: message.note });
    if (message.kind === 'notice') board.notices.push(message.notice);
  }
  return { channel, ts };
}
