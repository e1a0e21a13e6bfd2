import type { ActionsBlock, Button, KnownBlock } from '@slack/types';
import { expect, test } from 'vitest';
import type { OrderNames } from '../../../src/core/request/order-names.ts';
import { type Charge, PAY_AS_YOU_GO } from '../../../src/core/spec/charge.ts';
import {
  PEOPLE,
  sampleAsked,
  sampleAskedAgain,
  sampleDecided,
  sampleDecisionNote,
  sampleRequirement,
} from '../../../src/sandbox/gallery/request/approval-samples.ts';
import { sampleFailure, sampleInstance, sampleRequest, sampleState } from '../../../src/sandbox/gallery/samples.ts';
import { checkBlocks, checkView } from '../../../src/sandbox/slack/blockkit/check.ts';
import { answerTo } from '../../../src/slack/approval/answers.ts';
import { renderAsk } from '../../../src/slack/approval/ask-message.ts';
import { renderEnd, renderNudge } from '../../../src/slack/approval/dm.ts';
import { readClickTarget } from '../../../src/slack/approval/ids.ts';
import { denyWindow, noteWindow } from '../../../src/slack/approval/modals.ts';
import { homeView } from '../../../src/slack/home/home.ts';
import { LIMITS, textLength } from '../../../src/slack/kit/blocks.ts';
import { FALLBACK_MAX } from '../../../src/slack/kit/mrkdwn.ts';
import { renderCard } from '../../../src/slack/request/card.ts';
import { renderDm } from '../../../src/slack/request/dm.ts';
import { renderThread } from '../../../src/slack/request/thread.ts';
import { en } from '../../../src/text/en.ts';
import { cny } from '../../support/approvals.ts';

const shown = (blocks: readonly object[]): string => JSON.stringify(blocks);

const buttonsOf = (blocks: readonly KnownBlock[]): readonly Button[] =>
  blocks
    .filter((block): block is ActionsBlock => block.type === 'actions')
    .flatMap(({ elements }) => elements.filter((element): element is Button => element.type === 'button'));

/** Texts in which Slack would interpret markup. */
function markupIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(markupIn);
  if (typeof value !== 'object' || value === null) return [];
  const own = 'type' in value && value.type === 'mrkdwn' && 'text' in value ? [String(value.text)] : [];
  return [...own, ...Object.values(value).flatMap(markupIn)];
}

const vote = (by: string) => ({ by });

test('a card that waits says the price, the payment, who has to agree, until when and what happens then', () => {
  const request = sampleAsked({
    amount: 3,
    approval: {
      requirements: [sampleRequirement({ needed: 2, users: [PEOPLE.marcus, PEOPLE.ines] })],
      votes: [vote(PEOPLE.marcus)],
    },
  });
  const { text, blocks } = renderCard(request, [], en);
  expect(text).toBe(
    '3 × ecs.g7.large in cn-beijing-h: waiting for approval, 1 of 2 approvals. Price: CNY 4,248.60 upfront for 1 month, for all 3 instances',
  );
  for (const fact of [
    'Price\\nCNY 4,248.60 upfront for 1 month, for all 3 instances',
    'Billing method\\nprepaid for 1 month, no auto-renewal',
    `*1 of 2 approvals*: <@${PEOPLE.marcus}>; needs 2 from the approvers: <@${PEOPLE.marcus}>, <@${PEOPLE.ines}>`,
    'Bought as soon as it’s fully approved: CNY 4,248.60 is charged immediately. The bot can’t refund it.',
    `Nothing has been bought yet. Expires <!date^${request.approval.expiresAt / 1000}^`,
  ])
    expect(shown(blocks)).toContain(fact);
});

test('what an approver must read is plain text, whatever was typed', () => {
  const asked = sampleAsked();
  const name = '<!channel> *free* of charge';
  const request = { ...asked, spec: { ...asked.spec, name } };
  for (const blocks of [renderCard(request, [], en).blocks, renderAsk(request, null, en).blocks]) {
    expect(shown(blocks)).toContain(`Name\\n${name}`);
    expect(markupIn(blocks).join()).not.toContain('free');
    // The price is in plain text too.
    expect(shown(blocks)).toContain('"type":"plain_text","text":"Price\\nCNY 1,416.20 upfront for 1 month"');
  }
});

