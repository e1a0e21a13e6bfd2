import type { Kysely } from 'kysely';
import type { Instance } from '../../../src/core/instance/instance.ts';
import type { AuditEvent } from '../../../src/core/request/event.ts';
import { chained, EMPTY_CHAIN } from '../../../src/core/request/hash-chain.ts';
import type { Request } from '../../../src/core/request/request.ts';
import { eventRow, nameKeyOf, newInstanceRow, newMailboxRow, newRequestRow } from '../../../src/store/rows.ts';
import type { DatabaseKind, Tables } from '../../../src/store/schema.ts';
import { NOW } from '../samples.ts';
import { bulkWriter } from './bulk.ts';
import { yearsBooks } from './years-books.ts';
import { CHANNELS, ownerOf, YEAR_MS, type YearsRequest, yearsRequest } from './years-requests.ts';

export interface YearsSize {
  /** A multiple of 100; twice as many instances and ten times as many events come of them. */
  readonly requests: number;
  /** Whether the audit trail gets its hashes; without, it does not verify and is filled faster. */
  readonly hashed?: boolean;
}

/** What an installation of a large team has after five years. */
export const FIVE_YEARS: YearsSize = { requests: 100_000 };

/**
 * Fills an empty, migrated database with the history of years, through the store's own row shapes: finished requests of every
 * kind and way of paying, of 400 people (the first of whom asked for every twentieth) in 40 channels; those of the last weeks
 * still exist, wait for approval or are being created. Nothing is due at {@link NOW}.
 */
export async function fillYears(db: Kysely<Tables>, kind: DatabaseKind, size: YearsSize): Promise<void> {
  const { requests, hashed = true } = size;
  await db.transaction().execute(async (trx) => {
    const bulk = bulkWriter(trx, kind);
    const books = yearsBooks();
    let end = EMPTY_CHAIN;
    const write = async (events: readonly AuditEvent[]) => {
      const rows = hashed ? chained(end, events) : events.map((event, at) => ({ ...event, ...unhashed(end.seq + at) }));
      for (const row of rows) await bulk.add('events', eventRow(row));
      end = rows.at(-1) ?? end;
    };
    for (let index = 0; index < requests; index++) {
      const made = yearsRequest(index, requests);
      await bulk.add('requests', newRequestRow(made.request));
      await bulk.add('mailboxes', newMailboxRow(made.request));
      for (const instance of made.instances)
        await bulk.add('instances', { ...newInstanceRow(instance), ...ownColumns(instance, made.request) });
      books.keep(made);
      for (const expense of books.expenses.splice(0)) await bulk.add('expenses', expense);
      for (const row of outboxRows(made)) await bulk.add('outbox', row);
      await write(eventsOf(made));
      if (index % 50 === 0) await write([policyChanged(made.request.createdAt)]);
    }
    const used = new Set<string>();
    for (let index = 0; index < Math.min(requests, 40_000); index++)
      for (const { requester, spec } of yearsRequest(index, requests).instances)
        used.add(`${requester} ${spec.region}`);
    for (const [requester, region] of [...used].map((one) => one.split(' ')))
      await bulk.add('regions_used', { requester, region });
    for (const channel of CHANNELS)
      for (let week = 0; week < 260; week++)
        await bulk.add('marks', {
          name: `digest:${channel}:${week}`,
          at: NOW - (260 - week) * Math.floor(YEAR_MS / 52),
        });
    for (const sum of books.sums()) await bulk.add('spending', sum);
    await bulk.flush();
  });
}

const unhashed = (before: number) => ({ seq: before + 1, hash: '' });

/** What a commit writes beside the row itself. */
const ownColumns = (instance: Instance, { channel, finishedAt }: Request) => ({
  channel,
  ended_at: nameKeyOf(instance) === null ? (instance.order?.at ?? finishedAt) : null,
});

const policyChanged = (at: number): AuditEvent => ({
  ...{ at, kind: 'policy.changed', actor: 'bot', requestId: 'policy', instanceId: null },
  data: { hash: '0'.repeat(64) },
});

function eventsOf({ request, instances }: YearsRequest): readonly AuditEvent[] {
  const of = (kind: AuditEvent['kind'], actor: string, instanceId: string | null, data: AuditEvent['data'] = {}) => ({
    ...{ at: request.createdAt, kind, actor, requestId: request.id, instanceId, data },
  });
  const [first] = instances;
  if (first?.adopted) return [of('instance.adopted', request.requester, first.id, { cloudId: first.cloudId })];
  const { spec, amount, channel, origin, approval, state } = request;
  const submitted = of('request.submitted', request.requester, null, { spec, amount, channel, origin, approval });
  if (state === 'pending') return [submitted];
  if (request.renewal !== undefined)
    return [submitted, of('request.approved', 'U900', null), of('request.finished', 'bot', null)];
  if (state === 'denied') return [submitted, of('request.denied', 'U900', null)];
  const each = instances.flatMap(({ id, cloudId }) => [
    of('instance.creating', 'bot', id),
    of('instance.accepted', 'bot', id, { cloudId }),
    of('instance.running', 'bot', id),
    of('instance.released', 'bot', id),
  ]);
  return [submitted, ...each, of('request.finished', 'bot', null)];
}

/** Cards and asks stay when they have been sent. */
function outboxRows({ request }: YearsRequest): readonly object[] {
  const row = (kind: 'card' | 'ask', recipient: string | null) => ({
    kind,
    request_id: request.id,
    recipient,
    body: JSON.stringify({ kind, requestId: request.id, ...(recipient === null ? {} : { to: recipient }) }),
    revision: 7,
    due_at: null,
    place_channel: recipient === null ? null : `D${recipient}`,
    place_ts: recipient === null ? null : request.card?.ts,
    delivery_id: `${request.id}:${kind}:1`,
  });
  return [row('card', null), ...(request.approval?.told ?? []).map((to) => row('ask', to))];
}

/** Of which rows there is how much, for tests that say what they were run on. */
export async function countRows(db: Kysely<Tables>): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  for (const table of ['requests', 'instances', 'events', 'outbox', 'mailboxes', 'marks'] as const) {
    const { count } = await db
      .selectFrom(table)
      .select((eb) => eb.fn.countAll().as('count'))
      .executeTakeFirstOrThrow();
    counts[table] = Number(count);
  }
  return counts;
}

/** Somebody who asked for a great deal, and somebody who asked for little. */
export const BUSY_PERSON = ownerOf(0);
export const QUIET_PERSON = ownerOf(123);
