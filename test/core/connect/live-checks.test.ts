import { expect, test } from 'vitest';
import { agentStateOf, allUnchecked, portOf, questionsOf, whoMayReach } from '../../../src/core/connect/live-checks.ts';
import { serverOf } from '../../../src/core/connect/server-of.ts';
import type { InboundRule, IpVersion } from '../../../src/core/security-group/inbound-rule.ts';
import { sampleCloud } from '../../../src/sandbox/gallery/instance/instances.ts';
import { anInstance, aSpec } from '../../store/samples.ts';

const rule = (over: Partial<InboundRule> = {}): InboundRule => ({
  accepts: true,
  protocol: 'TCP',
  ports: { from: 22, to: 22 },
  source: '203.0.113.0/24',
  priority: 1,
  ...over,
});
const WORLD = '0.0.0.0/0';
const OFFICE = { is: 'some', sources: ['203.0.113.0/24'], more: false, but: null };
const ALL = { is: 'world', but: null };
const drop = (over: Partial<InboundRule> = {}): InboundRule => rule({ accepts: false, ...over });

test.each<readonly [string, readonly InboundRule[], object | string]>([
  ['no rule', [], { is: 'closed' }],
  ['one range', [rule()], OFFICE],
  ['a range of ports around it', [rule({ ports: { from: 1, to: 1024 } })], OFFICE],
  ['all ports', [rule({ ports: null })], OFFICE],
  ['every protocol', [rule({ protocol: 'ALL', ports: null })], OFFICE],
  ['another port', [rule({ ports: { from: 80, to: 80 } })], { is: 'closed' }],
  ['lower ports', [rule({ ports: { from: 1, to: 21 } })], { is: 'closed' }],
  ['UDP', [rule({ protocol: 'UDP' })], { is: 'closed' }],
  ['ICMP', [rule({ protocol: 'ICMP', ports: null, source: WORLD })], { is: 'closed' }],
  ['everyone', [rule(), rule({ source: WORLD })], ALL],
  ['IPv6 alone', [rule({ source: '::/0' })], { is: 'closed' }],
  ['IPv6 too', [rule(), rule({ source: '::/0' })], OFFICE],
  ['a prefix list', [rule({ source: 'list' })], { is: 'some', sources: [], more: true, but: null }],
  ['another group', [rule(), rule({ source: null })], { ...OFFICE, more: true }],
  ['the same twice', [rule(), rule()], OFFICE],
  [
    'a refusal of everyone that counts first',
    [rule({ priority: 2 }), rule({ accepts: false, source: WORLD })],
    { is: 'closed' },
  ],
  ['a refusal that counts alike', [rule(), rule({ accepts: false, source: WORLD })], { is: 'closed' }],
  ['a refusal that counts later', [rule(), rule({ accepts: false, source: WORLD, priority: 5 })], OFFICE],
  ['a refusal of the same range', [rule(), rule({ accepts: false })], { is: 'closed' }],
  ['a refusal of another port', [rule(), rule({ accepts: false, source: WORLD, ports: { from: 80, to: 80 } })], OFFICE],
  [
    'a refusal of some of them',
    [rule({ source: WORLD }), drop()],
    { is: 'world', but: { sources: ['203.0.113.0/24'], more: false } },
  ],
  [
    'a refusal of a part of a range',
    [rule(), drop({ source: '203.0.113.7' })],
    { ...OFFICE, but: { sources: ['203.0.113.7'], more: false } },
  ],
  ['a refusal of nobody among them', [rule(), drop({ source: '198.51.100.0/24' })], OFFICE],
  ['a refusal of a wider range', [rule(), drop({ source: '203.0.0.0/8' })], { is: 'closed' }],
  ['a refusal of some whom another rule lets in first', [rule({ source: WORLD }), drop({ priority: 2 })], ALL],
  [
    'a refusal between two rules for everyone',
    [rule({ source: WORLD }), drop({ priority: 2 }), rule({ source: WORLD, priority: 3 })],
    ALL,
  ],
  ['a refusal of IPv6 only', [rule({ source: WORLD }), drop({ source: '::/0' })], ALL],
  [
    'a refusal of everyone, before a prefix list',
    [rule({ source: 'list' }), drop({ source: WORLD })],
    { is: 'closed' },
  ],
  [
    'a refusal of IPv6 only, before a prefix list',
    [rule({ source: 'list' }), drop({ source: '::/0' })],
    { is: 'some', sources: [], more: true, but: null },
  ],
  [
    'a refusal of another prefix list',
    [rule({ source: 'list' }), drop({ source: 'list' })],
    { is: 'some', sources: [], more: true, but: { sources: [], more: true } },
  ],
  [
    'a refusal of another group',
    [rule({ source: null }), drop({ source: null })],
    { is: 'some', sources: [], more: true, but: { sources: [], more: true } },
  ],
  ['a port list', [rule({ ports: 'unknown' })], 'unchecked'],
  ['a port list beside another port', [rule({ ports: 'unknown' }), rule({ ports: { from: 80, to: 80 } })], 'unchecked'],
  ['a port list where everyone may come in', [rule({ source: WORLD }), rule({ ports: 'unknown' })], ALL],
  ['a refusal by a port list', [rule(), drop({ ports: 'unknown' })], 'unchecked'],
  ['a refusal by a port list of nobody among them', [rule(), drop({ ports: 'unknown', source: '10.0.0.0/8' })], OFFICE],
])('with %s', (_name, rules, open) => {
  expect(whoMayReach(rules, 22, 'IPv4')).toEqual(open);
});

