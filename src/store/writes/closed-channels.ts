import type { Kysely } from 'kysely';
import type { Tables } from '../schema.ts';

/** In which channels Slack refuses messages. Only what people are told depends on it: posting is tried all the same. */
export interface ClosedChannels {
  /**
   * What Slack answered to the last message that was to be there; null when it was taken, or there was none.
   *
   * @param since milliseconds UTC: what was refused before does not count
   */
  codeOf(channel: string, since?: number): Promise<string | null>;
  /** @param code null for a message that was taken */
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
