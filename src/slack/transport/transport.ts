import type { HTTPReceiver, SocketModeReceiver } from '@slack/bolt';
import type { Result } from '../../core/base/result.ts';
import type { Connection } from '../doctor/diagnostics.ts';
import { isReadable } from '../entry/readable-payload.ts';
import type { Refusals } from '../entry/refusals.ts';
import type { StartupError } from './startup-errors.ts';

/** How what Slack sends reaches the bot. */
export interface Transport {
  readonly receiver: SocketModeReceiver | HTTPReceiver;
  /** Resolves with a sentence for the operator when Slack, once connected, refuses the bot for good; never otherwise. */
  readonly refused: Promise<string>;
  start(): Promise<Result<null, StartupError>>;
  stop(): Promise<void>;
  connection(): Connection;
  port(): number | null;
}

/**
 * Drops what the library would stumble over: it reads the parts of an envelope without looking whether they are there, in a
 * function whose rejection nobody handles. What is dropped is acknowledged where that is possible, or Slack would send it again.
 */
export function dropUnreadable({ client }: SocketModeReceiver, refusals: Refusals): void {
  const handlers = client.listeners('ws_message');
  client.removeAllListeners('ws_message');
  client.on('ws_message', (data: unknown, isBinary: boolean) => {
    const envelope = isBinary ? null : parsed(data);
    if (isEnvelope(envelope)) {
      for (const handle of handlers) handle.call(client, data, isBinary);
      return;
    }
    refusals.add('unreadable');
    const id = envelope?.envelope_id;
    if (typeof id === 'string')
      client.websocket?.send(JSON.stringify({ envelope_id: id, payload: {} }), () => undefined);
  });
}

type Envelope = Readonly<Record<string, unknown>>;

const isEnvelope = (envelope: Envelope | null): boolean =>
  envelope !== null &&
  (envelope.envelope_id === undefined
    ? envelope.type === 'hello' || envelope.type === 'disconnect'
    : typeof envelope.type === 'string' && isReadable(envelope.payload) && isOf(envelope.type, envelope.payload));

/** The library takes the kind from the envelope and the rest from the payload. */
const isOf = (type: string, payload: Envelope): boolean => (type === 'events_api') === (payload.event !== undefined);

function parsed(data: unknown): Envelope | null {
  try {
    const value: unknown = JSON.parse(typeof data === 'string' ? data : new TextDecoder().decode(data as Uint8Array));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Envelope) : null;
  } catch {
    return null;
  }
}
