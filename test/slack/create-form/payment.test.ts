import { describe, expect, test } from 'vitest';
import { fail, ok } from '../../../src/core/base/result.ts';
import { renderCard } from '../../../src/slack/request/card.ts';
import { en } from '../../../src/text/en.ts';
import { LENA, MARCUS } from '../../sandbox/slack/serve.ts';
import { TRANSPORTS } from '../../support/thorough.ts';
import {
  type Bot,
  blockIdOf,
  blockOf,
  held,
  makeFailure,
  startBot,
  type Transport,
  textOf,
  type View,
  valuesFor,
} from '../bot.ts';
import { hintOf, pick, settled } from '../person.ts';

const WHOLE = 'create zone=h type=g7.large image=ubuntu vswitch=vsw-h1 group=sg-web name=kept bandwidth=5';
const OWN_FIELDS = ['period', 'renew', 'maxprice'];

/** Lena is an admin, who may ask for what is prepaid while no policy says otherwise, and Marcus is one who may approve it. */
const opened = async (text = WHOLE, { transport = 'socket' as Transport, broken = [] as readonly string[] } = {}) => {
  const bot = await startBot(transport, { admins: [LENA, MARCUS] });
  bot.cloud.broken = broken;
  await bot.type(text);
  return { bot, view: await settled(bot) };
};

/** Picks an entry, with what else was picked before it; resolves to the form as it then stands. */
const choose = async (
  bot: Bot,
  view: View,
  field: string,
  value: string,
  also: Readonly<Record<string, string>> = {},
) => {
  await pick(bot, view, field, value, also);
  await bot.view(({ hash }) => hash !== view.hash);
  await bot.idle();
  return bot.view();
};

function optionsIn(view: View, field: string): readonly string[] {
  const element = blockOf(view, field)?.element as { options: { value: string }[] } | undefined;
  return element?.options.map(({ value }) => value) ?? [];
}

const ownFieldsIn = (view: View): readonly string[] => OWN_FIELDS.filter((field) => blockOf(view, field) !== undefined);

/** Zone and type have lists of their own for each way of paying. */
const others = (view: View) => [
  ...['zone', 'type'].map((field) => [field, held(view, field)]),
  ...['region', 'image', 'vswitch', 'group', 'disk', 'size', 'bandwidth', 'name', 'amount'].map((field) => [
    blockIdOf(view, field),
    held(view, field),
  ]),
];

describe.each(TRANSPORTS)('how it is paid for, over %s', (transport) => {
  test('is asked with what belongs to it, and nothing else of the form changes', async () => {
    const { bot, view } = await opened(WHOLE, { transport });
    expect([held(view, 'charge'), ownFieldsIn(view)]).toEqual(['payAsYouGo', []]);
    expect(optionsIn(view, 'charge')).toEqual(['payAsYouGo', 'spot', 'prepaid']);

    const prepaid = await choose(bot, view, 'charge', 'prepaid');
    expect(ownFieldsIn(prepaid)).toEqual(['period', 'renew']);
    expect([held(prepaid, 'period'), held(prepaid, 'renew')]).toEqual([null, 'off']);
    expect(blockIdOf(prepaid, 'period')).toBe('period');
    expect(textOf(prepaid)).toContain('Fill in Period to see the price here.');
    expect(others(prepaid)).toEqual(others(view));

    expect(hintOf(prepaid, 'renew')).toContain('at the end of each period');
    const yearly = await choose(bot, prepaid, 'period', '12m');
    expect(hintOf(yearly, 'renew')).toContain('for 12 months more');
    expect(textOf(yearly)).toContain('CNY 1,200.00 upfront for 12 months');
    expect(bot.cloud.priced.at(-1)?.charge).toEqual({
      kind: 'prepaid',
      term: { unit: 'Month', period: 12 },
      autoRenew: false,
    });

    const spot = await choose(bot, yearly, 'charge', 'spot');
    expect(ownFieldsIn(spot)).toEqual(['maxprice']);
    expect(blockOf(spot, 'maxprice')).toMatchObject({ optional: true });
    expect(textOf(spot)).toContain(en.money.ofWhat.spot);
    expect(others(spot)).toEqual(others(view));

    const back = await choose(bot, spot, 'charge', 'payAsYouGo');
    expect(ownFieldsIn(back)).toEqual([]);
    expect(textOf(back)).toContain(en.money.ofWhat.payAsYouGo);
    expect(others(back)).toEqual(others(view));
  });

  test('is in the request that is submitted, with the price of the whole term', async () => {
    const { bot, view } = await opened(WHOLE, { transport });
    const prepaid = await choose(bot, view, 'charge', 'prepaid');
    const picked = { charge: 'prepaid', period: '2w', renew: 'on', amount: '2' };
    expect(
      await bot.slack.submit({ user: LENA, view_id: prepaid.id, values: valuesFor(prepaid, picked) }),
    ).toMatchObject({ ok: true });
    expect(await bot.requestOf(prepaid)).toMatchObject({
      amount: 2,
      spec: { charge: { kind: 'prepaid', term: { unit: 'Week', period: 2 }, autoRenew: true } },
      quote: { kind: 'term', price: { minor: 12_000, currency: 'CNY' }, amount: 2 },
    });
  });
});

