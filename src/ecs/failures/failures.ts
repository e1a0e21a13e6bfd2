import { isCertificateCode } from '../../core/base/connection-error.ts';
import { MINUTE_MS } from '../../core/base/durations.ts';
import { type Failure, type FailureKind, failureOf } from '../../core/failure/failure.ts';
import { redact } from '../credentials/redact.ts';
import { neverSent } from '../network/transport.ts';
import { kindOfCode } from './failure-codes.ts';

/** The failure for an answer that lacks a required part: the SDK takes any HTTP 200 for a success. */
export const incomplete = (api: string, requestId: string | null | undefined, lacking: string): Failure =>
  failureOf('ambiguous', { api, requestId: requestId ?? null, detail: `The answer has no ${lacking}.` });

/** The failure for one instance that an answer lists in a way that the bot does not know. @param shown what it shows */
export const unreadable = (api: string, shown: string): Failure =>
  failureOf('unreadable', { api, detail: redact(shown) });

/** The failure for a code inside a successful answer, such as one instance's in StartInstances. */
export const failureOfCode = (api: string, code: string, message: string, requestId: string | null): Failure =>
  failureOf(kindAt(api, code) ?? 'unknown', { api, code, requestId, detail: redact(message) });

/** Kinds about what is for sale, and the calls that take it or ask about it. */
const TAKEN_BY: Readonly<Partial<Record<FailureKind, RegExp>>> = {
  noStock: /^(?:Create|Run|Start|Allocate|Attach|Resize|DescribePrice|DescribeAvailable|DescribeInstanceModification)/,
  underMarket: /^(?:Create|Run|Start|DescribePrice)/,
  vSwitchFull: /^(?:Create|Run|Start|DescribePrice)/,
};

/** Calls that change an instance which exists, or ask what its renewal costs. */
const OF_INSTANCE = /^(?:Stop|Reboot|DeleteInstance|Renew|Modify|Resize|Attach|Allocate|DescribeRenewal)/;

/** A code like a bare `OperationDenied` means that something is sold out only where something is taken; otherwise it is a plain no. */
function kindAt(api: string, code: string): FailureKind | null {
  const kind = kindOfCode(code);
  const taking = kind === null ? undefined : TAKEN_BY[kind];
  if (taking === undefined || taking.test(api)) return kind;
  return OF_INSTANCE.test(api) ? 'locked' : 'unknown';
}

/**
 * Maps what the SDK throws. Only an answer of the API itself is quoted (redacted): the messages of network and parser errors hold
 * whole URLs, including passwords, so the bot's own sentences replace them.
 */
export function failureOfThrown(thrown: unknown, api: string): Failure {
  const error = read(thrown);
  if (error.fromApi) return failureOfAnswer(error, api);
  if (error.code === 'CredentialsUnavailable' || error.code === 'InvalidCredentials') {
    return failureOf('credentials', { api, code: error.code, detail: 'There were no credentials to sign with.' });
  }
  if (error.code === 'UnknownAccount')
    return failureOf('notSent', { api, code: error.code, detail: 'The credentials have just been renewed.' });
  if (neverSent(thrown)) return unsentFailure(error, api);
  if (error.name === 'RequestTimeoutError') return failureOf('ambiguous', { api, detail: 'No answer came in time.' });
  if (error.code !== null && NETWORK.test(error.code)) {
    return failureOf('ambiguous', { api, detail: `The connection broke before the answer came (${error.code}).` });
  }
  return failureOf('ambiguous', { api, detail: 'The answer was not one of the API: not JSON, or cut short.' });
}

/** Keeps the code only if a person can mend its cause: certificate and proxy. */
function unsentFailure({ code, name, status }: Thrown, api: string): Failure {
  if (isCertificateCode(code)) {
    return failureOf('notSent', { api, code, detail: 'The certificate of the other end is not trusted.' });
  }
  if (code === 'PROXY_REFUSED') return failureOf('notSent', { api, code, detail: `The proxy answered ${status}.` });
  if (code === 'PROXY_UNREACHABLE') return failureOf('notSent', { api, code, detail: 'The proxy did not answer.' });
  const reason = code ?? (name === 'RequestTimeoutError' ? 'no connection in time' : 'no connection');
  return failureOf('notSent', { api, detail: `The API's address could not be reached (${reason}).` });
}

const NETWORK = /^(?:E[A-Z]+|UND_ERR_SOCKET|ERR_(?:SSL|TLS)_\w+)$/u;

interface Thrown {
  readonly name: string;
  readonly code: string | null;
  readonly statusCode: number | null;
  /** The proxy's HTTP status. */
  readonly status: number | null;
  readonly fromApi: boolean;
  readonly message: string;
  readonly requestId: string | null;
  readonly retryAfterMs: number | null;
  readonly accessDenied: Readonly<Record<string, unknown>> | null;
}

function failureOfAnswer(error: Thrown, api: string): Failure {
  const { code, requestId } = error;
  const known = code === null ? null : kindAt(api, code);
  const status = error.statusCode ?? 0;
  // A refusal inside a success contradicts itself: only a look shows whether something has happened.
  const kind = status < 300 ? 'ambiguous' : (known ?? (status >= 500 ? 'transient' : 'unknown'));
  return failureOf(kind, {
    api,
    code,
    requestId,
    detail: redact(error.message),
    retryAfterMs: error.retryAfterMs,
    missing: kind === 'permission' ? missingPermission(error.accessDenied) : null,
  });
}

function missingPermission(detail: Thrown['accessDenied']): Failure['missing'] {
  const action = text(detail?.AuthAction);
  if (action === null) return null;
  const principal = text(detail?.AuthPrincipalDisplayName) ?? text(detail?.AuthPrincipalType) ?? 'unknown';
  return { action: redact(action), principal: redact(principal) };
}

/** A gateway in between may name a wait of years, in which the bot could buy, stop and release nothing. */
const MAX_RETRY_AFTER_MS = 10 * MINUTE_MS;

/** Reads the SDK's error field by field; any of them may be absent. */
function read(thrown: unknown): Thrown {
  const error = record(thrown);
  const data = record(error.data);
  const statusCode = typeof error.statusCode === 'number' ? error.statusCode : null;
  return {
    name: text(error.name) ?? '',
    code: text(error.code),
    statusCode,
    status: typeof error.status === 'number' ? error.status : null,
    // Errors made from an answer carry its status and body; errors of sockets and parsers do not.
    fromApi: statusCode !== null && error.data !== undefined,
    message: text(data.Message) ?? text(data.message) ?? '',
    requestId: text(error.requestId),
    retryAfterMs:
      typeof error.retryAfter === 'number' && error.retryAfter >= 0
        ? Math.min(error.retryAfter, MAX_RETRY_AFTER_MS)
        : null,
    accessDenied: error.accessDeniedDetail == null ? null : record(error.accessDeniedDetail),
  };
}

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/** The SDK writes absent values as the string `undefined`. */
const text = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' && value !== 'undefined' ? value : null;
