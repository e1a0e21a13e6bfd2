import { expect, test } from 'vitest';
import { isCertificateCode, provesUnsent } from '../../../src/core/base/connection-error.ts';

const error = (code: string, syscall?: string, message = 'it failed') =>
  Object.assign(new Error(message), { code, ...(syscall === undefined ? {} : { syscall }) });

const EITHER = [
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'ETIMEDOUT',
  'ECONNRESET',
  'EACCES',
  'EPIPE',
];

test.each(EITHER)('%s while connecting was not sent, on an established connection it is in doubt', (code) => {
  expect(provesUnsent(error(code, 'connect'))).toBe(true);
  expect(provesUnsent(error(code, 'read'))).toBe(false);
  expect(provesUnsent(error(code, 'write'))).toBe(false);
});

test.each([
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'ECONNRESET',
  'EPIPE',
  'EPROTO',
  'UND_ERR_SOCKET',
  'ECONNABORTED',
])('%s without more proves nothing', (code) => expect(provesUnsent(error(code))).toBe(false));

test.each(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL'])('a name that is not found (%s) was not sent', (code) => {
  expect(provesUnsent(error(code, 'getaddrinfo'))).toBe(true);
  expect(provesUnsent(error(code))).toBe(true);
});

test.each([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REVOKED',
  'HOSTNAME_MISMATCH',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])('a certificate that is not trusted (%s) was shown before anything was sent', (code) => {
  expect(provesUnsent(error(code))).toBe(true);
  expect(isCertificateCode(code)).toBe(true);
});

test.each([
  ['EPROTO', 'write EPROTO 80:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../record.c:350:'],
  ['EPROTO', 'write EPROTO 80:error:0A000410:SSL routines:ssl3_read_bytes:sslv3 alert handshake failure:../r.c:1:'],
  ['ECONNRESET', 'Client network socket disconnected before secure TLS connection was established'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'wrong version number'],
  ['ERR_SSL_NO_PROTOCOLS_AVAILABLE', 'none'],
  ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'alert'],
])('a handshake that fails with %s was not sent', (code, message) => {
  expect(provesUnsent(error(code, code === 'EPROTO' ? 'write' : undefined, message))).toBe(true);
});

test.each([
  'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC',
  'ERR_SSL_SSLV3_ALERT_BAD_RECORD_MAC',
  'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
])('%s also comes after a request and proves nothing', (code) => expect(provesUnsent(error(code))).toBe(false));

test('of several addresses none may have got further than connecting', () => {
  const tried = (...errors: Error[]) => Object.assign(new AggregateError(errors), { code: 'ECONNREFUSED' });
  expect(provesUnsent(tried(error('ECONNREFUSED', 'connect'), error('ENETUNREACH', 'connect')))).toBe(true);
  expect(provesUnsent(tried(error('ECONNREFUSED', 'connect'), error('ECONNRESET', 'read')))).toBe(false);
});

test.each([
  ['no address, tried without an error', Object.assign(new AggregateError([]), { code: 'ECONNRESET' })],
  ['a sentence of the handshake beside another code', error('ETIMEDOUT', 'read', 'handshake failure')],
  ['a code of the handshake without a sentence', { code: 'EPROTO' }],
])('%s proves nothing', (_what, doubtful) => expect(provesUnsent(doubtful)).toBe(false));

test('the cause of an error counts where it has no code, as with fetch', () => {
  expect(provesUnsent(new TypeError('fetch failed', { cause: error('CERT_HAS_EXPIRED') }))).toBe(true);
  expect(provesUnsent(new TypeError('fetch failed', { cause: error('ECONNRESET', 'read') }))).toBe(false);
  for (const nothing of [undefined, null, 'ECONNREFUSED', {}, new Error('ECONNREFUSED')])
    expect(provesUnsent(nothing)).toBe(false);
});