test('where the policy requires an auto-release, what is prepaid is asked for without one', async () => {
  const bot = await startBot('socket', { admins: [LENA, MARCUS], policy: 'required: [{ fields: [lease] }]\n' });
  await bot.type(WHOLE);
  const view = await settled(bot);
  expect(blockOf(view, 'lease')).toMatchObject({ optional: false });
  const prepaid = await choose(bot, view, 'charge', 'prepaid');
  expect(blockOf(prepaid, 'lease')).toBeUndefined();
  const values = valuesFor(prepaid, { charge: 'prepaid', period: '1m' });
  await bot.slack.submit({ user: LENA, view_id: prepaid.id, values });
  await expect.poll(() => bot.requestOf(prepaid)).toMatchObject({ spec: { charge: { kind: 'prepaid' } } });
});

describe('what is sold out for one way of paying', () => {
  const offered = async (bot: Bot, view: View) =>
    JSON.stringify(
      await bot.slack.options({
        user: LENA,
        view_id: view.id,
        action_id: 'type',
        block_id: blockIdOf(view, 'type'),
        value: 'g7.large',
      }),
    );

  test.each(['spot', 'prepaid'] as const)('is marked so for %s alone, and told where it was chosen', async (paid) => {
    const { bot, view } = await opened();
    bot.cloud.soldOutFor = { [paid]: ['ecs.g7.large'] };
    expect(await offered(bot, view)).not.toContain('sold out');
    const next = await choose(bot, view, 'charge', paid);
    expect(held(next, 'type')).toBeNull();
    expect(hintOf(next, 'type')).toContain(`“ecs.g7.large” is sold out for ${paid} instances in this zone`);
    expect(await offered(bot, next)).toContain('ecs.g7.large · 2 vCPU · 8 GiB · sold out');
    const values = valuesFor(next, { charge: paid, type: 'ecs.g7.large', period: '1m' });
    const sees = await bot.slack.submit({ user: LENA, view_id: next.id, values });
    expect(JSON.stringify([sees, textOf(await bot.view())])).toContain(`is sold out for ${paid} instances`);
    expect(await bot.requestOf(next)).toBeNull();
    const back = await choose(bot, await bot.view(), 'charge', 'payAsYouGo', { type: 'ecs.g7.large' });
    expect(await offered(bot, back)).not.toContain('sold out');
  });

  test('as pay-as-you-go may still be had as spot', async () => {
    const { bot, view } = await opened();
    bot.cloud.soldOutFor = { payAsYouGo: ['ecs.g7.large'] };
    const spot = await choose(bot, view, 'charge', 'spot');
    expect(held(spot, 'type')).toBe('ecs.g7.large');
    expect(await bot.slack.submit({ user: LENA, view_id: spot.id, values: {} })).toEqual({ ok: true });
    expect((await bot.requestOf(spot))?.spec).toMatchObject({ instanceType: 'ecs.g7.large', charge: { kind: 'spot' } });
  });
});

