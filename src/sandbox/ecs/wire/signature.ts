import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { missing } from './params.ts';
import { refuse } from './refusal.ts';

/** One complete HTTP request. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** The content of a request with a valid signature. */
export interface WireCall {
  readonly action: string;
  readonly version: string;
  /** Without the protocol's parameters. */
  readonly params: Readonly<Record<string, string>>;
  /** The account of the key. */
  readonly account: string;
}

export interface AccessKey {
  readonly account: string;
  readonly id: string;
  readonly secret: string;
  /** For temporary credentials: every call must then carry it. */
  readonly securityToken?: string;
}

export interface Gate {
  /** Refuses by throwing a Refusal. */
  check(request: WireRequest): WireCall;
}

const TOLERANCE_MS = 15 * 60 * 1000;
const MUST_BE_SIGNED = ['host', 'x-acs-action', 'x-acs-date', 'x-acs-signature-nonce', 'x-acs-version'];
const PROTOCOL =
  /^(Action|Version|Format|Timestamp|AccessKeyId|SecurityToken|Signature|SignatureMethod|SignatureVersion|SignatureNonce|SignatureType)$/;

/**
 * The format of the answer. ACS3 uses the Accept header, and all its clients want JSON; the older protocol uses `Format`, and XML
 * by default.
 */
export function formatOf(request: WireRequest): 'JSON' | 'XML' {
  if (request.headers.authorization !== undefined || request.headers['x-acs-action'] !== undefined) return 'JSON';
  const all = { ...pairs(request.query), ...form(request) };
  if (all.Format !== undefined) return all.Format.toUpperCase() === 'XML' ? 'XML' : 'JSON';
  return all.AccessKeyId === undefined ? 'JSON' : 'XML';
}

/** Checks ACS3-HMAC-SHA256 (headers) and the older 1.0 HMAC-SHA1 (parameters), in real time. */
export function makeGate(keys: readonly AccessKey[], realNow: () => number): Gate {
  const nonces = makeNonces(realNow);
  const fresh = (date: string | undefined): void => {
    const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(date ?? '') ? Date.parse(date as string) : Number.NaN;
    if (Number.isNaN(at))
      refuse(400, 'InvalidTimeStamp.Format', 'Specified time stamp or date value is not well formatted.');
    if (Math.abs(realNow() - at) > TOLERANCE_MS) {
      refuse(400, 'InvalidTimeStamp.Expired', 'Specified time stamp or date value is expired.');
    }
  };
  return {
    check(request) {
      if (request.method !== 'GET' && request.method !== 'POST') {
        refuse(405, 'UnsupportedHTTPMethod', 'This http method is not supported.');
      }
      const authorization = request.headers.authorization;
      const call =
        authorization === undefined
          ? legacy(request, keys, fresh, nonces)
          : acs3(request, authorization, keys, fresh, nonces);
      if (call.action === '') missing('Action');
      mustBeRead(request);
      return call;
    },
  };
}

function acs3(
  request: WireRequest,
  authorization: string,
  keys: readonly AccessKey[],
  fresh: (date: string | undefined) => void,
  once: (nonce: string) => void,
): WireCall {
  const match = /^ACS3-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]+)$/.exec(
    authorization,
  );
  const [, id = '', signedHeaders = '', signature = ''] = match ?? [];
  const signed = signedHeaders.split(';');
  if (!match || MUST_BE_SIGNED.some((name) => !signed.includes(name))) {
    refuse(400, 'IncompleteSignature', 'The request signature does not conform to Aliyun standards.');
  }
  const key = keyNamed(keys, id, header(request, 'x-acs-security-token') || undefined);
  fresh(header(request, 'x-acs-date'));
  const bodyHash = createHash('sha256').update(request.body).digest('hex');
  const headers = signed.map((name) => `${name}:${header(request, name).trim()}\n`).join('');
  const query = pairs(request.query);
  const canonical = [request.method, request.path, canonicalQuery(query), headers, signedHeaders, bodyHash].join('\n');
  const toSign = `ACS3-HMAC-SHA256\n${createHash('sha256').update(canonical).digest('hex')}`;
  mustBeEqual(createHmac('sha256', key.secret).update(toSign).digest('hex'), signature);
  once(header(request, 'x-acs-signature-nonce'));
  const params = without({ ...query, ...form(request) });
  return {
    action: header(request, 'x-acs-action'),
    version: header(request, 'x-acs-version'),
    params,
    account: key.account,
  };
}

