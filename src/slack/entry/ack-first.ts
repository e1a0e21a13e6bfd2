import type { App, ReceiverEvent } from '@slack/bolt';
import type { Clock } from '../../core/base/clock.ts';
import type { InFlight } from '../../core/base/in-flight.ts';
import type { Log } from '../../core/base/log.ts';
import { NO_TRACER, type Tracer } from '../../core/tracing/tracer.ts';
import { describeError } from '../kit/describe-error.ts';
import type { PayloadKind, SlackMeter } from '../kit/slack-meter.ts';

const KINDS: Readonly<Record<string, PayloadKind>> = {
  block_actions: 'action',
  view_submission: 'view',
  view_closed: 'view',
  shortcut: 'shortcut',
  message_action: 'shortcut',
  block_suggestion: 'options',
};

/** Acknowledged with nothing but that they have come; the others with an answer. */
const PLAIN: ReadonlySet<PayloadKind> = new Set(['command', 'action', 'shortcut']);

interface Entrance {
  readonly clock: Clock;
  readonly log: Log;
  readonly meter: SlackMeter | undefined;
  readonly inFlight: Pick<InFlight, 'hold'>;
  readonly tracer?: Tracer;
}

/**
 * Acknowledges commands, buttons and shortcuts before anything is done or looked up, those first that came at the same moment; and
 * counts for every payload how long that took. What Bolt is handed is the only way to all of them. Listeners acknowledge only what
 * Slack shows an answer to. What cannot be acknowledged is left alone: Slack has told the person that it failed.
 */
export function acknowledgeFirst(
  app: Pick<App, 'processEvent'>,
  { clock, log, meter, inFlight, tracer = NO_TRACER }: Entrance,
): void {
  const process = app.processEvent.bind(app);
  let lastTurn: Promise<unknown> = Promise.resolve();
  app.processEvent = (event) => {
    const kind = payloadKind(event.body);
    return inFlight.hold(() => tracer.span(`slack ${kind}`, {}, () => enterWith(event, kind)));
  };

  async function enterWith(event: ReceiverEvent, kind: PayloadKind): Promise<void> {
    const arrivedAt = clock.now();
    const ack: typeof event.ack = async (answer) => {
      await event.ack(answer);
      meter?.acknowledged(kind, clock.now() - arrivedAt);
    };
    if (!PLAIN.has(kind)) return process({ ...event, ack });
    try {
      await ack();
    } catch (error) {
      return log.error({ ...describeError(error) }, 'a payload could not be acknowledged');
    }
    await turn();
    return process({ ...event, ack: async () => {} });
  }

  /** One payload begins in each turn of the process, so that those that come meanwhile are acknowledged in between. */
  function turn(): Promise<unknown> {
    lastTurn = lastTurn.then(() => new Promise(setImmediate));
    return lastTurn;
  }
}

function payloadKind({ command, event, type }: Readonly<Record<string, unknown>>): PayloadKind {
  if (typeof command === 'string') return 'command';
  if (typeof event === 'object' && event !== null) return 'event';
  return (typeof type === 'string' && Object.hasOwn(KINDS, type) && KINDS[type]) || 'other';
}
