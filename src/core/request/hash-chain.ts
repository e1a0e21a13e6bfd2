import { createHash } from 'node:crypto';
import type { AuditEvent } from './event.ts';

/**
 * The audit trail as a chain: every event carries the SHA-256 of the previous hash and its own canonical form, so that a
 * changed, dropped, added or moved event shows. An attacker who can write to the database can forge the chain from some
 * event on, or drop its end. That shows only against a hash that was kept elsewhere.
 */
export interface ChainedEvent extends AuditEvent {
  /** 1, 2, 3 … without a gap, over all requests together. */
  readonly seq: number;
  /** 64 hexadecimal digits, lower case. */
  readonly hash: string;
}

/** Where the chain ends; `seq` 0 and {@link NO_HASH} for an empty one. */
export interface ChainEnd {
  readonly seq: number;
  readonly hash: string;
}

/** The hash before the first event. */
export const NO_HASH = '0'.repeat(64);
export const EMPTY_CHAIN: ChainEnd = { seq: 0, hash: NO_HASH };

/** Chains these events to `end`, in this order. */
export function chained(end: ChainEnd, events: readonly AuditEvent[]): readonly ChainedEvent[] {
  let { seq, hash } = end;
  return events.map((event) => {
    seq += 1;
    hash = hashOf(hash, seq, event);
    return { ...event, seq, hash };
  });
}

/** `sha256(previous hash + canonical form)`, both as UTF-8 text. */
export const hashOf = (previous: string, seq: number, event: AuditEvent): string =>
  createHash('sha256')
    .update(previous + canonical(seq, event))
    .digest('hex');

/** An event as one line of an export: its canonical form with the hash as the last key. */
export const exportLine = (event: ChainedEvent): string =>
  `${canonical(event.seq, event).slice(0, -1)},"hash":${JSON.stringify(event.hash)}}`;

/**
 * JSON without white space, the keys in this order, the keys within `data` sorted: the same for every store and every
 * reader.
 */
function canonical(seq: number, { at, kind, actor, requestId, instanceId, data }: AuditEvent): string {
  return JSON.stringify({ seq, at, kind, actor, requestId, instanceId, data: sorted(asStored(data)) });
}

/** The data as a reader gets it back: without `undefined` and other values that JSON cannot hold. */
const asStored = (data: AuditEvent['data']): unknown => JSON.parse(JSON.stringify(data));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, sorted(inner)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