const OFFICE_V6 = '2001:db8:113::/48';
const SOME_V6 = { ...OFFICE, sources: [OFFICE_V6] };

test.each<readonly [string, readonly InboundRule[], object | string]>([
  ['no rule', [], { is: 'closed' }],
  ['everyone by IPv4', [rule({ source: WORLD })], { is: 'closed' }],
  ['one range', [rule({ source: OFFICE_V6 }), rule()], SOME_V6],
  ['everyone', [rule({ source: '::/0' })], ALL],
  ['a prefix list', [rule({ source: 'list' })], { is: 'some', sources: [], more: true, but: null }],
  ['a refusal of IPv4 only', [rule({ source: OFFICE_V6 }), drop({ source: WORLD })], SOME_V6],
  ['a refusal of everyone', [rule({ source: OFFICE_V6 }), drop({ source: '::/0' })], { is: 'closed' }],
  ['a port list for IPv4', [rule({ source: OFFICE_V6 }), rule({ source: WORLD, ports: 'unknown' })], SOME_V6],
])('by IPv6, with %s', (_name, rules, open) => {
  expect(whoMayReach(rules, 22, 'IPv6')).toEqual(open);
});

test('Linux has its people at 22, Windows at 3389', () => {
  expect([portOf({ os: 'linux' }), portOf({ os: 'windows' })]).toEqual([22, 3389]);
});

test.each([
  [null, 'missing'],
  [{ answers: false, version: '', takesSessions: false }, 'missing'],
  [{ answers: false, version: '2.2.3.857', takesSessions: true }, 'silent'],
  [{ answers: true, version: '2.2.0.1', takesSessions: false }, 'old'],
  [{ answers: true, version: '2.2.3.857', takesSessions: true }, 'ok'],
] as const)('an agent that is seen as %j is %s', (seen, state) => {
  expect(agentStateOf(seen)).toBe(state);
});

const KEY = { kind: 'keyPair', name: 'lena-laptop' } as const;
const own = anInstance('r-1', 1, { spec: aSpec({ login: KEY }) });

test('the key pair that it has now counts before the one that was asked for', () => {
  const login = (keyPair: string, mine = own) => serverOf({ cloud: sampleCloud({ keyPair }), own: mine }, null).login;
  expect(login('lena-laptop')).toEqual(KEY);
  expect(login('ops-2026')).toEqual({ kind: 'keyPair', name: 'ops-2026' });
  expect(login('')).toBe('none');
  const session = anInstance('r-1', 1, { spec: aSpec({ login: { kind: 'session' } }) });
  expect(login('', session)).toEqual({ kind: 'session' });
  expect(login('ops-2026', session)).toEqual({ kind: 'keyPair', name: 'ops-2026' });
  expect(serverOf({ cloud: sampleCloud({ keyPair: 'ops-2026' }), own: null }, null).login).toMatchObject({
    name: 'ops-2026',
  });
  expect(serverOf({ cloud: sampleCloud({ keyPair: '' }), own: null }, null).login).toBe('unknown');
});

test('only a key pair that was bound after the creation by the bot counts as bound later', () => {
  const rebound = (keyPair: string, mine: typeof own | null = own) =>
    serverOf({ cloud: sampleCloud({ keyPair }), own: mine }, null).isRebound;
  expect([rebound('lena-laptop'), rebound('ops-2026'), rebound(''), rebound('ops-2026', null)]).toEqual([
    false,
    true,
    false,
    false,
  ]);
  expect(rebound('ops-2026', { ...own, adopted: true })).toBe(false);
});

test('an own image is Windows where the cloud says so, whatever it is called', () => {
  const cloud = sampleCloud({ system: 'windows', os: 'golden image', imageId: 'm-bp1golden' });
  expect(serverOf({ cloud, own }, null).os).toBe('windows');
  expect(serverOf({ cloud: sampleCloud({ system: 'linux', os: 'windows lookalike' }), own }, null).os).toBe('linux');
  expect(serverOf({ cloud: null, own, why: 'late' }, null, 'golden (Windows Server 2022)').os).toBe('windows');
  expect(serverOf({ cloud: null, own, why: 'late' }, null, 'Ubuntu 24.04').os).toBe('linux');
});

test('only what somebody can use is checked', () => {
  const by = (version: IpVersion, way: string) => ({ way, version });
  const asked = (...ways: readonly object[]) => questionsOf({ ways, obstacles: [] } as never);
  const session = { way: 'session' };
  expect([asked(), asked({ way: 'terminal' }, by('IPv4', 'ssh')), asked(by('IPv6', 'rdp'), session)]).toEqual([
    { versions: [], agent: false },
    { versions: ['IPv4'], agent: false },
    { versions: ['IPv6'], agent: true },
  ]);
  const both = [by('IPv6', 'ssh'), by('IPv4', 'ssh'), session];
  expect(asked(...both)).toEqual({ versions: ['IPv6', 'IPv4'], agent: true });
  const silent = (ways: readonly object[]) => allUnchecked({ ways, obstacles: [] } as never);
  expect(silent(both)).toEqual({ ports: { IPv4: 'unchecked', IPv6: 'unchecked' }, agent: 'unchecked' });
  expect(silent([])).toEqual({ ports: {}, agent: null });
});
