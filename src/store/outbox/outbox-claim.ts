import { type Expression, type ExpressionBuilder, type Kysely, type Selectable, type SqlBool, sql } from 'kysely';
import type { Message, Milestone } from '../../core/request/message.ts';
import type { Claim, EditsOpen, OutboxClaim } from '../claim.ts';
import { toCard } from '../rows.ts';
import type { DatabaseKind, MailboxTable, OutboxTable, Tables } from '../schema.ts';
import type { Delivery, MessagePlace } from '../store.ts';
import { ledBy } from './asks.ts';

/** The most thread lines per post: as many as a request can have instances, since equal lines are merged. */
const MAX_LINES = 1_000;
/** The most lines about a single instance or none, which are not merged. */
const MAX_OWN_LINES = 20;

/** What may not be claimed now, see `Outbox.claim`. */
interface Skipped {
  readonly channels: ReadonlySet<string> | 'all';
  readonly deliveries: ReadonlySet<string>;
  readonly edits: EditsOpen;
}

type Mailbox = Selectable<MailboxTable>;
type OutboxRow = Selectable<OutboxTable>;
type Joined = ExpressionBuilder<Tables & { o: OutboxTable; m: MailboxTable }, 'o' | 'm'>;

/** Claims at most one delivery per request, within the caller's transaction. See `Outbox.claim`. */
export async function claimDeliveries(db: Kysely<Tables>, kind: DatabaseKind, claim: OutboxClaim): Promise<Delivery[]> {
  const mailboxes = await lockMailboxes(db, kind, claim);
  if (mailboxes.length === 0) return [];
  // Read again after locking the mailboxes: another replica may have delivered in between.
  const waiting = await db
    .selectFrom('outbox')
    .selectAll()
    .where(
      'request_id',
      'in',
      mailboxes.map((mailbox) => mailbox.request_id),
    )
    .where('due_at', 'is not', null)
    .orderBy('seq')
    .execute();
  const { skipChannels, skipDeliveries, edits = 'all' } = claim;
  const skip = {
    channels: skipChannels === 'all' ? skipChannels : new Set(skipChannels),
    deliveries: new Set(skipDeliveries),
    edits,
  };
  const deliveries: Delivery[] = [];
  for (const mailbox of mailboxes) {
    const own = waiting.filter((row) => row.request_id === mailbox.request_id);
    const rows = chooseRows(mailbox, own, claim.now, skip);
    if (rows.length > 0) deliveries.push(await take(db, mailbox, rows, claim));
  }
  return deliveries;
}

/**
 * The lock on the mailbox ensures one delivery per request, also across replicas. The rows that make a mailbox worth
 * locking must be exactly those that {@link chooseRows} finds. Otherwise mailboxes without a sendable row would use up the
 * limit.
 */
async function lockMailboxes(db: Kysely<Tables>, kind: DatabaseKind, claim: OutboxClaim): Promise<Mailbox[]> {
  const locked = new Map<string, Mailbox>();
  for (;;) {
    const limit = claim.limit - locked.size;
    const rows = await nextMailboxes(db, kind, { ...claim, limit }, [...locked.keys()]);
    for (const row of rows) locked.set(row.request_id, row);
    // Several rows may belong to one mailbox. Fewer rows than the limit means that there are no more.
    if (locked.size >= claim.limit || rows.length < limit) return [...locked.values()];
  }
}

/** The mailboxes of the first due messages, in the order of the index, which stops at the limit. */
async function nextMailboxes(
  db: Kysely<Tables>,
  kind: DatabaseKind,
  claim: OutboxClaim,
  but: readonly string[],
): Promise<Mailbox[]> {
  return await db
    .selectFrom('outbox as o')
    .innerJoin('mailboxes as m', 'm.request_id', 'o.request_id')
    .selectAll('m')
    .where('o.due_at', '<=', claim.now)
    .where((eb) => eb.or([eb('m.claim_until', 'is', null), eb('m.claim_until', '<=', claim.now)]))
    // Whatever has not been sent has news, see `OutboxTable.news`: so hundreds of waiting edits are passed over quickly.
    .$if((claim.edits ?? 'all') !== 'all', (query) => query.where('o.news', '=', 1))
    .where((eb) => mayGo(eb, claim))
    .where((eb) => isNotLeft(eb, claim.skipDeliveries))
    .$if(but.length > 0, (query) => query.where('o.request_id', 'not in', but))
    .orderBy('o.due_at')
    .orderBy('o.seq')
    .limit(claim.limit)
    .$if(kind === 'postgres', (query) => query.forNoKeyUpdate('m').skipLocked())
    .execute();
}

