import type { App } from '@slack/bolt';
import type { Clock } from '../../core/base/clock.ts';
import type { PayloadKind, SlackMeter } from '../kit/slack-meter.ts';

const KINDS: Readonly<Record<string, PayloadKind>> = {
  block_actions: 'action',
  view_submission: 'view',
  view_closed: 'view',
  shortcut: 'shortcut',
  message_action: 'shortcut',
  block_suggestion: 'options',
};

/** Tells how long after its arrival each payload was acknowledged, by whatever listener: what Bolt is handed is the only way to all of them. */
export function timeAcks(app: Pick<App, 'processEvent'>, clock: Clock, meter: SlackMeter): void {
  const process = app.processEvent.bind(app);
  app.processEvent = (event) => {
    const arrivedAt = clock.now();
    const kind = payloadKind(event.body);
    const ack: typeof event.ack = async (answer) => {
      const acked = await event.ack(answer);
      meter.acknowledged(kind, clock.now() - arrivedAt);
      return acked;
    };
    return process({ ...event, ack });
  };
}

function payloadKind({ command, event, type }: Readonly<Record<string, unknown>>): PayloadKind {
  if (typeof command === 'string') return 'command';
  if (typeof event === 'object' && event !== null) return 'event';
  return (typeof type === 'string' && Object.hasOwn(KINDS, type) && KINDS[type]) || 'other';
}
