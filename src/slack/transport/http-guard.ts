import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { parse } from 'node:querystring';
import { isValidSlackRequest } from '@slack/bolt';
import type { Clock } from '../../core/base/clock.ts';
import type { AnswerUnreadable } from '../entry/answer-unreadable.ts';
import { faultIn } from '../entry/readable-payload.ts';
import type { RefusalCounter } from '../entry/refusals.ts';

/** Slack's largest payloads are some hundred kilobytes. */
const MAX_BYTES = 1_000_000;
/**
 * Slack's rule: a signature older than this may be a replay. One from the future would be valid for longer, so it is refused too.
 */
const MAX_AGE_S = 300;
/** How long a refused sender may go on sending, so that the answer reaches it. */
const LINGER_MS = 1_000;

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

/** Why a request is refused, and the status of the answer. */
const STATUS = {
  notFound: 404,
  unsigned: 401,
  stale: 401,
  signature: 401,
  mediaType: 415,
  tooLarge: 413,
  unreadable: 400,
} as const;
type Refusal = keyof typeof STATUS;

interface GuardOptions {
  readonly signingSecret: string;
  readonly path: string;
  readonly clock: Clock;
  readonly refusals: RefusalCounter;
  readonly answerUnreadable: AnswerUnreadable;
}

/**
 * Passes only requests that Slack has signed recently to its library, with the whole body read. A request without these headers
 * is refused before its body is read.
 */
export const guardRequests =
  (handle: RequestListener, options: GuardOptions): RequestListener =>
  (request, response) => {
    admit(request, options).then(
      (refusal) => {
        if (refusal === null) return handle(request, response);
        if (refusal === 'gone') return;
        if (typeof refusal === 'object') return answer(response, refusal.answered);
        options.refusals.add(refusal);
        refuse(request, response, STATUS[refusal]);
      },
      () => refuse(request, response, STATUS.unreadable),
    );
  };

async function admit(
  request: IncomingMessage,
  options: GuardOptions,
): Promise<Refusal | 'gone' | { readonly answered: object } | null> {
  const refusal = refusedByHead(request, options);
  if (refusal !== null) return refusal;
  const raw = await readBody(request);
  if (!Buffer.isBuffer(raw)) return raw;
  const body = raw.toString();
  const { 'x-slack-signature': signature = '', 'x-slack-request-timestamp': timestamp } = request.headers;
  const headers = { 'x-slack-signature': String(signature), 'x-slack-request-timestamp': Number(timestamp) };
  if (!isValidSlackRequest({ signingSecret: options.signingSecret, body, headers })) return 'signature';
  const type = mediaTypeOf(request);
  const payload = payloadOf(type, body);
  const fault = faultIn(payload);
  if (fault !== null) {
    const answered = options.answerUnreadable(payload, fault);
    return answered === null ? 'unreadable' : { answered };
  }
  // The library accepts a body that was read already, and knows only bare content types.
  request.headers['content-type'] = type;
  Object.assign(request, { rawBody: raw });
  return null;
}

function refusedByHead(request: IncomingMessage, { path, clock }: GuardOptions): Refusal | null {
  const { method, url = '', headers } = request;
  if (method !== 'POST' || url.split('?')[0] !== path) return 'notFound';
  const { 'x-slack-signature': signature, 'x-slack-request-timestamp': timestamp } = headers;
  if (!/^v0=[0-9a-f]{64}$/u.test(String(signature)) || !/^\d{1,12}$/u.test(String(timestamp))) return 'unsigned';
  if (Math.abs(Math.floor(clock.now() / 1000) - Number(timestamp)) > MAX_AGE_S) return 'stale';
  if (![FORM, JSON_TYPE].includes(mediaTypeOf(request))) return 'mediaType';
  return Number(headers['content-length'] ?? 0) > MAX_BYTES ? 'tooLarge' : null;
}

const mediaTypeOf = ({ headers }: IncomingMessage): string =>
  (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

/** `gone`: the sender went away, or was too slow for the server. */
function readBody(request: IncomingMessage): Promise<Buffer | 'tooLarge' | 'gone'> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= MAX_BYTES) chunks.push(chunk);
      else {
        chunks.length = 0;
        resolve('tooLarge');
      }
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', () => resolve('gone'));
    request.on('close', () => resolve('gone'));
  });
}

function payloadOf(type: string, body: string): unknown {
  try {
    if (type === JSON_TYPE) return JSON.parse(body);
    const form = parse(body);
    return typeof form.payload === 'string' ? JSON.parse(form.payload) : { ...form };
  } catch {
    return null;
  }
}

/**
 * Like an acknowledgement: Slack shows its own error for anything but 200, and takes an empty body for a plain acknowledgement.
 */
function answer(response: ServerResponse, body: object): void {
  const isPlain = Object.keys(body).length === 0;
  response.writeHead(200, { 'content-type': JSON_TYPE }).end(isPlain ? '' : JSON.stringify(body));
}

function refuse(request: IncomingMessage, response: ServerResponse, status: number): void {
  if (request.complete) return void response.writeHead(status, { connection: 'close' }).end();
  // Closing at once would lose the answer for a sender that is still sending.
  response.writeHead(status).end();
  request.resume();
  const { socket } = request;
  const cut = setTimeout(() => socket.destroy(), LINGER_MS);
  for (const end of ['end', 'close']) request.once(end, () => clearTimeout(cut));
}
