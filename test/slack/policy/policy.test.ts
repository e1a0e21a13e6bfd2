import { describe, expect, test } from 'vitest';
import { LENA, MARCUS, PLATFORM, until } from '../../sandbox/slack/serve.ts';
import { TRANSPORTS } from '../../support/thorough.ts';
import { type Bot, blockIdOf, blockOf, held, startBot, textOf, type View } from '../bot.ts';
import { hintOf, lastTold, submitForm } from '../person.ts';

const RULES = `admins: [${MARCUS}]
create:
  - who: [${LENA}]
    channels: [${PLATFORM}]
regions: [cn-beijing, cn-hangzhou]
families: [g7]
images: ['ubuntu_24_04_*']
limits:
  maxAmount: 3
  maxVCpu: 4
  maxBandwidthOut: 10
  maxDiskGiB: 100
presets:
  web-small: { region: cn-hangzhou, zone: h, type: g7.large, image: ubuntu, amount: 1, bandwidth: 5 }
`;
const WHOLE = 'zone=h type=g7.large image=ubuntu vswitch=vsw-h1 group=sg-web name=web-1';

const optionsOf = async (bot: Bot, view: View, field: string, value = ''): Promise<readonly string[]> => {
  const block = blockIdOf(view, field);
  const found = await bot.slack.options({ user: LENA, view_id: view.id, action_id: field, block_id: block, value });
  return (found.options as { value: string }[]).map((option) => option.value);
};

describe('the form', () => {
  test('offers nothing but what is allowed', async () => {
    const bot = await startBot('socket', { policy: RULES });
    await bot.type('create zone=h');
    const view = await bot.view();
    const regions = blockOf(view, 'region')?.element as { options: { value: string }[] };
    expect(regions.options.map(({ value }) => value)).toEqual(['cn-hangzhou', 'cn-beijing']);
    expect(await optionsOf(bot, view, 'type')).toEqual(['ecs.g7.large', 'ecs.g7.xlarge']);
    expect(await optionsOf(bot, view, 'image')).toEqual([
      'ubuntu_24_04_x64_20G_alibase_20250301.vhd',
      'ubuntu_24_04_x64_20G_alibase_20240901.vhd',
    ]);
  });

  test('reads words among what is allowed, and tells the rule of those that are not', async () => {
    const bot = await startBot('socket', { policy: RULES });
    await bot.type('create region=cn-shanghai zone=h type=c7.large image=windows amount=9 bandwidth=5');
    const view = await bot.view();
    expect([held(view, 'region'), held(view, 'type'), held(view, 'image')]).toEqual(['cn-hangzhou', null, null]);
    expect(hintOf(view, 'region')).toContain('doesn’t allow the region “cn-shanghai”');
    expect(hintOf(view, 'region')).toContain('(policy: regions)');
    expect(hintOf(view, 'type')).toContain('doesn’t allow the type “ecs.c7.large”. Allowed: ecs.g7 (policy: families)');
    expect(hintOf(view, 'image')).toContain('(policy: images)');
    expect(hintOf(view, 'amount')).toContain('9 instances are too many: the policy allows 3');
    expect(hintOf(view, 'bandwidth')).not.toContain('policy');
  });

  test('does not open for somebody who may not create here, who is told where they may', async () => {
    const bot = await startBot('socket', { policy: RULES });
    await bot.type('create', MARCUS);
    expect(await lastTold(bot)).toContain('You can’t create instances here (policy: create, line 2)');
    await bot.idle();
    expect(bot.slack.state().views[MARCUS] ?? []).toEqual([]);
    await bot.slack.slash({ user: LENA, channel: 'C07GENERAL1', command: '/ecs', text: 'create' });
    await until(() => bot.told().length === 2);
    expect(await lastTold(bot)).toContain('/ecs policy shows where you can');
    expect(bot.slack.state().views[LENA] ?? []).toEqual([]);
  });

  test('opens as ever without a policy', async () => {
    const bot = await startBot('socket');
    await bot.type('create region=cn-shanghai');
    expect(held(await bot.view(), 'region')).toBe('cn-shanghai');
  });

  test('says that the policy leaves no region', async () => {
    const bot = await startBot('socket', { policy: 'regions: [mars-*]\n' });
    await bot.type('create');
    const view = await bot.view((shown) => textOf(shown).includes('allows none of this account'));
    expect(blockOf(view, 'region')).toBeUndefined();
  });
});

