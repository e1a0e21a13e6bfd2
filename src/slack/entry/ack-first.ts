import type { App } from '@slack/bolt';
import type { Log } from '../../core/base/log.ts';
import { describeError } from '../kit/describe-error.ts';
import type { PayloadKind } from '../kit/slack-meter.ts';
import { payloadKind } from './payload-kind.ts';

/** These are acknowledged without content; the others with an answer. */
const PLAIN: ReadonlySet<PayloadKind> = new Set(['command', 'action', 'shortcut']);

/**
 * Acknowledges commands, buttons and shortcuts before any work, and all that come at the same moment before the first work
 * begins. Listeners acknowledge only payloads to which Slack shows an answer. If the acknowledgement fails, nothing is done:
 * Slack has told the person so.
 */
export function acknowledgeFirst(app: Pick<App, 'processEvent'>, log: Log): void {
  const process = app.processEvent.bind(app);
  let lastTurn: Promise<unknown> = Promise.resolve();
  app.processEvent = async (event) => {
    if (!PLAIN.has(payloadKind(event.body))) return process(event);
    try {
      await event.ack();
    } catch (error) {
      return log.error({ ...describeError(error) }, 'a payload could not be acknowledged');
    }
    await turn();
    return process({ ...event, ack: async () => {} });
  };

  /** One payload begins per turn of the process, so that those that come meanwhile are acknowledged in between. */
  function turn(): Promise<unknown> {
    lastTurn = lastTurn.then(() => new Promise(setImmediate));
    return lastTurn;
  }
}
