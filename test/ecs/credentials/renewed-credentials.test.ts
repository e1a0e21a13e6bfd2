import { beforeEach, expect, onTestFinished, test } from 'vitest';
import type { CredentialsConfig } from '../../../src/config.ts';
import { silentLog } from '../../../src/core/base/log.ts';
import { makeCall } from '../../../src/ecs/call.ts';
import { type MakeCredential, resolveCredentials } from '../../../src/ecs/credentials/credentials.ts';
import { makeLimiter } from '../../../src/ecs/limiter/limiter.ts';
import { makeBilling } from '../../../src/ecs/money/billing.ts';
import { makeTransport } from '../../../src/ecs/network/transport.ts';
import { loadSdk } from '../../../src/ecs/sdk.ts';
import { type Answer, type ApiServer, realClock, startApiServer } from '../api-server.ts';

let api: ApiServer;
let fetched: number;
/** Which of the fetched credentials the cloud accepts, by their number. */
let accepted: (number: number) => boolean;
let refusal: string;

beforeEach(async () => {
  api = await startApiServer();
  onTestFinished(() => api.close());
  fetched = 0;
  accepted = (number) => number > 1;
  refusal = 'InvalidSecurityToken.Expired';
});

/** Hands out STS.key1, STS.key2 … and keeps each, as the library does until its time is over. */
const make: MakeCredential = () => {
  let kept: { accessKeyId: string; accessKeySecret: string; securityToken: string } | null = null;
  const source = {
    async getCredential() {
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (kept === null) {
        fetched += 1;
        kept = { accessKeyId: `STS.key${fetched}`, accessKeySecret: 'hunter2', securityToken: `token${fetched}` };
      }
      return kept;
    },
  };
  return source as unknown as ReturnType<MakeCredential>;
};

async function cloud(config: CredentialsConfig = { mode: 'ecs-ram-role', roleName: 'bot' }) {
  const credentials = await resolveCredentials(config, config.mode === 'static' ? {} : { make });
  if (!credentials.ok) throw new Error(credentials.error);
  const limits = { perSecond: () => 1000, atOnce: 50, callMs: 5000, clock: realClock, log: silentLog, shared: null };
  const limiter = makeLimiter(limits);
  onTestFinished(() => limiter.stop());
  const sdk = loadSdk(makeTransport());
  const shared = { credentials: credentials.value, sdk: () => sdk, log: silentLog, timeoutMs: 5000, limiter };
  const call = makeCall({ ...shared, endpoint: api.url, isRegion: () => true });
  const answer =
    (good: object): Answer =>
    (response, request) => {
      const [, number = '0'] = /Credential=STS\.key(\d+)/u.exec(String(request.headers.authorization)) ?? [];
      const isIn = accepted(Number(number));
      const body = isIn ? good : { Code: refusal, Message: 'no', RequestId: 'r' };
      response.writeHead(isIn ? 200 : 403, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
  api.answer('CreateInstance', answer({ RequestId: 'r', InstanceId: 'i-1' }));
  api.answer('QueryAccountBalance', answer({ Code: '200', Success: true, Data: { AvailableAmount: '5.00' } }));
  return { call, billing: makeBilling({ ...shared, endpoint: api.url }).call };
}

const create = { clientToken: 'token-of-the-order', instanceType: 'ecs.g7.large' };
const tokens = () => api.requests.map(({ params }) => params.ClientToken);

test.each([
  'InvalidSecurityToken.Expired',
  'InvalidSecurityToken.Malformed',
  'InvalidSecurityToken.MismatchWithAccessKey',
  'InvalidSecurityToken',
  'InvalidAccessKeyId.NotFound',
  'InvalidAccessKeyId.Inactive',
  'SignatureDoesNotMatch',
])('temporary credentials refused with %s are fetched again, and the same order is sent once more', async (code) => {
  refusal = code;
  const { call } = await cloud();
  expect(await call('CreateInstance', 'cn-beijing', create)).toMatchObject({ ok: true });
  expect(tokens()).toEqual([create.clientToken, create.clientToken]);
  expect(fetched).toBe(2);
});

test('the billing service is asked once more as well', async () => {
  const { billing } = await cloud({ mode: 'rrsa' });
  expect(await billing('QueryAccountBalance')).toMatchObject({ ok: true });
  expect(fetched).toBe(2);
});

test('calls that are refused together fetch once', async () => {
  const { call } = await cloud({ mode: 'chain' });
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, n) => call('CreateInstance', 'cn-beijing', { ...create, clientToken: `t${n}` })),
  );
  expect(answers.every(({ ok }) => ok)).toBe(true);
  expect(fetched).toBe(2);
  expect(new Set(tokens()).size).toBe(12);
});

test('what is refused with new credentials too ends there', async () => {
  accepted = () => false;
  const { call } = await cloud();
  expect(await call('CreateInstance', 'cn-beijing', create)).toMatchObject({
    ok: false,
    error: { kind: 'credentials', code: refusal },
  });
  expect(api.requests).toHaveLength(2);
});

test.each(['InvalidTimeStamp.Expired', 'Forbidden.RAM', 'OperationDenied.NoStock'])(
  'a refusal that is no matter of the credentials (%s) fetches none',
  async (code) => {
    refusal = code;
    const { call } = await cloud();
    await call('CreateInstance', 'cn-beijing', create);
    expect([api.requests.length, fetched]).toEqual([1, 1]);
  },
);

test('static credentials are not sent twice: there are no others', async () => {
  const { call } = await cloud({ mode: 'static', accessKeyId: 'STS.key1', accessKeySecret: 'x', securityToken: 't' });
  expect(await call('CreateInstance', 'cn-beijing', create)).toMatchObject({ ok: false });
  expect(api.requests).toHaveLength(1);
});

test('a purchase that must not go on any more is not sent once more', async () => {
  const { call } = await cloud();
  let asked = 0;
  const proceed = async () => ++asked === 1;
  expect(await call('CreateInstance', 'cn-beijing', create, 'people', proceed)).toMatchObject({
    ok: false,
    error: { kind: 'notSent' },
  });
  expect(api.requests).toHaveLength(1);
});