describe('a submission', () => {
  test('that breaks rules is refused at its fields, with the rules', async () => {
    const bot = await startBot('socket', { policy: RULES });
    await bot.type(`create ${WHOLE}`);
    const view = await bot.view();
    const sees = await submitForm(bot, view, { type: 'ecs.g7.xlarge', amount: '2', bandwidth: '50', size: '500' });
    expect(sees).toMatchObject({ ok: false, response_action: 'errors' });
    const errors = (sees as { errors: Record<string, string> }).errors;
    expect(errors[blockIdOf(view, 'amount')]).toMatch(
      /8 vCPUs are too many: the policy allows 4 .*\(policy: maxVCpu\)/,
    );
    expect(errors[blockIdOf(view, 'bandwidth')]).toContain('50 Mbit/s is too much: the policy allows 10');
    expect(errors[blockIdOf(view, 'size')]).toContain('500 GiB is too large: the policy allows 100');
    expect(Object.keys(errors)).toHaveLength(3);
    expect(await bot.requestOf(view)).toBeNull();
  });

  test('is judged by the policy of that moment and not of the opening', async () => {
    const bot = await startBot('socket', { policy: RULES });
    await bot.type(`create ${WHOLE}`);
    const view = await bot.view();
    bot.rule(RULES.replace('families: [g7]', 'families: [c7]').replace('cn-beijing, cn-hangzhou', 'cn-beijing'));
    const sees = await submitForm(bot, view);
    expect(sees).toMatchObject({ ok: false, response_action: 'errors' });
    expect(JSON.stringify(sees)).toContain('doesn’t allow the type “ecs.g7.large”');
    expect(JSON.stringify(sees)).toContain('doesn’t allow the region “cn-hangzhou”');
    expect(await bot.requestOf(view)).toBeNull();
    bot.rule(RULES);
    expect(await submitForm(bot, view)).toEqual({ ok: true });
    expect(await bot.requestOf(view)).not.toBeNull();
  });

  test('of somebody who may not create here any more is refused above the form', async () => {
    const bot = await startBot('socket', { policy: RULES });
    await bot.type(`create ${WHOLE}`);
    const view = await bot.view();
    bot.rule('create: []\n');
    expect(await submitForm(bot, view)).toEqual({ ok: true, response_action: 'update' });
    const next = await bot.view((shown) => textOf(shown).includes('You can’t create instances here (policy: create)'));
    expect(held(next, 'name')).toBe('web-1');
    expect(await bot.requestOf(view)).toBeNull();
  });

  test('within the policy becomes a request, in HTTP mode too', async () => {
    const bot = await startBot('http', { policy: RULES });
    await bot.type(`create ${WHOLE} amount=2`);
    const view = await bot.view();
    expect(await submitForm(bot, view)).toEqual({ ok: true });
    expect(await bot.requestOf(view)).toMatchObject({ amount: 2, spec: { instanceType: 'ecs.g7.large' } });
  });
});

