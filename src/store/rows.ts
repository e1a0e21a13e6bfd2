import type { Insertable, Kysely, Selectable, Updateable } from 'kysely';
import { ownDueAt } from '../core/expiry/expiry-clock.ts';
import { isGone } from '../core/failure/failure.ts';
import type { Instance } from '../core/instance/instance.ts';
import { isReleased } from '../core/power/power-rules.ts';
import type { AuditEvent } from '../core/request/event.ts';
import type { ChainedEvent } from '../core/request/hash-chain.ts';
import type { Request } from '../core/request/request.ts';
import type { EventTable, InstanceTable, MailboxTable, RequestTable, Tables } from './schema.ts';

/** Converts domain objects to rows and back. The result is deeply equal to the original. */

type CardColumns = Pick<MailboxTable, 'card_channel' | 'card_ts'>;

export function requestRow(request: Request) {
  const { version, dueAt, card, ...rest } = request;
  const { instanceId: renews = null, heldBy = null } = request.renewal ?? {};
  return {
    version,
    state: request.state,
    due_at: dueAt,
    renews,
    finished_at: request.finishedAt,
    held_at: heldBy?.at ?? null,
    body: JSON.stringify(rest),
  } satisfies Updateable<RequestTable>;
}

export function newRequestRow(request: Request): Insertable<RequestTable> {
  return {
    ...requestRow(request),
    id: request.id,
    origin: request.origin,
    requester: request.requester,
    created_at: request.createdAt,
    claim_owner: null,
    claim_until: null,
  };
}

export function newMailboxRow(request: Request): Insertable<MailboxTable> {
  return {
    request_id: request.id,
    channel: request.channel,
    card_channel: request.card?.channel ?? null,
    card_ts: request.card?.ts ?? null,
    claim_no: 0,
    claim_owner: null,
    claim_until: null,
  };
}

/** Requests, with the columns for {@link toRequest}. */
export const rowsOfRequests = (db: Kysely<Tables>) =>
  db
    .selectFrom('requests')
    .innerJoin('mailboxes', 'mailboxes.request_id', 'requests.id')
    .select(['version', 'due_at', 'body', 'card_channel', 'card_ts']);

/** Instances, with the columns for {@link toInstance}. */
export const rowsOfInstances = (db: Kysely<Tables>) => db.selectFrom('instances').select(['version', 'due_at', 'body']);

export function toRequest(row: Pick<RequestTable, 'version' | 'due_at' | 'body'> & CardColumns): Request {
  const rest = JSON.parse(row.body) as Omit<Request, 'version' | 'dueAt' | 'card'>;
  return { ...rest, version: row.version, dueAt: row.due_at, card: toCard(row) };
}

export const toCard = (row: CardColumns): { readonly channel: string; readonly ts: string } | null =>
  row.card_channel === null || row.card_ts === null ? null : { channel: row.card_channel, ts: row.card_ts };

export function instanceRow(instance: Instance) {
  const { version, dueAt, ...rest } = instance;
  return {
    version,
    region: instance.spec.region,
    requester: instance.requester,
    cloud_id: instance.cloudId,
    due_at: dueAt,
    held_at: instance.heldBy?.at ?? null,
    name_key: nameKeyOf(instance),
    expiry_at: ownDueAt(instance),
    body: JSON.stringify(rest),
  } satisfies Updateable<InstanceTable>;
}

/** Without `channel`, which is that of its request's mailbox. */
export function newInstanceRow(instance: Instance): Omit<Insertable<InstanceTable>, 'channel'> {
  return {
    ...instanceRow(instance),
    id: instance.id,
    request_id: instance.requestId,
    ordinal: instance.ordinal,
    claim_owner: null,
    claim_until: null,
  };
}

export function toInstance(row: Pick<InstanceTable, 'version' | 'due_at' | 'body'>): Instance {
  const rest = JSON.parse(row.body) as Omit<Instance, 'version' | 'dueAt'>;
  return { ...rest, version: row.version, dueAt: row.due_at };
}

/** The name by which people find it; null if it was never created or is gone. */
export function nameKeyOf(instance: Instance): string | null {
  const { cloudId, outcome, failure, spec } = instance;
  const isOver = outcome !== null && (cloudId === null || isGone(failure?.kind) || isReleased(instance));
  // The only character that PostgreSQL does not allow in a text.
  return isOver ? null : spec.name.toLowerCase().replaceAll('\u0000', '');
}

export function eventRow(event: ChainedEvent): Insertable<EventTable> {
  return {
    seq: event.seq,
    at: event.at,
    kind: event.kind,
    actor: event.actor,
    request_id: event.requestId,
    instance_id: event.instanceId,
    data: JSON.stringify(event.data),
    hash: event.hash,
  };
}

export function toEvent(row: Selectable<EventTable>): ChainedEvent {
  return {
    seq: row.seq,
    at: row.at,
    kind: row.kind as AuditEvent['kind'],
    actor: row.actor,
    requestId: row.request_id,
    instanceId: row.instance_id,
    data: JSON.parse(row.data) as AuditEvent['data'],
    hash: row.hash,
  };
}
