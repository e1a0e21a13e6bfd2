import { describe, expect, test } from 'vitest';
import { fail, ok } from '../../../src/core/base/result.ts';
import { en } from '../../../src/text/en.ts';
import { LENA } from '../../sandbox/slack/serve.ts';
import { thoroughTest } from '../../support/thorough.ts';
import { type Bot, blockIdOf, blockOf, held, makeFailure, PICKED, startBot, type View, valuesFor } from '../bot.ts';

const WHOLE = 'create zone=h type=g7.large image=ubuntu vswitch=vsw-h1 group=sg-web';

/** The price and the lines below it. */
const priceIn = (view: View): string => {
  const at = view.blocks.findIndex(({ block_id }) => String(block_id).startsWith('price|'));
  const words: string[] = [];
  JSON.stringify(view.blocks.slice(at), (key, value: unknown) => {
    if (key === 'text' && typeof value === 'string') words.push(value);
    return value;
  });
  return words.join('\n');
};

const priced = (bot: Bot, words: string): Promise<View> => bot.view((view) => priceIn(view).includes(words));

/** Changes fields as a person does who leaves the last of them as it is then. */
const change = (bot: Bot, view: View, field: string, value: string, also: Readonly<Record<string, string>> = {}) =>
  bot.slack.action({
    user: LENA,
    view_id: view.id,
    action_id: field,
    block_id: blockIdOf(view, field),
    values: valuesFor(view, { ...also, [field]: value }),
  });

const begun = async (text = WHOLE, haste = 1) => {
  const bot = await startBot('socket', { haste });
  await bot.type(text);
  return bot;
};