describe('what to start from', () => {
  test('a preset fills the form, and what is typed counts before it', async () => {
    const bot = await startBot('socket', { policy: RULES });
    await bot.type('create web-small bandwidth=7');
    const view = await bot.view();
    // What the preset and the command fix is said, and is no field.
    for (const fixed of ['Hangzhou Zone H', 'ecs.g7.large', 'Ubuntu 24.04', '7 Mbit/s', 'Quantity: 1'])
      expect(textOf(view)).toContain(fixed);
    expect(held(view, 'type')).toBeNull();
  });

  test('a misspelt preset is reported with the one that was meant, and the form opens', async () => {
    const bot = await startBot('socket', { policy: RULES });
    await bot.type('create web-smal amount=2');
    const view = await bot.view();
    expect(textOf(view)).toContain('There is no preset “web-smal”. Did you mean /ecs create web-small?');
    expect(held(view, 'amount')).toBe('2');
  });

  test("the caller's last request fills the form again, and nobody else's does", async () => {
    const bot = await startBot('socket');
    await bot.type('create last');
    expect(textOf(await bot.view())).toContain('You have no earlier request');
    await bot.type(`create ${WHOLE} amount=2 size=60`);
    const view = await bot.view((shown) => held(shown, 'size') === '60');
    expect(await submitForm(bot, view)).toEqual({ ok: true });
    await bot.type('create last amount=4');
    const again = await bot.view((shown) => held(shown, 'amount') === '4');
    const fields = ['zone', 'type', 'image', 'vswitch', 'group', 'size', 'name'];
    expect(fields.map((field) => held(again, field))).toEqual(fields.map((field) => held(view, field)));
    await bot.type('create last', MARCUS);
    expect(textOf(await bot.view(() => true, MARCUS))).toContain('You have no earlier request');
  });
});

describe('/ecs policy', () => {
  test('shows what the caller may do here', async () => {
    const bot = await startBot('socket', { policy: RULES, policyTrouble: 'line 1: no' });
    await bot.type('policy');
    const shown = await lastTold(bot);
    for (const words of [
      'You can create instances here',
      'cn-beijing, cn-hangzhou',
      'ecs.g7',
      'at most 3',
      'web-small',
    ])
      expect(shown).toContain(words);
    expect(shown).not.toContain('line 1: no');
  });

  test('shows somebody else where they may not, whom to ask, and to admins the trouble with the file', async () => {
    const bot = await startBot('socket', { policy: RULES, policyTrouble: 'line 1: no' });
    await bot.type('policy', MARCUS);
    const shown = await lastTold(bot);
    expect(shown).toContain('You can’t create instances here (policy: create, line 2)');
    expect(shown).toContain(`<@${MARCUS}>`);
    expect(shown).toContain('line 1: no');
    await bot.slack.slash({ user: LENA, channel: 'C07GENERAL1', command: '/ecs', text: 'policy' });
    await until(() => bot.told().length === 2);
    expect(await lastTold(bot)).toContain(`You can in <#${PLATFORM}>`);
  });

  test('counts the presets and budgets for which it has no room', async () => {
    const lines = (one: (n: number) => string): string => Array.from({ length: 20 }, (_, n) => one(n)).join('');
    const policy = `admins: [${MARCUS}]
currency: CNY
groups:
${lines((n) => `  g${n}: [${LENA}]\n`)}budgets:
${lines((n) => `  - { who: g${n}, perMonth: 3000 }\n`)}presets:
${lines((n) => `  preset-${n}: { region: cn-hangzhou, type: g7.large, purpose: ${'x'.repeat(290)} }\n`)}`;
    const bot = await startBot('socket', { policy });
    await bot.type('policy');
    const shown = await lastTold(bot);
    expect(shown).toContain('`g14`');
    expect(shown).not.toContain('`g15`');
    expect(shown).toContain('`preset-14`');
    expect(shown.match(/and 5 more/gu)).toHaveLength(2);
    expect(shown).not.toContain('…');
  });

  test('says that there is none', async () => {
    const bot = await startBot('socket');
    await bot.type('policy');
    expect(await lastTold(bot)).toContain('There is no policy file');
  });

  test.each([
    [
      'check web-small image=ubuntu',
      ['Allowed: you can create this here', 'type=ecs.g7.large', 'It needs no approval'],
    ],
    ['check web-small amount=9', ['Refused:', 'the policy allows 3 per request (policy: maxAmount)']],
    ['check web-small region=cn-shanghai', ['Refused:', '(policy: regions)']],
    ['check type=g7.large', ['Can’t be answered yet', 'a rule about the image']],
    ['check web-smal', ['Did you mean /ecs create web-small?']],
    ['check', ['Use /ecs policy to see']],
  ])('%s', async (words, expected) => {
    const bot = await startBot('socket', { policy: RULES });
    await bot.type(`policy ${words}`);
    const told = await lastTold(bot);
    for (const part of expected) expect(told).toContain(part);
    expect(bot.slack.state().views[LENA] ?? []).toEqual([]);
  });
});

