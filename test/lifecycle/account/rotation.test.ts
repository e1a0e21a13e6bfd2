import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../../../src/core/base/log.ts';
import { fail } from '../../../src/core/base/result.ts';
import { failureOf } from '../../../src/core/failure/failure.ts';
import { makeCall } from '../../../src/ecs/call.ts';
import { instanceCalls } from '../../../src/ecs/calls/instances.ts';
import { type MakeCredential, resolveCredentials } from '../../../src/ecs/credentials/credentials.ts';
import { makeIdentity } from '../../../src/ecs/credentials/identity.ts';
import { makeLimiter } from '../../../src/ecs/limiter/limiter.ts';
import { makeTransport } from '../../../src/ecs/network/transport.ts';
import type { EcsPort } from '../../../src/ecs/port.ts';
import { loadSdk } from '../../../src/ecs/sdk.ts';
import { onlyOwnAccount } from '../../../src/lifecycle/account/only-own-account.ts';
import { type ApiServer, realClock, startApiServer } from '../../ecs/api-server.ts';
import { openMemoryDatabase } from '../../support/memory-database.ts';
import { thoroughTest } from '../../support/thorough.ts';
import { accountOf } from '../../world/account.ts';

let api: ApiServer;
/** The number of the credentials in force; the source hands out STS.key1, STS.key2 … */
let inForce: number;
/** Which of them the cloud accepts. */
let accepted: (number: number) => boolean;

beforeEach(async () => {
  api = await startApiServer();
  onTestFinished(() => api.close());
  inForce = 1;
  accepted = () => true;
});

const credentialOf = (number: number) => ({
  accessKeyId: `STS.key${number}`,
  accessKeySecret: 'hunter2',
  securityToken: `token${number}`,
});

/** Made once more by a renewal. */
const make: MakeCredential = () =>
  ({ getCredential: async () => credentialOf(inForce) }) as unknown as ReturnType<MakeCredential>;

const keyOf = (header: unknown): number => Number(/Credential=STS\.key(\d+)/u.exec(String(header))?.[1]);

/** The bot's own parts from the gate down to the wire. */
async function bot(accountOfKey: (number: number) => string = () => '111', made: MakeCredential = make) {
  const credentials = await resolveCredentials({ mode: 'ecs-ram-role', roleName: 'bot' }, { make: made });
  if (!credentials.ok) throw new Error(credentials.error);
  const limits = { perSecond: () => 1000, atOnce: 50, callMs: 5000, clock: realClock, log: silentLog, shared: null };
  const limiter = makeLimiter(limits);
  onTestFinished(() => limiter.stop());
  const sdk = loadSdk(makeTransport());
  const shared = { credentials: credentials.value, sdk: () => sdk, log: silentLog, timeoutMs: 5000, limiter };
  const call = makeCall({ ...shared, endpoint: api.url, isRegion: () => true, onlyTrusted: true });
  const identity = makeIdentity({ ...shared, endpoint: api.url });
  const store = (await openMemoryDatabase({ log: silentLog, clock: realClock })).open();
  onTestFinished(() => store.close());
  const gate = accountOf({ store, clock: realClock, identity });
  const answer = (action: string, good: (number: number) => object) =>
    api.answer(action, (response, request) => {
      const number = keyOf(request.headers.authorization);
      const isIn = accepted(number);
      const body = isIn ? good(number) : { Code: 'InvalidSecurityToken.Expired', Message: 'no', RequestId: 'r' };
      response.writeHead(isIn ? 200 : 403, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  answer('GetCallerIdentity', (number) => ({ AccountId: accountOfKey(number), RequestId: 'r' }));
  answer('DescribeInstances', () => ({ Instances: { Instance: [] }, TotalCount: 0, RequestId: 'r' }));
  return { gate, call: instanceCalls(call) as unknown as EcsPort };
}

const look = (ecs: EcsPort) => ecs.describeInstances('cn-beijing', ['i-1']);
const signers = () =>
  api.requests
    .filter(({ action }) => action === 'DescribeInstances')
    .map(({ headers }) => keyOf(headers.authorization));

thoroughTest(
  'a look that waits in line while the credentials rotate is signed with the new ones of the same account',
  async () => {
    const { gate, call } = await bot();
    let waits = true;
    const late: EcsPort = {
      ...call,
      describeInstances: async (...args) => {
        if (waits) inForce = 2;
        waits = false;
        return call.describeInstances(...args);
      },
    };
    expect(await look(onlyOwnAccount(late, gate))).toMatchObject({ ok: true });
    expect(signers()).toEqual([2]);
  },
);

test('a look with credentials that end before their time is made once more with new ones', async () => {
  let fetched = 0;
  // Each object of the library keeps what it has fetched.
  const keeping: MakeCredential = () => {
    fetched += 1;
    const kept = credentialOf(fetched);
    return { getCredential: async () => kept } as unknown as ReturnType<MakeCredential>;
  };
  const { gate, call } = await bot(() => '111', keeping);
  const ecs = onlyOwnAccount(call, gate);
  expect(await look(ecs)).toMatchObject({ ok: true });
  accepted = (number) => number > 1;
  expect(await look(ecs)).toMatchObject({ ok: true });
  expect(signers()).toEqual([1, 1, 2]);
});

test('credentials of another account that come into force in line sign nothing', async () => {
  const { gate, call } = await bot((number) => (number === 1 ? '111' : '222'));
  const late: EcsPort = {
    ...call,
    describeInstances: (...args) => {
      inForce = 2;
      return call.describeInstances(...args);
    },
  };
  expect(await look(onlyOwnAccount(late, gate))).toMatchObject({ ok: false, error: { code: 'OtherAccount' } });
  expect(signers()).toEqual([]);
});

test('what the gate stops at the head of the line is reported with the gate’s reason', async () => {
  const { gate, call } = await bot((number) => (number === 1 ? '111' : '222'));
  const late = {
    ...call,
    deleteInstance: async (_region: string, _id: string, proceed: () => Promise<boolean>) => {
      inForce = 2;
      if (await proceed()) throw new Error('it was not stopped');
      return fail(failureOf('notSent', { api: 'DeleteInstance', detail: 'It was held back at the last moment.' }));
    },
  } as unknown as EcsPort;
  const deleted = await onlyOwnAccount(late, gate).deleteInstance('cn-beijing', 'i-1');
  expect(deleted).toMatchObject({ ok: false, error: { kind: 'notSent', code: 'OtherAccount' } });
  // The caller's own no keeps its reason.
  inForce = 1;
  const held = await onlyOwnAccount(late, gate).deleteInstance('cn-beijing', 'i-1', async () => false);
  expect(held).toMatchObject({ ok: false, error: { kind: 'notSent', code: null } });
});
