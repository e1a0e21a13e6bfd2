import { expect, test } from 'vitest';
import { silentLog } from '../../../src/core/base/log.ts';
import { inMicros } from '../../../src/core/base/money.ts';
import { PAY_AS_YOU_GO } from '../../../src/core/spec/charge.ts';
import { resolving } from '../../../src/ecs/resolving.ts';
import { stopOne } from '../../support/stop-one.ts';
import { servedEcs } from '../api-server.ts';

const REGION = 'cn-beijing';

const { api, port } = await servedEcs();

const spec = {
  region: REGION,
  zone: 'cn-beijing-h',
  instanceType: 'ecs.g7.large',
  imageId: 'ubuntu_22_04_x64_20G_alibase_20240101.vhd',
  vSwitchId: 'vsw-1',
  securityGroupId: 'sg-1',
  systemDisk: { category: 'cloud_essd', sizeGiB: 40 },
  internetMaxBandwidthOut: 0,
  charge: PAY_AS_YOU_GO,
  name: 'web-1',
} as const;
const create = { spec, clientToken: 'token-1', tags: [] };

const TAG = { key: 'ecs-chatops:request', value: 'r1-1' };
const ofTag = { Tags: { Tag: [{ TagKey: TAG.key, TagValue: TAG.value }] } };
const vm = (id: string, more: object = {}) => ({ InstanceId: id, Status: 'Running', ...more });
const disk = (more: object = {}) => ({
  ...{ DiskId: 'd-1', InstanceId: 'i-1', Type: 'system', Size: 40, Status: 'In_use', DiskChargeType: 'PostPaid' },
  ...more,
});
const inDoubt = { ok: false, error: { kind: 'ambiguous' } };

/** What only says that it was done, by the call behind it. */
const ACTS: readonly (readonly [string, () => Promise<unknown>])[] = [
  ['StopInstance', () => stopOne(port, REGION, 'i-1')],
  ['RebootInstance', () => port.rebootInstance(REGION, 'i-1')],
  ['DeleteInstance', () => port.deleteInstance(REGION, 'i-1')],
  ['ModifyInstanceAutoReleaseTime', () => port.setAutoRelease(REGION, 'i-1', Date.UTC(2027, 0, 1))],
  ['ModifyInstanceAutoRenewAttribute', () => port.setAutoRenew(REGION, 'i-1', null)],
  [
    'RenewInstance',
    () => port.renewInstance(REGION, { cloudId: 'i-1', term: { unit: 'Month', period: 1 }, clientToken: 't' }),
  ],
  ['ModifyInstanceAttribute', () => port.modifyInstance(REGION, 'i-1', { deletionProtection: true })],
  ['TagResources', () => port.tagInstance(REGION, 'i-1', [TAG])],
  ['UntagResources', () => port.untagInstance(REGION, 'i-1', ['team'])],
  ['ResizeDisk', () => port.growDisk(REGION, { diskId: 'd-1', sizeGiB: 80, clientToken: 't', online: true })],
  ['AttachDisk', () => port.attachDisk(REGION, { cloudId: 'i-1', diskId: 'd-1', keep: false })],
  ['ImportKeyPair', () => port.importKeyPair(REGION, { name: 'k', line: 'ssh-rsa AAAA', owner: 'U1' })],
  ['DeleteKeyPairs', () => port.deleteKeyPair(REGION, 'k')],
];

test.each(ACTS)(
  '%s that is answered with 200 and a refusal, or with what is no answer of the API, was not done for certain',
  async (action, act) => {
    api.answer(action, { json: { RequestId: 'q', Code: 'InvalidAccountStatus.NotEnoughBalance', Message: 'no' } });
    expect(await act()).toMatchObject({
      ok: false,
      error: { kind: 'ambiguous', code: 'InvalidAccountStatus.NotEnoughBalance' },
    });
    // As a proxy or a login page answers.
    for (const json of [{ status: 'ok' }, { RequestId: '' }, [], 'done', null, 0]) {
      api.answer(action, { text: JSON.stringify(json) });
      expect(await act(), JSON.stringify(json)).toMatchObject(inDoubt);
    }
    api.answer(action, { json: { RequestId: 'q' } });
    expect(await act()).toMatchObject({ ok: true });
  },
);

