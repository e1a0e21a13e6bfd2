import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { APIS } from '../../../src/ecs/apis.ts';
import type { CreateInput } from '../../../src/ecs/port.ts';
import type { Right, RightsProbe } from '../../../src/ecs/rights/rights.ts';
import type { Fault } from '../../../src/sandbox/ports.ts';
import { eachNthOf } from '../../support/thorough.ts';
import { REGION, type SimulatedCloud, startSimulatedCloud } from '../simulated-cloud.ts';

let world: SimulatedCloud;
let probe: RightsProbe;
let order: CreateInput;

// One cloud without an instance of the bot's for all tests but those that need some.
beforeAll(async () => {
  world = await startSimulatedCloud();
  ({ probe } = world);
  order = await world.createInput();
});

afterEach(() => world.cloud.clearFaults());
afterAll(() => world.close());

const fault = (more: Fault): void => expect(world.cloud.addFault(more)).toBeNull();
const states = ({ cloud }: SimulatedCloud): unknown[] =>
  cloud.state().instances.map((one) => [one.InstanceId, one.Status, one.PublicIpAddress, one.InstanceName, one.Tags]);
const which = (rights: readonly Right[], is: Right['is']): readonly string[] =>
  rights.filter((right) => right.is === is).map(({ api }) => api);

/** A cloud with one of the bot's own that runs and one that stands still, neither with public bandwidth. */
async function withInstances(): Promise<SimulatedCloud> {
  const world = await startSimulatedCloud();
  onTestFinished(() => world.close());
  const [running, stopped] = [await world.created(), await world.created()];
  for (const id of [running, stopped]) await world.until(id, 'Stopped');
  await world.port.startInstances(REGION, [running]);
  await world.until(running, 'Running');
  return world;
}

const ON_INSTANCES = [
  'StartInstance',
  'StartInstances',
  'StopInstance',
  'StopInstances',
  'RebootInstance',
  'DeleteInstance',
  'AllocatePublicIpAddress',
  'ModifyInstanceAutoReleaseTime',
  'ModifyInstanceAutoRenewAttribute',
  'RenewInstance',
  'ModifyInstanceAttribute',
  'TagResources',
  'UntagResources',
  'ResizeDisk',
  'AttachDisk',
];
/** What can only be asked about with an instance. */
const NEED_ONE = [
  ...ON_INSTANCES,
  'DescribeInstanceAutoRenewAttribute',
  'DescribeRenewalPrice',
  'DescribeInstanceModificationPrice',
];

test('without an instance the rights to act on one are not proven, and all others are', async () => {
  const rights = await probe.rights(REGION, order);
  expect(rights).toHaveLength(APIS.length + 1);
  expect([...which(rights, 'unproven')].sort()).toEqual([...NEED_ONE].sort());
  expect(which(rights, 'granted')).toHaveLength(APIS.length + 1 - NEED_ONE.length);
});

test('with instances of its own every right is proven, and they stand as they stood', async () => {
  const inhabited = await withInstances();
  const before = states(inhabited);
  const rights = await inhabited.probe.rights(REGION, order);
  expect(which(rights, 'granted')).toHaveLength(APIS.length + 1);
  expect(states(inhabited)).toEqual(before);
});

