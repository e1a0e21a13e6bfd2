import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import type { Result } from '../../../src/core/base/result.ts';
import type { Failure } from '../../../src/core/failure/failure.ts';
import { failureOfThrown } from '../../../src/ecs/failures/failures.ts';
import type { EcsPort } from '../../../src/ecs/port.ts';
import { stopOne } from '../../support/stop-one.ts';
import { thoroughTest } from '../../support/thorough.ts';
import { ACCESS_KEY_ID, ACCESS_KEY_SECRET, type Answer, ecsAt, servedEcs } from '../api-server.ts';

const { api, port } = await servedEcs();

const REGION = 'cn-beijing';

async function failureFor(answer: Answer, from: EcsPort = port): Promise<Failure> {
  api.answer('StopInstance', answer);
  return failed(await stopOne(from, REGION, 'i-secretish'));
}

function failed(result: Result<unknown, Failure>): Failure {
  if (result.ok) throw new Error('expected a failure');
  expectNoSecret(result.error);
  return result.error;
}

function expectNoSecret(failure: Failure): void {
  const text = JSON.stringify(failure);
  for (const secret of ['://', 'Signature=', ACCESS_KEY_ID, ACCESS_KEY_SECRET, 'i-secretish', 'hunter2']) {
    expect(text).not.toContain(secret);
  }
  expect(failure.detail.length).toBeLessThanOrEqual(300);
}

test('an error of the API keeps code, request id and its own sentence', async () => {
  const answer = {
    status: 403,
    json: { Code: 'InstanceLockedForSecurity', Message: 'It is locked.', RequestId: 'req-1', HostId: 'h' },
  };
  expect(await failureFor(answer)).toEqual({
    kind: 'locked',
    code: 'InstanceLockedForSecurity',
    detail: 'It is locked.',
    requestId: 'req-1',
    retryAfterMs: null,
    api: 'StopInstance',
    missing: null,
  });
});

test('throttling carries how long the cloud asks to wait', async () => {
  const json = { Code: 'Throttling.User', Message: 'slow down', RequestId: 'q' };
  expect(await failureFor({ status: 400, json, headers: { 'x-acs-retry-after': '1' } })).toMatchObject({
    kind: 'throttled',
    code: 'Throttling.User',
    retryAfterMs: 1,
  });
});

test.each([
  [1e20, 600_000],
  [86_400_000, 600_000],
  [-5, null],
  [Number.NaN, null],
  ['60', null],
])('a wait of %s is not waited for: a gateway on the way may name any', (retryAfter, retryAfterMs) => {
  const thrown = { statusCode: 503, code: 'Throttling', data: { Message: 'slow down' }, requestId: 'q', retryAfter };
  expect(failureOfThrown(thrown, 'StopInstance')).toMatchObject({ kind: 'throttled', retryAfterMs });
});

test('a missing permission names the action and who lacks it', async () => {
  const json = {
    Code: 'Forbidden.RAM',
    Message: 'not authorized',
    RequestId: 'q',
    AccessDeniedDetail: {
      AuthAction: 'ecs:StopInstance',
      AuthPrincipalDisplayName: 'chatops-bot',
      AuthPrincipalType: 'SubUser',
    },
  };
  expect(await failureFor({ status: 403, json })).toMatchObject({
    kind: 'permission',
    missing: { action: 'ecs:StopInstance', principal: 'chatops-bot' },
  });
});

test('a code nobody has mapped is transient from a failing service and unknown otherwise', async () => {
  const json = { Code: 'Brand.New', Message: 'surprise', RequestId: 'q' };
  expect(await failureFor({ status: 500, json })).toMatchObject({ kind: 'transient', code: 'Brand.New' });
  expect(await failureFor({ status: 400, json })).toMatchObject({ kind: 'unknown', code: 'Brand.New' });
});

