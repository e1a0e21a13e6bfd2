import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Asker } from '../../src/core/grants.ts';
import { checkOrder, validateText } from '../../src/ops/policy-check.ts';

const EXAMPLE = readFileSync(new URL('../../policy.example.yml', import.meta.url), 'utf8');
const LENA = { user: 'U07LENAHOF1', isAdmin: false, channel: 'C07WEBTEAM3' };
const WHOLE = ['region=cn-beijing', 'type=g7.large', 'vcpu=2', 'image=ubuntu_24_04_x64.vhd', 'size=40'];

const check = (words: readonly string[], asker: Asker = LENA) => checkOrder('policy.yml', EXAMPLE, asker, words);

test('what is allowed for certain leaves with 0', () => {
  expect(check(WHOLE)).toEqual({ code: 0, lines: ['Allowed.'] });
});

test('what is refused names every rule with its line', () => {
  const { code, lines } = check(['region=eu-central-1', ...WHOLE.slice(1), 'amount=9'], {
    ...LENA,
    channel: 'C07GENERAL1',
  });
  expect(code).toBe(1);
  expect(lines).toEqual([
    'Refused:',
    expect.stringMatching(/You may not create instances here \(policy: create, line \d+\)/),
    expect.stringMatching(/does not allow the region “eu-central-1”.*\(policy: regions, line \d+\)/),
    expect.stringMatching(/9 instances are too many: the policy allows 5/),
  ]);
});

test('what only the cloud knows is asked for and never taken for a yes', () => {
  const { code, lines } = check(['web-small', 'region=cn-beijing']);
  expect([code, lines[0]]).toEqual([1, 'That cannot be said yet:']);
  for (const rule of ['images', 'maxVCpu', 'maxDiskGiB'])
    expect(lines.some((line) => line.includes(`policy: ${rule}, line`))).toBe(true);
  expect(check(WHOLE, { ...LENA, channel: null }).code).toBe(1);
  expect(check(WHOLE, { ...LENA, user: 'U07MARCOKA3', channel: null }).code).toBe(0);
});

test('words that cannot be read are told', () => {
  expect(check(['web-smal'])).toEqual({
    code: 1,
    lines: [expect.stringContaining('Did you mean /ecs create web-small?')],
  });
  expect(check(['amount=many'])).toEqual({ code: 1, lines: ['amount=many is not a whole number.'] });
  expect(check(['typ=x']).code).toBe(1);
});

test('a file is validated with the line of each mistake', () => {
  expect(validateText('policy.yml', EXAMPLE)).toEqual({ code: 0, lines: ['policy.yml is right.'] });
  expect(validateText('policy.yml', 'region: x\n')).toEqual({
    code: 1,
    lines: ['policy.yml, line 1: "region" is not a key of the policy. Did you mean regions?'],
  });
  expect(checkOrder('policy.yml', 'region: x\n', LENA, []).code).toBe(1);
});
