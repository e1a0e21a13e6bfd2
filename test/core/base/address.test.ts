import { expect, test } from 'vitest';
import { parseAddress, parseRange } from '../../../src/core/base/address.ts';

test.each([
  ['10.0.0.1', 0x0a000001n, 32],
  ['255.255.255.255', 0xffffffffn, 32],
  ['::', 0n, 128],
  ['1::8', (1n << 112n) | 8n, 128],
  ['::ffff:10.0.0.1', 0xffff0a000001n, 128],
])('%s is an address', (text, value, length) => {
  expect(parseAddress(text)).toEqual({ value, length, bits: length });
  expect(parseRange(text)).toEqual(parseAddress(text));
  expect(parseRange(`${text}/8`)).toMatchObject({ value, bits: 8 });
});

test.each([
  '',
  '10.0.0',
  '10.0.0.1.1',
  '010.0.0.1',
  '10.0.0.256',
  '10.0.0.0/8',
  '[::1]',
  '::1]/x',
  '::1%eth0',
  'a.example',
])('“%s” is no address', (text) => expect(parseAddress(text)).toBeNull());