describe('the highest price of spot', () => {
  test('may be left empty', async () => {
    const { bot, view } = await opened();
    const spot = await choose(bot, view, 'charge', 'spot');
    expect(await bot.slack.submit({ user: LENA, view_id: spot.id, values: {} })).toEqual({ ok: true });
    expect((await bot.requestOf(spot))?.spec.charge).toEqual({ kind: 'spot', limitMicros: null });
  });

  test('is kept with the request, and kept in the form while other things change', async () => {
    const { bot, view } = await opened(`${WHOLE} charge=spot spotpricelimit=0.35`);
    expect(held(view, 'maxprice')).toBe('0.35');
    const next = await choose(bot, view, 'zone', 'cn-hangzhou-g');
    expect([held(next, 'charge'), held(next, 'maxprice')]).toEqual(['spot', '0.35']);
    const last = await choose(bot, next, 'zone', 'cn-hangzhou-h', { maxprice: '0.125' });
    expect(held(last, 'maxprice')).toBe('0.125');
    const whole = valuesFor(last, { type: 'ecs.g7.large', vswitch: 'vsw-h1', group: 'sg-web' });
    expect(await bot.slack.submit({ user: LENA, view_id: last.id, values: whole })).toEqual({ ok: true });
    expect((await bot.requestOf(last))?.spec.charge).toEqual({ kind: 'spot', limitMicros: 125_000 });
  });

  test('with more than three decimals is reported at its field', async () => {
    const { bot, view } = await opened(`${WHOLE} charge=spot`);
    const values = valuesFor(view, { maxprice: '0.1234' });
    expect(await bot.slack.submit({ user: LENA, view_id: view.id, values })).toMatchObject({
      errors: { maxprice: expect.stringContaining('at most three decimals') },
    });
    expect(await bot.requestOf(view)).toBeNull();
  });
});

describe('what was typed of payment', () => {
  test('is filled in', async () => {
    const { view } = await opened(`${WHOLE} charge=prepaid period=1y auto_renew=yes`);
    expect(['charge', 'period', 'renew'].map((field) => held(view, field))).toEqual(['prepaid', '12m', 'on']);
    expect(textOf(view)).toContain('CNY 1,200.00 upfront for 12 months');
    expect(textOf(view)).not.toContain('Check this before');
    const { view: long } = await opened(`${WHOLE} charge=prepaid period=5y auto_renew=yes`);
    expect(hintOf(long, 'renew')).toContain('for 1 month more');
  });

  test('and cannot be had is reported at its field, and no other is put in its place', async () => {
    const { view } = await opened(`${WHOLE} charge=prepaid period=10m`);
    expect(held(view, 'period')).toBeNull();
    expect(hintOf(view, 'period')).toContain('Alibaba Cloud doesn’t sell “10m” as a period.');
    expect(textOf(view)).toContain('Fill in Period to see the price here.');
    const { view: other } = await opened(`${WHOLE} charge=barter`);
    expect(held(other, 'charge')).toBeNull();
    expect(hintOf(other, 'charge')).toContain('“barter” isn’t a billing method.');
    expect(textOf(other)).toContain('Fill in Billing method to see the price here.');
  });

  test('and may not be chosen by this person is reported with the rule, and not offered', async () => {
    const bot = await startBot('socket');
    await bot.type(`${WHOLE} charge=prepaid period=1m`);
    const view = await settled(bot);
    expect(optionsIn(view, 'charge')).toEqual(['payAsYouGo', 'spot']);
    expect([held(view, 'charge'), ownFieldsIn(view)]).toEqual([null, []]);
    expect(hintOf(view, 'charge')).toContain('Without a policy file, only admins');
    expect(textOf(view)).toContain('Fill in Billing method to see the price here.');
    expect(bot.cloud.priced).toEqual([]);
  });
});

test('what is sold depends on the account and not on the region', async () => {
  const { bot, view } = await opened(`${WHOLE} charge=prepaid period=2w renew=on`);
  expect(optionsIn(view, 'period')).toContain('2w');
  const abroad = await choose(bot, view, 'region', 'ap-southeast-1');
  expect([held(abroad, 'charge'), held(abroad, 'period'), held(abroad, 'renew')]).toEqual(['prepaid', '2w', 'on']);
});