test('what is no id of an instance is not taken for one, as something may have been bought all the same', async () => {
  for (const InstanceId of ['x', 0, true, null, '', 'i-', ['i-1'], 'd-1', 'i-1"]'] as const) {
    api.answer('CreateInstance', { json: { InstanceId } });
    expect(await port.createInstance(create), String(InstanceId)).toMatchObject(inDoubt);
  }
  for (const ids of [[null], ['i-1', null], ['i-1', 7], [{}], ['x'], {}, 'i-1']) {
    api.answer('RunInstances', { json: { InstanceIdSets: { InstanceIdSet: ids } } });
    const run = await port.runInstances({ ...create, amount: 2, least: 1 });
    expect(run, JSON.stringify(ids)).toMatchObject(inDoubt);
  }
  // All or nothing was asked for, so the third exists, or none.
  for (const ids of [['i-1', 'i-2'], ['i-1', 'i-2', 'i-1'], []]) {
    api.answer('RunInstances', { json: { InstanceIdSets: { InstanceIdSet: ids } } });
    expect(await port.runInstances({ ...create, amount: 3, least: 3 }), JSON.stringify(ids)).toMatchObject(inDoubt);
  }
  api.answer('RunInstances', { json: { InstanceIdSets: { InstanceIdSet: ['i-1', 'i-2', 'i-1'] } } });
  expect(await port.runInstances({ ...create, amount: 3, least: 1 })).toEqual({
    ok: true,
    value: { cloudIds: ['i-1', 'i-2'] },
  });
});

const lists = (name: string, item: string, ...items: object[]) => ({ [name]: { [item]: items } });

test('an answer that has its list only in name does not say that nothing is there', async () => {
  for (const half of [{}, [], null, { Instance: null, Disk: null, InstanceRenewAttribute: null }, 'x']) {
    api.answer('DescribeInstances', { json: { Instances: half } });
    api.answer('DescribeDisks', { json: { Disks: half } });
    api.answer('DescribeInstanceAutoRenewAttribute', { json: { InstanceRenewAttributes: half } });
    for (const read of [
      port.describeInstances(REGION, ['i-1']),
      port.findByTag(REGION, TAG.key, TAG.value),
      port.listInstances(REGION, {}, null, 'polling'),
      port.instance(REGION, 'i-1'),
      port.disks(REGION, 'i-1'),
      port.looseDisk(REGION, { id: 'd-1' }),
      port.looseDisk(REGION, { tag: TAG }),
      port.autoRenewals(REGION, ['i-1']),
    ])
      expect(await read, JSON.stringify(half)).toMatchObject(inDoubt);
  }
});

test('others than were asked for are no answer: whoever has them has not looked for ours', async () => {
  api.answer('DescribeInstances', { json: lists('Instances', 'Instance', vm('i-2', ofTag), vm('i-3')) });
  expect(await port.describeInstances(REGION, ['i-1'])).toMatchObject(inDoubt);
  expect(await port.findByTag(REGION, TAG.key, TAG.value)).toMatchObject(inDoubt);
  expect(await port.instance(REGION, 'i-1')).toMatchObject(inDoubt);
  expect(await port.listInstances(REGION, { tags: [TAG] }, null, 'polling')).toMatchObject(inDoubt);
  expect(await port.listInstances(REGION, { keyPair: 'k' }, null, 'polling')).toMatchObject(inDoubt);
  api.answer('DescribeDisks', { json: lists('Disks', 'Disk', disk({ DiskId: 'd-2', InstanceId: 'i-2' })) });
  expect(await port.disks(REGION, 'i-1')).toMatchObject(inDoubt);
  expect(await port.looseDisk(REGION, { id: 'd-1' })).toMatchObject(inDoubt);
  expect(await port.looseDisk(REGION, { tag: TAG })).toMatchObject(inDoubt);
  const shared = disk({ InstanceId: 'i-2', Attachments: { Attachment: [{ InstanceId: 'i-1' }] } });
  api.answer('DescribeDisks', { json: lists('Disks', 'Disk', shared) });
  expect(await port.disks(REGION, 'i-1')).toMatchObject({ ok: true, value: [{ id: 'd-1' }] });
});

