import type { App } from '@slack/bolt';
import type { Clock } from '../../core/base/clock.ts';
import type { Tracer } from '../../core/tracing/tracer.ts';
import type { SlackMeter } from '../kit/slack-meter.ts';
import type { InFlight } from './in-flight.ts';
import { payloadKind } from './payload-kind.ts';

/** All listeners get their payloads through Bolt's `processEvent`. */
type Entrance = Pick<App, 'processEvent'>;

/** Measures for every payload the time until it is acknowledged. */
export function meterAcknowledgements(app: Entrance, clock: Clock, meter: SlackMeter): void {
  const process = app.processEvent.bind(app);
  app.processEvent = (event) => {
    const arrivedAt = clock.now();
    const ack: typeof event.ack = async (answer) => {
      await event.ack(answer);
      meter.acknowledged(payloadKind(event.body), clock.now() - arrivedAt);
    };
    return process({ ...event, ack });
  };
}

/** Makes a span for every payload. */
export function tracePayloads(app: Entrance, tracer: Tracer): void {
  const process = app.processEvent.bind(app);
  app.processEvent = (event) => tracer.span(`slack ${payloadKind(event.body)}`, {}, () => process(event));
}

/** Makes a stop wait for the payloads being worked on. */
export function holdPayloads(app: Entrance, inFlight: Pick<InFlight, 'hold'>): void {
  const process = app.processEvent.bind(app);
  app.processEvent = (event) => inFlight.hold(() => process(event));
}