test('until it is known where the account is billed, the form offers what every account is sold', async () => {
  const { view } = await opened(`${WHOLE} charge=prepaid period=6m`, { broken: ['terms'] });
  expect(optionsIn(view, 'period')).toEqual(['1m', '2m', '3m', '6m', '12m']);
  expect(held(view, 'period')).toBe('6m');
});

describe('what a purchase does to the account', () => {
  const prepaid = async (balance: Bot['cloud']['balance'], price: Bot['cloud']['price'] = null) => {
    const bot = await startBot('socket', { admins: [LENA] });
    bot.cloud.balance = balance;
    bot.cloud.price = price;
    await bot.type(`${WHOLE} charge=prepaid period=12m amount=2`);
    await bot.view((view) => textOf(view).includes('Account balance'));
    await bot.idle();
    return textOf(await bot.view());
  };

  test('is said: what is left afterwards', async () => {
    const form = await prepaid(ok({ minor: 1_000_000, currency: 'CNY' }));
    expect(form).toContain('CNY 2,400.00 upfront for 12 months');
    expect(form).toContain('Account balance now: CNY 10,000.00. After this purchase: CNY 7,600.00.');
    expect(form).toContain(en.money.ofWhat.prepaid);
    expect(form).not.toContain('per hour');
  });

  test('is said: what is missing', async () => {
    const form = await prepaid(ok({ minor: 239_999, currency: 'CNY' }));
    expect(form).toContain('Account balance now: CNY 2,399.99. CNY 0.01 short');
    expect(form).toContain('can’t be approved until the account is topped up');
    expect(await prepaid(ok({ minor: 240_000, currency: 'CNY' }))).toContain('After this purchase: CNY 0.00.');
  });

  test('is not said of a balance in another currency', async () => {
    const form = await prepaid(ok({ minor: 100, currency: 'USD' }));
    expect(form).toContain(`Account balance now: USD 1.00. ${en.money.otherCurrency}`);
    expect(form).not.toContain(' short');
  });

  test('cannot be said while its price is unknown, and then it is not approved', async () => {
    const form = await prepaid(ok({ minor: 100, currency: 'CNY' }), ok('unknown'));
    expect(form).toContain(en.money.unknown('prepaid'));
    expect(form).toContain('Prepaid requests can’t be approved until the price is known.');
    expect(form).not.toContain('all the same');
    const failed = await prepaid(ok({ minor: 100, currency: 'CNY' }), fail(makeFailure('transient')));
    expect(failed).toContain(en.money.failed(makeFailure('transient'), 'prepaid'));
  });

  test('with a discount says how much is off the list price', async () => {
    const price = (minor: number) => ({ minor, currency: 'CNY' });
    const quote = { kind: 'term', price: price(371_280), listPrice: price(436_800), amount: 2, at: 0 } as const;
    const form = await prepaid(ok(price(1_000_000)), ok(quote));
    expect(form).toContain('CNY 3,712.80 upfront for 12 months');
    expect(form).toContain('Includes a discount of CNY 655.20 (15%).');
    expect(form).toContain('After this purchase: CNY 6,287.20.');
  });
});

test('a market price is reported as one, against the list price', async () => {
  const bot = await startBot('socket');
  const at = (micros: number) => ({ micros, currency: 'CNY' });
  bot.cloud.price = ok({ kind: 'hourly', price: at(150_000), listPrice: at(600_000), amount: 1, at: 0 });
  await bot.type(`${WHOLE} charge=spot`);
  const form = textOf(await settled(bot));
  expect(form).toContain('CNY 0.15 per hour');
  expect(form).toContain('That is CNY 0.45 per hour (75%) below the pay-as-you-go price.');
  expect(form).toContain('can reclaim an instance with five minutes’ notice');
  expect(form).not.toContain('discount');
});