test('by the hour the price is said per hour and about per month', () => {
  const all = shown(renderCard(sampleAsked({ charge: PAY_AS_YOU_GO, amount: 2 }), [], en).blocks);
  expect(all).toContain('Price\\nCNY 1.254666 per hour, about CNY 915.91 per month (730 hours), for both instances');
  expect(all).not.toContain('refund');
  const noRule = { requirements: [sampleRequirement({ line: null })] };
  const byDefault = shown(renderCard(sampleAsked({ charge: PAY_AS_YOU_GO, approval: noRule }), [], en).blocks);
  expect(byDefault).toContain('(requests that have waited need an approver)');
  expect(byDefault).not.toContain('prepaid');
});

test('when it is asked again the old and the new price stand side by side', () => {
  const { blocks } = renderCard(sampleAskedAgain(), [], en);
  const fields = blocks.flatMap((block) => (block.type === 'section' && block.fields ? [block.fields] : []));
  expect(fields.at(-1)?.map(({ text }) => text)).toEqual([
    'Price before\nCNY 1,416.20 upfront for 1 month',
    'Price now\nCNY 1,529.50 upfront for 1 month',
    'Billing method\nprepaid for 1 month, no auto-renewal',
  ]);
  expect(shown(blocks)).toContain(en.approval.askedAnew);
});

test('groups are named as the policy names them, and so are user groups that cannot be read', () => {
  const requirements = [
    sampleRequirement({ line: 15, from: ['finance', PEOPLE.priya], users: [PEOPLE.priya] }),
    sampleRequirement({ line: 17, from: ['S07ONCALL01'], users: [], unknownGroups: ['S07ONCALL01'] }),
    sampleRequirement({ line: 19, from: [], users: [] }),
  ];
  const all = shown(renderCard(sampleAsked({ approval: { requirements } }), [], en).blocks);
  expect(all).toContain(`needs 1 from finance: <@${PEOPLE.priya}>; and 1 from the members of`);
  expect(all).toContain('the members of <!subteam^S07ONCALL01> (couldn’t be loaded right now); and 1 from');
  expect(all).toContain(`and 1 from ${en.approval.nobodyMay}`);
});

const ALL = [PEOPLE.marcus, PEOPLE.priya, PEOPLE.ines];
const of = (users: readonly string[]) => users.map((user) => `<@${user}>`).join(', ');
const two = sampleRequirement({ needed: 2, users: ALL });
const one = sampleRequirement({ needed: 1, users: ALL });
const finance = sampleRequirement({ needed: 1, from: ['finance'], users: [PEOPLE.priya] });

test.each([
  ['the larger number alone', [one, two], [], `*No approvals yet*; needs 2 from the approvers: ${of(ALL)}`],
  [
    'both as one sentence',
    [finance, two],
    [PEOPLE.marcus],
    `*1 of 2 approvals*: <@${PEOPLE.marcus}>; needs 2 from the approvers: ${of(ALL)}; 1 of them from finance: <@${PEOPLE.priya}>`,
  ],
  [
    'what is still missing when enough have agreed',
    [finance, two],
    [PEOPLE.marcus, PEOPLE.ines],
    `needs 2 from the approvers: ${of(ALL)}; 1 of them from finance: <@${PEOPLE.priya}> (still needed)`,
  ],
])('several rules are told without contradiction: %s', (_, requirements, voters, line) => {
  const request = sampleAsked({ approval: { requirements, votes: voters.map(vote) } });
  for (const blocks of [renderCard(request, [], en).blocks, renderAsk(request, null, en).blocks]) {
    expect(shown(blocks)).toContain(`${line}"`.slice(0, -1));
    expect(shown(blocks).split('; needs ')).toHaveLength(2);
    // Where a rule stands is for admins.
    expect(shown(blocks)).not.toContain('line 12');
  }
});

const AT = Date.UTC(2026, 10, 24, 9, 30);
test.each([
  ['enough', cny(500_000), 'CNY 5,000.00. After this purchase: CNY 3,583.80.'],
  ['too little', cny(20_000), 'CNY 200.00. CNY 1,216.20 short: this can’t be approved'],
  ['a debt', cny(-1_200), 'CNY -12.00. CNY 1,428.20 short'],
  ['in another currency', { minor: 1, currency: 'USD' }, 'USD 0.01. It’s in another currency'],
  ['unknown', null, null],
])('an approver is told the balance in the words of the form: %s', (_, money, said) => {
  const request = sampleAsked({ approval: { balance: { money, at: AT } } });
  const mine = { waiting: { requests: [{ request, cardUrl: null }], more: 0 }, requests: [], instances: [], more: 0 };
  const home = homeView(
    {
      reader: { user: PEOPLE.marcus, isAdmin: false },
      presets: [],
      mine: { ...mine, spent: { parts: [], unpriced: 0, at: AT } },
    },
    en,
  );
  for (const blocks of [
    renderCard(request, [], en).blocks,
    renderAsk(request, null, en).blocks,
    renderNudge(request, 'reminder', { ask: null, card: null }, en).blocks,
    home.blocks,
  ])
    expect(shown(blocks)).toMatch(
      said === null
        ? /Account balance unknown, last checked <!date\^/u
        : new RegExp(`Account balance <!date[^>]*>: ${said.replaceAll('.', '\\.')}`, 'u'),
    );
});

