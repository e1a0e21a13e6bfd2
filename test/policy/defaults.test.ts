import { expect, test } from 'vitest';
import { OPTION_FIELDS, type OptionField } from '../../src/core/option/option-fields.ts';
import { inEnglish } from '../../src/core/saying.ts';
import { readPolicy } from '../../src/policy/read-policy.ts';

/** What no order may say, for each option. */
const WRONG: Readonly<Record<OptionField, string>> = {
  purpose: '"<@U123>"',
  login: 'foo',
  script: 'nope',
  tags: '{ "acs:x": y }',
  disks: '[foo]',
  groups: 'x',
  encrypted: 'maybe',
  kmskey: '"a b"',
  host: '"-"',
  about: 'x',
  traffic: 'foo',
  inbound: '-1',
  ip: '1.2.3',
  ipv6: '99',
  protect: 'maybe',
  lease: '9000000d',
  role: '"a b"',
  resourcegroup: 'x',
  deploymentset: 'x',
  deploymentgroup: '9',
  credit: 'foo',
  hardening: 'foo',
  metadata: 'foo',
  tokens: 'foo',
  hops: '99',
  spothours: '7',
  reclaim: 'foo',
  renewperiod: '13m',
  diskname: 'x',
  diskabout: '"http://x"',
};

/** The way of paying under which a preset can say it. */
const PAID: Readonly<Partial<Record<OptionField, string>>> = {
  spothours: 'charge: spot',
  reclaim: 'charge: spot',
  renewperiod: 'charge: prepaid, period: 1m, renew: on',
};

function mistakes(text: string): readonly string[] {
  const read = readPolicy(text);
  return read.ok ? [] : read.error.map(({ what }) => inEnglish(what));
}

test.each(OPTION_FIELDS)('a default of %s is refused as a preset’s is', (field) => {
  const one = `${field}: ${WRONG[field]}`;
  const told = mistakes(`defaults: { ${one} }\n`);
  expect(told).toHaveLength(1);
  // What a period narrows down a default leaves open.
  const [said = ''] = mistakes(`presets: { p: { ${[PAID[field], one].filter(Boolean).join(', ')} } }\n`);
  expect(told[0]?.split('Use one of')[0]).toBe(said.split('Use one of')[0]);
});