describe('a lease of the policy', () => {
  const WILL_END =
    'Auto-releases 7 days after it first runs, with its disks. You’re warned before, and /ecs extend gives it more time.';

  test('is shown in the form for what is not prepaid, and on the card', async () => {
    const bot = await startBot('socket', { policy: 'lease: 7d\n' });
    await bot.type(WHOLE);
    const view = await settled(bot);
    expect(textOf(view)).toContain(WILL_END);
    const spot = await choose(bot, view, 'charge', 'spot');
    expect(textOf(spot)).toContain(WILL_END);
    const prepaid = await choose(bot, spot, 'charge', 'prepaid');
    expect(textOf(prepaid)).not.toContain('Auto-releases');
    const again = await choose(bot, prepaid, 'charge', 'payAsYouGo');
    expect(textOf(again)).toContain(WILL_END);
    await bot.slack.submit({ user: LENA, view_id: again.id, values: valuesFor(again, {}) });
    const request = await bot.requestOf(again);
    if (request === null) throw new Error('it wasn’t submitted');
    const shown = JSON.stringify(renderCard(request, await bot.store.instancesOf(request.id), en).blocks);
    expect(shown).toContain('Auto-release\\n7 days after it first runs');
    expect(JSON.stringify(renderCard({ ...request, leaseMs: null }, [], en).blocks)).not.toContain('Lease');
  });

  test('of one’s own is asked for under More…, priced until then, and ordered', async () => {
    const bot = await startBot('socket', { policy: 'lease: 7d\nmaxLease: 30d\n' });
    await bot.type(`${WHOLE} lease=8h`);
    const view = await settled(bot);
    expect(textOf(view)).toContain('Auto-releases 8 hours after it first runs');
    expect(textOf(view)).toMatch(/about CNY [\d.]+ until auto-release \(8 hours\), about CNY [\d,.]+ per month/u);
    await bot.slack.action({
      user: LENA,
      view_id: view.id,
      action_id: 'form_more',
      block_id: 'details',
      values: valuesFor(view, {}),
    });
    await bot.view(({ hash }) => hash !== view.hash);
    const more = await settled(bot);
    expect(held(more, 'lease')).toBe('8h');
    await bot.slack.submit({ user: LENA, view_id: more.id, values: valuesFor(more, { lease: '3d' }) });
    const request = await bot.requestOf(more);
    if (request === null) throw new Error('it wasn’t submitted');
    expect([request.spec.leaseMs, request.leaseMs]).toEqual([3 * 86_400_000, 3 * 86_400_000]);
    const instances = await bot.store.instancesOf(request.id);
    expect(instances[0]?.lease?.forMs).toBe(3 * 86_400_000);
    const shown = JSON.stringify(renderCard(request, instances, en).blocks);
    expect(shown.match(/Auto-release:/gu)).toHaveLength(1);
    expect(shown).toContain('Auto-release: 3 days after it first runs');
    expect(shown).toContain('until auto-release (3 days)');
  });

  test.each([
    ['none', 'only admins can request one without'],
    ['40d', 'the policy allows an auto-release after 30 days at the latest'],
    ['10m', 'needs at least 1 hour'],
  ])('lease=%s is refused at its field, which then is there', async (lease, sentence) => {
    const bot = await startBot('socket', { policy: 'lease: 7d\nmaxLease: 30d\n' });
    await bot.type(`${WHOLE} lease=${lease}`);
    const view = await settled(bot);
    expect(JSON.stringify(blockOf(view, 'lease'))).toContain(sentence);
    const told = await bot.slack.submit({ user: LENA, view_id: view.id, values: valuesFor(view, { lease }) });
    expect(JSON.stringify(told)).toContain(sentence);
    expect(await bot.requestOf(view)).toBeNull();
  });

  test('is not mentioned where there is none', async () => {
    const { view } = await opened();
    expect(textOf(view)).not.toContain('Auto-releases');
  });
});

