import { expect, test } from 'vitest';
import { createRefusal } from '../../../src/core/policy/create-refusal.ts';
import { type Grant, NO_POLICY } from '../../../src/core/policy/policy.ts';
import { linesFor, UNTOLD_LINE } from '../../../src/core/policy/rules.ts';
import { CHARGE_KINDS } from '../../../src/core/spec/charge.ts';
import { peopleWith, policyWith } from '../../support/approvals.ts';

const PEOPLE = peopleWith({}, { UGUEST: 'guest', UBOT: 'bot', UNEW: 'unknown' });
const grant = (more: Partial<Grant>): Grant => ({
  who: 'everyone',
  channels: ['C0LAB001'],
  charges: CHARGE_KINDS,
  ...more,
});
const policy = (...grants: Partial<Grant>[]) => policyWith({}, { create: { line: 4, value: grants.map(grant) } });
const LAB = policy({});
const why = (rules: typeof LAB, user: string, channel: string | null, isAdmin = false) =>
  createRefusal(rules, { user, channel, isAdmin }, PEOPLE);
const notHere = (line: number | null, elsewhere: boolean) => ({ why: 'notHere', line, elsewhere });

test.each([
  ['nothing, where they may', LAB, 'UANN', 'C0LAB001', null],
  ['nothing without such a rule', NO_POLICY, 'UANN', 'C0OPS001', null],
  ['that they may elsewhere', LAB, 'UANN', 'C0OPS001', notHere(UNTOLD_LINE, true)],
  ['that they may not at all', policy({ who: ['UBEN'] }), 'UANN', 'C0LAB001', notHere(UNTOLD_LINE, false)],
  ['that nobody may', policy(), 'UANN', 'C0LAB001', notHere(UNTOLD_LINE, false)],
  ['what is not granted, where the channel is not known', LAB, 'UANN', null, notHere(UNTOLD_LINE, true)],
  ['the rule, of a guest too', LAB, 'UGUEST', 'C0LAB001', notHere(UNTOLD_LINE, false)],
  [
    'the rule, of a guest who is named for another channel',
    policy({ who: ['UGUEST'] }),
    'UGUEST',
    'C1',
    notHere(0, true),
  ],
  [
    'what Slack knows, of one whom it does not know',
    LAB,
    'UNEW',
    'C0LAB001',
    { why: 'membership', membership: 'unknown' },
  ],
  ['what Slack knows, without such a rule', NO_POLICY, 'UGUEST', 'C1', { why: 'membership', membership: 'guest' }],
  ['what Slack knows, of an app', NO_POLICY, 'UBOT', 'C1', { why: 'membership', membership: 'bot' }],
])('who may not create is told %s', (_what, rules, user, channel, expected) => {
  expect(why(rules, user, channel)).toEqual(expected);
});

test('an admin reads the line of the rule, and nobody else', () => {
  const nobody = policy({ who: ['UBEN'] });
  expect(why(nobody, 'UANN', 'C0LAB001', true)).toEqual(notHere(4, false));
  expect(why(nobody, 'UANN', 'C0LAB001')).toEqual(notHere(UNTOLD_LINE, false));
  const rule = { rule: 'regions', line: 7 };
  expect([linesFor(true)(rule), linesFor(false)(rule)]).toEqual([rule, { ...rule, line: UNTOLD_LINE }]);
  // A default has no line in any file, which is no secret.
  expect(linesFor(false)({ line: null })).toEqual({ line: null });
});
