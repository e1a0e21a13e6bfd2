import { expect, test } from 'vitest';
import { type Charge, PAY_AS_YOU_GO } from '../../../src/core/spec/charge.ts';
import type { CreateInput } from '../../../src/ecs/port.ts';
import { stopOne } from '../../support/stop-one.ts';
import { servedEcs } from '../api-server.ts';

const { api, port } = await servedEcs();

const REGION = 'cn-beijing';

const input: CreateInput = {
  spec: {
    region: REGION,
    zone: 'cn-beijing-h',
    instanceType: 'ecs.g7.large',
    imageId: 'ubuntu_22_04_x64_20G_alibase_20240101.vhd',
    vSwitchId: 'vsw-1',
    securityGroupId: 'sg-1',
    systemDisk: { category: 'cloud_essd', sizeGiB: 40 },
    internetMaxBandwidthOut: 5,
    charge: PAY_AS_YOU_GO,
    name: 'web-1',
  },
  clientToken: 'token-1',
  tags: [
    { key: 'ecs-chatops:request', value: 'r1-1' },
    { key: 'ecs-chatops:requester', value: 'U1' },
  ],
};

/** What of a request is the bot's own, without signature and version. */
const sent = (index = 0): Record<string, string> => ({ ...api.requests[index]?.params });

test('CreateInstance says everything the spec says, pay-as-you-go, with name, tags and token', async () => {
  api.answer('CreateInstance', { json: { RequestId: 'q', InstanceId: 'i-1' } });
  expect(await port.createInstance(input)).toEqual({ ok: true, value: { cloudId: 'i-1' } });
  expect(sent()).toEqual({
    RegionId: REGION,
    ZoneId: 'cn-beijing-h',
    InstanceType: 'ecs.g7.large',
    ImageId: 'ubuntu_22_04_x64_20G_alibase_20240101.vhd',
    VSwitchId: 'vsw-1',
    SecurityGroupId: 'sg-1',
    InstanceName: 'web-1',
    InstanceChargeType: 'PostPaid',
    IoOptimized: 'optimized',
    'SystemDisk.Category': 'cloud_essd',
    'SystemDisk.Size': '40',
    'SystemDisk.PerformanceLevel': 'PL1',
    InternetMaxBandwidthOut: '5',
    InternetChargeType: 'PayByTraffic',
    'Tag.1.Key': 'ecs-chatops:request',
    'Tag.1.Value': 'r1-1',
    'Tag.2.Key': 'ecs-chatops:requester',
    'Tag.2.Value': 'U1',
    ClientToken: 'token-1',
  });
  expect(api.requests[0]?.headers['x-acs-version']).toBe('2014-05-26');
});

const prepaid = (
  unit: 'Week' | 'Month',
  period: number,
  autoRenew: boolean,
  renewsBy: number | null = null,
): Charge => ({
  kind: 'prepaid',
  term: { unit, period },
  autoRenew,
  ...(renewsBy === null ? {} : { renewsBy: { unit, period: renewsBy } }),
});

