import { createHash, createHmac, randomUUID } from 'node:crypto';
import { request } from 'node:http';
import type { EcsSimulator } from '../../../src/sandbox/ports.ts';

export interface Signing {
  readonly method?: string;
  readonly date?: Date;
  readonly dateText?: string;
  readonly nonce?: string;
  readonly keyId?: string;
  readonly secret?: string;
  readonly version?: string;
  /** Signed with the rest. */
  readonly body?: string;
  readonly type?: string;
  /** Sent instead of what was signed. */
  readonly sendQuery?: string;
  readonly sendBody?: string;
  readonly authorization?: string;
  readonly signedHeaders?: string;
}

export interface Reply {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly text: string;
}

const hex = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A request signed by hand with ACS3-HMAC-SHA256, each part of which a test can spoil. */
export function send(
  simulator: EcsSimulator,
  action: string,
  params: Readonly<Record<string, string>>,
  how: Signing = {},
): Promise<Reply> {
  const method = how.method ?? 'POST';
  const date = how.dateText ?? (how.date ?? new Date()).toISOString().replace(/\.\d+Z$/, 'Z');
  const query = Object.keys(params)
    .sort()
    .map((name) => `${encode(name)}=${encode(params[name] ?? '')}`)
    .join('&');
  const headers: Record<string, string> = {
    host: new URL(simulator.url).host,
    'x-acs-action': action,
    ...(how.type === undefined ? {} : { 'content-type': how.type }),
    'x-acs-content-sha256': hex(how.body ?? ''),
    'x-acs-date': date,
    'x-acs-signature-nonce': how.nonce ?? randomUUID(),
    'x-acs-version': how.version ?? '2014-05-26',
  };
  const names = how.signedHeaders ?? Object.keys(headers).sort().join(';');
  const lines = names.split(';').map((name) => `${name}:${headers[name]}\n`);
  const canonical = [method, '/', query, lines.join(''), names, hex(how.body ?? '')].join('\n');
  const signature = createHmac('sha256', how.secret ?? simulator.accessKeySecret)
    .update(`ACS3-HMAC-SHA256\n${hex(canonical)}`)
    .digest('hex');
  headers.authorization =
    how.authorization ??
    `ACS3-HMAC-SHA256 Credential=${how.keyId ?? simulator.accessKeyId},SignedHeaders=${names},Signature=${signature}`;
  return http(`${simulator.url}/?${how.sendQuery ?? query}`, method, headers, how.sendBody ?? how.body ?? '');
}

/** A request as it is; rejects when the connection breaks. */
export function http(
  url: string,
  method: string,
  headers: Readonly<Record<string, string>> = {},
  body = '',
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, {
      method,
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
    });
    outgoing.on('error', reject);
    outgoing.on('response', (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: incoming.statusCode ?? 0, body: parsed(text), text });
      });
    });
    outgoing.end(body);
  });
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);

/** A GET signed by hand with the older HMAC-SHA1; `spoil` changes parameters before they are signed. */
export function sendLegacy(simulator: EcsSimulator, spoil: Readonly<Record<string, string>> = {}): Promise<Reply> {
  const params: Record<string, string> = {
    Action: 'DescribeRegions',
    Version: '2014-05-26',
    Format: 'JSON',
    AccessKeyId: simulator.accessKeyId,
    SignatureMethod: 'HMAC-SHA1',
    SignatureVersion: '1.0',
    SignatureNonce: randomUUID(),
    Timestamp: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
    ...spoil,
  };
  const query = Object.keys(params)
    .sort()
    .map((name) => `${encode(name)}=${encode(params[name] ?? '')}`)
    .join('&');
  const signature = createHmac('sha1', `${simulator.accessKeySecret}&`)
    .update(`GET&%2F&${encode(query)}`)
    .digest('base64');
  return http(`${simulator.url}/?${query}&Signature=${encode(signature)}`, 'GET');
}
