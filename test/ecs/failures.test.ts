import { createServer } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Failure } from '../../src/core/failure.ts';
import type { Result } from '../../src/core/result.ts';
import type { Ecs } from '../../src/ecs/adapter.ts';
import { kindOfCode } from '../../src/ecs/failure-codes.ts';
import { failureOfThrown } from '../../src/ecs/failures.ts';
import type { EcsPort } from '../../src/ecs/port.ts';
import { redact } from '../../src/ecs/redact.ts';
import { ACCESS_KEY_ID, ACCESS_KEY_SECRET, type Answer, type ApiServer, ecsAt, startApiServer } from './api-server.ts';

let api: ApiServer;
let ecs: Ecs;
let port: EcsPort;

beforeAll(async () => {
  api = await startApiServer();
  ecs = await ecsAt(api.url, { timeoutMs: 250 });
  port = ecs.port;
});
afterAll(async () => {
  await ecs.stop();
  await api.close();
});
beforeEach(() => {
  api.requests.length = 0;
});

const REGION = 'cn-beijing';

async function failureFor(answer: Answer): Promise<Failure> {
  api.answer('StopInstance', answer);
  return failed(await port.stopInstance(REGION, 'i-secretish'));
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
    json: { Code: 'OperationDenied.NoStock', Message: 'Sold out.', RequestId: 'req-1', HostId: 'h' },
  };
  expect(await failureFor(answer)).toEqual({
    kind: 'noStock',
    code: 'OperationDenied.NoStock',
    detail: 'Sold out.',
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
  expect(await failureFor(() => undefined)).toMatchObject({ kind: 'ambiguous', detail: 'No answer came in time.' });
  const stalls: Answer = (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{"RequestId":');
  };
  expect(await failureFor(stalls)).toMatchObject({ kind: 'ambiguous' });
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
  expect(failed(await nobody.port.stopInstance(REGION, 'i-secretish'))).toMatchObject({
    kind: 'notSent',
    api: 'StopInstance',
  });
  await nobody.stop();
});

test('errors that quote the request are not repeated', async () => {
  const quoted = `Specified signature is not matched with our calculation. server string to sign is:POST\n/\nPassword=hunter2&AccessKeyId=${ACCESS_KEY_ID}`;
  const failure = await failureFor({
    status: 400,
    json: { Code: 'SignatureDoesNotMatch', Message: quoted, RequestId: 'q' },
  });
  expect(failure.kind).toBe('credentials');
  expect(failure.detail).toContain('Specified signature is not matched');
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

test('redaction keeps the sentence and drops addresses, keys and values', () => {
  expect(redact('The image m-1 is gone, see https://error.example/api?q=InvalidImageId for help')).toBe(
    'The image m-1 is gone, see [URL] for help',
  );
  expect(redact('Is POST /?Password=hunter2&x=1 right?')).toBe('Is POST /?[…] right?');
  expect(redact(`key ${ACCESS_KEY_ID} and STS.NTexampleexample`)).toBe('key [AccessKey] and [AccessKey]');
  expect(redact('Password=hunter2, UserData: aHVudGVyMg==')).toBe('Password=[…], UserData: […]');
  expect(redact('x'.repeat(1_000))).toHaveLength(300);
});

test('every code the API documentation lists means what it says', () => {
  const table: Readonly<Record<string, readonly string[]>> = {
    throttled: [
      'Throttling',
      'Throttling.User',
      'Throttling.Api',
      'Throttling.ConcurrentLimitExceeded',
      'Rejected.Throttling',
    ],
    transient: [
      'ServiceUnavailable',
      'ServiceUnavailable.RegionMaintaining',
      'InternalError',
      'UnknownError',
      'NodeControllerUnavailable',
      'SignatureNonceUsed',
    ],
    inFlight: [
      'IdempotentProcessing',
      'Idempotence.Processing',
      'LastTokenProcessing',
      'LastRequestProcessing',
      'LastOrderProcessing',
    ],
    tokenMismatch: ['IdempotentParameterMismatch', 'IdempotenceParamNotMatch', 'InvalidIdempotenceParameter.Mismatch'],
    wrongState: ['IncorrectInstanceStatus'],
    busy: [
      'IncorrectInstanceStatus.Initializing',
      'InstanceNotReady',
      'OperationConflict',
      'InvalidOperation.Conflict',
      'IncorrectVSwitchStatus',
    ],
    alreadyDone: ['AllocatedAlready'],
    gone: ['InvalidInstanceId.NotFound', 'Forbidden.InstanceNotFound'],
    noStock: [
      'OperationDenied.NoStock',
      'Zone.NotOnSale',
      'Zone.NotOpen',
      'InvalidVpcZone.NotSupported',
      'ResourceNotAvailable',
      'InvalidInstanceType.ZoneNotSupported',
      'InvalidResourceType.NotSupported',
      'InvalidInstanceType.NotSupported',
      'InvalidInstanceType.ValueNotSupported',
      'CategoryNotSupported',
      'InstanceType.Offline',
    ],
    vSwitchFull: ['QuotaExceeded.PrivateIpAddress', 'InvalidVSwitchId.IpNotEnough'],
    money: [
      'InvalidAccountStatus.NotEnoughBalance',
      'InsufficientBalance',
      'InvalidPayMethod',
      'Account.Arrearage',
      'PaymentMethodNotFound',
      'OperationDenied.IllegalPaymentPolicy',
    ],
    quota: ['QuotaExceed.Instance', 'QuotaExceeded', 'QuotaExceed.ElasticQuota', 'SecurityGroupInstanceLimitExceed'],
    permission: [
      'Forbidden.RAM',
      'NoPermission',
      'Forbidden.SubUser',
      'Forbidden',
      'InvalidUser.PassRoleForbidden',
      'RegionUnauthorized',
      'InvalidInstanceType.ValueUnauthorized',
    ],
    account: ['RealNameAuthenticationError', 'Forbidden.RiskControl', 'SecurityRisk.3DVerification'],
    locked: [
      'InstanceLockedForSecurity',
      'InstanceExpired',
      'InstanceExpiredOrInArrears',
      'DiskInArrears',
      'ChargeTypeViolation',
      'InvalidOperation.DeletionProtection',
    ],
    credentials: [
      'InvalidAccessKeyId.NotFound',
      'InvalidAccessKeyId.Inactive',
      'SignatureDoesNotMatch',
      'IncompleteSignature',
      'InvalidTimeStamp.Expired',
      'InvalidSecurityToken.Expired',
      'InvalidCredentials',
    ],
    badInput: [
      'InvalidImageId.NotFound',
      'MissingParameter',
      'MissingParamter',
      'InstanceName.Malformed',
      'ImageNotSupportInstanceType',
      'InvalidPeriod',
      'InvalidParameter.Mismatch',
      'InvalidSystemDiskCategory.ValueNotSupported',
    ],
  };
  for (const [kind, codes] of Object.entries(table))
    for (const code of codes) expect([code, kindOfCode(code)]).toEqual([code, kind]);
  expect(kindOfCode('Brand.New')).toBeNull();
});

/** A port on which nobody listens. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
