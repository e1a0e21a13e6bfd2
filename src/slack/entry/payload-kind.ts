import type { PayloadKind } from '../kit/slack-meter.ts';

const KINDS: Readonly<Record<string, PayloadKind>> = {
  block_actions: 'action',
  view_submission: 'view',
  view_closed: 'view',
  shortcut: 'shortcut',
  message_action: 'shortcut',
  block_suggestion: 'options',
};

/** The kind, by the body of the payload. */
export function payloadKind({ command, event, type }: Readonly<Record<string, unknown>>): PayloadKind {
  if (typeof command === 'string') return 'command';
  if (typeof event === 'object' && event !== null) return 'event';
  return (typeof type === 'string' && Object.hasOwn(KINDS, type) && KINDS[type]) || 'other';
}
