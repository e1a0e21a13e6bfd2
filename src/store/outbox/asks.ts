import { type Kysely, sql } from 'kysely';
import type { Approval } from '../../core/approval/approval.ts';
import { isPerson } from '../../core/policy/people.ts';
import type { Message } from '../../core/request/message.ts';
import type { Request } from '../../core/request/request.ts';
import type { Tables } from '../schema.ts';

/**
 * Requests of one person within this time reach each approver as one message: the first ask leads, later asks are shown in
 * its message. An edit notifies nobody, so an ask joins no older message, none whose own request is decided, and none whose
 * reader has voted on it. Where no reminder will follow, an ask joins only a message that has not been posted.
 */
const TOGETHER_MS = 5 * 60_000;
/** Each ask has a line and buttons, and Slack allows no more in one message. */
const TOGETHER_MAX = 20;

type Ask = Extract<Message, { kind: 'ask' }>;
type AskRow = { readonly kind: 'ask'; readonly request_id: string; readonly recipient: string } & {
  readonly body: string;
  readonly revision: number;
};

/** An existing ask becomes due again; one that already waits keeps its place in the queue. */
export async function writeAsk(db: Kysely<Tables>, ask: Ask, at: number): Promise<void> {
  const known = await db
    .selectFrom('outbox')
    .select(['seq', 'leader'])
    .where('request_id', '=', ask.requestId)
    .where('recipient', '=', ask.to)
    .where(sql<boolean>`kind = 'ask'`)
    .executeTakeFirst();
  if (known !== undefined && (await makeDue(db, known, at, true))) return;
  const found = await findLeader(db, ask, at);
  // The leader may have been given up or sent since it was read. Then this ask leads itself.
  const leader = found !== null && (await bump(db, found.seq, at, true, found.isUnsent)) ? found.seq : null;
  const row: AskRow = {
    kind: 'ask',
    request_id: ask.requestId,
    recipient: ask.to,
    body: JSON.stringify(ask),
    revision: 1,
  };
  await db
    .insertInto('outbox')
    .values({ ...row, leader, asked_at: at, due_at: leader === null ? at : null })
    .onConflict((conflict) =>
      conflict.columns(['request_id', 'recipient']).where(sql<boolean>`kind = 'ask'`).doUpdateSet(dueAgain(at, true)),
    )
    .execute();
}

/** Makes the direct messages of a request due, since what they say may have changed. Only those stay that can be edited. */
export async function tellAgain(db: Kysely<Tables>, requestId: string, at: number, news: boolean): Promise<void> {
  await db
    .updateTable('outbox')
    .set(dueAgain(at, news))
    .where('request_id', '=', requestId)
    .where('kind', '=', 'dm')
    .execute();
}

/** Makes all asks of a request due, since what they show may have changed. */
export async function askAgain(db: Kysely<Tables>, requestId: string, at: number, news: boolean): Promise<void> {
  const asks = await db
    .selectFrom('outbox')
    .select(['seq', 'leader'])
    .where('request_id', '=', requestId)
    .where(sql<boolean>`kind = 'ask'`)
    .execute();
  // In a fixed order, so that two writers cannot deadlock.
  const byMessage = asks.toSorted((a, b) => (a.leader ?? a.seq) - (b.leader ?? b.seq));
  for (const each of byMessage) await makeDue(db, each, at, news);
}

/**
 * Makes the message that shows an ask due. An ask whose leader is gone leads from now on. Returns whether the ask still
 * exists.
 */
async function makeDue(
  db: Kysely<Tables>,
  { seq, leader }: { readonly seq: number; readonly leader: number | null },
  at: number,
  news: boolean,
): Promise<boolean> {
  if (await bump(db, leader ?? seq, at, news)) return true;
  if (leader === null) return false;
  await db.updateTable('outbox').set({ leader: null }).where('seq', '=', seq).execute();
  return bump(db, seq, at, news);
}

/** The requests shown in an ask's message beside its own, oldest first. */
export async function ledBy(db: Kysely<Tables>, seq: number): Promise<readonly string[]> {
  const rows = await db.selectFrom('outbox').select('request_id').where('leader', '=', seq).orderBy('seq').execute();
  return rows.map(({ request_id }) => request_id);
}

/** `isUnsent`: whether joining requires that the message was not posted. */
async function findLeader(
  db: Kysely<Tables>,
  { requestId, to }: Ask,
  at: number,
): Promise<{ readonly seq: number; readonly isUnsent: boolean } | null> {
  const own = await db
    .selectFrom('requests')
    .select(['requester', 'body'])
    .where('id', '=', requestId)
    .executeTakeFirst();
  if (own === undefined) return null;
  const row = await db
    .selectFrom('outbox as o')
    .innerJoin('requests as r', 'r.id', 'o.request_id')
    .select(['o.seq', 'r.body'])
    .where('o.recipient', '=', to)
    .where('o.asked_at', '>', at - TOGETHER_MS)
    .where(sql<boolean>`o.kind = 'ask'`)
    .where('o.leader', 'is', null)
    .where('r.state', '=', 'pending')
    .where('r.requester', '=', own.requester)
    .orderBy('o.asked_at', 'desc')
    .orderBy('o.seq', 'desc')
    .executeTakeFirst();
  if (row === undefined || approvalIn(row)?.votes.some(({ by }) => by === to)) return null;
  if ((await ledBy(db, row.seq)).length + 1 >= TOGETHER_MAX) return null;
  return { seq: row.seq, isUnsent: !isPerson(to) || (approvalIn(own)?.remindAt ?? null) === null };
}

const approvalIn = ({ body }: { readonly body: string }): Approval | null =>
  (JSON.parse(body) as Pick<Request, 'approval'>).approval ?? null;

/** Returns whether the row exists. */
async function bump(db: Kysely<Tables>, seq: number, at: number, news: boolean, isUnsent = false): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('outbox')
    .set(dueAgain(at, news))
    .where('seq', '=', seq)
    .$if(isUnsent, (query) => query.where('place_ts', 'is', null).where('in_doubt', '=', 0))
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** What already waits keeps its place in the line. */
export const dueAgain = (at: number, news: boolean) => ({
  revision: sql<number>`outbox.revision + 1`,
  due_at: sql<number>`coalesce(outbox.due_at, ${at})`,
  ...(news && { news: 1 }),
});
