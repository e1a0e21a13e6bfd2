/** The fields read from an error of a socket, a resolver or TLS; all may be missing. */
interface Facts {
  readonly code?: unknown;
  readonly syscall?: unknown;
  readonly message?: unknown;
  readonly cause?: unknown;
  readonly errors?: unknown;
}

/** System calls before there is a connection. */
const BEFORE_CONNECTED: readonly unknown[] = ['connect', 'getaddrinfo', 'queryA', 'queryAaaa', 'bind'];

/** Codes without a system call that only occur before there is a connection. */
const NEVER_CONNECTED = /^(?:ECONNREFUSED|ENOTFOUND|EAI_[A-Z]+|EADDRNOTAVAIL|ENODATA|UND_ERR_CONNECT_TIMEOUT)$/u;

/** Node's certificate errors. The certificate is checked before the first byte of a request is encrypted. */
const CERTIFICATE: ReadonlySet<string> = new Set([
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_CRL',
  'UNABLE_TO_DECRYPT_CERT_SIGNATURE',
  'UNABLE_TO_DECRYPT_CRL_SIGNATURE',
  'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
  'CERT_SIGNATURE_FAILURE',
  'CRL_SIGNATURE_FAILURE',
  'CERT_NOT_YET_VALID',
  'CERT_HAS_EXPIRED',
  'CRL_NOT_YET_VALID',
  'CRL_HAS_EXPIRED',
  'ERROR_IN_CERT_NOT_BEFORE_FIELD',
  'ERROR_IN_CERT_NOT_AFTER_FIELD',
  'ERROR_IN_CRL_LAST_UPDATE_FIELD',
  'ERROR_IN_CRL_NEXT_UPDATE_FIELD',
  'OUT_OF_MEM',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_CHAIN_TOO_LONG',
  'CERT_REVOKED',
  'INVALID_CA',
  'PATH_LENGTH_EXCEEDED',
  'INVALID_PURPOSE',
  'CERT_UNTRUSTED',
  'CERT_REJECTED',
  'HOSTNAME_MISMATCH',
  'UNSPECIFIED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_TLS_CERT_ALTNAME_FORMAT',
]);

/**
 * Errors during the TLS handshake: without keys, no request can have been encrypted and sent. Left out are errors that also
 * occur later: broken records, and the alerts of TLS 1.3 that may follow the first request.
 */
const HANDSHAKE = /^ERR_(?:SSL|TLS)_(?!.*(?:RENEGOTIAT|BAD_RECORD|BAD_MAC|DECRYPT|CLOSE_NOTIFY|TLSV13_ALERT))/u;
/** Node 20 reports these as EPROTO and ECONNRESET, which also occur on an established connection. */
const HANDSHAKE_SENTENCES = [
  'Client network socket disconnected before secure TLS connection was established',
  'wrong version number',
  'http request',
  'unsupported protocol',
  'no protocols available',
  'packet length too long',
  'no shared cipher',
  'handshake failure',
  'alert protocol version',
  'unrecognized name',
];

/** Whether the code means that the other end's certificate is not accepted. */
export const isCertificateCode = (code: string | null): boolean => code !== null && CERTIFICATE.has(code);

/**
 * Whether an error alone proves that the request was not sent. Errors that also occur on an established connection (a
 * reset, or `ETIMEDOUT` and `EHOSTUNREACH` on a read) prove nothing.
 */
export function provesUnsent(error: unknown): boolean {
  const { code, syscall, message, cause, errors } = facts(error);
  // Several addresses were tried in turn: none may have got further than connecting.
  if (Array.isArray(errors) && errors.length > 0) return errors.every(provesUnsent);
  if (typeof code !== 'string') return cause !== undefined && provesUnsent(cause);
  if (BEFORE_CONNECTED.includes(syscall)) return true;
  if (CERTIFICATE.has(code) || HANDSHAKE.test(code)) return true;
  if (syscall === undefined && NEVER_CONNECTED.test(code)) return true;
  if (typeof message !== 'string' || (code !== 'EPROTO' && code !== 'ECONNRESET')) return false;
  return HANDSHAKE_SENTENCES.some((sentence) => message.includes(sentence));
}

const facts = (error: unknown): Facts => (typeof error === 'object' && error !== null ? (error as Facts) : {});