describe('the price in the form', () => {
  test('is the price of an hour and about that of a month, for the choices in the form, with the balance', async () => {
    const bot = await begun(`${WHOLE} amount=2 bandwidth=5 size=100`);
    const view = await priced(bot, 'CNY 1.20 per hour');
    expect(priceIn(view)).toContain('about CNY 876.00 per month (730 hours)');
    expect(priceIn(view)).toContain('2 × ecs.g7.large, 100 GiB ESSD PL1');
    expect(priceIn(view)).toContain('CNY 0.60 per hour each.');
    expect(priceIn(view)).toContain(en.money.traffic);
    expect(priceIn(view)).toContain('Account balance now: CNY 10,000.00.');
    expect(String(view.blocks.at(-3)?.block_id)).toMatch(/^price\|/);
  });

  test('of one instance without public bandwidth says nothing of each nor of traffic', async () => {
    const view = await priced(await begun(), 'CNY 0.54 per hour');
    expect(priceIn(view)).not.toContain('each');
    expect(priceIn(view)).not.toContain(en.money.traffic);
  });

  test('tells a discount', async () => {
    const bot = await startBot('socket');
    const at = (micros: number) => ({ micros, currency: 'USD' });
    const quote = { kind: 'hourly' as const, price: at(4600), listPrice: at(5000), amount: 1, at: 0 };
    bot.cloud.price = ok(quote);
    await bot.type(WHOLE);
    const view = await priced(bot, 'USD 0.0046 per hour');
    expect(priceIn(view)).toContain('about USD 3.36 per month');
    expect(priceIn(view)).toContain('Includes a discount of USD 0.0004 per hour (8%).');
  });

  test('waits for what determines it', async () => {
    const bot = await begun('create zone=h');
    const view = await priced(bot, 'Account balance now');
    expect(priceIn(view)).toContain('Fill in Instance type and Image to see the price here.');
    expect(bot.cloud.priced).toEqual([]);
    await change(bot, view, 'type', PICKED.type);
    await bot.idle();
    expect(bot.cloud.priced).toEqual([]);
    const later = await bot.view();
    await change(bot, later, 'image', PICKED.image, { type: PICKED.type });
    await priced(bot, 'CNY 0.54 per hour');
  });

  test.each([
    ['amount', '3', 'CNY 1.62 per hour'],
    ['size', '200', 'CNY 0.70 per hour'],
    ['bandwidth', '5', en.money.traffic],
    ['type', 'ecs.g7.xlarge', '1 × ecs.g7.xlarge'],
    ['disk', 'cloud_auto', '40 GiB ESSD AutoPL'],
  ])('follows %s', async (field, value, words) => {
    const bot = await begun();
    const view = await priced(bot, 'CNY 0.54 per hour');
    expect(priceIn(view)).not.toContain(words);
    await change(bot, view, field, value);
    const next = await priced(bot, words);
    expect(held(next, 'name')).toBe(held(view, 'name'));
    expect(bot.cloud.priced).toHaveLength(2);
  });

  test('is neither asked for nor shown again when nothing of it changed', async () => {
    const bot = await begun();
    const view = await priced(bot, 'CNY 0.54 per hour');
    const updates = bot.slack.state().calls['views.update'] ?? 0;
    await change(bot, view, 'amount', '1');
    await bot.idle();
    expect(bot.slack.state().calls['views.update'] ?? 0).toBe(updates);
    expect(bot.cloud.priced).toHaveLength(1);
  });

  test('is not that of the default when a number is emptied or no number of the form', async () => {
    const bot = await begun();
    const view = await priced(bot, 'CNY 0.54 per hour');
    await change(bot, view, 'amount', '');
    const empty = await priced(bot, 'Fill in Quantity to see the price here.');
    await change(bot, empty, 'amount', '1001');
    await priced(bot, 'Check Quantity to see the price here.');
    expect(bot.cloud.priced).toHaveLength(1);
  });

  test('is asked for once for a number that is typed digit by digit', async () => {
    const bot = await begun();
    const view = await priced(bot, 'CNY 0.54 per hour');
    const updates = bot.slack.state().calls['views.update'] ?? 0;
    await Promise.all(['2', '20', '200'].map((size) => change(bot, view, 'size', size)));
    await priced(bot, 'CNY 0.70 per hour');
    await bot.idle();
    expect(bot.cloud.priced.map(({ systemDisk }) => systemDisk.sizeGiB)).toEqual([40, 200]);
    expect((bot.slack.state().calls['views.update'] ?? 0) - updates).toBe(1);
  });

  test('is asked for while the form is open, and says so', async () => {
    const bot = await startBot('socket', { haste: 10 });
    bot.cloud.slow = ['price', 'balance'];
    await bot.type(WHOLE);
    const view = await priced(bot, en.money.asking);
    expect(blockOf(view, 'name')).toBeDefined();
    bot.cloud.answer();
    await priced(bot, 'CNY 0.54 per hour');
  });

  thoroughTest('that is slow is overtaken by that of a later choice', async () => {
    const bot = await begun();
    const view = await priced(bot, 'CNY 0.54 per hour');
    bot.cloud.slow = ['price 2 ecs.g7.large'];
    await change(bot, view, 'amount', '2');
    await priced(bot, en.money.asking);
    await change(bot, view, 'amount', '3');
    await priced(bot, 'CNY 1.62 per hour');
    bot.cloud.answer();
    await bot.idle();
    expect(priceIn(await bot.view())).toContain('3 × ecs.g7.large');
  });

  test('is that of the current choices when one was taken back before its price came', async () => {
    const bot = await begun();
    const view = await priced(bot, 'CNY 0.54 per hour');
    await change(bot, view, 'type', 'ecs.g7.xlarge');
    await priced(bot, 'ecs.g7.xlarge');
    await change(bot, view, 'type', 'ecs.g7.large');
    expect(held(await priced(bot, '1 × ecs.g7.large'), 'type')).toBe('ecs.g7.large');
  });

  test('whose update meets another one is shown over it', async () => {
    const bot = await begun();
    const view = await priced(bot, 'CNY 0.54 per hour');
    await Promise.all([change(bot, view, 'type', 'ecs.g7.xlarge'), change(bot, view, 'type', 'ecs.c7.large')]);
    await bot.idle();
    const last = await bot.view();
    expect(priceIn(last)).toContain(`1 × ${held(last, 'type')}`);
  });
});

