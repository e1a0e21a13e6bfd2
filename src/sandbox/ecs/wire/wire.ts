import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer } from '../cloud.ts';
import type { WireRequest } from './signature.ts';
import { asXml } from './xml.ts';

const MAX_BODY_BYTES = 2 * 1024 * 1024;
/** How long a call without an answer keeps its connection. */
const HOLD_MS = 120_000;

export async function read(incoming: IncomingMessage): Promise<WireRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += (chunk as Buffer).length;
    if (size > MAX_BODY_BYTES) throw new RangeError('The body is too large.');
    chunks.push(chunk as Buffer);
  }
  const [path = '/', query = ''] = split(incoming.url ?? '/');
  return { method: incoming.method ?? '', path, query, headers: incoming.headers, body: Buffer.concat(chunks) };
}

function split(url: string): [string, string] {
  const mark = url.indexOf('?');
  return mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)];
}

/** An answer, and the caller's format. */
export interface Answered {
  readonly answer: Answer;
  readonly action: string;
  readonly format: 'JSON' | 'XML';
}

function written({ answer, action, format }: Answered): [type: string, text: string] {
  if (format === 'JSON') return ['application/json;charset=utf-8', JSON.stringify(answer.body)];
  const root = answer.status >= 400 ? 'Error' : `${action}Response`;
  return ['text/xml;charset=utf-8', asXml(root, answer.body)];
}

/** Sends the answer in its own way. */
export function sendAnswer(answered: Answered, incoming: IncomingMessage, response: ServerResponse): void {
  const { answer } = answered;
  const { transfer } = answer;
  const [type, text] = written(answered);
  const send = (status: number, type: string, text: string): void => {
    response.writeHead(status, {
      'content-type': type,
      'content-length': Buffer.byteLength(text),
      'x-acs-request-id': String(answer.body.RequestId ?? ''),
      ...answer.headers,
    });
    response.end(text);
  };
  const sendWhole = (): void => send(answer.status, type, text);
  if (transfer.kind === 'reset') incoming.socket.resetAndDestroy();
  else if (transfer.kind === 'never') later(() => incoming.socket.destroy(), HOLD_MS, response);
  else if (transfer.kind === 'html') send(502, 'text/html', BAD_GATEWAY);
  else if (transfer.kind === 'truncated') send(200, type, text.slice(0, text.length / 2));
  else if (transfer.delayMs > 0) later(sendWhole, transfer.delayMs, response);
  else sendWhole();
}

function later(run: () => void, afterMs: number, response: ServerResponse): void {
  const timer = setTimeout(run, afterMs);
  timer.unref();
  response.once('close', () => clearTimeout(timer));
}

const BAD_GATEWAY = '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n';
