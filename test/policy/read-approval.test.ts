import { expect, test } from 'vitest';
import { NO_APPROVAL_RULES } from '../../src/core/approval/approval-policy.ts';
import { CHARGE_KINDS } from '../../src/core/spec/charge.ts';
import { mistakesIn, policyOf } from './reading.ts';

const LENA = 'U07LENAHOF1';
const MARCUS = 'U07MARCOKA3';
const PRIYA = 'U07PRIYARA4';
const FINANCE = 'S07FINANCE1';

const approvalOf = (text: string) => policyOf(text).approval;

test('a file that says nothing of approvals leaves the usual ones', () => {
  expect(approvalOf('regions: [cn-hangzhou]\n')).toEqual(NO_APPROVAL_RULES);
});

test('everything that can be said of approvals is read', () => {
  const text = `currency: CNY
groups:
  finance: [${PRIYA}, ${FINANCE}]
  web: [${LENA}]
approvers: [${MARCUS}, finance]
approvals:
  - when: { charge: prepaid }
  - when: { charge: prepaid, totalAbove: 5000 }
    approvers: 2
    from: finance
  - approvers: 1
    from: [${MARCUS}, ${FINANCE}]
selfApproval: true
notify: [finance, ${LENA}, ${FINANCE}, C07LEADSPR5]
expireAfter: 2d
remindAfter: 30m
escalateAfter: 4h
escalateTo: [${LENA}, C07LEADSPR5]
priceTolerance: 2.5%
unknownBalance: allow
budgets:
  - { who: each, perMonth: 3000 }
  - { who: finance, perMonth: 99.50 }
  - { who: [${LENA}, web], perMonth: 0 }
`;
  expect(approvalOf(text)).toEqual({
    groups: new Map([
      ['finance', [PRIYA, FINANCE]],
      ['web', [LENA]],
    ]),
    approvers: [MARCUS, 'finance'],
    rules: [
      { line: 7, charge: 'prepaid', above: null, needed: 1, from: null },
      { line: 8, charge: 'prepaid', above: { minor: 500_000, currency: 'CNY' }, needed: 2, from: ['finance'] },
      { line: 11, charge: null, above: null, needed: 1, from: [MARCUS, FINANCE] },
    ],
    selfApproval: true,
    notify: ['finance', LENA, FINANCE, 'C07LEADSPR5'],
    expireAfterMs: 2 * 86_400_000,
    remindAfterMs: 30 * 60_000,
    escalation: { afterMs: 4 * 3_600_000, to: [LENA, 'C07LEADSPR5'] },
    priceTolerancePercent: 2.5,
    allowUnknownBalance: true,
    budgets: [
      { line: 22, who: 'each', perMonth: { minor: 300_000, currency: 'CNY' } },
      { line: 23, who: ['finance'], perMonth: { minor: 9_950, currency: 'CNY' } },
      { line: 24, who: [LENA, 'web'], perMonth: { minor: 0, currency: 'CNY' } },
    ],
  });
});

test('an empty list of approvals, or of whom to tell, is meant', () => {
  expect(approvalOf('approvals: []\nnotify: []\n')).toEqual({ ...NO_APPROVAL_RULES, rules: [], notify: [] });
});

test('reminders can be left off, and a tolerance may be a bare number', () => {
  expect(approvalOf('remindAfter: never\npriceTolerance: 3\n')).toMatchObject({
    remindAfterMs: null,
    priceTolerancePercent: 3,
  });
});

test('user groups and named groups may stand wherever people are named', () => {
  const text = `groups: { web: [${LENA}, ${FINANCE}] }
admins: [web, ${FINANCE}]
create:
  - { who: web, channels: any, charges: [spot, payAsYouGo] }
  - { who: [${FINANCE}, web, ${LENA}], channels: [dm] }
`;
  const { admins, create } = policyOf(text);
  expect(admins).toEqual(['web', FINANCE]);
  expect(create?.value).toEqual([
    { who: ['web'], channels: 'any', charges: ['spot', 'payAsYouGo'] },
    { who: [FINANCE, 'web', LENA], channels: ['dm'], charges: CHARGE_KINDS },
  ]);
});

test('amounts are read exactly, in the decimals of their currency', () => {
  const above = (currency: string, amount: string) =>
    approvalOf(`currency: ${currency}\napprovals: [{ when: { totalAbove: ${amount} } }]\n`).rules?.[0]?.above;
  expect(above('CNY', '1.15')).toEqual({ minor: 115, currency: 'CNY' });
  expect(above('JPY', '5000')).toEqual({ minor: 5000, currency: 'JPY' });
  expect(above('USD', '90071992547409.91')).toEqual({ minor: 9_007_199_254_740_991, currency: 'USD' });
});

