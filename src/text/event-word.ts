import type { AuditEvent } from '../core/request/event.ts';

/** A detail of an event as it was written, perhaps by another version: empty where it is not there. */
export function eventWord(data: AuditEvent['data'], key: string): string {
  const value = data[key];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
