import type { FailureKind } from '../failure/failure.ts';
import type { AuditEvent, EventKind } from './event.ts';
import type { Message } from './message.ts';

/** What one observation changes of a row, gathered while it is reduced. */
export interface RowChanges<Row> {
  readonly before: Row;
  readonly now: number;
  next: Row;
  /** The request and instance that its events belong to. */
  readonly about: Pick<AuditEvent, 'requestId' | 'instanceId'>;
  readonly events: AuditEvent[];
  readonly messages: Message[];
}

export const openRowChanges = <Row extends { readonly version: number }>(
  before: Row,
  about: RowChanges<Row>['about'],
  now: number,
): RowChanges<Row> => ({
  before,
  now,
  next: { ...before, version: before.version + 1 },
  about,
  events: [],
  messages: [],
});

export function set<Row>(changes: RowChanges<Row>, change: Partial<Row>): void {
  changes.next = { ...changes.next, ...change };
}

export function record<Row>({ events, now, about }: RowChanges<Row>, kind: EventKind, data: AuditEvent['data']): void {
  events.push({ at: now, kind, actor: 'bot', ...about, data });
}

interface Hindered {
  readonly failure: { readonly kind: FailureKind } | null;
  readonly heldBy: object | null;
}

/**
 * The trouble or freeze that has ended; null for none. The audit trail records the end of a trouble as well as its
 * beginning.
 */
export function overBetween(
  before: Hindered,
  next: Hindered,
): { readonly trouble: FailureKind | null; readonly held: boolean } | null {
  const trouble = before.failure !== null && next.failure === null ? before.failure.kind : null;
  const held = before.heldBy !== null && next.heldBy === null;
  return trouble !== null || held ? { trouble, held } : null;
}
