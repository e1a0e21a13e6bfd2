import type { AttributeStep } from '../core/attribute/attribute.ts';
import type { AuditEvent } from '../core/request/event.ts';
import { momentMark } from './moments.ts';

/** A detail of an event, perhaps written by another version; empty if absent. */
export function eventWord(data: AuditEvent['data'], key: string): string {
  const value = data[key];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** A moment that an event tells, as Slack draws it; empty where it tells none. */
export const eventMoment = (at: unknown): string => (typeof at === 'number' ? momentMark(at) : '');

export const eventWords = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

/** The change of an attribute that an event is about; null for none. */
export const eventStep = (step: unknown): AttributeStep | null =>
  typeof step === 'object' && step !== null && 'is' in step ? (step as AttributeStep) : null;

/** Why an admin had frozen before the bot did, where that is in force again. */
export const restoredReason = ({ restored }: AuditEvent['data']): string =>
  typeof restored === 'object' && restored !== null ? eventWord(restored as AuditEvent['data'], 'reason') : '';
