import type { AttributeStep } from '../core/attribute/attribute.ts';
import type { FailureKind } from '../core/failure/failure.ts';
import { wasAnswerLost } from '../core/failure/failure-cause.ts';
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

/** Whether a change that was given up may have been made all the same. */
export const isChangeOpen = (data: AuditEvent['data']): boolean =>
  data.isDoubtful === true ||
  wasAnswerLost({
    kind: data.kind as FailureKind,
    code: eventWord(data, 'code') || null,
    api: eventWord(data, 'api') || null,
  });

/** Why an admin had frozen before the bot did, where that is in force again. */
export const restoredReason = ({ restored }: AuditEvent['data']): string =>
  typeof restored === 'object' && restored !== null ? eventWord(restored as AuditEvent['data'], 'reason') : '';