test.each<readonly [string, Charge, Record<string, string>]>([
  [
    'a year',
    prepaid('Month', 12, false),
    { InstanceChargeType: 'PrePaid', Period: '12', PeriodUnit: 'Month', AutoRenew: 'false' },
  ],
  [
    'half a year that renews itself',
    prepaid('Month', 6, true),
    { InstanceChargeType: 'PrePaid', Period: '6', PeriodUnit: 'Month', AutoRenew: 'true', AutoRenewPeriod: '6' },
  ],
  [
    'two years that renew themselves, which they cannot by two years',
    prepaid('Month', 24, true),
    { InstanceChargeType: 'PrePaid', Period: '24', PeriodUnit: 'Month', AutoRenew: 'true', AutoRenewPeriod: '1' },
  ],
  [
    'four weeks that renew themselves, which they cannot by four',
    prepaid('Week', 4, true),
    { InstanceChargeType: 'PrePaid', Period: '4', PeriodUnit: 'Week', AutoRenew: 'true', AutoRenewPeriod: '1' },
  ],
  [
    'a year that renews itself by the month',
    prepaid('Month', 12, true, 1),
    { InstanceChargeType: 'PrePaid', Period: '12', PeriodUnit: 'Month', AutoRenew: 'true', AutoRenewPeriod: '1' },
  ],
  ['spot', { kind: 'spot', limitMicros: null }, { InstanceChargeType: 'PostPaid', SpotStrategy: 'SpotAsPriceGo' }],
  [
    'spot within a limit',
    { kind: 'spot', limitMicros: 123_456_000 },
    { InstanceChargeType: 'PostPaid', SpotStrategy: 'SpotWithPriceLimit', SpotPriceLimit: '123.456' },
  ],
  [
    'spot within the smallest limit',
    { kind: 'spot', limitMicros: 1000 },
    { InstanceChargeType: 'PostPaid', SpotStrategy: 'SpotWithPriceLimit', SpotPriceLimit: '0.001' },
  ],
])('CreateInstance says how it is paid for: %s', async (_what, charge, said) => {
  api.answer('CreateInstance', { json: { RequestId: 'q', InstanceId: 'i-1', OrderId: '2' } });
  const order = { ...input, spec: { ...input.spec, charge } };
  await port.createInstance(input);
  await port.createInstance(order);
  await port.createInstance(structuredClone(order));
  const { InstanceChargeType: _postPaid, ...others } = sent(0);
  expect(sent(1)).toEqual({ ...others, ...said });
  expect(sent(2)).toEqual(sent(1));
});

test('without bandwidth, vSwitch and zone nothing is said of them', async () => {
  api.answer('CreateInstance', { json: { RequestId: 'q', InstanceId: 'i-1' } });
  await port.createInstance({ ...input, spec: { ...input.spec, internetMaxBandwidthOut: 0, vSwitchId: '', zone: '' } });
  expect(sent()).toMatchObject({ InternetMaxBandwidthOut: '0' });
  for (const absent of ['InternetChargeType', 'VSwitchId', 'ZoneId']) expect(sent()).not.toHaveProperty(absent);
});

test('a repeated create is the same to the letter', async () => {
  api.answer('CreateInstance', { json: { RequestId: 'q', InstanceId: 'i-1' } });
  await port.createInstance(input);
  await port.createInstance(structuredClone(input));
  expect(sent(1)).toEqual(sent(0));
});

test('a create answered with 200 and no InstanceId is in doubt', async () => {
  api.answer('CreateInstance', { json: { RequestId: 'q', Code: 'Something', Message: 'odd' } });
  expect(await port.createInstance(input)).toMatchObject({
    ok: false,
    error: { kind: 'ambiguous', api: 'CreateInstance', requestId: 'q' },
  });
});

const described = (id: string, status: string, more: object = {}): object => ({
  InstanceId: id,
  Status: status,
  InstanceChargeType: 'PostPaid',
  AutoReleaseTime: '',
  PublicIpAddress: { IpAddress: [] },
  EipAddress: { IpAddress: '', AllocationId: '' },
  VpcAttributes: { VpcId: 'vpc-1', PrivateIpAddress: { IpAddress: ['172.16.0.2'] } },
  OperationLocks: { LockReason: [] },
  ...more,
});

test('DescribeInstances asks for all ids in one call with a page of 100 and maps what it sees', async () => {
  api.answer('DescribeInstances', {
    json: {
      RequestId: 'q',
      TotalCount: 3,
      NextToken: '',
      Instances: {
        Instance: [
          described('i-1', 'Running', { PublicIpAddress: { IpAddress: ['121.40.0.1'] } }),
          described('i-2', 'Stopped', {
            EipAddress: { IpAddress: '47.1.1.1' },
            OperationLocks: { LockReason: [{ LockReason: 'financial' }] },
          }),
          described('i-3', 'Pending', { VpcAttributes: {}, InnerIpAddress: { IpAddress: ['10.0.0.7'] } }),
        ],
      },
    },
  });
  const answer = await port.describeInstances(REGION, ['i-1', 'i-2', 'i-3', 'i-4']);
  expect(sent()).toEqual({ RegionId: REGION, InstanceIds: '["i-1","i-2","i-3","i-4"]', MaxResults: '100' });
  expect(api.requests).toHaveLength(1);
  expect(answer.ok && [...answer.value.values()]).toEqual([
    { ...TERMS, cloudId: 'i-1', status: 'Running', publicIp: '121.40.0.1', privateIp: '172.16.0.2', locks: [] },
    {
      ...TERMS,
      cloudId: 'i-2',
      status: 'Stopped',
      publicIp: '47.1.1.1',
      privateIp: '172.16.0.2',
      locks: ['financial'],
    },
    { ...TERMS, cloudId: 'i-3', status: 'Pending', publicIp: null, privateIp: '10.0.0.7', locks: [] },
  ]);
});

