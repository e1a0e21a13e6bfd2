import type { HTTPReceiver, SocketModeReceiver } from '@slack/bolt';
import { type Dict, isDict, parseJson } from '../../core/base/json.ts';
import type { Result } from '../../core/base/result.ts';
import type { Connection } from '../doctor/diagnostics.ts';
import type { AnswerUnreadable } from '../entry/answer-unreadable.ts';
import { faultIn } from '../entry/readable-payload.ts';
import type { RefusalCounter } from '../entry/refusals.ts';
import type { StartupError } from './startup-errors.ts';

/** How Slack's payloads reach the bot. */
export interface SlackTransport {
  readonly receiver: SocketModeReceiver | HTTPReceiver;
  /** Resolves to a sentence for the operator if Slack, once connected, refuses the bot for good; otherwise never. */
  readonly refused: Promise<string>;
  start(): Promise<Result<null, StartupError>>;
  stop(): Promise<void>;
  connection(): Connection;
  port(): number | null;
}

/**
 * Drops payloads on which the library would fail: it reads the parts of an envelope unchecked, in a function whose rejection
 * nobody handles. A dropped payload is acknowledged if possible, or Slack would send it again.
 */
export function dropUnreadable(
  { client }: SocketModeReceiver,
  refusals: RefusalCounter,
  answerUnreadable: AnswerUnreadable,
): void {
  const handlers = client.listeners('ws_message');
  client.removeAllListeners('ws_message');
  client.on('ws_message', (data: unknown, isBinary: boolean) => {
    const envelope = isBinary ? null : parsed(data);
    const fault = faultOf(envelope);
    if (fault === null) {
      for (const handle of handlers) handle.call(client, data, isBinary);
      return;
    }
    const id = envelope?.envelope_id;
    const answered = typeof id === 'string' ? answerUnreadable(envelope?.payload, fault) : null;
    if (answered === null) refusals.add('unreadable');
    if (typeof id === 'string')
      client.websocket?.send(JSON.stringify({ envelope_id: id, payload: answered ?? {} }), () => undefined);
  });
}

function faultOf(envelope: Dict | null): string | null {
  if (envelope === null) return 'envelope';
  const { envelope_id, type, payload } = envelope;
  if (envelope_id === undefined) return type === 'hello' || type === 'disconnect' ? null : 'envelope.type';
  if (typeof type !== 'string') return 'envelope.type';
  return faultIn(payload) ?? (isOf(type, payload as Dict) ? null : 'envelope.type');
}

/** The library takes the kind from the envelope and the rest from the payload. */
const isOf = (type: string, payload: Dict): boolean => (type === 'events_api') === (payload.event !== undefined);

function parsed(data: unknown): Dict | null {
  const value = parseJson(typeof data === 'string' ? data : new TextDecoder().decode(data as Uint8Array));
  return isDict(value) ? value : null;
}