test.each(['card', 'ask'] as const)('the buttons of the %s name the round whose price they stand under', (kind) => {
  const request = sampleAskedAgain({ amount: 20 });
  const { blocks } = kind === 'card' ? renderCard(request, [], en) : renderAsk(request, null, en);
  const buttons = buttonsOf(blocks);
  expect(buttons.map(({ action_id }) => action_id)).toEqual([
    'approval_approve',
    'approval_approve_with_note',
    'approval_deny',
    // An approver could not withdraw it; the requester has the card.
    ...(kind === 'card' ? ['approval_withdraw'] : []),
  ]);
  for (const { value } of buttons) expect(readClickTarget(value ?? '')).toEqual({ requestId: request.id, round: 2 });
  const [approve, , deny, withdraw] = buttons;
  expect(approve?.style).toBe('primary');
  expect(deny?.style).toBe('danger');
  expect(approve?.confirm?.title?.text).toBe('Approve for CNY 30,589.92?');
  expect(approve?.confirm?.text.text).toBe(
    'You approve buying 20 × ecs.g7.large in cn-beijing-h, prepaid for 1 month. Once it’s fully approved, CNY 30,589.92 is charged immediately, and the bot can’t refund it.',
  );
  if (kind === 'card') expect(withdraw?.confirm?.text.text).toContain('Nothing has been bought');
});

test('only of what is prepaid the approval ends during a long freeze', () => {
  const freeze = { version: 1, reason: 'moving', by: PEOPLE.ines, at: 1, until: null };
  const heard = (charge: Charge) => {
    const request = sampleDecided('approved', { charge });
    const click = { what: 'approve', by: PEOPLE.ines, round: 1, note: '' } as const;
    return answerTo({ is: 'taken', outcome: { is: 'approved' }, request, freeze }, click, en, false).text;
  };
  expect(heard(sampleAsked().spec.charge)).toContain('more than a day, it must be requested and approved again.');
  expect(heard(PAY_AS_YOU_GO)).toMatch(/so it waits and resumes automatically when the freeze ends\.$/u);
});

test.each([
  [['running', 'failed', 'running'], '2 of 3 were bought, about CNY 2,832.40 charged.'],
  [['failed', 'failed', 'failed'], 'Nothing was bought or charged.'],
  [['running', 'doubtful', 'failed'], '1 of 3 was bought, about CNY 1,416.20 charged. 1 instance is unconfirmed'],
  [['running', 'running', 'running'], null],
  [['running', 'failed', 'creating'], null],
] as const)('what was prepaid and ended %j says what was bought and about what it cost', (stages, sentence) => {
  const request = sampleDecided('approved', { amount: 3 });
  const instances = stages.map((stage, i) =>
    stage === 'doubtful'
      ? sampleInstance({ ...request, approval: null }, i + 1, 'failed', sampleFailure('doubtful'))
      : sampleInstance({ ...request, approval: null }, i + 1, stage),
  );
  for (const { blocks } of [renderCard(request, instances, en), renderDm(request, instances, en)]) {
    if (sentence === null) expect(shown(blocks)).not.toMatch(/ bought[:.]/u);
    else expect(shown(blocks)).toContain(sentence);
  }
  const byUse = sampleDecided('approved', { amount: 3, charge: PAY_AS_YOU_GO });
  expect(shown(renderCard(byUse, instances, en).blocks)).not.toContain('debited');
});

test.each(['priceChanged', 'lapsed'] as const)('beside what was bought nobody reads that nothing was: %s', (kind) => {
  const request = sampleDecided('approved', { amount: 2 });
  const instances = (['running', 'failed'] as const).map((stage, i) =>
    sampleInstance({ ...request, approval: null }, i + 1, stage, sampleFailure(kind)),
  );
  const all = shown(renderCard(request, instances, en).blocks);
  expect(all).toContain('It wasn’t bought. Request it again');
  expect(all).not.toContain('Nothing was bought');
});

test('no words about a failure of one say that nothing was bought: others of its request may have been', () => {
  const { kinds, causes } = en.failures;
  const said = Object.values({ ...kinds, ...causes }).flatMap(({ cause, next }) => [cause, next]);
  expect(said.filter((words) => /Nothing (?:was|has been) (?:bought|created|charged)/u.test(words))).toEqual([]);
});

