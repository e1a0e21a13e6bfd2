import { expect, test } from 'vitest';
import { coversSource, type InboundRule, isPartOf } from '../../../src/core/security-group/inbound-rule.ts';
import { isOpenToWorld, openToWorld } from '../../../src/core/security-group/open-to-world.ts';

const rule = (fields: Partial<InboundRule> = {}): InboundRule => ({
  ...{ accepts: true, protocol: 'TCP', ports: { from: 22, to: 22 }, source: '0.0.0.0/0', priority: 1 },
  ...fields,
});
const refusal = (fields: Partial<InboundRule> = {}): InboundRule => rule({ accepts: false, ...fields });

test.each([
  ['10.1.2.3', '10.0.0.0/8', true],
  ['10.1.2.3/32', '10.1.2.3', true],
  ['10.0.0.0/8', '10.1.0.0/16', false],
  ['11.1.2.3', '10.0.0.0/8', false],
  ['10.1.2.3', '0.0.0.0/0', true],
  ['10.1.2.3', '::/0', false],
  ['2001:db8::1', '2001:db8::/32', true],
  ['2001:db9::1', '2001:db8::/32', false],
  ['::1', '::/0', true],
  ['1:2:3:4:5:6:7:8', '1:2:3:4::/64', true],
  ['1:2:3:4:5:6:7::', '1:2:3:4::/64', true],
  // What cannot be read lies in nothing but itself.
  ['1:2:3:4:5:6:7', '::/0', false],
  ['1:2:3:4:5:6:7::8', '::/0', false],
  ['1::2::3', '::/0', false],
  ['1:2:3:4:5:6:7:8:9', '::/0', false],
  ['12345::', '::/0', false],
  ['1g::', '::/0', false],
  ['g1::', '::/0', false],
  ['10.1.2.3/33', '0.0.0.0/0', false],
  ['10.1.2.3/8/8', '0.0.0.0/0', false],
  ['/10.1.2.3', '0.0.0.0/0', false],
  ['10.1.2.3', 'somewhere', false],
  ['somewhere', 'somewhere', true],
])('%s is a part of %s: %s', (narrow, wide, isIt) => {
  expect(isPartOf(narrow, wide)).toBe(isIt);
});

test('lists and groups are covered by everybody alone, and cover nobody', () => {
  for (const source of ['list', null] as const) {
    expect(coversSource(rule(), rule({ source }))).toBe(true);
    expect(coversSource(rule({ source: '10.0.0.0/8' }), rule({ source }))).toBe(false);
    expect(coversSource(rule({ source }), rule({ source }))).toBe(false);
  }
  expect(coversSource(rule({ source: '10.0.0.0/8' }), rule({ source: '10.1.0.0/16' }))).toBe(true);
});

test.each<[what: string, refused: Partial<InboundRule>, accepted: Partial<InboundRule>, ports: readonly string[]]>([
  ['its whole range', { ports: { from: 20, to: 30 } }, {}, []],
  ['only a part of its range', { ports: { from: 22, to: 25 } }, { ports: { from: 22, to: 30 } }, ['22-30']],
  ['only the end of its range', { ports: { from: 25, to: 30 } }, { ports: { from: 22, to: 30 } }, ['22-30']],
  ['every port', { ports: null }, {}, []],
  ['every port of every protocol', { ports: null, protocol: 'ALL' }, { ports: null, protocol: 'ALL' }, []],
  ['all ports one by one', { ports: { from: 1, to: 65_535 } }, { ports: null }, []],
  ['all ports but one', { ports: { from: 2, to: 65_535 } }, { ports: null }, ['TCP']],
  ['another protocol', { protocol: 'UDP' }, {}, ['22']],
  ['all protocols', { protocol: 'ALL' }, {}, []],
  ['ports that are not known', { ports: 'unknown' }, {}, ['22']],
  ['with a lower priority', { priority: 2 }, {}, ['22']],
  ['fewer people', { source: '10.0.0.0/8' }, {}, ['22']],
])('an accepted rule is open to the world unless it is refused first: %s', (_, refused, accepted, ports) => {
  expect(openToWorld([rule(accepted), refusal(refused)]).ports).toEqual(ports);
});

test('ports that are not known are said to be more, and are refused only as a whole', () => {
  expect(openToWorld([rule({ ports: 'unknown' })])).toEqual({ ports: [], more: true });
  expect(openToWorld([rule({ ports: 'unknown' }), refusal()])).toEqual({ ports: [], more: true });
  expect(openToWorld([rule({ ports: 'unknown' }), refusal({ ports: null })])).toEqual({ ports: [], more: false });
});

test('what is open is told in the order of protocols and ports, a range of somebody not at all', () => {
  const rules = [
    rule({ protocol: 'ICMP', ports: null }),
    rule({ protocol: 'UDP', ports: { from: 53, to: 53 } }),
    rule({ ports: { from: 8_000, to: 8_999 } }),
    rule({ ports: { from: 80, to: 80 } }),
    rule({ protocol: 'ALL', ports: { from: 9, to: 9 } }),
    rule({ ports: { from: 443, to: 443 }, source: '10.0.0.0/8' }),
    rule({ ports: { from: 444, to: 444 }, source: '10.0.0.1' }),
    rule({ ports: { from: 445, to: 445 }, source: 'list' }),
  ];
  expect(openToWorld(rules)).toEqual({ ports: ['ALL 9', '80', '8000-8999', 'UDP 53', 'ICMP'], more: true });
  expect(openToWorld([...rules, rule({ ports: null })]).ports.slice(0, 2)).toEqual(['ALL 9', 'TCP']);
  expect(openToWorld([...rules, rule({ protocol: 'ALL', ports: null })]).ports).toEqual(['all']);
});

test.each<[ports: readonly string[], open: readonly boolean[]]>([
  [['all'], [true, true, true]],
  [['TCP'], [true, true, true]],
  [['22'], [false, true, false]],
  [['21-23'], [true, true, true]],
  [['22-23'], [false, true, true]],
  [
    ['20', 'ALL 21-22'],
    [true, true, false],
  ],
  [
    ['UDP 22', 'ICMP', 'UDP'],
    [false, false, false],
  ],
  [[], [false, false, false]],
])('whether everybody can reach the TCP ports 21, 22 and 23 through %j: %j', (ports, open) => {
  expect([21, 22, 23].map((port) => isOpenToWorld({ ports }, port))).toEqual(open);
});