describe('who has to agree', () => {
  const FINANCE = 'S07FINANCE1';
  const PRIYA = 'U07PRIYARA4';
  const AGREEING = `${RULES}currency: CNY
groups:
  money: [${FINANCE}]
approvers: [${MARCUS}, ${PRIYA}]
approvals:
  - when: { charge: prepaid }
  - when: { totalAbove: 300 }
    from: money
notify: [${FINANCE}, C07GENERAL1]
budgets: [{ who: each, perMonth: 3000 }]
`;
  const ORDER = 'policy check web-small image=ubuntu';
  const settled = async (bot: Bot) => {
    await until(() => bot.directory.known().membersOf(FINANCE));
    return bot;
  };

  test.each(TRANSPORTS)('is shown in words, with budgets and ways of paying, over %s', async (transport) => {
    const bot = await settled(await startBot(transport, { policy: AGREEING }));
    await bot.type('policy');
    const shown = await lastTold(bot);
    for (const words of [
      'Billing methods you can use: pay-as-you-go, spot, prepaid.',
      '• prepaid: 1 of the approvers',
      `• above CNY 300.00: 1 of \`money\` (<!subteam^${FINANCE}>)`,
      `Approvers: <@${MARCUS}>, <@${PRIYA}>.`,
      'Nobody can approve their own requests.',
      'after 1 day without a decision',
      'each person: CNY 3,000.00',
    ])
      expect(shown).toContain(words);
  });

  test('of an order that was to start from a preset that is not there nothing is said but that', async () => {
    const bot = await settled(await startBot('socket', { policy: AGREEING }));
    await bot.type('policy check web-smal image=ubuntu');
    const told = await lastTold(bot);
    expect(told).toContain('Can’t be answered yet:');
    expect(told).toContain('There is no preset “web-smal”. Did you mean /ecs create web-small?');
    expect(told).not.toMatch(/Allowed|approval/u);
  });

  test('is said of an order at its price of now, with how many people that calls', async () => {
    const bot = await settled(await startBot('socket', { policy: AGREEING }));
    await bot.type(ORDER);
    const told = await lastTold(bot);
    expect(told).toContain('Allowed: you can request this here.');
    expect(told).toMatch(/• 1 of <@U07PRIYARA4>, <@U07MARCOKA3>\\n/);
    expect(told).toContain('It counts as CNY 394.20.');
    expect(told).toContain(`Would be notified: <@${PRIYA}>, <@${MARCUS}>, <#C07GENERAL1>. This notifies 2 people.`);
  });

  test('is said for the worst case where no price is named', async () => {
    const bot = await settled(await startBot('socket', { policy: AGREEING }));
    bot.cloud.price = { ok: true, value: 'unknown' };
    await bot.type(ORDER);
    const told = await lastTold(bot);
    expect(told).toContain('Its price is unknown, so every rule about prices applies.');
    expect(told).toContain('• 1 of');
    // And nobody can say whether the budget has room for it.
    expect(told).toContain('❔');
    expect(told).toContain('Its price is unknown, so it can’t be checked against your budget');
  });

  test('is nobody below the amount, and a refusal above a budget or where too few may', async () => {
    const cheap = AGREEING.replace('totalAbove: 300', 'totalAbove: 500');
    const bot = await settled(await startBot('socket', { policy: cheap }));
    await bot.type(ORDER);
    expect(await lastTold(bot)).toContain('It needs no approval. It counts as CNY 394.20.');
    bot.rule(cheap.replace('perMonth: 3000', 'perMonth: 0.01'));
    await bot.type(ORDER);
    await until(() => bot.told().length === 2);
    expect(await lastTold(bot)).toMatch(
      /By the end of the month \(UTC\) it would cost CNY [\d.]+; of your budget of CNY 0\.01 per month/u,
    );
    bot.slack.setUserGroup(FINANCE, [LENA]);
    bot.rule(AGREEING);
    await until(() => bot.directory.known().membersOf(FINANCE)?.[0] === LENA);
    await bot.type(ORDER);
    await until(() => bot.told().length === 3);
    expect(await lastTold(bot)).toContain('It can never be approved: it needs 1 approval, and nobody can approve');
  });

  test('is a refusal where it is more than one person may request, or more than is left of today', async () => {
    const few = AGREEING.replace('  maxAmount: 3', '  maxAmount: 3\n  maxInstancesPerPersonPerDay: 2');
    const bot = await settled(await startBot('socket', { policy: few }));
    await bot.type(`${ORDER} amount=3`);
    const told = await lastTold(bot);
    expect(told).toContain('⛔');
    expect(told).toContain('You can request 2 instances in 24 hours, and this request has 3.');
    await bot.type(`create ${WHOLE}`);
    await submitForm(bot, await bot.view());
    await bot.type(`${ORDER} amount=2`);
    await until(() => bot.told().length === 2);
    expect(await lastTold(bot)).toContain('You requested 1 instance in the last 24 hours, and the limit is 2');
  });

  test('says which user group is not known, and that creating depends on one', async () => {
    const policy = AGREEING.replace(`who: [${LENA}]`, `who: [${FINANCE}]`);
    const bot = await startBot('socket', { policy, slack: { scopes: ['commands', 'chat:write', 'users:read'] } });
    await bot.type('policy');
    expect(await lastTold(bot)).toContain(`that can’t be loaded right now: <!subteam^${FINANCE}>`);
    await bot.type(ORDER);
    await until(() => bot.told().length === 2);
    const told = await lastTold(bot);
    expect(told).toContain('Can’t be answered yet');
    expect(told).toContain('a user group’s members, which are unknown right now (policy: create)');
    expect(told).toContain(`the members of <!subteam^${FINANCE}> (unknown here)`);
  });

  test('without a file is an admin, who alone may ask for what is prepaid', async () => {
    const bot = await startBot('socket', { admins: [MARCUS] });
    await bot.type('policy');
    const shown = await lastTold(bot);
    expect(shown).toContain('Billing methods you can use: pay-as-you-go, spot.');
    expect(shown).toContain(`Approvers, who are the admins: <@${MARCUS}>.`);
    await bot.type('policy check type=g7.large image=ubuntu zone=h charge=prepaid period=1m');
    await until(() => bot.told().length === 2);
    expect(await lastTold(bot)).toContain('Without a policy file, only admins can request prepaid instances.');
  });
});

