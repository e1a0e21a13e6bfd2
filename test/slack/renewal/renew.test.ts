import { describe, expect, test } from 'vitest';
import { fail, ok } from '../../../src/core/base/result.ts';
import type { Instance, Observed } from '../../../src/core/instance/instance.ts';
import { isRenewing } from '../../../src/core/renewal/renewal-act.ts';
import type { Request } from '../../../src/core/request/request.ts';
import { renderCard } from '../../../src/slack/request/card.ts';
import { en } from '../../../src/text/en.ts';
import { until } from '../../sandbox/slack/serve.ts';
import { seen } from '../../support/instances.ts';
import {
  cny,
  INES,
  LENA,
  MARCUS,
  makeCrowd,
  PLATFORM,
  PRIYA,
  policyWith,
  TWO,
} from '../../usecases/approval/approval-stage.ts';
import { type Bot, makeFailure, startBot, textOf, type View } from '../bot.ts';
import { asked, inRegion, newest, press, say } from '../instance/list-stage.ts';

const ID = 'r-7k3mz9q2xa-1';
const CLOUD_ID = 'i-cnhangzhou0001';
const UNTIL = Date.UTC(2027, 0, 10, 16);
const PREPAID = { kind: 'prepaid', term: { unit: 'Month', period: 1 }, autoRenew: false } as const;

interface Given {
  readonly observed?: Partial<Observed>;
  readonly row?: (instance: Instance) => Partial<Instance>;
  readonly policy?: Parameters<typeof policyWith>[0];
  readonly requester?: string;
  /** See `BotOptions.haste`: no card is posted here, and its link is waited for in vain. */
  readonly haste?: number;
}

/** Lena's prepaid instance `web-1`, in the store and in the cloud, and Marcus and Priya, who approve. */
async function office({
  observed = {},
  row = () => ({}),
  policy = {},
  requester = LENA,
  haste = 1,
}: Given = {}): Promise<Bot> {
  const bot = await startBot('socket', { directory: makeCrowd().directory, haste });
  bot.ruleBy(policyWith(policy));
  const change = (one: Instance): Partial<Instance> => ({
    ...{ cloudId: CLOUD_ID, outcome: 'reached', spec: { ...one.spec, charge: PREPAID } },
    ...row(one),
  });
  await asked(bot, 'r-7k3mz9q2xa', change, { requester, name: 'web-1' });
  const state = { chargeKind: 'prepaid' as const, expiresAt: UNTIL };
  bot.account.instances = [inRegion('cn-hangzhou', 1, { ...state, ...observed } as never)];
  bot.cloud.instances.set(CLOUD_ID, seen('Running', { cloudId: CLOUD_ID, ...state, ...observed }));
  return bot;
}

const isForm = (view: View): boolean =>
  view.callback_id === 'renew_form' && view.submit !== null && view.submit !== undefined;

async function form(bot: Bot, typed = 'renew web-1 1m', user = LENA): Promise<View> {
  expect(await bot.type(typed, user)).toEqual({ ok: true });
  return bot.view(isForm, user);
}

const submit = (bot: Bot, view: View, user = LENA) => bot.slack.submit({ user, view_id: view.id, values: {} });

const closing = async (bot: Bot, user = LENA): Promise<string> =>
  textOf(
    await bot.view((view) => view.callback_id === 'renew_form' && !isForm(view) && !textOf(view).includes('…'), user),
  );

async function request(bot: Bot, view: View): Promise<Request> {
  const found = await bot.requestOf(view);
  if (found === null) throw new Error('nothing was asked for');
  return found;
}