test('every mistake about people, groups and ways of paying is reported at once', () => {
  const text = `groups:
  finance: [${PRIYA}, web, priya]
  web: []
  each: [${LENA}]
  Web: [${LENA}]
  ops: ${LENA}
admins: [finanse]
create:
  - { who: [webb], channels: any, charges: [prepaidd, monthly] }
  - { who: everyone, channels: any, charges: [] }
approvers: []
notify: [U07]
escalateTo: [${LENA}]
`;
  expect(mistakesIn(text)).toEqual([
    'line 2: "web" is a group, and a group can’t contain another. List its people here.',
    expect.stringMatching(/^line 2: "priya" is neither a Slack ID nor a group under groups\. To get an ID such as U07/),
    'line 3: web lists nobody. List at least one person, or leave web out.',
    'line 4: "each" is reserved. Choose another name.',
    'line 5: "Web" isn’t a valid group name. Use lowercase letters, digits, and -, at most 40 characters.',
    'line 6: ops must be a list, such as [a, b].',
    'line 7: "finanse" is neither a Slack ID nor a group under groups. Did you mean finance?',
    'line 9: "webb" is neither a Slack ID nor a group under groups. Did you mean web?',
    'line 9: "prepaidd" isn’t a billing method. Did you mean prepaid?',
    'line 9: "monthly" isn’t a billing method. Use one of payAsYouGo, spot, prepaid.',
    'line 10: charges allows nothing. Name at least one of payAsYouGo, spot, prepaid.',
    'line 11: approvers lists nobody. List at least one person, or leave approvers out.',
    expect.stringMatching(/^line 12: "U07" is neither a Slack ID nor a group under groups\./),
    'line 13: escalateTo has no effect alone. Add escalateAfter, such as 4h, or leave both out.',
  ]);
});

test('every mistake about rules, times and amounts is reported at once', () => {
  const text = `currency: RMB
approvals:
  - { when: { charge: prepay, above: 3 }, approvers: 0 }
  - { whn: { charge: prepaid } }
  - { when: { totalAbove: "5,000" }, from: 7 }
  - prepaid
selfApproval: yes
expireAfter: 2
remindAfter: 3q
escalateAfter: never
priceTolerance: 200%
unknownBalance: ignore
budgets:
  - { who: each }
  - { perMonth: -5 }
`;
  expect(mistakesIn(text)).toEqual([
    'line 1: currency is RMB. Set it to the ISO code of the account’s currency: CNY, USD, EUR, …',
    'line 3: approvers is 0. Set it to a whole number from 1 to 10.',
    'line 3: "above" isn’t a key of when. The keys are charge, totalAbove.',
    'line 3: charge is prepay. Did you mean prepaid?',
    'line 4: "whn" isn’t a key of an entry of approvals. Did you mean when?',
    'line 5: from must be a list of IDs and groups, such as [U07ABCDEF12, S07ABCDEF12].',
    'line 5: totalAbove is 5,000. Set it to a plain number, such as 5000 or 99.50.',
    'line 6: An entry of approvals must be a mapping: lines of "key: value".',
    'line 7: selfApproval is yes. Set it to true or false.',
    'line 8: expireAfter is 2. Set it to a time from 1m to 90d, such as 30m, 4h or 2d.',
    'line 9: remindAfter is 3q. Set it to a time from 1m to 90d, such as 30m, 4h or 2d, or never.',
    'line 10: escalateAfter has no effect alone. Add escalateTo, the people to notify, or leave both out.',
    'line 10: escalateAfter is never. Set it to a time from 1m to 90d, such as 30m, 4h or 2d.',
    'line 11: priceTolerance is 200%. Set it to a share from 0% to 100%, such as 2%.',
    'line 12: unknownBalance is ignore. Set it to refuse or allow.',
    'line 14: An entry of budgets needs perMonth: an amount, such as 3000.',
    'line 15: An entry of budgets needs who: each, or a list of IDs and groups.',
    'line 15: perMonth is -5. Set it to a plain number, such as 5000 or 99.50.',
  ]);
});

test.each([
  [
    'approvals: [{ when: { totalAbove: 5 } }]\nbudgets: [{ who: each, perMonth: 5 }]\n',
    [1, 'Set it once for the whole file'],
  ],
  ['currency: CNY\nbudgets: [{ who: each, perMonth: 0.005 }]\n', [2, 'too fine for CNY. Round it to 2 decimals.']],
  ['currency: JPY\nbudgets: [{ who: each, perMonth: 1.5 }]\n', [2, 'Round it to 0 decimals.']],
  ['currency: CNY\nbudgets: [{ who: each, perMonth: 99999999999999999 }]\n', [2, 'which is too large']],
  ['expireAfter: 1h\nremindAfter: 1h\n', [2, 'remindAfter isn’t shorter than expireAfter']],
  [`escalateAfter: 24h\nescalateTo: [${LENA}]\n`, [1, 'escalateAfter isn’t shorter than expireAfter']],
])('%j has one mistake', (text, [line, words]) => {
  const found = mistakesIn(text);
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(`line ${line}: `);
  expect(found[0]).toContain(words);
});

test('a rule that needs more people than it names can never be met, and is a mistake', () => {
  const needing = (names: string, more = '') => `${more}approvals:\n  - approvers: 3\n    from: [${names}]\n`;
  expect(mistakesIn(needing(`${LENA}, ${MARCUS}, ${LENA}`))).toEqual([
    'line 2: Nobody can meet this rule: it needs 3 people, but from lists 2. Lower approvers, or list more people.',
  ]);
  // The group holds one who is named already.
  const group = `groups: { web: [${LENA}, ${PRIYA}] }\n`;
  expect(mistakesIn(needing(`web, ${LENA}`, group))).toHaveLength(1);
  expect(mistakesIn(needing(`web, ${MARCUS}`, group))).toEqual([]);
  // How many are in a user group Slack alone knows.
  expect(mistakesIn(needing(`${LENA}, ${FINANCE}`))).toEqual([]);
  expect(mistakesIn(`approvers: [${LENA}]\napprovals: [{ approvers: 2 }]\n`)).toEqual([
    'line 2: Nobody can meet this rule: it needs 2 people, but approvers lists 1. Lower approvers, or list more people.',
  ]);
  // Without approvers the admins decide, and some of them are in ADMIN_USERS.
  expect(mistakesIn('approvals: [{ approvers: 2 }]\n')).toEqual([]);
});
