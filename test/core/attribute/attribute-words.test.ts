import { expect, test } from 'vitest';
import { readAttributes } from '../../../src/core/attribute/attribute-words.ts';
import { diskWish } from '../../../src/core/disk/disk-wish.ts';

test.each([
  [['name=web-2'], { name: 'web-2' }],
  [['NAME=web-2', 'InstanceName=web-2'].slice(1), { name: 'web-2' }],
  [['name= web-2 '], { name: 'web-2' }],
  [['protection=on'], { protection: true }],
  [['protect=No'], { protection: false }],
  [['deletionProtection=true'], { protection: true }],
  [['tag:team=payments'], { tags: [{ key: 'team', value: 'payments' }] }],
  [['tag:a=b=c'], { tags: [{ key: 'a', value: 'b=c' }] }],
  [['tags:Env=dev', 'tag:x='], { tags: [{ key: 'Env', value: 'dev' }], untag: ['x'] }],
  [['owner=<@U07ANN12345>'], { owner: 'U07ANN12345' }],
  [['owner=<@U07ANN12345|ann>'], { owner: 'U07ANN12345' }],
  [['owner=W07ANN12345'], { owner: 'W07ANN12345' }],
  [['name', '=', 'web-2', 'protection', '=off'], { name: 'web-2', protection: false }],
  [
    ['名称=web-2', '实例释放保护=开启', '标签:team=web'],
    { name: 'web-2', protection: true, tags: [{ key: 'team', value: 'web' }] },
  ],
  [['所有者=<@U07ANN12345>'], { owner: 'U07ANN12345' }],
  [['name=web-2', 'protection=off', 'tag:a=b'], { name: 'web-2', protection: false, tags: [{ key: 'a', value: 'b' }] }],
])('%j is read', (words, wish) => {
  expect(readAttributes(words)).toEqual({ ok: true, value: wish });
});

test.each([
  [['web-2'], { is: 'shape', given: 'web-2' }],
  [['=web-2'], { is: 'shape', given: '=web-2' }],
  [['to', 'the', 'server'], { is: 'shape', given: 'to the server' }],
  [['nmae=web-2'], { is: 'key', given: 'nmae=web-2', nearest: 'name' }],
  [['tag=team'], { is: 'key', given: 'tag=team', nearest: 'tag:' }],
  [['image=ubuntu'], { is: 'key', given: 'image=ubuntu', nearest: null }],
  ...['disks=100', 'disk0=100', 'type=ecs.g7.large', 'bandwidth=5', 'period=2m', 'DataDisk.100.Size=9'].map(
    (given): [string[], object] => [[given], { is: 'costs', given }],
  ),
  ...['0', '-5', '40.5', 'essd', 'pl1:100', '100,keep', '1e3', '9999999', '100TB', '１００'].map(
    (value): [string[], object] => [[`disk=${value}`], { is: 'diskSize', given: `disk=${value}` }],
  ),
  [['disk1='], { is: 'empty', given: 'disk1' }],
  [['disk=100', 'SystemDisk.Size=200'], { is: 'twice', key: 'SystemDisk.Size' }],
  [['disk=100', 'name=web-2'], { is: 'diskAlone' }],
  [['tag:a=b', 'disk2=100'], { is: 'diskAlone' }],
  [['owner=U07ANN12345', 'size=100'], { is: 'diskAlone' }],
  [['disk=100', 'price=cheap'], { is: 'price', given: 'price=cheap' }],
  [['price=CNY1'], { is: 'key', given: 'price=CNY1', nearest: null }],
  [['name='], { is: 'empty', given: 'name' }],
  [['owner= '], { is: 'empty', given: 'owner' }],
  [['name=web-2', 'name=web-3'], { is: 'twice', key: 'name' }],
  [['protection=on', 'protect=on'], { is: 'twice', key: 'protection' }],
  [['name=x'], { is: 'name', given: 'x' }],
  [['name=1web'], { is: 'name', given: '1web' }],
  [['name=a b'], { is: 'name', given: 'a b' }],
  [[`name=${'a'.repeat(129)}`], { is: 'name', given: 'a'.repeat(129) }],
  [['name=we\u200bb-1'], { is: 'name', given: 'we\u200bb-1' }],
  [['protection=perhaps'], { is: 'switch', given: 'perhaps' }],
  [['owner=@ann'], { is: 'person', given: '@ann' }],
  [['owner=S07GROUP123'], { is: 'person', given: 'S07GROUP123' }],
  [['owner=<#C0123456>'], { is: 'person', given: '<#C0123456>' }],
  [['tag:=x'], { is: 'tag', fault: { is: 'tagShape', tag: '=x' } }],
  [['tag:aliyun.x=1'], { is: 'tag', fault: { is: 'tagReserved', tag: 'aliyun.x=1' } }],
  [['tag:acs:x='], { is: 'tag', fault: { is: 'tagReserved', tag: 'acs:x' } }],
  [['tag:ECS-chatops:requester=U1'], { is: 'tag', fault: { is: 'tagReserved', tag: 'ECS-chatops:requester=U1' } }],
  [['tag:a=1', 'tag:a=2'], { is: 'tag', fault: { is: 'tagTwice', tag: 'a' } }],
  [['tag:a=1', 'tag:a='], { is: 'tag', fault: { is: 'tagTwice', tag: 'a' } }],
  [[`tag:${'k'.repeat(129)}=1`], { is: 'tag', fault: { is: 'tagKey', tag: `${'k'.repeat(129)}=1` } }],
  [[`tag:k=${'v'.repeat(129)}`], { is: 'tag', fault: { is: 'tagValue', tag: `k=${'v'.repeat(129)}` } }],
])('%j is told what is wrong with it', (words, fault) => {
  expect(readAttributes(words)).toEqual({ ok: false, error: [fault] });
});

test.each<[string[], object]>([
  [['disk=100'], { disks: [diskWish('disk', 'system', '100')], agreed: null }],
  [['size=100GiB'], { disks: [diskWish('size', 'system', '100GiB')], agreed: null }],
  [['SystemDisk.Size=100'], { disks: [diskWish('SystemDisk.Size', 'system', '100')], agreed: null }],
  [['DataDisk.2.Size= 100 g'], { disks: [diskWish('DataDisk.2.Size', 2, '100 g')], agreed: null }],
  [
    ['disk3=300', 'disk2=200', 'Disk=100', 'price=CNY0.051200'],
    {
      disks: [diskWish('Disk', 'system', '100'), diskWish('disk2', 1, '200'), diskWish('disk3', 2, '300')],
      agreed: { micros: 51_200, currency: 'CNY' },
    },
  ],
  [['disk=100', 'price=unknown'], { disks: [diskWish('disk', 'system', '100')], agreed: 'unknown' }],
])('%j is read as larger disks', (words, wish) => {
  expect(readAttributes(words)).toEqual({ ok: true, value: wish });
});

test('everything that is wrong is told together', () => {
  const read = readAttributes(['name=1', 'protection=x', 'tag:acs:x=1']);
  expect(read).toMatchObject({ ok: false, error: [{ is: 'name' }, { is: 'switch' }, { is: 'tag' }] });
});
