import type { Client } from 'pg';
import type { StoreDeps } from './create-store.ts';
import { codeOf } from './store-trouble.ts';

/** The channel on which replicas announce commits; each database has its own channels. */
export const CHANNEL = 'ecs_chatops_commit';

const RECONNECT_AFTER_MS = 1_000;

/**
 * Listens on a connection of its own, and reconnects when that breaks. Nothing depends on it: a replica that misses a
 * notification finds the rows at its next tick. Also calls `onCommit` once after each reconnect, for what was missed.
 */
export function listenForCommits(
  newClient: () => Client,
  options: StoreDeps & { readonly me: string; readonly onCommit: () => void },
): () => Promise<void> {
  const { log, clock, me, onCommit } = options;
  let stopped = false;
  let current: Client | null = null;
  let cancelReconnect = () => {};

  const connect = async (isBack: boolean): Promise<void> => {
    const client = newClient();
    current = client;
    let over = false;
    const lost = (code: string | null) => {
      if (over || stopped) return;
      over = true;
      log.warn({ code }, 'no news of other replicas for a moment: the database connection broke');
      void client.end().catch(() => {});
      cancelReconnect = clock.after(RECONNECT_AFTER_MS, () => void connect(true));
    };
    client.on('error', (error) => lost(codeOf(error)));
    client.on('end', () => lost(null));
    client.on('notification', (note) => {
      if (note.payload !== me) onCommit();
    });
    try {
      await client.connect();
      await client.query(`listen ${CHANNEL}`);
      if (isBack) onCommit();
    } catch (error) {
      lost(codeOf(error));
    }
  };
  void connect(false);

  return async () => {
    stopped = true;
    cancelReconnect();
    await current?.end().catch(() => {});
  };
}