test('whatever could change something is sent as a dry run, or for an instance on which it cannot', async () => {
  const { cloud, probe } = await withInstances();
  const seen = cloud.state().log.length;
  await probe.rights(REGION, order);
  const sent = cloud
    .state()
    .log.slice(seen)
    .filter(({ action }) => !/^(Describe|Query)/.test(action));
  expect(sent.map(({ action }) => action).sort()).toEqual(
    [...ON_INSTANCES, 'CreateInstance', 'RunInstances', 'CreateDisk', 'DeleteKeyPairs', 'ImportKeyPair'].sort(),
  );
  for (const { action, params, code } of sent) {
    // They name a key pair that there is not, and are about no instance.
    if (action === 'ImportKeyPair') expect(code).toBe('InvalidPublicKeyBody.Malformed');
    if (action === 'DeleteKeyPairs') expect(params.KeyPairNames).toBe('["ecs-chatops-doctor-no-key"]');
    if (action.endsWith('KeyPair') || action.endsWith('KeyPairs')) continue;
    // Without anything to change, and of a tag that nothing has.
    if (action === 'ModifyInstanceAttribute') expect(Object.keys(params)).not.toContain('InstanceName');
    if (action === 'UntagResources') expect(params['TagKey.1']).toBe('ecs-chatops:doctor');
    if (action === 'TagResources') expect(code).toBe('InvalidTagKey.Malformed');
    if (['ModifyInstanceAttribute', 'TagResources', 'UntagResources'].includes(action)) continue;
    // No disk is as small as that, and none gets smaller.
    if (action === 'ResizeDisk')
      expect([params.NewSize, code]).toEqual(['1', expect.stringMatching(/TooSmall|NotRunning/)]);
    if (action === 'CreateDisk') expect(code).toBe('InvalidSize.ValueNotSupported');
    if (action === 'AttachDisk') expect(code).toBe('InvalidDiskId.NotFound');
    if (action.endsWith('Disk')) continue;
    if (action === 'AllocatePublicIpAddress') expect(code).toBe('AllocateIpInvalidInstanceBandwidth');
    else if (action === 'ModifyInstanceAutoRenewAttribute') expect(code).toBe('ChargeTypeViolation');
    else if (action === 'ModifyInstanceAutoReleaseTime') expect(code).toBe('InvalidAutoReleaseTime.Malformed');
    else if (action === 'RenewInstance') expect([code, params.Period]).toEqual(['ChargeTypeViolation', '10']);
    else expect(params.DryRun).toBe('true');
    // Even a cloud that did not heed DryRun would refuse them, but for the create.
    expect(code).toMatch(
      /^(IncorrectInstanceStatus|AllocateIpInvalid|InvalidAutoReleaseTime|ChargeTypeViolation|DryRunOperation)/,
    );
    expect(params.ClientToken).toBeUndefined();
  }
});

test('instances of others are not asked about', async () => {
  const input = await world.createInput();
  const id = await world.port.createInstance({ ...input, tags: [{ key: 'team', value: 'web' }] });
  await world.until(id.ok ? id.value.cloudId : '', 'Stopped');
  expect([...which(await probe.rights(REGION, order), 'unproven')].sort()).toEqual([...NEED_ONE].sort());
});

const ACTIONS = [
  ['QueryAccountBalance', 'bss:DescribeAcccount'] as const,
  ...APIS.map((api) => [api, `ecs:${api}`] as const),
];

test.each(eachNthOf(ACTIONS, 4))(
  'a missing right to %s is told by its action and by who lacks it',
  async (api, action) => {
    fault({ name: 'permission', action: api, times: 0 });
    const rights = await probe.rights(REGION, order);
    expect(which(rights, 'missing')).toEqual([api]);
    expect(rights.find((right) => right.api === api)).toEqual({
      api,
      action,
      is: 'missing',
      principal: '203000000000000001',
    });
  },
);

describe('a dry run of a create', () => {
  test.each(['no-stock', 'arrears', 'quota'])(
    'that is refused with %s shows the right, and why nothing could be bought',
    async (name) => {
      fault({ name, action: 'CreateInstance' });
      const rights = await probe.rights(REGION, order);
      expect(which(rights, 'refused')).toEqual(['CreateInstance']);
      expect(which(rights, 'missing')).toEqual([]);
    },
  );

  test('is not made where there is nothing to order', async () => {
    const creates = () => world.cloud.state().calls.CreateInstance;
    const before = creates();
    expect(which(await probe.rights(REGION, null), 'unproven')).toContain('CreateInstance');
    expect(creates()).toBe(before);
  });
});

test.each(['clock', 'bad-credentials', 'throttle', 'reset-before'])(
  'an answer that says nothing of rights (%s) is no proof either way',
  async (name) => {
    fault({ name, action: 'StopInstance' });
    expect(which(await probe.rights(REGION, order), 'unknown')).toEqual(['StopInstance']);
  },
);
