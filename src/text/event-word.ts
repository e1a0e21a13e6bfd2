import type { AuditEvent } from '../core/request/event.ts';

/** A detail of an event, perhaps written by another version; empty if absent. */
export function eventWord(data: AuditEvent['data'], key: string): string {
  const value = data[key];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
