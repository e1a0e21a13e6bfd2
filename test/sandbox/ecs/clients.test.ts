import RPCClient from '@alicloud/pop-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEcsSimulator } from '../../../src/sandbox/ecs/wire/server.ts';
import { asXml } from '../../../src/sandbox/ecs/wire/xml.ts';
import type { EcsSimulator } from '../../../src/sandbox/ports.ts';
import { fakeCloud, type Json, rows } from './fake-cloud.ts';
import { sendLegacy } from './raw.ts';

let simulator: EcsSimulator;
beforeAll(async () => {
  const population = [{ region: 'cn-hangzhou', count: 25 }];
  simulator = await startEcsSimulator({ limits: { each: null }, population });
});
afterAll(() => simulator.close());

const region = { RegionId: 'cn-hangzhou' };

/** Every list that is turned by tokens, and where its items stand. */
const BY_TOKEN = [
  ['DescribeInstances', 'Instances.Instance', 'InstanceId', { ...region, MaxResults: '10' }],
  ['DescribeDisks', 'Disks.Disk', 'DiskId', { ...region, MaxResults: '10' }],
  ['DescribeInstanceTypes', 'InstanceTypes.InstanceType', 'InstanceTypeId', { MaxResults: '40' }],
  ['DescribeSecurityGroups', 'SecurityGroups.SecurityGroup', 'SecurityGroupId', { ...region, MaxResults: '1' }],
] as const;

describe('a client that believes every token', () => {
  test.each(BY_TOKEN)('comes to the end of %s', async (action, list, id, params) => {
    const client = new RPCClient({
      accessKeyId: simulator.accessKeyId,
      accessKeySecret: simulator.accessKeySecret,
      endpoint: simulator.url,
      apiVersion: '2014-05-26',
    });
    const tokens = new Set<string>();
    const seen: unknown[] = [];
    for (let token: string | null = ''; token !== null; ) {
      const page: Json = await client.request(action, { ...params, ...(token ? { NextToken: token } : {}) });
      seen.push(...rows(page, list).map((item) => item[id]));
      const next = String(page.NextToken);
      expect(tokens.has(next), `${next} was given before`).toBe(false);
      tokens.add(next);
      token = next === '' ? null : next;
    }
    expect(tokens.size).toBeGreaterThan(1);
    expect(new Set(seen).size).toBe(seen.length);
  });

  test.each(BY_TOKEN)('finds an empty token on the only page of %s', (action, _list, _id, params) => {
    const { ok } = fakeCloud();
    expect(
      ok(action, {
        ...params,
        MaxResults: '100',
        ...(action === 'DescribeInstanceTypes' ? { InstanceTypeFamily: 'ecs.g7' } : {}),
      }).NextToken,
    ).toBe('');
  });

  test('reads what is plain before what it descends into, in every answer', () => {
    const { ok, create } = fakeCloud();
    create();
    for (const [action, , , params] of BY_TOKEN) {
      const plain = Object.values(ok(action, params)).map((value) => typeof value !== 'object');
      expect(plain, action).toEqual([...plain].sort((a, b) => Number(b) - Number(a)));
    }
  });

  test('finds the words of a lock before the reason that is called as their list is', () => {
    const world = fakeCloud();
    const id = world.create();
    world.cloud.addFault({ name: 'lock', instanceId: id, reason: 'security' });
    const [vm] = world.describe('cn-hangzhou', [id]);
    expect(JSON.stringify(vm?.OperationLocks)).toBe('{"LockReason":[{"LockMsg":"","LockReason":"security"}]}');
  });
});

describe('the older protocol', () => {
  test.each<readonly [string, Readonly<Record<string, string>>]>([
    ['asked for', { Format: 'XML' }],
    ['asked for in small letters', { Format: 'xml' }],
  ])('answers XML when it is %s', async (_, format) => {
    const { status, text } = await sendLegacy(simulator, format);
    expect(status).toBe(200);
    expect(text).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<DescribeRegionsResponse><RequestId>/);
    expect(text).toContain('<Regions><Region><RegionId>cn-hangzhou</RegionId>');
    expect(text.trim()).toMatch(/<\/Region><\/Regions><\/DescribeRegionsResponse>$/);
  });

  test('answers errors as XML too, before and after the signature was looked at', async () => {
    const unknown = await sendLegacy(simulator, { Format: 'XML', Action: 'DescribeMoon' });
    expect([unknown.status, unknown.text]).toEqual([
      404,
      expect.stringContaining('<Code>InvalidAction.NotFound</Code>'),
    ]);
    expect(unknown.text).toMatch(/<Error><RequestId>.*<\/Error>\n$/);
    const early = await sendLegacy(simulator, { Format: 'XML', Timestamp: 'today' });
    expect(early.text).toContain('<Code>InvalidTimeStamp.Format</Code>');
  });

  test('takes no other format', async () => {
    const { status, body } = await sendLegacy(simulator, { Format: 'YAML' });
    expect([status, body.Code]).toEqual([400, 'InvalidFormat']);
  });

  test('lists, records, nothing and odd characters have their place in XML', () => {
    const odd = { A: [], B: { C: ['x', 'y'] }, D: null, E: true, F: `<&>"'`, G: '', H: [{ I: 1 }, { I: 2 }] };
    expect(asXml('R', odd)).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<R><B><C>x</C><C>y</C></B><E>true</E><F>&lt;&amp;&gt;&quot;&apos;</F><G></G><H><I>1</I></H><H><I>2</I></H></R>\n',
    );
    expect(asXml('R', { A: 'a\u0000b' })).toContain('<A>a\uFFFDb</A>');
  });
});