test('without a price the confirmation promises none', () => {
  const [approve] = buttonsOf(renderCard(sampleAsked({ quote: null }), [], en).blocks);
  expect(approve?.confirm?.title?.text).toBe('Approve without a price?');
  expect(approve?.confirm?.text.text).toContain('everyone must approve it first');
  expect(approve?.confirm?.text.text).not.toMatch(/…$/u);
});

test('a denied card says by whom and why, harmless, and lets one change it and ask again', () => {
  const { text, blocks } = renderCard(sampleDecided('denied'), [], en);
  expect(text).toBe('1 × ecs.g7.large in cn-beijing-h: denied, nothing was bought');
  expect(shown(blocks)).toContain(`❌ *Denied by* <@${PEOPLE.ines}>`);
  expect(shown(blocks)).toContain('Reason: too ∗big∗ for a test, &lt;!here&gt;: take ecs.c7.large');
  expect(buttonsOf(blocks).map(({ action_id }) => action_id)).toEqual(['approval_ask_again']);
});

test('an expired card can be asked for again, a withdrawn one has no buttons', () => {
  const expired = renderCard(sampleDecided('expired'), [], en).blocks;
  expect(shown(expired)).toContain(en.approval.expiredMeans);
  expect(buttonsOf(expired).map(({ action_id }) => action_id)).toEqual(['approval_ask_again']);
  const withdrawn = renderCard(sampleDecided('withdrawn'), [], en).blocks;
  expect(shown(withdrawn)).toContain(`*Withdrawn by* <@${PEOPLE.ines}>`);
  expect(buttonsOf(withdrawn)).toEqual([]);
});

test('once it is bought the card says who approved it at which price, in one line, and has no buttons', () => {
  const asked = sampleDecided('approved', { approval: { round: 2, before: null } });
  const votes = [vote(PEOPLE.marcus), vote(PEOPLE.priya)];
  const request = { ...asked, approval: { ...asked.approval, votes } };
  const { text, blocks } = renderCard(request, [sampleInstance(sampleRequest(1), 1, 'starting')], en);
  expect(text).toBe('1 × ecs.g7.large in cn-beijing-h: 0 of 1 running, 1 in progress');
  expect(shown(blocks)).not.toContain(en.approval.priceBefore);
  expect(shown(blocks)).toContain(
    `✅ *Approved by* <@${PEOPLE.marcus}>, <@${PEOPLE.priya}> at CNY 1,416.20 upfront for 1 month`,
  );
  expect(buttonsOf(blocks)).toEqual([]);
});

test('what needed nobody’s approval looks as ever', () => {
  const { request, instances } = sampleState(1, ['running']);
  expect(shown(renderCard(request, instances, en).blocks)).not.toMatch(/pprov/u);
});

test('an ask says everything that is needed to decide, with a link where there is one', () => {
  const link = 'https://sandbox.slack.com/archives/C07GENERAL1/p1795426200000100';
  const { text, blocks } = renderAsk(sampleAsked(), link, en);
  expect(text).toBe('Approval requested: 1 × ecs.g7.large in cn-beijing-h, CNY 1,416.20 upfront for 1 month');
  for (const fact of [
    `Approval requested by* <@${PEOPLE.lena}> in <#C07GENERAL1>`,
    'Instance type\\necs.g7.large: 2 vCPUs, 8 GiB',
    'Image\\nUbuntu 22.04 64 bit',
    'Network, security group\\nstaging, production-web',
    'Open to everyone\\n80, 443',
    'Requester already has: 3 of this type, 5 in all',
    '`vsw-2ze8k4m1x0c7q9h5d3f6a` · `sg-2ze0w5r8t1y4u7i3o6pa` · `ubuntu_22_04_x64_20G_alibase_20260815.vhd`',
    'System disk\\n40 GiB ESSD PL1',
    'Public bandwidth\\n5 Mbit/s',
    'Where\\nChina (Beijing), zone H',
    'Price\\nCNY 1,416.20 upfront for 1 month',
    'Billing method\\nprepaid for 1 month',
    `<${link}|Its card and thread>`,
  ])
    expect(shown(blocks)).toContain(fact);
  expect(shown(renderAsk(sampleAsked(), null, en).blocks)).not.toContain('Its card');
});

test('a decided ask says who decided what and has no buttons', () => {
  for (const [is, said] of [
    ['approved', `Approved by* <@${PEOPLE.marcus}> at CNY 1,416.20`],
    ['denied', `Denied by* <@${PEOPLE.ines}>`],
    ['withdrawn', `Withdrawn by* <@${PEOPLE.ines}>`],
    ['expired', en.approval.expiredMeans],
  ] as const) {
    const { blocks } = renderAsk(sampleDecided(is), null, en);
    expect(shown(blocks), is).toContain(said);
    expect(buttonsOf(blocks), is).toEqual([]);
  }
});