const isNotLeft = (eb: Joined, deliveries: readonly string[] = []): Expression<SqlBool> =>
  deliveries.length === 0
    ? sql<boolean>`1 = 1`
    : eb.or([eb('o.delivery_id', 'is', null), eb('o.delivery_id', 'not in', deliveries)]);

/** Whether a waiting row could be sent if it were due: the SQL twin of {@link chooseRows}. */
function mayGo(eb: Joined, { skipChannels, edits = 'all' }: OutboxClaim): Expression<SqlBool> {
  const open = (channel: 'm.channel' | 'o.recipient') => {
    if (skipChannels === 'all') return sql<boolean>`1 = 0`;
    return skipChannels.length === 0 ? sql<boolean>`1 = 1` : eb(channel, 'not in', skipChannels);
  };
  const mayBeEdited = edits === 'none' ? sql<boolean>`1 = 0` : sql<boolean>`1 = 1`;
  const editOrPost = (place: 'm.card_ts' | 'o.place_ts', channel: 'm.channel' | 'o.recipient') =>
    eb.or([eb.and([eb(place, 'is not', null), mayBeEdited]), eb.and([eb(place, 'is', null), open(channel)])]);
  const isFirstLine = eb.not(
    eb.exists(
      eb
        .selectFrom('outbox as earlier')
        .select('earlier.seq')
        .whereRef('earlier.request_id', '=', 'o.request_id')
        .where('earlier.kind', '=', 'thread')
        .whereRef('earlier.seq', '<', 'o.seq'),
    ),
  );
  return eb.or([
    eb.and([eb('o.kind', '=', 'card'), editOrPost('m.card_ts', 'm.channel')]),
    eb.and([eb('o.kind', '=', 'thread'), eb('m.card_ts', 'is not', null), open('m.channel'), isFirstLine]),
    eb.and([eb('o.kind', 'in', ['ask', 'dm', 'notice']), editOrPost('o.place_ts', 'o.recipient')]),
  ]);
}

/**
 * The rows of one request to send next as one call: its card, else an ask, else its first thread lines, else a direct
 * message or a notice.
 */
function chooseRows(mailbox: Mailbox, rows: readonly OutboxRow[], now: number, skip: Skipped): OutboxRow[] {
  const isDue = ({ due_at, delivery_id, news }: OutboxRow) =>
    due_at !== null && due_at <= now && !skip.deliveries.has(delivery_id ?? '') && (skip.edits === 'all' || news === 1);
  const cardIsPosted = mailbox.card_ts !== null;
  const isOpen = (channel: string) => skip.channels !== 'all' && !skip.channels.has(channel);
  const channelOpen = isOpen(mailbox.channel);
  const mayBeEdited = skip.edits !== 'none';

  const card = rows.find((row) => row.kind === 'card');
  if (card !== undefined && isDue(card) && (cardIsPosted ? mayBeEdited : channelOpen)) return [card];

  const mayBeShown = (row: OutboxRow) => (row.place_ts === null ? isOpen(row.recipient ?? '') : mayBeEdited);
  const ask = rows.find((row) => row.kind === 'ask' && isDue(row) && mayBeShown(row));
  if (ask !== undefined) return [ask];

  const lines = rows.filter((row) => row.kind === 'thread');
  const [first] = lines;
  if (first !== undefined && isDue(first) && cardIsPosted && channelOpen) {
    // A post that was tried keeps exactly its lines, so that it can be recognised in Slack. Later lines wait for the next
    // post.
    if (first.delivery_id !== null) return lines.filter((row) => row.delivery_id === first.delivery_id);
    // All waiting lines go along, even lines that are not due yet: they only wait to be gathered.
    return linesTogether(lines);
  }

  const alone = rows.find((row) => (row.kind === 'dm' || row.kind === 'notice') && isDue(row) && mayBeShown(row));
  return alone === undefined ? [] : [alone];
}

