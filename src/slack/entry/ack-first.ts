import type { App } from '@slack/bolt';
import type { Log } from '../../core/base/log.ts';
import { describeError } from '../kit/describe-error.ts';
import type { PayloadKind } from '../kit/slack-meter.ts';
import { payloadKind } from './payload-kind.ts';

/** Acknowledged with nothing but that they have come; the others with an answer. */
const PLAIN: ReadonlySet<PayloadKind> = new Set(['command', 'action', 'shortcut']);

/**
 * Acknowledges commands, buttons and shortcuts before anything is done or looked up, those first that came at the same moment. Listeners
 * acknowledge only what Slack shows an answer to. What cannot be acknowledged is left alone: Slack has told the person that it failed.
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

  /** One payload begins in each turn of the process, so that those that come meanwhile are acknowledged in between. */
  function turn(): Promise<unknown> {
    lastTurn = lastTurn.then(() => new Promise(setImmediate));
    return lastTurn;
  }
}
