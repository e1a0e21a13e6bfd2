import { createHmac } from 'node:crypto';
import { isDict, parseJson } from '../json.ts';
import type { World } from '../world.ts';
import type { Dispatched, Outgoing, Transport } from './transport.ts';

const FORM = 'application/x-www-form-urlencoded';

/** `v0=` and the hex HMAC-SHA256 of `v0:<seconds>:<body>`. */
export const signature = (secret: string, seconds: number, body: string): string =>
  `v0=${createHmac('sha256', secret).update(`v0:${seconds}:${body}`).digest('hex')}`;

/** Content types are exact: with an added charset, receivers read the form as JSON. */
export function encode({ kind, payload }: Outgoing): { readonly type: string; readonly body: string } {
  if (kind === 'events_api') return { type: 'application/json', body: JSON.stringify(payload) };
  if (kind === 'interactive') {
    return { type: FORM, body: new URLSearchParams({ payload: JSON.stringify(payload) }).toString() };
  }
  const flat = Object.entries(payload).map(([key, value]): [string, string] => [key, String(value)]);
  return { type: FORM, body: new URLSearchParams(flat).toString() };
}

/** Posts to the app's request URL, signed. */
export function signedHttp(world: World, ackLimitMs: number): Transport {
  return {
    connected: () => world.httpTarget !== null,
    close: async () => {},
    dispatch: async (outgoing) => {
      const url = world.httpTarget;
      if (url === null) return { ok: false, error: 'dispatch_failed' };
      const { type, body } = encode(outgoing);
      // Always the real time, because the receiver compares it with its own clock.
      const seconds = Math.floor(Date.now() / 1000);
      const headers: Record<string, string> = {
        'content-type': type,
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        'x-slack-request-timestamp': String(seconds),
        'x-slack-signature': signature(world.signingSecret, seconds, body),
      };
      if (outgoing.retry !== undefined) {
        headers['x-slack-retry-num'] = String(outgoing.retry.num);
        headers['x-slack-retry-reason'] = outgoing.retry.reason;
      }
      return post(url, headers, body, ackLimitMs);
    },
  };
}

async function post(
  url: string,
  headers: Record<string, string>,
  body: string,
  ackLimitMs: number,
): Promise<Dispatched> {
  try {
    const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(ackLimitMs) });
    const text = await response.text();
    if (!response.ok) return { ok: false, error: 'dispatch_failed' };
    return { ok: true, body: readAck(response.headers.get('content-type') ?? '', text) };
  } catch (error) {
    const timedOut = error instanceof Error && error.name === 'TimeoutError';
    return { ok: false, error: timedOut ? 'operation_timeout' : 'dispatch_failed' };
  }
}

/** An empty body has no content; plain text is the text of a message. */
function readAck(type: string, text: string) {
  if (text.trim() === '') return null;
  const parsed = type.includes('json') ? parseJson(text) : undefined;
  if (isDict(parsed)) return Object.keys(parsed).length === 0 ? null : parsed;
  return { text: typeof parsed === 'string' ? parsed : text };
}