function legacy(
  request: WireRequest,
  keys: readonly AccessKey[],
  fresh: (date: string | undefined) => void,
  once: (nonce: string) => void,
): WireCall {
  const all = { ...pairs(request.query), ...form(request) };
  for (const name of ['AccessKeyId', 'Signature', 'SignatureNonce', 'Timestamp']) if (!all[name]) missing(name);
  if (all.SignatureMethod !== 'HMAC-SHA1' || all.SignatureVersion !== '1.0') {
    refuse(400, 'InvalidSignatureMethod', 'Specified signature method is not valid.');
  }
  if (all.Format !== undefined && !/^(JSON|XML)$/i.test(all.Format)) {
    refuse(400, 'InvalidFormat', 'Specified format is not valid: it is JSON or XML.');
  }
  const key = keyNamed(keys, all.AccessKeyId as string, all.SecurityToken);
  fresh(all.Timestamp);
  const { Signature: given = '', ...signed } = all;
  const toSign = `${request.method}&${encode('/')}&${encode(canonicalQuery(signed))}`;
  mustBeEqual(createHmac('sha1', `${key.secret}&`).update(toSign).digest('base64'), given);
  once(all.SignatureNonce as string);
  return { action: all.Action ?? '', version: all.Version ?? '', params: without(all), account: key.account };
}

function keyNamed(keys: readonly AccessKey[], id: string, token: string | undefined): AccessKey {
  const key = keys.find((one) => one.id === id);
  if (key === undefined) return refuse(404, 'InvalidAccessKeyId.NotFound', 'Specified access key is not found.');
  if (token === key.securityToken) return key;
  if (token === undefined) refuse(400, 'MissingSecurityToken', 'SecurityToken is mandatory for this action.');
  return refuse(400, 'InvalidSecurityToken.Malformed', 'Specified SecurityToken is malformed.');
}

function mustBeEqual(ours: string, given: string): void {
  const same = ours.length === given.length && timingSafeEqual(Buffer.from(ours), Buffer.from(given));
  if (!same) refuse(400, 'SignatureDoesNotMatch', 'Specified signature is not matched with our calculation.');
}

/** Accepts each nonce once; forgets it when its date would be refused anyway. */
function makeNonces(realNow: () => number): (nonce: string) => void {
  let current = new Set<string>();
  let previous = new Set<string>();
  let turnedAt = realNow();
  return (nonce) => {
    if (realNow() - turnedAt > 2 * TOLERANCE_MS) {
      previous = current;
      current = new Set();
      turnedAt = realNow();
    }
    if (nonce === '') missing('SignatureNonce');
    if (current.has(nonce) || previous.has(nonce)) {
      refuse(400, 'SignatureNonceUsed', 'Specified signature nonce was used already.');
    }
    current.add(nonce);
  };
}

const header = (request: WireRequest, name: string): string => {
  const value = request.headers[name];
  return (Array.isArray(value) ? value.join(',') : value) ?? '';
};

const pairs = (text: string): Record<string, string> => Object.fromEntries(new URLSearchParams(text));

const isForm = (request: WireRequest): boolean =>
  /^application\/x-www-form-urlencoded\s*(;|$)/i.test(header(request, 'content-type'));

const form = (request: WireRequest): Record<string, string> => (isForm(request) ? pairs(request.body.toString()) : {});

/** Any other body would be ignored silently. */
function mustBeRead(request: WireRequest): void {
  if (isForm(request) || /^\s*(\{\s*\})?\s*$/.test(request.body.toString())) return;
  refuse(400, 'Sandbox.NotModelled', 'The sandbox reads parameters from the query and from forms: send no other body.');
}

const without = (all: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(all).filter(([name]) => !PROTOCOL.test(name)));

const canonicalQuery = (all: Readonly<Record<string, string>>): string =>
  Object.keys(all)
    .sort()
    .map((name) => `${encode(name)}=${encode(all[name] ?? '')}`)
    .join('&');

/** RFC 3986; encodeURIComponent leaves five characters that must be encoded here. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