test('however much there is to say, Slack takes it', () => {
  const users = Array.from({ length: 60 }, (_, n) => `U07SOMEBODYELSEQUITELONG${n}`);
  const groups = Array.from({ length: 60 }, (_, n) => `S07SOMEGROUP${n}`);
  const from = Array.from({ length: 60 }, (_, n) => `a group with a name that goes on and on and on ${n}`);
  const requirements = Array.from({ length: 30 }, (_, n) =>
    sampleRequirement({ line: n, needed: 60, from, users, unknownGroups: groups }),
  );
  const votes = users.slice(1).map(vote);
  const asked = sampleAskedAgain({ amount: 20, approval: { requirements, votes } });
  const name = '&<>*'.repeat(32);
  const request = {
    ...asked,
    spec: { ...asked.spec, name, imageId: '&'.repeat(500), instanceType: 'ecs.'.repeat(40) },
  };
  const approved = sampleDecided('approved', { amount: 20, approval: { requirements, votes } });
  const decided = { ...request, ...approved, spec: request.spec, approval: { ...approved.approval, votes } };
  const rows = Array.from({ length: 20 }, (_, i) => ({
    ...sampleInstance(sampleRequest(20), i + 1, 'failed'),
    spec: { ...request.spec, name },
  }));
  const notes = Array.from({ length: 20 }, () => sampleDecisionNote('denied', { note: '&'.repeat(500) }));
  const reason = {
    ...sampleDecided('denied').approval,
    decision: { is: 'denied', by: 'U1', at: 1, note: '&'.repeat(500) },
  } as const;
  const posts = [
    renderCard(request, [], en),
    renderAsk(request, null, en),
    renderCard(decided, rows, en),
    renderAsk(decided, null, en),
    renderThread(notes, en),
    renderNudge(request, 'reminder', { ask: null, card: null }, en),
    renderEnd({ ...request, state: 'denied', approval: reason }, 'denied', null, en),
  ];
  for (const { text, blocks } of posts) {
    expect(checkBlocks(blocks, 'message')).toEqual([]);
    expect(blocks.length).toBeLessThanOrEqual(LIMITS.blocksPerMessage);
    expect(textLength(blocks)).toBeLessThanOrEqual(LIMITS.blockTextPerMessage);
    expect(text.length).toBeLessThanOrEqual(FALLBACK_MAX);
  }
  for (const view of [denyWindow(request, en), noteWindow(request, en)]) expect(checkView(view)).toEqual([]);
});

test('the way of paying is said once, on the card and in the ask', () => {
  const asked = sampleAsked();
  for (const { blocks } of [
    renderCard(asked, [], en),
    renderAsk(asked, null, en),
    renderCard(sampleDecided('approved'), [], en),
  ])
    expect(shown(blocks).split(`"${en.money.card.payment}\\n`)).toHaveLength(2);
});

test('what an ask opens to everyone is told as it is, also when it is not known', () => {
  const opens = (what: OrderNames['opens']) => {
    const asked = sampleAsked();
    const names = { ...(asked.names as OrderNames), opens: what };
    return /Open to everyone\\n([^"]*)/u.exec(shown(renderAsk({ ...asked, names }, null, en).blocks))?.[1];
  };
  expect(opens({ ports: ['all'], more: false })).toBe('⚠️ every port');
  expect(opens({ ports: [], more: false })).toBe('nothing');
  expect(opens({ ports: ['22', 'UDP 53'], more: true })).toBe('22, UDP 53, and what its prefix and port lists allow');
  expect(opens('unchecked')).toBe('⚠️ couldn’t be checked');
});

test('without names the ids stand in their places', () => {
  const { names: _, ...asked } = sampleAsked();
  const { blocks } = renderAsk(asked, null, en);
  expect(shown(blocks)).toContain('Network, security group\\nvsw-2ze8k4m1x0c7q9h5d3f6a, sg-2ze0w5r8t1y4u7i3o6pa');
  expect(shown(blocks)).not.toContain('Open to everyone');
});

test('a price of a longer term is also told by the month', () => {
  const charge = { kind: 'prepaid', term: { unit: 'Month', period: 12 }, autoRenew: false } as const;
  expect(shown(renderAsk(sampleAsked({ charge }), null, en).blocks)).toContain(
    'CNY 1,416.20 upfront for 12 months, about CNY 118.02 per month',
  );
});
