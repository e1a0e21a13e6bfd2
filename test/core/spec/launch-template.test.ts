import { expect, test } from 'vitest';
import { parametersOfTemplate } from '../../../src/core/option/template-parameters.ts';
import { isTemplateId, isTemplateName, templateNamed, versionOf } from '../../../src/core/spec/launch-template.ts';

test.each([
  ['3', 3],
  [' V12 ', 12],
  ['Default', 'default'],
  ['latest', 'latest'],
  ['0', null],
  ['-1', null],
  ['1.0', null],
  ['v', null],
  ['vlatest', null],
  ['1234567890', null],
])('the version %j is %j', (word, version) => {
  expect(versionOf(word)).toBe(version);
});

test('a template is named by its id or its name', () => {
  expect(['lt-m5eiaupmvm2op9d', 'LT-1', 'lt-', 'alt-1', 'lt-a_b'].map(isTemplateId)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
  const names = ['web', '网站:1_a-b.c', 'w', '1web', `w${'x'.repeat(128)}`, 'http://web', 'we b'];
  expect(names.map(isTemplateName)).toEqual([true, true, false, false, false, false, false]);
  expect([templateNamed('lt-1'), templateNamed('web')]).toEqual([
    { by: 'id', word: 'lt-1' },
    { by: 'name', word: 'web' },
  ]);
});

const PRIMARY = { InstanceType: 'Primary', VSwitchId: 'vsw-1', SecurityGroupId: 'sg-1' };

test.each<[what: string, holds: Readonly<Record<string, unknown>>, parameters: readonly unknown[]]>([
  [
    'what is set',
    { InstanceType: 'ecs.g7.large', ImageId: 'm-1' },
    [
      ['InstanceType', 'ecs.g7.large'],
      ['ImageId', 'm-1'],
    ],
  ],
  ['nothing that is unset', { ImageId: ' ', Period: 0, EnableVmOsConfig: false, HostName: null, Tags: {}, X: [] }, []],
  [
    'a zero that means something',
    { InternetMaxBandwidthOut: 0, SpotDuration: 0 },
    [
      ['InternetMaxBandwidthOut', 0],
      ['SpotDuration', 0],
    ],
  ],
  ['a disk that stays', { 'SystemDisk.DeleteWithInstance': false }, [['SystemDisk.DeleteWithInstance', false]]],
  ['the cloud’s choice of the zone as none', { ZoneId: 'random', RegionId: 'random' }, [['RegionId', 'random']]],
  ['records by their parts', { SystemDisk: { Size: 40, Iops: 0 } }, [['SystemDisk.Size', 40]]],
  [
    'lists without what is unset in them',
    { DataDisks: { DataDisk: [{ Size: 20, Iops: 0 }] } },
    [['DataDisk', [{ Size: 20 }]]],
  ],
  ['lists that are not wrapped', { Tags: [{ Key: 'a', Value: '' }] }, [['Tag', [{ Key: 'a' }]]]],
  [
    'lists of words',
    { SecurityGroupIds: { SecurityGroupId: ['sg-1', 'sg-2'] } },
    [['SecurityGroupIds', ['sg-1', 'sg-2']]],
  ],
  ['no list without items', { DataDisks: { DataDisk: [] } }, []],
  ['a record of unknown shape by its parts', { DataDisks: { Disk: ['x'] } }, [['DataDisks.Disk', ['x']]]],
  [
    'the primary interface by the parameters that mean the same',
    {
      NetworkInterfaces: {
        NetworkInterface: [
          { ...PRIMARY, SecurityGroupIds: { SecurityGroupId: ['sg-2'] }, PrimaryIpAddress: '10.0.0.1' },
        ],
      },
    },
    [
      ['VSwitchId', 'vsw-1'],
      ['SecurityGroupId', 'sg-1'],
      ['SecurityGroupIds', ['sg-2']],
      ['PrivateIpAddress', '10.0.0.1'],
    ],
  ],
  [
    'its usual ways as unsaid',
    { NetworkInterfaces: [{ ...PRIMARY, NetworkInterfaceTrafficMode: 'Standard', DeleteOnRelease: 'true' }] },
    [
      ['VSwitchId', 'vsw-1'],
      ['SecurityGroupId', 'sg-1'],
    ],
  ],
  [
    'a second interface for the reader to refuse',
    { NetworkInterfaces: [PRIMARY, PRIMARY] },
    [['NetworkInterface', '[…]']],
  ],
  [
    'another interface',
    { NetworkInterfaces: [{ ...PRIMARY, InstanceType: 'Secondary' }] },
    [['NetworkInterface', '[…]']],
  ],
  ['one that says more', { NetworkInterfaces: [{ ...PRIMARY, Description: 'x' }] }, [['NetworkInterface', '[…]']]],
  [
    'one with fast traffic',
    { NetworkInterfaces: [{ ...PRIMARY, NetworkInterfaceTrafficMode: 'HighPerformance' }] },
    [['NetworkInterface', '[…]']],
  ],
  ['one that stays', { NetworkInterfaces: [{ ...PRIMARY, DeleteOnRelease: 'false' }] }, [['NetworkInterface', '[…]']]],
])('of a launch template is read %s', (_, holds, parameters) => {
  expect(parametersOfTemplate(holds)).toEqual(parameters);
});
