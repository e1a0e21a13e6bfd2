import { expect, test } from 'vitest';
import { type InboundRule, isPartOf } from '../../../src/core/security-group/inbound-rule.ts';
import { openToWorld } from '../../../src/core/security-group/open-to-world.ts';

const rule = (more: Partial<InboundRule> = {}): InboundRule => ({
  ...{ accepts: true, protocol: 'TCP', ports: { from: 22, to: 22 }, source: '0.0.0.0/0', priority: 1 },
  ...more,
});
const drop = (more: Partial<InboundRule> = {}): InboundRule => rule({ accepts: false, ...more });
const HTTP = { from: 80, to: 80 };

test.each<readonly [string, readonly InboundRule[], readonly string[]]>([
  ['a group without rules opens nothing', [], []],
  [
    'sources of somebody open nothing',
    [rule({ source: '203.0.113.0/24' }), rule({ source: '10.0.0.0/8' }), rule({ source: null })],
    [],
  ],
  [
    'ports in their order, TCP first',
    [rule({ protocol: 'UDP', ports: { from: 53, to: 53 } }), rule({ ports: { from: 8000, to: 8999 } }), rule()],
    ['22', '8000-8999', 'UDP 53'],
  ],
  ['everything is everything', [rule(), rule({ protocol: 'ALL', ports: null })], ['all']],
  ['all ports of one protocol', [rule({ ports: null }), rule({ protocol: 'ICMP', ports: null })], ['TCP', 'ICMP']],
  ['IPv6 is the world too', [rule({ source: '::/0' })], ['22']],
  ['so are the two halves of all addresses', [rule({ source: '0.0.0.0/1' }), rule({ source: '128.0.0.0/1' })], ['22']],
  ['what is not known as a protocol is named', [rule({ protocol: 'other', ports: null })], ['other']],
  ['a refusal that counts before takes it back', [rule({ priority: 2 }), drop()], []],
  ['of two that are equal the refusal counts', [rule(), drop()], []],
  ['a refusal that counts later does not', [rule(), drop({ priority: 2 })], ['22']],
  ['nor does one of another port, or protocol', [rule(), drop({ ports: HTTP }), drop({ protocol: 'UDP' })], ['22']],
  ['nor one of a part of it', [rule({ ports: { from: 1, to: 100 } }), drop()], ['1-100']],
  ['nor one for IPv4 of IPv6', [rule({ source: '::/0' }), drop({ protocol: 'ALL', ports: null })], ['22']],
  ['one for IPv6 takes IPv6 back', [rule({ source: '::/0' }), drop({ source: '::/0' })], []],
  ['nor one for some addresses', [rule(), drop({ source: '0.0.0.0/1' })], ['22']],
])('%s', (_what, rules, ports) => {
  expect(openToWorld(rules)).toEqual({ ports, more: false });
});

test('a port list may open more than is known, and takes nothing back', () => {
  expect(openToWorld([rule({ ports: 'unknown' })])).toEqual({ ports: [], more: true });
  expect(openToWorld([rule({ ports: 'unknown', source: '203.0.113.0/24' })])).toEqual({ ports: [], more: false });
  expect(openToWorld([rule(), drop({ ports: 'unknown' })])).toEqual({ ports: ['22'], more: false });
});

test.each([
  ['10.1.2.3', '10.0.0.0/8', true],
  ['10.0.0.0/8', '10.1.0.0/16', false],
  ['11.0.0.0/16', '10.0.0.0/8', false],
  ['0.0.0.0/0', '0.0.0.0/0', true],
  ['2001:db8::1', '2001:db8::/32', true],
  ['2001:db9::/48', '2001:db8::/32', false],
  ['::1/128', '::/0', true],
  ['10.0.0.1', '::/0', false],
  ['fe80::1::2', '::/0', false],
  ['2001:db8:0:0:0:0:0:1', '2001:db8::1', true],
  ['nonsense', 'nonsense', true],
  ['nonsense', '0.0.0.0/0', false],
])('%s in %s: %s', (narrow, wide, is) => {
  expect(isPartOf(narrow, wide)).toBe(is);
});

test('a prefix list may let in more than anybody has said', () => {
  expect(openToWorld([rule({ source: 'list' })])).toEqual({ ports: [], more: true });
  expect(openToWorld([drop({ source: 'list' })])).toEqual({ ports: [], more: false });
});