describe('/ecs renew', () => {
  test('says in a window what it costs, until when it then is and who has to agree, and asks for that', async () => {
    const bot = await office({ policy: TWO });
    const view = await form(bot);
    const shown = textOf(view);
    for (const fact of [
      'web-1',
      CLOUD_ID,
      '2027-01-10 16:00 UTC',
      '2027-02-10 16:00 UTC',
      'CNY 662.00',
      'CNY 10,000.00',
    ])
      expect(shown).toContain(fact);
    expect(shown).toContain('2 people must approve. Then CNY 662.00 is charged immediately');
    expect(await submit(bot, view)).toMatchObject({ ok: true });
    const made = await request(bot, view);
    expect(isRenewing(made)).toBe(true);
    expect(made).toMatchObject({
      ...{ state: 'pending', requester: LENA, channel: PLATFORM, amount: 1 },
      spec: { name: 'web-1', charge: { kind: 'prepaid', term: { unit: 'Month', period: 1 } } },
      approval: { quote: { price: cny(66_200) }, requirements: [{ needed: 2, users: [MARCUS, PRIYA] }] },
      renewal: { instanceId: ID, cloudId: CLOUD_ID, wasUntil: UNTIL, triedAt: null, end: null },
    });
    expect((await bot.store.instance(ID))?.renewedBy).toBe(made.id);
    expect(await bot.store.instancesOf(made.id)).toEqual([]);
    expect(await closing(bot)).toContain(`Request ${made.id} to renew web-1 by 1 month was sent for approval.`);
  });

  test.each([
    ['renew web-1 1 year', '12m'],
    ['renew web-1 "2 weeks"', '2w'],
    ['renew i-cnhangzhou0001 6months', '6m'],
    [`renew ${ID} 1Y`, '12m'],
  ])('understands %s', async (typed, term) => {
    const bot = await office();
    await form(bot, typed);
    expect(bot.cloud.renewals).toEqual([`${CLOUD_ID} ${term}`]);
  });

  test.each([
    ['renew web-1', '/ecs renew needs <1m|6m|1y|2w>.'],
    ['renew', '/ecs renew needs <id or name>.'],
    ['renew web-1 soon', '“soon” isn’t a period. Write weeks, months, or years'],
    ['renew web-9 1m', 'web-9'],
  ])('refuses %s in words', async (typed, sentence) => {
    const bot = await office();
    expect((await say(bot, typed)).text).toContain(sentence);
    expect(bot.slack.state().views[LENA] ?? []).toEqual([]);
  });

  test('of a period that is not sold it says so in the window, where another can be chosen', async () => {
    const bot = await office();
    await say(bot, 'renew web-1 10m');
    const view = await bot.view((shown) => JSON.stringify(shown.blocks).includes('doesn’t renew by that period'));
    expect(JSON.stringify(view.blocks)).toContain('Choose 1 week, 2 weeks,');
    expect(JSON.stringify(view.blocks)).toContain('"action_id":"renew_term"');
    expect(bot.cloud.renewals).toEqual([`${CLOUD_ID} 10m`]);
  });

  test('is for who asked for the instance, and for admins', async () => {
    const bot = await office();
    expect((await say(bot, 'renew web-1 1m', MARCUS)).text).toContain('can use /ecs renew on it');
    expect(bot.cloud.renewals).toEqual([]);
  });

  test.each<[string, Given, string]>([
    ['pay-as-you-go', { observed: { chargeKind: 'payAsYouGo', expiresAt: null } }, 'isn’t prepaid'],
    ['being released', { row: () => ({ wanted: 'released', outcome: null }) }, 'web-1 is being released'],
    ['gone', { row: () => ({ wanted: 'released', outcome: 'reached' }) }, 'web-1 is gone'],
  ])('refuses what is %s', async (_what, given, sentence) => {
    const bot = await office(given);
    expect((await say(bot, `renew ${ID} 1m`)).text).toContain(sentence);
  });

  test('has what the bot has not created taken over first', async () => {
    const bot = await office();
    bot.ruleBy({ ...policyWith(), admins: [INES] });
    const foreign = { chargeKind: 'prepaid' as const, expiresAt: UNTIL, cloudId: 'i-other0007' };
    bot.account.instances = [inRegion('cn-hangzhou', 7, { ...foreign, name: 'other' })];
    bot.cloud.instances.set('i-other0007', seen('Running', foreign));
    expect((await say(bot, 'renew other 1m', INES)).text).toContain('Adopt it first with /ecs adopt');
    expect((await say(bot, 'adopt other', INES)).text).toContain('other');
    const view = await form(bot, 'renew other 1m', INES);
    expect(textOf(view)).toContain('CNY 662.00');
    await submit(bot, view, INES);
    expect(await request(bot, view)).toMatchObject({ requester: INES, renewal: { cloudId: 'i-other0007' } });
  });

  test('of what was taken over is also for whom the policy lets act by a tag', async () => {
    const bot = await office({ haste: 5 });
    const tags = [{ key: 'team', value: 'web' }];
    bot.ruleBy({
      ...policyWith(),
      admins: [INES],
      act: [{ who: [LENA], tag: { key: 'team', value: 'web' } }],
    });
    const foreign = { chargeKind: 'prepaid' as const, expiresAt: UNTIL, cloudId: 'i-other0007' };
    bot.account.instances = [inRegion('cn-hangzhou', 7, { ...foreign, tags, name: 'other' })];
    bot.cloud.instances.set('i-other0007', seen('Running', foreign));
    await say(bot, 'adopt other', INES);
    const view = await form(bot, 'renew other 1m', LENA);
    await submit(bot, view);
    expect(await request(bot, view)).toMatchObject({ requester: LENA });
    expect((await say(bot, 'renew other 1m', MARCUS)).text).toContain('can use /ecs renew on it');
  });

  test('offers nothing to submit while it is locked, has no price, or the cloud is in trouble', async () => {
    const cases: [(bot: Bot) => unknown, string][] = [
      [
        (bot) => bot.cloud.instances.set(CLOUD_ID, seen('Stopped', { cloudId: CLOUD_ID, locks: ['security'] })),
        'locked web-1 for security',
      ],
      [(bot) => void bot.cloud.instances.delete(CLOUD_ID), 'doesn’t list web-1'],
      [(bot) => Object.assign(bot.cloud, { price: ok('unknown') }), 'names no price'],
      [(bot) => Object.assign(bot.cloud, { price: fail(makeFailure('transient')) }), 'didn’t return one'],
      [(bot) => Object.assign(bot.cloud, { failure: makeFailure('permission') }), 'Couldn’t load until when'],
    ];
    for (const [strike, sentence] of cases) {
      const bot = await office();
      await say(bot, `show ${ID}`);
      strike(bot);
      await bot.type(`renew ${ID} 1m`);
      expect(await closing(bot)).toContain(sentence);
    }
  });

  test('refuses who may not prepay, and what no budget has room for, before anything is asked', async () => {
    const poor = await office({ policy: { budgets: [{ line: 9, who: 'each', perMonth: cny(50_000) }] } });
    await poor.type('renew web-1 1m');
    expect(await closing(poor)).toContain('of your budget of CNY 500.00 per month');
    const strict = await office();
    strict.ruleBy({ ...policyWith(), prepaid: 'adminsOnly' });
    await strict.type('renew web-1 1m');
    expect(await closing(strict)).toContain('doesn’t let you request this here: the billing method');
    const unread = await office();
    const groups = { who: ['S07UNREAD01'], channels: 'any', charges: ['prepaid'] } as const;
    unread.ruleBy({ ...policyWith(), create: { value: [groups], line: 4 } });
    await unread.type('renew web-1 1m');
    expect(await closing(unread)).toContain('Couldn’t check right now whether the policy allows this');
  });

  test('is a button of its owner’s home, whose card comes to their direct messages', async () => {
    const bot = await office({ haste: 5 });
    await bot.slack.openHome({ user: LENA });
    const shown = await until(() => bot.slack.state().home[LENA]);
    expect(textOf(shown as View)).toContain('Renew…');
    const { id } = shown as View;
    await bot.slack.action({ user: LENA, view_id: id, action_id: 'renew_ask', value: ID });
    const view = await bot.view(isForm, LENA);
    await submit(bot, view);
    const made = await request(bot, view);
    expect(made).toMatchObject({ channel: LENA, renewal: { instanceId: ID } });
    const listed = await until(() => {
      const text = textOf(bot.slack.state().home[LENA] as View);
      return text.includes(made.id) && text;
    }, 8000);
    expect(listed).toContain('*Renew web-1 by 1 month*');
    expect(listed).not.toContain('Renew web-1 by 1 month* ·');
  });

  test('says what the account lacks', async () => {
    const bot = await office();
    bot.cloud.balance = ok(cny(10_000));
    expect(textOf(await form(bot))).toContain('CNY 562.00 short');
  });

  test('tells the balance of now, and not one from before a purchase', async () => {
    const bot = await office();
    expect(textOf(await form(bot))).toContain('CNY 10,000.00');
    bot.cloud.balance = ok(cny(930_000));
    await bot.type('renew web-1 1y');
    const next = await bot.view((view) => isForm(view) && textOf(view).includes('2028-01-10'));
    expect(textOf(next)).toContain('CNY 9,300.00');
  });

  test('another period that is picked is shown with its price before it can be submitted', async () => {
    const bot = await office();
    const view = await form(bot);
    await bot.slack.action({
      ...{ user: LENA, view_id: view.id, action_id: 'renew_term', block_id: 'renew_term' },
      selected_option: { text: { type: 'plain_text', text: '12 months' }, value: '12m' },
    } as never);
    const next = await bot.view((one) => isForm(one) && textOf(one).includes('2028-01-10'));
    expect(textOf(next)).toContain('CNY 7,944.00');
    await submit(bot, next);
    expect(await request(bot, next)).toMatchObject({ spec: { charge: { term: { unit: 'Month', period: 12 } } } });
  });

  test('submitted twice asks once, and one that is open refuses another', async () => {
    const bot = await office({ haste: 5 });
    const view = await form(bot);
    await Promise.all([submit(bot, view), submit(bot, view)]);
    const made = await request(bot, view);
    expect((await say(bot, 'renew web-1 1y')).text).toContain(`larger disk: ${made.id}`);
    const asks = await bot.store.queries.newestRequestsOf(LENA, 10);
    expect(asks.filter(isRenewing)).toHaveLength(1);
  });

  test('two windows that are submitted at once make one request', async () => {
    const bot = await office({ haste: 5 });
    const first = await form(bot);
    const second = await form(bot, 'renew web-1 1y');
    await Promise.all([submit(bot, second), submit(bot, first)]);
    await bot.idle();
    expect((await bot.store.queries.newestRequestsOf(LENA, 10)).filter(isRenewing)).toHaveLength(1);
  });

  test('does not ask for what somebody has changed since the window was shown', async () => {
    const bot = await office();
    const view = await form(bot);
    const later = Date.UTC(2027, 2, 10, 16);
    bot.cloud.instances.set(CLOUD_ID, seen('Running', { cloudId: CLOUD_ID, chargeKind: 'prepaid', expiresAt: later }));
    await submit(bot, view);
    expect(await closing(bot)).toContain(
      'is now paid until <!date^1804694400^{date_short}, {time}|2027-03-10 16:00 UTC>',
    );
    expect(await bot.requestOf(view)).toBeNull();
  });

  test('has a button below /ecs show', async () => {
    const bot = await office();
    await say(bot, 'show web-1');
    await press(bot, 'Renew…');
    expect(textOf(await bot.view(isForm))).toContain('CNY 662.00');
  });

  test('that failed for want of money tells how much is missing now', async () => {
    const bot = await office({ haste: 5 });
    const view = await form(bot);
    await submit(bot, view);
    const made = await request(bot, view);
    if (!isRenewing(made)) throw new Error('it prolongs nothing');
    const end = { is: 'failed', failure: makeFailure('money') } as const;
    const next = { ...made, version: made.version + 1, state: 'finished' as const, renewal: { ...made.renewal, end } };
    await bot.store.commit({ requests: [{ next }], at: Date.now() });
    bot.cloud.balance = ok(cny(10_000));
    const post = await bot.web.chat.postMessage({
      channel: PLATFORM,
      text: 'card',
      blocks: [...renderCard(next, [], en).blocks],
    });
    const where = { user: LENA, channel: PLATFORM, message_ts: String(post.ts) };
    expect(await bot.slack.action({ ...where, action_id: 'next_balance' })).toEqual({ ok: true });
    await bot.idle();
    expect(newest(bot).text).toContain('CNY 562.00 short of the CNY 662.00');
  });

  test('is not what /ecs create last repeats', async () => {
    const bot = await office();
    const view = await form(bot);
    await submit(bot, view);
    await request(bot, view);
    expect((await bot.store.lastRequestOf(LENA))?.id).toBe('r-7k3mz9q2xa');
  });
});