/** What an instance is that says nothing of the kind. */
const TERMS = {
  chargeKind: 'payAsYouGo',
  expiresAt: null,
  stoppedMode: null,
  deletionProtection: false,
  autoReleaseAt: null,
};

test.each([
  [{ InstanceChargeType: 'PostPaid', ExpiredTime: '2099-12-31T15:59Z', SpotStrategy: 'NoSpot' }, TERMS],
  [
    { InstanceChargeType: 'PostPaid', SpotStrategy: 'SpotAsPriceGo' },
    { ...TERMS, chargeKind: 'spot' },
  ],
  [
    { InstanceChargeType: 'PrePaid', ExpiredTime: '2018-01-10T16:00Z' },
    { ...TERMS, chargeKind: 'prepaid', expiresAt: Date.UTC(2018, 0, 10, 16) },
  ],
  [
    { InstanceChargeType: 'PrePaid', ExpiredTime: '' },
    { ...TERMS, chargeKind: 'prepaid' },
  ],
  [{ StoppedMode: 'StopCharging' }, { ...TERMS, stoppedMode: 'StopCharging' }],
  [{ StoppedMode: 'Not-applicable' }, TERMS],
  [{ DeletionProtection: true }, { ...TERMS, deletionProtection: true }],
])('the terms of an instance are read: %o', async (more, terms) => {
  const Instance = [described('i-1', 'Stopped', more)];
  api.answer('DescribeInstances', { json: { RequestId: 'q', TotalCount: 1, NextToken: '', Instances: { Instance } } });
  const answer = await port.describeInstances(REGION, ['i-1']);
  expect(answer.ok && answer.value.get('i-1')).toMatchObject(terms);
});

test('who logs in is ecs-user where the cloud says that it is not root', async () => {
  const Instance = [true, false, undefined].map((LoginAsNonRoot, n) =>
    described(`i-${n}`, 'Running', { ImageOptions: { LoginAsNonRoot } }),
  );
  api.answer('DescribeInstances', { json: { RequestId: 'q', NextToken: '', Instances: { Instance } } });
  const page = await port.listInstances(REGION, {}, null, 'polling');
  expect(page.ok && page.value.instances.map(({ loginUser }) => loginUser)).toEqual(['ecs-user', undefined, undefined]);
});

test('no ids, or more than one call can take, is a mistake of ours and never sent', async () => {
  await expect(port.describeInstances(REGION, [])).rejects.toThrow();
  await expect(port.describeInstances(REGION, Array(101).fill('i'))).rejects.toThrow();
  await expect(port.startInstances(REGION, [])).rejects.toThrow();
  expect(api.requests).toHaveLength(0);
});

test('an answer without a list, or with a status nobody knows, is not "none of them exists"', async () => {
  api.answer('DescribeInstances', { json: { RequestId: 'q' } });
  expect(await port.describeInstances(REGION, ['i-1'])).toMatchObject({ ok: false, error: { kind: 'ambiguous' } });
  api.answer('DescribeInstances', { json: { RequestId: 'q', Instances: { Instance: [described('i-1', 'Melting')] } } });
  const melting = await port.describeInstances(REGION, ['i-1']);
  expect(melting.ok && melting.value.get('i-1')).toMatchObject({
    unread: { kind: 'unreadable', detail: 'Status Melting, InstanceChargeType PostPaid' },
  });
  api.answer('DescribeInstances', { json: { RequestId: 'q', Instances: { Instance: {} } } });
  expect(await port.describeInstances(REGION, ['i-1'])).toMatchObject({ ok: false, error: { kind: 'ambiguous' } });
});

