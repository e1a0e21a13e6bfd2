import { describe, expect, test } from 'vitest';
import { at, fakeCloud, type Wire } from '../fake-cloud.ts';

describe('a pattern for the names of RunInstances', () => {
  const namesOf = (changes: Wire): readonly unknown[] => {
    const world = fakeCloud();
    world.ok('RunInstances', world.spec({ Amount: '3', ...changes }));
    return world.cloud.state().instances.map(({ InstanceName }) => InstanceName);
  };

  test.each([
    ['web-[1,3]', ['web-001', 'web-002', 'web-003']],
    ['web-[1,1]', ['web-1', 'web-2', 'web-3']],
    ['k8s-node-[6,4]-ecshost', ['k8s-node-0006-ecshost', 'k8s-node-0007-ecshost', 'k8s-node-0008-ecshost']],
    ['web-[99,3]', ['web-099', 'web-100', 'web-101']],
    ['web-[101,1]', ['web-000101', 'web-000102', 'web-000103']],
    ['web[]', ['web000000', 'web000001', 'web000002']],
    ['web[7]', ['web000007', 'web000008', 'web000009']],
    ['web[,2]', ['web00', 'web01', 'web02']],
  ])('%s', (InstanceName, names) => {
    expect(namesOf({ InstanceName })).toEqual(names);
    expect(namesOf({ InstanceName, UniqueSuffix: 'true' })).toEqual(names);
  });

  test('is one for host names too', () => {
    const world = fakeCloud();
    world.ok('RunInstances', world.spec({ Amount: '2', InstanceName: 'web', HostName: 'web-[1,2]' }));
    expect(world.cloud.state().instances.map(({ HostName }) => HostName)).toEqual(['web-01', 'web-02']);
  });

  test.each<readonly [string, Wire]>([
    ['400 InvalidInstanceName.Malformed', { InstanceName: '[1,3]web' }],
    ['400 InvalidInstanceName.Malformed', { InstanceName: 'web[1, 3]' }],
    ['400 InvalidInstanceName.Malformed', { InstanceName: `${'w'.repeat(127)}[1,3]` }],
    ['400 InvalidHostName.Malformed', { HostName: 'web-[1,3' }],
  ])('is refused with %s when it is none, or what it stands for is no name: %o', (told, changes) => {
    const world = fakeCloud();
    expect(world.told('RunInstances', world.spec({ Amount: '3', ...changes }))).toBe(told);
  });

  test('is none to CreateInstance', () => {
    const world = fakeCloud();
    const told = world.told('CreateInstance', world.spec({ InstanceName: 'web-[1,3]' }));
    expect(told).toBe('400 InvalidInstanceName.Malformed');
  });
});

test('RunInstances places what there is from MinAmount on, the first numbers, and names as many ids in no order', () => {
  const world = fakeCloud();
  world.cloud.addFault({ name: 'no-stock-for', way: 'PostPaid', left: 2 });
  const params = world.spec({ Amount: '5', InstanceName: 'web-[1,1]', ClientToken: 'chunk' });
  expect(world.told('RunInstances', params)).toBe('403 OperationDenied.NoStock');
  const placed = world.ok('RunInstances', { ...params, MinAmount: '1' });
  const made = world.cloud.state().instances;
  expect(made.map(({ InstanceName }) => InstanceName)).toEqual(['web-1', 'web-2']);
  const ids = at(placed, 'InstanceIdSets.InstanceIdSet') as string[];
  expect(ids.toSorted()).toEqual(made.map(({ InstanceId }) => String(InstanceId)).toSorted());
  expect(at(world.ok('RunInstances', { ...params, MinAmount: '1' }), 'InstanceIdSets.InstanceIdSet')).toEqual(ids);
  world.cloud.clearFaults();
  const many = world.ok('RunInstances', world.spec({ Amount: '20' }));
  const order = at(many, 'InstanceIdSets.InstanceIdSet') as string[];
  const asMade = world.cloud.state().instances.map(({ InstanceId }) => String(InstanceId));
  expect(order).not.toEqual(asMade.filter((id) => order.includes(id)));
});

test('who logs in is root unless the call says otherwise, and not said for Windows', () => {
  const world = fakeCloud();
  const NON_ROOT = { 'ImageOptions.LoginAsNonRoot': 'true' };
  world.ok('RunInstances', world.spec({}));
  world.ok('RunInstances', world.spec(NON_ROOT));
  const shown = world.cloud.state().instances.map((one) => at(one, 'ImageOptions.LoginAsNonRoot'));
  expect(shown).toEqual([false, true]);
  const windows = world.spec({ ImageId: 'win2022_21H2_x64_dtc_en-us_40G_alibase_20260902.vhd', ...NON_ROOT });
  expect(world.told('RunInstances', windows)).toBe('400 Sandbox.NotModelled');
});
