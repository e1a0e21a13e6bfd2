import type { IncomingMessage } from 'node:http';
import { type Dict, isDict, parseJson } from '../json.ts';

/** The content of one Web API call, in any encoding. */
export interface Given {
  readonly args: Dict;
  /** Only from a form's body: a token in the query string or in JSON counts for nothing. */
  readonly token: string | undefined;
  /** Things that Slack accepts with a warning. */
  readonly warnings: readonly string[];
}

type Read = (body: Buffer, charset: 'utf8' | 'latin1', type: string) => Dict | string | Promise<Dict | string>;

const JSON_TYPE = 'application/json';
const FORM_TYPES = ['application/x-www-form-urlencoded', 'multipart/form-data'];

const READ: Readonly<Record<string, Read>> = {
  [JSON_TYPE]: (body, charset) => {
    // Slack's own clients call methods without arguments with an empty body.
    if (body.length === 0) return {};
    const parsed = parseJson(body.toString(charset));
    if (parsed === undefined) return 'invalid_json';
    return isDict(parsed) ? parsed : 'json_not_object';
  },
  'application/x-www-form-urlencoded': (body, charset) =>
    Object.fromEntries(new URLSearchParams(body.toString(charset))),
  'multipart/form-data': (body, _, type) => multipart(body, type),
  'text/plain': () => ({}),
};

/** The arguments of a call, or Slack's error about their encoding. */
export async function readGiven(request: IncomingMessage, body: Buffer): Promise<Given | string> {
  const query = Object.fromEntries(new URL(request.url ?? '/', 'http://localhost').searchParams);
  const header = request.headers['content-type'] ?? '';
  const type = header.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type === '') return body.length > 0 ? 'missing_post_type' : checked(query, {}, type, []);
  const read = Object.hasOwn(READ, type) ? READ[type] : undefined;
  if (read === undefined) return 'invalid_post_type';
  const charset = /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(header)?.[1]?.toLowerCase();
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'iso-8859-1') return 'invalid_charset';
  const given = await read(body, charset === 'iso-8859-1' ? 'latin1' : 'utf8', header);
  return typeof given === 'string' ? given : checked(query, given, type, warningsOf(type, charset));
}

function checked(query: Dict, given: Dict, type: string, warnings: readonly string[]): Given | string {
  const args = { ...query, ...given };
  for (const name of Object.keys(args)) {
    if (/^\w+\[.*\]$/.test(name)) return 'invalid_array_arg';
    if (!/^\w{1,255}$/.test(name)) return 'invalid_arg_name';
  }
  const token = FORM_TYPES.includes(type) && typeof given.token === 'string' ? given.token : undefined;
  return { args, token, warnings };
}

function warningsOf(type: string, charset: string | undefined): readonly string[] {
  if (type === JSON_TYPE && charset === undefined) return ['missing_charset'];
  return FORM_TYPES.includes(type) && charset !== undefined ? ['superfluous_charset'] : [];
}

/** The fields; no modelled method takes files. */
async function multipart(body: Buffer, type: string): Promise<Dict | string> {
  if (body.length === 0) return {};
  try {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
    return Object.fromEntries([...form].filter(([, value]) => typeof value === 'string'));
  } catch {
    return 'invalid_form_data';
  }
}