test('an answer with an empty list means that none of them exists', async () => {
  api.answer('DescribeInstances', { json: { RequestId: 'q', Instances: { Instance: [] } } });
  expect(await port.describeInstances(REGION, ['i-1'])).toEqual({ ok: true, value: new Map() });
});

const tagged = (id: string, request: string) => ({
  ...described(id, 'Stopped'),
  Tags: { Tag: [{ TagKey: 'ecs-chatops:request', TagValue: request }] },
});

test('finding by tag follows the pages to the last, and names once what two of them list', async () => {
  api.answer(
    'DescribeInstances',
    { json: { RequestId: 'q', NextToken: 'more', Instances: { Instance: [tagged('i-1', 'r1-1')] } } },
    {
      json: { RequestId: 'q', NextToken: '', Instances: { Instance: ['i-1', 'i-2'].map((id) => tagged(id, 'r1-1')) } },
    },
  );
  const found = await port.findByTag(REGION, 'ecs-chatops:request', 'r1-1');
  expect(found.ok && found.value.map(({ cloudId }) => cloudId)).toEqual(['i-1', 'i-2']);
  expect(sent(0)).toMatchObject({ 'Tag.1.Key': 'ecs-chatops:request', 'Tag.1.Value': 'r1-1', MaxResults: '100' });
  expect(sent(1)).toMatchObject({ NextToken: 'more', 'Tag.1.Value': 'r1-1' });
});

test('one instance is started with StartInstance, and its refusal is its own', async () => {
  api.answer('StartInstance', { json: { RequestId: 'q' } });
  expect(await port.startInstances(REGION, ['i-1'])).toEqual({ ok: true, value: new Map([['i-1', null]]) });
  expect(sent()).toEqual({ InstanceId: 'i-1' });
  api.answer('StartInstance', {
    status: 403,
    json: { RequestId: 'q', Code: 'IncorrectInstanceStatus', Message: 'no' },
  });
  const refused = await port.startInstances(REGION, ['i-1']);
  expect(refused.ok && refused.value.get('i-1')).toMatchObject({ kind: 'wrongState', code: 'IncorrectInstanceStatus' });
});

/** A call for several instances, and what it sends beside their ids. */
const batches = [
  { api: 'StartInstances', also: {}, send: (ids: readonly string[]) => port.startInstances(REGION, ids) },
  {
    api: 'StopInstances',
    also: { StoppedMode: 'StopCharging' },
    send: (ids: readonly string[]) => port.stopInstances(REGION, ids, 'StopCharging'),
  },
] as const;

test.each(batches)('$api takes several in one call, each with its own outcome', async ({ api: name, also, send }) => {
  const response = (InstanceId: string, Code: string): object => ({ InstanceId, Code, Message: Code });
  api.answer(name, {
    json: {
      RequestId: 'q',
      InstanceResponses: { InstanceResponse: [response('i-1', '200'), response('i-2', 'IncorrectInstanceStatus')] },
    },
  });
  const outcomes = await send(['i-1', 'i-2', 'i-3']);
  expect(sent()).toEqual({
    RegionId: REGION,
    'InstanceId.1': 'i-1',
    'InstanceId.2': 'i-2',
    'InstanceId.3': 'i-3',
    BatchOptimization: 'SuccessFirst',
    ...also,
  });
  expect(outcomes.ok && [...outcomes.value].map(([id, failure]) => [id, failure?.kind ?? null])).toEqual([
    ['i-1', null],
    ['i-2', 'wrongState'],
    ['i-3', 'ambiguous'],
  ]);
});

