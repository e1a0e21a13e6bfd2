import type { Kysely } from 'kysely';
import type { Tables } from '../schema.ts';

/** Channels in which Slack refuses messages. Only what people see depends on this: posting is tried anyway. */
export interface ClosedChannels {
  /**
   * Slack's error code for the last message in the channel; null if it was accepted, or there was none.
   *
   * @param since milliseconds UTC: earlier refusals do not count
   */
  codeOf(channel: string, since?: number): Promise<string | null>;
  /** @param code null for an accepted message */
  note(channel: string, code: string | null, at: number): Promise<void>;
}

export async function readClosed(db: Kysely<Tables>, channel: string, since = 0): Promise<string | null> {
  const row = await db
    .selectFrom('closed_channels')
    .select('code')
    .where('channel', '=', channel)
    .where('at', '>=', since)
    .executeTakeFirst();
  return row?.code ?? null;
}

export async function writeClosed(db: Kysely<Tables>, channel: string, code: string | null, at: number): Promise<void> {
  if (code === null) {
    await db.deleteFrom('closed_channels').where('channel', '=', channel).execute();
    return;
  }
  await db
    .insertInto('closed_channels')
    .values({ channel, code, at })
    .onConflict((conflict) => conflict.column('channel').doUpdateSet({ code, at }))
    .execute();
}