describe('a price that is not known', () => {
  test.each([
    ['unknown', () => ok('unknown' as const), en.money.unknown('payAsYouGo')],
    ['forbidden', () => fail(makeFailure('permission')), en.money.failed(makeFailure('permission'), 'payAsYouGo')],
    ['not answered', () => fail(makeFailure('transient')), en.money.failed(makeFailure('transient'), 'payAsYouGo')],
  ])('because it is %s is told with what to do, and the request goes its way', async (_why, price, words) => {
    const bot = await startBot('socket');
    bot.cloud.price = price();
    await bot.type(WHOLE);
    const view = await priced(bot, words);
    expect(words).toContain('You can still create the instances.');
    expect(await bot.slack.submit({ user: LENA, view_id: view.id, values: {} })).toEqual({ ok: true });
    expect((await bot.requestOf(view))?.quote).toBeNull();
  });

  thoroughTest('because no answer comes is reported, and the request goes on', async () => {
    const bot = await startBot('socket', { haste: 20 });
    bot.cloud.slow = ['price', 'balance'];
    await bot.type(WHOLE);
    const view = await priced(bot, en.money.late('payAsYouGo'));
    expect(priceIn(view)).toContain(en.money.balanceLate);
    expect(await bot.slack.submit({ user: LENA, view_id: view.id, values: {} })).toEqual({ ok: true });
    expect((await bot.requestOf(view))?.quote).toBeNull();
  });

  test('is told apart from a balance that may not be read, with the RAM action to add', async () => {
    const bot = await startBot('socket');
    const missing = { action: 'bss:DescribeAcccount', principal: 'unknown' };
    bot.cloud.balance = fail({ ...makeFailure('permission'), missing });
    await bot.type(WHOLE);
    const view = await priced(bot, 'Account balance unknown.');
    expect(priceIn(view)).toContain('lacks the permission bss:DescribeAcccount');
    expect(priceIn(view)).toContain('CNY 0.54 per hour');
  });

  test('is shown beside a debt', async () => {
    const bot = await startBot('socket');
    bot.cloud.balance = ok({ minor: -101_230, currency: 'CNY' });
    await bot.type(WHOLE);
    const view = await priced(bot, 'CNY -1,012.30');
    expect(priceIn(view)).toContain(en.money.inDebt);
  });
});

describe('the request', () => {
  test('holds the price of what was submitted, and its audit event too', async () => {
    const bot = await begun(`${WHOLE} amount=2`);
    const view = await priced(bot, 'CNY 1.08 per hour');
    await bot.slack.submit({ user: LENA, view_id: view.id, values: valuesFor(view, { amount: '4' }) });
    const request = await bot.requestOf(view);
    expect(request?.quote).toEqual({
      kind: 'hourly',
      price: { micros: 4 * 540_000, currency: 'CNY' },
      listPrice: { micros: 4 * 540_000, currency: 'CNY' },
      amount: 4,
      at: expect.any(Number),
    });
    const [event] = await bot.store.eventsOf(request?.id ?? '');
    expect(event?.data).toMatchObject({ quote: request?.quote });
  });

  test('that is refused comes back in a form with its price', async () => {
    const bot = await begun(WHOLE);
    const view = await priced(bot, 'CNY 0.54 per hour');
    const values = valuesFor(view, { region: 'cn-beijing' });
    expect(await bot.slack.submit({ user: LENA, view_id: view.id, values })).toMatchObject({
      response_action: 'update',
    });
    const again = await bot.view(({ hash }) => hash !== view.hash);
    expect(priceIn(again)).not.toBe('');
  });
});