test('members of a user group of admins may freeze, and nobody else may', async () => {
  const bot = await startBot('socket', { policy: 'admins: [S07ONCALLS2]\n' });
  await until(() => bot.directory.known().membersOf('S07ONCALLS2'));
  await bot.type('freeze stocktaking', LENA);
  expect(await lastTold(bot)).toContain('<!subteam^S07ONCALLS2>');
  await bot.type('freeze stocktaking', MARCUS);
  await until(async () => (await bot.store.freeze()) !== null);
});

test('an admin of the policy may freeze', async () => {
  const bot = await startBot('socket', { policy: RULES });
  await bot.type('freeze stocktaking', MARCUS);
  await until(async () => (await bot.store.freeze()) !== null);
  expect(await bot.store.freeze()).toMatchObject({ by: MARCUS, reason: 'stocktaking' });
});

test('the home opens the form only where direct messages are allowed, and else says why not', async () => {
  const bot = await startBot('socket', { policy: RULES });
  await bot.slack.openHome({ user: LENA });
  const home = await until(() => bot.slack.state().home[LENA]);
  const press = () => bot.slack.action({ user: LENA, view_id: home.id, action_id: 'home_create' });
  await press();
  const said = () =>
    JSON.stringify(bot.slack.state().channels.find(({ is_im, name }) => is_im && name === LENA)?.messages);
  await until(() => (said() ?? '').includes('You can’t create instances here'));
  expect(bot.slack.state().views[LENA] ?? []).toEqual([]);
  bot.rule(RULES.replace(`[${PLATFORM}]`, `[${PLATFORM}, dm]`));
  await press();
  await bot.view();
});