/** The first lines that fit into one post. */
function linesTogether(lines: readonly OutboxRow[]): OutboxRow[] {
  let own = 0;
  const end = lines.findIndex(({ body }, index) => {
    if (index >= MAX_LINES) return true;
    const message = JSON.parse(body) as Message;
    if (message.kind === 'thread' && OWN.has(message.note.milestone)) own += 1;
    return own > MAX_OWN_LINES;
  });
  return lines.slice(0, end === -1 ? lines.length : end);
}

const OWN: ReadonlySet<string> = new Set<Milestone | 'decision' | 'renewal'>([
  'decision',
  'renewal',
  'adopted',
  'changed',
]);

async function take(db: Kysely<Tables>, mailbox: Mailbox, rows: OutboxRow[], claim: Claim): Promise<Delivery> {
  const [first] = rows;
  if (first === undefined) throw new TypeError('a delivery has at least one row');
  const claimNo = mailbox.claim_no + 1;
  await db
    .updateTable('mailboxes')
    .set({ claim_owner: claim.owner, claim_until: claim.claimUntil, claim_no: claimNo })
    .where('request_id', '=', mailbox.request_id)
    .execute();
  const id = first.delivery_id ?? deliveryId(first);
  await db
    .updateTable('outbox')
    .set((eb) => ({
      delivery_id: id,
      attempts: eb('attempts', '+', 1),
      first_tried_at: eb.fn.coalesce('first_tried_at', eb.val(claim.now)),
      // Until an answer is stored, it is unknown whether Slack has the message.
      in_doubt: 1,
    }))
    .where(
      'seq',
      'in',
      rows.map((row) => row.seq),
    )
    .execute();
  return {
    id,
    kind: first.kind,
    requestId: first.request_id,
    messages: rows.map((row) => JSON.parse(row.body) as Message),
    others: first.kind === 'ask' ? await ledBy(db, first.seq) : [],
    ...(await sentBefore(db, mailbox, first)),
    channel: first.recipient ?? mailbox.channel,
    card: toCard(mailbox),
    attempts: first.attempts,
    firstTriedAt: first.first_tried_at,
    mayHaveBeenSent: first.in_doubt === 1,
    news: first.news === 1,
    revision: first.revision,
    claim: claimName(claim.owner, claimNo),
  };
}

/** The values of {@link Delivery.existing}, {@link Delivery.ask} and {@link Delivery.askedWith}. */
async function sentBefore(
  db: Kysely<Tables>,
  mailbox: Mailbox,
  row: OutboxRow,
): Promise<Pick<Delivery, 'existing' | 'ask' | 'askedWith'>> {
  const existing = row.kind === 'card' ? toCard(mailbox) : toPlace(row);
  if (row.kind !== 'dm') return { existing, ask: null, askedWith: [] };
  const asked = await db
    .selectFrom('outbox')
    .select(['seq', 'leader'])
    .where('request_id', '=', row.request_id)
    .where('kind', '=', 'ask')
    .where('recipient', '=', row.recipient)
    .executeTakeFirst();
  if (asked === undefined) return { existing, ask: null, askedWith: [] };
  const first = asked.leader ?? asked.seq;
  const shown = await db
    .selectFrom('outbox')
    .select(['seq', 'place_channel', 'place_ts', 'request_id'])
    .where((eb) => eb.or([eb('seq', '=', first), eb('leader', '=', first)]))
    .orderBy('seq')
    .execute();
  const leader = shown.find(({ seq }) => seq === first);
  return {
    existing,
    ask: leader === undefined ? null : toPlace(leader),
    askedWith: shown.filter(({ seq }) => seq < asked.seq).map(({ request_id }) => request_id),
  };
}

const toPlace = (row: Pick<OutboxRow, 'place_channel' | 'place_ts'>): MessagePlace | null =>
  row.place_channel === null || row.place_ts === null ? null : { channel: row.place_channel, ts: row.place_ts };

/** Never reused, since `seq` is not. A request's only card keeps its id, and so does each ask. */
const deliveryId = (row: OutboxRow): string =>
  row.kind === 'card' ? `${row.request_id}:card` : `${row.request_id}:${row.kind}:${row.seq}`;

/** Names one claim; the same owner's next claim of the mailbox has another name. */
const claimName = (owner: string, claimNo: number): string => `${claimNo}:${owner}`;

export function readClaim(claim: string): { readonly owner: string; readonly claimNo: number } {
  const colon = claim.indexOf(':');
  return { owner: claim.slice(colon + 1), claimNo: Number(claim.slice(0, colon)) };
}