test('a disk of which nobody says how it is paid for is not taken for one that is paid by the hour', async () => {
  for (const DiskChargeType of [undefined, '', 'Prepay', 0]) {
    api.answer('DescribeDisks', { json: lists('Disks', 'Disk', disk({ DiskChargeType })) });
    expect(await port.disks(REGION, 'i-1'), String(DiskChargeType)).toMatchObject(inDoubt);
  }
});

test('a price that no sum could hold is none, whatever the list price beside it', async () => {
  const order = { ...spec, amount: 1_000 };
  const term = { kind: 'prepaid', term: { unit: 'Month', period: 1 }, autoRenew: false } as const;
  const told = (TradePrice: unknown, OriginalPrice: unknown) =>
    api.answer('DescribePrice', { json: { PriceInfo: { Price: { TradePrice, OriginalPrice, Currency: 'CNY' } } } });
  for (const absurd of [9e13, 9e12, 1e10, 1e9, -1, 1e300]) {
    told(absurd, absurd);
    expect(await port.price(order), String(absurd)).toMatchObject(inDoubt);
    expect(await port.price({ ...order, charge: term }), String(absurd)).toMatchObject(inDoubt);
    told(100, absurd);
    expect(await port.price(order)).toMatchObject({ ok: true, value: { listPrice: { micros: 100_000_000 } } });
    const prepaid = await port.price({ ...order, charge: term });
    expect(prepaid).toMatchObject({ ok: true, value: { listPrice: { minor: 10_000_000 } } });
  }
});

test.each(['CNY', 'USD', 'JPY', 'KRW'])(
  'a price of ten billion %s is none; what is told can be summed',
  async (Currency) => {
    const charge = { kind: 'prepaid', term: { unit: 'Month', period: 1 }, autoRenew: false } as const;
    for (const TradePrice of [9.9e8, 1.1e9, 1e10, 1e13]) {
      api.answer('DescribePrice', {
        json: { PriceInfo: { Price: { TradePrice, OriginalPrice: TradePrice, Currency } } },
      });
      const price = await port.price({ ...spec, amount: 1, charge });
      if (TradePrice > 1e9) expect(price).toMatchObject(inDoubt);
      else if (price.ok && price.value !== 'unknown' && price.value.kind === 'term')
        expect(inMicros(price.value.price)).toBe(TradePrice * 1_000_000);
      else expect.unreachable('it has a price');
    }
  },
);

test('what no method can read is no answer, and does not end the process', async () => {
  const lines: unknown[] = [];
  const log = { ...silentLog, error: (fields: object) => void lines.push(fields) };
  const broken = resolving(
    { ...port, balance: async () => JSON.parse('<html>'), regions: () => Promise.reject(new TypeError('secret')) },
    log,
  );
  expect(await broken.balance()).toMatchObject(inDoubt);
  expect(await broken.regions()).toMatchObject(inDoubt);
  expect(JSON.stringify(lines)).not.toMatch(/secret|html/u);
  await expect(broken.describeInstances(REGION, [])).rejects.toThrow();
});

test('what is not even an object is an answer to nothing', async () => {
  api.answer('DescribeLaunchTemplates', {
    json: lists('LaunchTemplateSets', 'LaunchTemplateSet', {
      ...{ LaunchTemplateId: 'lt-1', LaunchTemplateName: 'web', DefaultVersionNumber: 1, LatestVersionNumber: 1 },
    }),
  });
  for (const text of ['null', '[]', '0', '"x"']) {
    api.answer('DescribeLaunchTemplateVersions', { text });
    expect(await port.launchTemplate(REGION, { by: 'id', word: 'lt-1', version: 'default' })).toMatchObject(inDoubt);
  }
});
