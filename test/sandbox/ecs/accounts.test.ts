import { expect, onTestFinished, test } from 'vitest';
import { resolveCredentials } from '../../../src/ecs/credentials/credentials.ts';
import { makeTransport } from '../../../src/ecs/network/transport.ts';
import { loadSdk, makeGenericClient, sendGeneric } from '../../../src/ecs/sdk.ts';
import { STS_VERSION } from '../../../src/sandbox/ecs/actions/action.ts';
import { startEcsSimulator } from '../../../src/sandbox/ecs/wire/server.ts';
import { OTHER_ACCOUNT, OWN_ACCOUNT } from '../../../src/sandbox/ecs/world.ts';
import { fakeCloud } from './fake-cloud.ts';

test('GetCallerIdentity answers the account of the credentials, and takes nothing', () => {
  const { cloud } = fakeCloud();
  const who = (account?: string, params = {}) => cloud.call('GetCallerIdentity', STS_VERSION, params, account);
  expect(who()).toMatchObject({ status: 200, body: { AccountId: OWN_ACCOUNT, IdentityType: 'RAMUser' } });
  expect(who(OTHER_ACCOUNT).body).toMatchObject({
    AccountId: OTHER_ACCOUNT,
    Arn: expect.stringMatching(`^acs:ram::${OTHER_ACCOUNT}:user/`),
  });
  expect(who(undefined, { Bogus: '1' }).body.Code).toBe('Sandbox.NotModelled');
  expect(cloud.call('GetCallerIdentity', '2014-05-26', {}).body.Code).toBe('InvalidAction.NotFound');
  cloud.addFault({ name: 'refuse-with', action: 'GetCallerIdentity', code: 'InternalError', status: 500 });
  expect(who()).toMatchObject({ status: 500, body: { Code: 'InternalError' } });
});

test('each account has instances, money and ClientTokens of its own', () => {
  const world = fakeCloud();
  const params = world.spec({ ClientToken: 'token-1', InstanceChargeType: 'PrePaid', Period: '1' });
  const made = [undefined, undefined, OTHER_ACCOUNT, OTHER_ACCOUNT].map(
    (account) => world.cloud.call('CreateInstance', '2014-05-26', params, account).body.InstanceId,
  );
  expect([made[0] === made[1], made[2] === made[3], made[0] === made[2]]).toEqual([true, true, false]);
  const shown = (account?: string) => world.cloud.state(account).instances.map(({ InstanceId }) => InstanceId);
  expect([shown(), shown(OTHER_ACCOUNT)]).toEqual([[made[0]], [made[2]]]);
  const balances = [undefined, OTHER_ACCOUNT].map((account) => world.cloud.state(account).balance.minor);
  expect(balances.map((minor) => minor < 1_000_000)).toEqual([true, true]);
});

test('over HTTP the key decides', async () => {
  const simulator = await startEcsSimulator();
  onTestFinished(() => simulator.close());
  const sdk = loadSdk(makeTransport());
  const ask = async (accessKeyId: string, accessKeySecret: string) => {
    const config = { mode: 'static', accessKeyId, accessKeySecret, securityToken: null } as const;
    const credentials = await resolveCredentials(config);
    if (!credentials.ok) throw new Error(credentials.error);
    const { credential } = credentials.value;
    const client = makeGenericClient(sdk, { site: simulator.url, credential, timeoutMs: 5_000 });
    return sendGeneric(sdk, client, { api: 'GetCallerIdentity', version: STS_VERSION });
  };
  const { accessKeyId, accessKeySecret, otherAccessKeyId, otherAccessKeySecret } = simulator;
  expect(await ask(accessKeyId, accessKeySecret)).toMatchObject({ AccountId: OWN_ACCOUNT });
  expect(await ask(otherAccessKeyId, otherAccessKeySecret)).toMatchObject({ AccountId: OTHER_ACCOUNT });
});
