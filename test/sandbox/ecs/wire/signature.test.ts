import RPCClient from '@alicloud/pop-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEcsSimulator } from '../../../../src/sandbox/ecs/wire/server.ts';
import type { EcsSimulator } from '../../../../src/sandbox/ports.ts';
import { model, sdk } from '../clients.ts';
import { http, type Signing, send, sendLegacy } from '../raw.ts';

let simulator: EcsSimulator;
beforeAll(async () => {
  simulator = await startEcsSimulator({ limits: { each: null } });
});
afterAll(() => simulator.close());

const zones = { RegionId: 'cn-beijing' };

test('a request signed by hand is answered', async () => {
  const { status, body } = await send(simulator, 'DescribeZones', { ...zones, AcceptLanguage: "a b+c*!'()~中文&=" });
  expect(status).toBe(200);
  expect(body.RequestId).toMatch(/^[0-9A-F-]{36}$/);
});

describe('a request is refused for', () => {
  const minutesAgo = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);
  test.each<readonly [string, Signing, number, string]>([
    ['a wrong secret', { secret: 'wrong' }, 400, 'SignatureDoesNotMatch'],
    ['parameters that were not signed', { sendQuery: 'RegionId=cn-shanghai' }, 400, 'SignatureDoesNotMatch'],
    ['a body that was not signed', { sendBody: 'RegionId=cn-shanghai' }, 400, 'SignatureDoesNotMatch'],
    ['an unknown access key', { keyId: 'LTAInobody' }, 404, 'InvalidAccessKeyId.NotFound'],
    ['a date 16 minutes old', { date: minutesAgo(16) }, 400, 'InvalidTimeStamp.Expired'],
    ['a date 16 minutes ahead', { date: minutesAgo(-16) }, 400, 'InvalidTimeStamp.Expired'],
    ['a date nobody can read', { dateText: 'today' }, 400, 'InvalidTimeStamp.Format'],
    ['an authorization of another kind', { authorization: 'Bearer me' }, 400, 'IncompleteSignature'],
    [
      'a signature that leaves the action out',
      { signedHeaders: 'host;x-acs-date;x-acs-signature-nonce;x-acs-version' },
      400,
      'IncompleteSignature',
    ],
    ['a wrong method', { method: 'PUT' }, 405, 'UnsupportedHTTPMethod'],
    ['a wrong version', { version: '1999-01-01' }, 400, 'InvalidVersion'],
  ])('%s', async (_why, how, status, code) => {
    const reply = await send(simulator, 'DescribeZones', zones, how);
    expect([reply.status, reply.body.Code]).toEqual([status, code]);
    expect(reply.body).toMatchObject({
      RequestId: expect.any(String),
      HostId: expect.any(String),
      Message: expect.any(String),
    });
  });

  test('a nonce that was used before', async () => {
    const nonce = 'only-once';
    expect((await send(simulator, 'DescribeZones', zones, { nonce })).status).toBe(200);
    expect((await send(simulator, 'DescribeZones', zones, { nonce })).body.Code).toBe('SignatureNonceUsed');
  });

  test('a nonce that was refused before is still good: only a good signature uses it up', async () => {
    const nonce = 'not-yet';
    expect((await send(simulator, 'DescribeZones', zones, { nonce, secret: 'x' })).body.Code).toBe(
      'SignatureDoesNotMatch',
    );
    expect((await send(simulator, 'DescribeZones', zones, { nonce })).status).toBe(200);
  });

  test('no signature at all, and an unknown action', async () => {
    expect((await http(`${simulator.url}/?Action=DescribeZones`, 'GET')).body.Code).toBe('MissingParameter');
    expect((await send(simulator, 'DescribeMoon', {})).body.Code).toBe('InvalidAction.NotFound');
    expect((await send(simulator, 'DescribeZones', {})).body.Code).toBe('MissingParameter');
  });
});

describe('a request with the older signature', () => {
  test('passes, and passes once', async () => {
    const spoil = { SignatureNonce: 'legacy-once' };
    expect((await sendLegacy(simulator, spoil)).status).toBe(200);
    expect((await sendLegacy(simulator, spoil)).body.Code).toBe('SignatureNonceUsed');
  });

  test.each<readonly [string, Record<string, string>, string]>([
    ['an old date', { Timestamp: '2020-01-01T00:00:00Z' }, 'InvalidTimeStamp.Expired'],
    ['another method', { SignatureMethod: 'HMAC-MD5' }, 'InvalidSignatureMethod'],
    ['an unknown key', { AccessKeyId: 'LTAInobody' }, 'InvalidAccessKeyId.NotFound'],
    ['no date', { Timestamp: '' }, 'MissingParameter'],
    ['no action', { Action: '' }, 'MissingParameter'],
  ])('is refused for %s', async (_why, spoil, code) => {
    expect((await sendLegacy(simulator, spoil)).body.Code).toBe(code);
  });
});