test('the code decides and not the status', async () => {
  const json = { Code: 'IncorrectInstanceStatus', Message: 'no', RequestId: 'q' };
  for (const status of [400, 403, 500])
    expect(await failureFor({ status, json })).toMatchObject({ kind: 'wrongState' });
});

test('an HTML page from a proxy, an empty error and truncated JSON leave it in doubt', async () => {
  const html = '<html><body>502 Bad Gateway https://proxy.example/?Password=hunter2</body></html>';
  expect(await failureFor({ status: 502, text: html, headers: { 'content-type': 'text/html' } })).toMatchObject({
    kind: 'ambiguous',
    code: null,
  });
  expect(await failureFor({ status: 503, text: '' })).toMatchObject({ kind: 'ambiguous' });
  expect(await failureFor({ status: 200, text: '{"RequestId":"q","Inst' })).toMatchObject({ kind: 'ambiguous' });
});

test('silence until the timeout and a body that stops midway leave it in doubt', async () => {
  const hasty = await ecsAt(api.url, { timeoutMs: 250 });
  expect(await failureFor(() => undefined, hasty.port)).toMatchObject({
    kind: 'ambiguous',
    detail: 'No answer came in time.',
  });
  const stalls: Answer = (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{"RequestId":');
  };
  expect(await failureFor(stalls, hasty.port)).toMatchObject({ kind: 'ambiguous' });
  await hasty.stop();
});

thoroughTest('an answer that takes longer than the SDK’s own three seconds is waited for', async () => {
  const patient = await ecsAt(api.url, { timeoutMs: 10_000 });
  api.answer('RebootInstance', (response) => void setTimeout(() => response.end('{"RequestId":"q"}'), 3_300));
  expect(await patient.port.rebootInstance(REGION, 'i-1')).toEqual({ ok: true, value: null });
  await patient.stop();
});

test('a connection reset before or within the answer leaves it in doubt', async () => {
  expect(await failureFor((response) => response.socket?.resetAndDestroy())).toMatchObject({ kind: 'ambiguous' });
  const within: Answer = (response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('{"Requ', () => response.socket?.resetAndDestroy());
  };
  expect(await failureFor(within)).toMatchObject({ kind: 'ambiguous' });
});

test('a refused connection means that nothing was sent', async () => {
  const port = await freePort();
  const nobody = await ecsAt(`http://127.0.0.1:${port}`);
  expect(failed(await stopOne(nobody.port, REGION, 'i-secretish'))).toMatchObject({
    kind: 'notSent',
    api: 'StopInstance',
  });
  await nobody.stop();
});

test('errors that quote the request are not repeated', async () => {
  const quoted = `Specified signature is not matched with our calculation. server string to sign is:POST\n/\nKeyPairName=ops&Password=hunter2&AccessKeyId=${ACCESS_KEY_ID}`;
  const failure = await failureFor({
    status: 400,
    json: { Code: 'SignatureDoesNotMatch', Message: quoted, RequestId: 'q' },
  });
  expect(failure.kind).toBe('credentials');
  expect(failure.detail).toContain('Specified signature is not matched');
  expect(failure.detail).not.toContain('KeyPairName');
});

test('no network error carries anything of the request', () => {
  const url = 'http://127.0.0.1:1/?Password=hunter2&UserData=aHVudGVyMg&InstanceId=i-secretish';
  const errors = [
    Object.assign(new Error(`connect ECONNREFUSED ${url}`), { code: 'ECONNREFUSED' }),
    Object.assign(new Error(`ReadTimeout(250). POST ${url} failed.`), { name: 'RequestTimeoutError' }),
    Object.assign(new Error(`socket hang up ${url}`), { code: 'ECONNRESET' }),
    new SyntaxError(`Unexpected token < in ${url}`),
    new Error(url),
    url,
    undefined,
    null,
    { data: { Message: url }, statusCode: 400, code: 'InvalidParameter', requestId: 'undefined' },
  ];
  for (const error of errors) expectNoSecret(failureOfThrown(error, 'CreateInstance'));
});

/** A port on which nobody listens. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