test('when one instance spoils the batch the others are started one by one', async () => {
  api.answer('StartInstances', {
    status: 404,
    json: { RequestId: 'q', Code: 'InvalidInstanceId.NotFound', Message: 'no' },
  });
  api.answer('StartInstance', (response, request) => {
    const gone = request.url?.includes('InstanceId=i-2');
    response
      .writeHead(gone ? 404 : 200)
      .end(JSON.stringify(gone ? { Code: 'InvalidInstanceId.NotFound' } : { RequestId: 'q' }));
  });
  const started = await port.startInstances(REGION, ['i-1', 'i-2', 'i-3']);
  expect(started.ok && [...started.value].map(([id, failure]) => [id, failure?.kind ?? null])).toEqual([
    ['i-1', null],
    ['i-2', 'gone'],
    ['i-3', null],
  ]);
});

test('a RAM policy that allows only StopInstance still stops several, one by one', async () => {
  api.answer('StopInstances', { status: 403, json: { RequestId: 'q', Code: 'Forbidden.RAM', Message: 'no' } });
  api.answer('StopInstance', { json: { RequestId: 'q' } });
  const stopped = await port.stopInstances(REGION, ['i-1', 'i-2'], 'KeepCharging');
  expect(stopped).toEqual({
    ok: true,
    value: new Map([
      ['i-1', null],
      ['i-2', null],
    ]),
  });
  expect(api.requests).toHaveLength(3);
});

test('a batch that failed as a whole says nothing about its instances', async () => {
  api.answer('StartInstances', { status: 503, json: { RequestId: 'q', Code: 'ServiceUnavailable', Message: 'later' } });
  expect(await port.startInstances(REGION, ['i-1', 'i-2'])).toMatchObject({ ok: false, error: { kind: 'transient' } });
  expect(api.requests).toHaveLength(1);
});

test('a public address is what the answer says, or in doubt', async () => {
  api.answer(
    'AllocatePublicIpAddress',
    { json: { RequestId: 'q', IpAddress: '1.2.3.4' } },
    { json: { RequestId: 'q' } },
  );
  expect(await port.allocatePublicIp(REGION, 'i-1')).toEqual({ ok: true, value: { ip: '1.2.3.4' } });
  expect(await port.allocatePublicIp(REGION, 'i-1')).toMatchObject({ ok: false, error: { kind: 'ambiguous' } });
  api.answer('AllocatePublicIpAddress', { status: 403, json: { Code: 'AllocatedAlready', Message: 'has one' } });
  expect(await port.allocatePublicIp(REGION, 'i-1')).toMatchObject({ ok: false, error: { kind: 'alreadyDone' } });
});

test('stop, reboot and delete name the instance', async () => {
  for (const action of ['StopInstance', 'RebootInstance', 'DeleteInstance'])
    api.answer(action, { json: { RequestId: 'q' } });
  expect(await stopOne(port, REGION, 'i-1')).toEqual({ ok: true, value: null });
  expect(await port.rebootInstance(REGION, 'i-1')).toEqual({ ok: true, value: null });
  expect(await port.deleteInstance(REGION, 'i-1')).toEqual({ ok: true, value: null });
  expect(api.requests.map(({ action, params }) => [action, params])).toEqual([
    ['StopInstance', { InstanceId: 'i-1' }],
    ['RebootInstance', { InstanceId: 'i-1' }],
    ['DeleteInstance', { InstanceId: 'i-1', Force: 'true' }],
  ]);
});

test('a release by the cloud itself is named to the second, and taken back by naming none', async () => {
  api.answer('ModifyInstanceAutoReleaseTime', { json: { RequestId: 'q' } });
  await port.setAutoRelease(REGION, 'i-1', Date.UTC(2026, 11, 1, 9, 30));
  expect(sent()).toEqual({ RegionId: REGION, InstanceId: 'i-1', AutoReleaseTime: '2026-12-01T09:30:00Z' });
  await port.setAutoRelease(REGION, 'i-1', null);
  expect(api.requests.at(-1)?.params).toEqual({ RegionId: REGION, InstanceId: 'i-1' });
  const held = await port.setAutoRelease(REGION, 'i-1', null, async () => false);
  expect(held).toMatchObject({ ok: false, error: { kind: 'notSent' } });
  expect(api.requests).toHaveLength(2);
});