test('a date 14 minutes old still passes', async () => {
  const reply = await send(simulator, 'DescribeZones', zones, { date: new Date(Date.now() - 14 * 60_000) });
  expect(reply.status).toBe(200);
});

test('refusals are counted and logged', async () => {
  const before = simulator.state().calls.DescribeVpcs ?? 0;
  await send(simulator, 'DescribeVpcs', zones, { secret: 'x' });
  expect(simulator.state().calls.DescribeVpcs).toBe(before + 1);
  expect(simulator.state().log.at(-1)).toMatchObject({
    action: 'DescribeVpcs',
    code: 'SignatureDoesNotMatch',
    params: {},
  });
});

describe('@alicloud/pop-core', () => {
  const client = (secret = simulator.accessKeySecret, apiVersion = '2014-05-26') =>
    new RPCClient({ accessKeyId: simulator.accessKeyId, accessKeySecret: secret, endpoint: simulator.url, apiVersion });

  test.each(['GET', 'POST'])('reads and creates by %s', async (method) => {
    const groups = await client().request<{ SecurityGroups: { SecurityGroup: { SecurityGroupId: string }[] } }>(
      'DescribeSecurityGroups',
      { RegionId: 'cn-beijing', NetworkType: 'classic' },
      { method },
    );
    const made = await client().request<{ InstanceId: string }>(
      'CreateInstance',
      {
        RegionId: 'cn-beijing',
        ImageId: 'ubuntu1404_64_40G_cloudinit_20160727.raw',
        InstanceType: 'ecs.s2.large',
        SecurityGroupId: groups.SecurityGroups.SecurityGroup[0]?.SecurityGroupId,
        InstanceName: "名字 (with) 'odd' marks*!".replace(/[^\p{L}]/gu, '-'),
        Tag: [{ Key: 'who', Value: "a b+c*!'()~中文" }],
      },
      { method },
    );
    expect(made.InstanceId).toMatch(/^i-2ze/);
    const shown = simulator.state().instances.find((each) => each.InstanceId === made.InstanceId);
    expect(shown?.Tags).toEqual({ Tag: [{ TagKey: 'who', TagValue: "a b+c*!'()~中文" }] });
  });

  test('with a wrong secret is refused by both methods', async () => {
    for (const method of ['GET', 'POST']) {
      const call = client('wrong').request('DescribeRegions', {}, { method });
      await expect(call).rejects.toMatchObject({ code: 'SignatureDoesNotMatch' });
    }
  });

  test('reads the balance by the billing API’s version', async () => {
    const answer = await client(undefined, '2017-12-14').request<{ Data: object }>('QueryAccountBalance', {});
    expect(answer.Data).toMatchObject({ AvailableAmount: '10,000.00', Currency: 'CNY' });
  });

  test('signs empty values along, as the Python SDK sends them', async () => {
    const answer = client().request('DescribeRegions', { SignatureType: '' });
    await expect(answer).resolves.toHaveProperty('Regions');
  });
});

test('temporary credentials must carry their token', async () => {
  const temporary = await startEcsSimulator({ securityToken: 'token-of-the-hour' });
  const call = (credentials: Record<string, string>) =>
    sdk(temporary, credentials).describeRegions(model('DescribeRegionsRequest', {}));
  try {
    expect((await call({ securityToken: 'token-of-the-hour' })).statusCode).toBe(200);
    await expect(call({})).rejects.toMatchObject({ code: 'MissingSecurityToken' });
    await expect(call({ securityToken: 'another' })).rejects.toMatchObject({ code: 'InvalidSecurityToken.Malformed' });
  } finally {
    await temporary.close();
  }
});

describe('parameters in a body', () => {
  const told = async (type: string | undefined, body: string): Promise<string> => {
    const reply = await send(simulator, 'DescribeZones', {}, { body, ...(type === undefined ? {} : { type }) });
    return reply.status === 200 ? '200' : `${reply.status} ${reply.body.Code}`;
  };
  const params = 'RegionId=cn-beijing';

  test.each(['application/x-www-form-urlencoded', 'Application/X-WWW-Form-Urlencoded; charset=utf-8'])(
    'are read from a form, however its type is written: %s',
    async (type) => {
      expect(await told(type, params)).toBe('200');
      expect(await told(type, 'RegionId=xx-nowhere')).toBe('404 InvalidRegionId.NotFound');
    },
  );

  test.each<readonly [string | undefined, string]>([
    ['application/json', '{"RegionId":"cn-beijing"}'],
    ['multipart/form-data; boundary=x', '--x--'],
    ['text/plain', params],
    [undefined, params],
  ])('are refused and not passed over in %s', async (type, body) => {
    expect(await told(type, body)).toBe('400 Sandbox.NotModelled');
  });

  test('that says nothing are none', async () => {
    for (const body of ['', '{}', ' {\n} '])
      expect((await send(simulator, 'DescribeZones', zones, { body, type: 'application/json' })).status).toBe(200);
  });
});
