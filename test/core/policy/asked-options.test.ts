import { describe, expect, test } from 'vitest';
import { type AskedOptions, askedOptions } from '../../../src/core/policy/asked-options.ts';
import { NO_POLICY, type Policy } from '../../../src/core/policy/policy.ts';
import { policyOf } from '../../policy/reading.ts';

const ORDER = { charge: 'payAsYouGo', amount: 1, type: null } as const;
const asked = (policy: Policy, channel = 'C1') => askedOptions(policy, { user: 'U1', isAdmin: false, channel }, ORDER);

const NOTHING: AskedOptions = {
  ...{ user: 'U1', ways: ['keyPair', 'session'], usualWay: null, scripts: [], hasUsualScript: false, tags: [] },
  ...{ required: [], mayNeedApproval: false, usualLeaseMs: null, mostAmount: 20 },
};

describe('the form asks a person', () => {
  test('nothing beyond the usual without a policy, and offers no password of an image', () => {
    expect(asked(NO_POLICY)).toEqual(NOTHING);
  });

  test.each<[string, string, Partial<AskedOptions>]>([
    [
      'how to log in',
      'login: { allowed: [key, image], default: image }',
      { ways: ['keyPair', 'image'], usualWay: 'image' },
    ],
    ['within which lease', 'lease: 7d', { usualLeaseMs: 7 * 86_400_000 }],
    ['for how many at most', 'limits: { maxAmount: 5 }', { mostAmount: 5 }],
    ['for its purpose', 'purpose: required', { required: ['purpose'] }],
    [
      'for the tags that it must have, once, with the values that they may have',
      'tags: { required: [team, env, team], allowed: { env: [dev, prod] } }',
      {
        tags: [
          { key: 'team', values: null },
          { key: 'env', values: ['dev', 'prod'] },
        ],
      },
    ],
    [
      'for no tag that the policy sets itself',
      'tags: { required: [team, cost], fixed: { cost: "42" } }',
      { tags: [{ key: 'team', values: null }] },
    ],
  ])('%s', (_what, text, expected) => {
    expect(asked(policyOf(text))).toEqual({ ...NOTHING, ...expected });
  });

  test('which script to start with, where there are some, and whether one starts anyway', () => {
    const snippet = { name: 'docker', content: 'x', sha256: 'y' };
    const withScript = { ...NO_POLICY, userData: new Map([['docker', snippet]]) };
    expect(asked(withScript)).toEqual({ ...NOTHING, scripts: ['docker'] });
    const usual = { ...withScript, options: { ...NO_POLICY.options, defaults: { script: 'docker' } } };
    expect(asked(usual)).toEqual({ ...NOTHING, scripts: ['docker'], hasUsualScript: true });
  });

  test('for what is required in this channel', () => {
    const policy = policyOf('required: [{ fields: [about], channels: [C07WEBTEAM3] }]');
    expect([asked(policy).required, asked(policy, 'C07WEBTEAM3').required]).toEqual([[], ['about']]);
  });
});