test('auto-renewal is turned on by a term, turned off, and read of many, whatever unit the cloud counts in', async () => {
  api.answer('ModifyInstanceAutoRenewAttribute', { json: { RequestId: 'q' } });
  await port.setAutoRenew(REGION, 'i-1', { unit: 'Month', period: 12 });
  expect(sent()).toMatchObject({
    RegionId: REGION,
    InstanceId: 'i-1',
    RenewalStatus: 'AutoRenewal',
    Duration: '12',
    PeriodUnit: 'Month',
  });
  await port.setAutoRenew(REGION, 'i-1', null);
  expect(api.requests.at(-1)?.params).toEqual({ RegionId: REGION, InstanceId: 'i-1', RenewalStatus: 'Normal' });
  const held = await port.setAutoRenew(REGION, 'i-1', null, async () => false);
  expect(held).toMatchObject({ ok: false, error: { kind: 'notSent' } });
  expect(api.requests).toHaveLength(2);

  const one = (InstanceId: string, more: object) => ({ InstanceId, ...more });
  const answers = [
    one('i-1', { RenewalStatus: 'AutoRenewal', AutoRenewEnabled: true, Duration: 1, PeriodUnit: 'Year' }),
    one('i-2', { RenewalStatus: 'NotRenewal', AutoRenewEnabled: false, Duration: 0, PeriodUnit: 'Month' }),
    one('i-3', { AutoRenewEnabled: true, Duration: 2, PeriodUnit: 'Week' }),
  ];
  const body = { RequestId: 'q', TotalCount: 3, InstanceRenewAttributes: { InstanceRenewAttribute: answers } };
  api.answer('DescribeInstanceAutoRenewAttribute', { json: body });
  const read = await port.autoRenewals(REGION, ['i-1', 'i-2', 'i-3']);
  expect(api.requests.at(-1)?.params).toMatchObject({ InstanceId: 'i-1,i-2,i-3', PageSize: '100' });
  expect(read.ok && [...read.value]).toEqual([
    ['i-1', { on: true, term: { unit: 'Month', period: 12 } }],
    ['i-2', { on: false, term: null }],
    ['i-3', { on: true, term: { unit: 'Week', period: 2 } }],
  ]);
});

test('a setting of auto-renewal that nobody knows is not told, and an answer without a list is no answer', async () => {
  const strange = {
    InstanceRenewAttribute: [{ InstanceId: 'i-1', RenewalStatus: 'Perhaps', AutoRenewEnabled: false }],
  };
  const answer = (more: object) =>
    api.answer('DescribeInstanceAutoRenewAttribute', { json: { RequestId: 'q', TotalCount: 1, ...more } });
  answer({ InstanceRenewAttributes: strange });
  expect(await port.autoRenewals(REGION, ['i-1'])).toEqual({ ok: true, value: new Map() });
  answer({});
  expect(await port.autoRenewals(REGION, ['i-1'])).toMatchObject({ ok: false, error: { kind: 'ambiguous' } });
});

test('a stop says how it is to be charged, and what is held back at the head of its line is not sent', async () => {
  for (const action of ['StopInstance', 'RebootInstance', 'DeleteInstance'])
    api.answer(action, { json: { RequestId: 'q' } });
  await stopOne(port, REGION, 'i-1', 'StopCharging');
  expect(sent()).toEqual({ InstanceId: 'i-1', StoppedMode: 'StopCharging' });
  const no = async (): Promise<boolean> => false;
  for (const held of [
    await stopOne(port, REGION, 'i-1', null, no),
    await port.rebootInstance(REGION, 'i-1', no),
    await port.deleteInstance(REGION, 'i-1', no),
  ])
    expect(held).toMatchObject({ ok: false, error: { kind: 'notSent' } });
  expect(api.requests).toHaveLength(1);
});

test('what a person typed as a region never becomes a host name', async () => {
  for (const region of ['evil.example/', 'cn-beijing@evil', '', 'CN', '../x', 'localhost']) {
    expect(await port.images(region)).toMatchObject({ ok: false, error: { kind: 'badInput' } });
  }
  expect(api.requests).toHaveLength(0);
});