test('the form says who has to approve, and its button what comes of it', async () => {
  const bot = await startBot('socket', { admins: [LENA, MARCUS] });
  bot.cloud.balance = ok({ minor: 100, currency: 'CNY' });
  await bot.type(WHOLE);
  const view = await settled(bot);
  expect([textOf(view), JSON.stringify(view.submit)]).toEqual([
    expect.stringContaining(en.modal.needsNobody),
    expect.stringContaining('"Create"'),
  ]);
  const prepaid = await choose(bot, view, 'charge', 'prepaid');
  expect(textOf(prepaid)).toContain(`*Needs approval:* 1 of <@${MARCUS}>`);
  expect(JSON.stringify(prepaid.submit)).toContain('Request approval');
  // What the account cannot pay for waits for nobody.
  const yearly = await choose(bot, prepaid, 'period', '12m');
  await bot.slack.submit({ user: LENA, view_id: yearly.id, values: {} });
  const refused = await bot.view((one) => textOf(one).includes('short: this costs'));
  expect(textOf(refused)).toContain('CNY 1,199.00 short: this costs CNY 1,200.00, and the account has CNY 1.00.');
  expect(await bot.requestOf(yearly)).toBeNull();
});

const ABOVE = `
currency: CNY
create:
  - who: everyone
    channels: any
    charges: [payAsYouGo, prepaid]
approvers: [${MARCUS}, U07PRIYARM1]
approvals:
  - when: { charge: prepaid }
  - when: { totalAbove: 500 }
    approvers: 2
`;

const purposeOf = (view: View) =>
  blockOf(view, 'purpose') as { readonly optional?: boolean; readonly hint?: { readonly text: string } } | undefined;

test('what somebody may have to approve is asked for its purpose, which nobody has to give', async () => {
  const bot = await startBot('socket', { admins: [LENA, MARCUS] });
  await bot.type(WHOLE);
  const hourly = await settled(bot);
  expect(purposeOf(hourly)).toBeUndefined();
  const prepaid = await choose(bot, hourly, 'charge', 'prepaid');
  expect(purposeOf(prepaid)).toMatchObject({ optional: true, hint: { text: en.modal.hint.purposeApproved } });
  const back = await choose(bot, prepaid, 'charge', 'payAsYouGo', { purpose: 'a shop' });
  expect(held(back, 'purpose')).toBe('a shop');
});

test('what nobody has to approve has its purpose among what few people say, and there it stays', async () => {
  const bot = await startBot('socket', { admins: [LENA] });
  await bot.type(WHOLE);
  const view = await settled(bot);
  await bot.slack.action({ user: LENA, view_id: view.id, action_id: 'form_more', values: valuesFor(view, {}) });
  const more = await bot.view((one) => blockOf(one, 'purpose') !== undefined);
  expect(purposeOf(more)).toMatchObject({ optional: true, hint: { text: en.modal.hint.purpose } });
  const placeIn = (one: View) => one.blocks.findIndex(({ block_id }) => block_id === blockIdOf(one, 'purpose'));
  const changed = await choose(bot, more, 'charge', 'spot', { purpose: 'a shop' });
  expect(held(changed, 'purpose')).toBe('a shop');
  expect(placeIn(changed)).toBeGreaterThan(
    changed.blocks.findIndex((one) => one.block_id === blockIdOf(changed, 'charge')),
  );
});

test('while the price is not known the form does not say who approves what depends on it', async () => {
  const bot = await startBot('socket', { admins: [LENA, MARCUS], policy: ABOVE });
  await bot.type(WHOLE);
  const hourly = await settled(bot);
  expect(textOf(hourly)).toContain(en.modal.needsNobody);
  const prepaid = await choose(bot, hourly, 'charge', 'prepaid');
  expect(textOf(prepaid)).toContain(en.modal.needsOpen.who);
  expect(textOf(prepaid)).not.toContain('*Needs approval:*');
  expect(textOf(await choose(bot, prepaid, 'period', '1m'))).toContain('*Needs approval:* 1 of');
  expect(textOf(await choose(bot, prepaid, 'period', '12m'))).toContain('*Needs approval:* 2 of');
});

test('while the price is not known the form does not say whether anybody approves what depends on it', async () => {
  const bot = await startBot('socket', { admins: [LENA, MARCUS], policy: ABOVE });
  await bot.type('create zone=h');
  const empty = await settled(bot);
  expect(textOf(empty)).toContain(en.modal.needsOpen.whether);
  expect(textOf(empty)).not.toContain(en.modal.needsNobody);
});
