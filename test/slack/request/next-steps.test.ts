import { describe, expect, test } from 'vitest';
import { fail, ok } from '../../../src/core/base/result.ts';
import { requestTagOf } from '../../../src/core/chunk/chunk-rows.ts';
import { permissionMessage } from '../../../src/slack/request/next-step-blocks.ts';
import { stepAction, TAKE_ALTERNATIVE } from '../../../src/slack/request/next-step-ids.ts';
import { en } from '../../../src/text/en.ts';
import { zh } from '../../../src/text/zh.ts';
import { LENA, PLATFORM, until } from '../../sandbox/slack/serve.ts';
import { seen } from '../../support/instances.ts';
import { TRANSPORTS } from '../../support/thorough.ts';
import { held, makeFailure, startBot } from '../bot.ts';
import { answered, answers, ended, press, SPEC, said } from './ended-stage.ts';

const noStock = makeFailure('noStock');

describe.each(TRANSPORTS)('over %s', (transport) => {
  test('what was sold out has alternatives with their price, each of which opens the form filled in', async () => {
    const bot = await startBot(transport);
    const { ts } = await ended(bot, [noStock, noStock, null]);
    await press(bot, ts, stepAction('alternatives'));
    const shown = await answered(bot, 'ecs.g7.large in zone g');
    // 0.5 for the instance and 0.04 for its disk, by the fake cloud's prices.
    expect(shown).toContain('ecs.g7.large in zone g, CNY 0.54 per hour');
    expect(bot.cloud.priced.map(({ amount, zone }) => [amount, zone])).toContainEqual([1, 'cn-hangzhou-g']);
    const { ts: at } = answers(bot).at(-1) ?? {};
    expect(await press(bot, at ?? '', TAKE_ALTERNATIVE[0])).toEqual({ ok: true });
    const view = await bot.view((one) => held(one, 'zone') === 'cn-hangzhou-g');
    expect(held(view, 'type')).toBe('ecs.g7.large');
    expect(held(view, 'vswitch')).toBe('vsw-g1');
    expect(held(view, 'group')).toBe('sg-web');
    // The two that failed, and not the one that runs.
    expect(held(view, 'amount')).toBe('2');
    expect((await bot.store.request('r-7k3mz9q2xa'))?.state).toBe('finished');
  });
});

const PAID = [
  [{ kind: 'spot', limitMicros: 350_000 }, 'CNY 0.54 per hour', 'spot instances'],
  [
    { kind: 'prepaid', term: { unit: 'Month', period: 3 }, autoRenew: true },
    'CNY 300.00 for 3 months',
    'prepaid instances',
  ],
] as const;

describe('Show alternatives', () => {
  test.each(PAID)('are those in stock and priced for what was chosen: $kind', async (charge, price, words) => {
    const bot = await startBot('socket', { admins: [LENA] });
    // In the other zone only this type could be had, and there it is sold out for pay-as-you-go alone.
    bot.cloud.soldOutFor = { payAsYouGo: ['ecs.g7.large'] };
    const { ts } = await ended(bot, [noStock], { spec: { ...SPEC, charge } });
    await press(bot, ts, stepAction('alternatives'));
    const shown = await answered(bot, 'ecs.g7.large in zone g');
    expect(shown).toContain(`ecs.g7.large in zone g, ${price}`);
    expect(shown).toContain(`in stock for ${words}`);
    expect(bot.cloud.priced.every((order) => order.charge.kind === charge.kind)).toBe(true);
    const { ts: at } = answers(bot).at(-1) ?? {};
    await press(bot, at ?? '', TAKE_ALTERNATIVE[0]);
    const view = await bot.view((one) => held(one, 'zone') === 'cn-hangzhou-g');
    expect([held(view, 'charge'), held(view, 'type')]).toEqual([charge.kind, 'ecs.g7.large']);
  });

  test.each(PAID)('leave out what is sold out for what was chosen: $kind', async (charge) => {
    const bot = await startBot('socket', { admins: [LENA] });
    bot.cloud.soldOutFor = { [charge.kind]: ['ecs.g7.large'] };
    const { ts } = await ended(bot, [noStock], { spec: { ...SPEC, charge } });
    await press(bot, ts, stepAction('alternatives'));
    await until(() => answers(bot).length > 0);
    expect(said(bot)).not.toContain('ecs.g7.large in zone');
  });

  test('stay within the networks that may be picked in the channel of the request', async () => {
    const policy = (channel: string) =>
      `networks:\n  one: { region: cn-hangzhou, vSwitches: [vsw-h1], securityGroups: [sg-web] }\n  two: { region: cn-hangzhou, vSwitches: [vsw-g1], securityGroups: [sg-web], channels: [${channel}] }\n`;
    for (const [channel, isOffered] of [
      [PLATFORM, true],
      ['C0ANOTHER01', false],
    ] as const) {
      const bot = await startBot('socket', { policy: policy(channel) });
      const { ts } = await ended(bot, [noStock]);
      await press(bot, ts, stepAction('alternatives'));
      await until(() => answers(bot).length > 0);
      expect(said(bot).includes('ecs.g7.large in zone g')).toBe(isOffered);
    }
  });

  test('of a disk that does not go with the type are the same type with a disk that does', async () => {
    const bot = await startBot('socket');
    const { ts } = await ended(bot, [{ ...noStock, code: 'InvalidDiskCategory.NotSupported' }]);
    await press(bot, ts, stepAction('alternatives'));
    const shown = await answered(bot, 'ecs.g7.large in zone h with');
    expect(shown).not.toContain('ecs.g7.large in zone h with cloud_essd,');
    const { ts: at } = answers(bot).at(-1) ?? {};
    expect(await press(bot, at ?? '', TAKE_ALTERNATIVE[0])).toEqual({ ok: true });
    const view = await bot.view((one) => held(one, 'zone') === 'cn-hangzhou-h');
    expect(held(view, 'type')).toBe('ecs.g7.large');
    expect(held(view, 'disk')).not.toBe('cloud_essd');
  });

  test('offers nothing that the policy does not allow, and says that there is nothing', async () => {
    const bot = await startBot('socket', { policy: 'types: [ecs.c7.*]\n' });
    const { ts } = await ended(bot, [noStock]);
    await press(bot, ts, stepAction('alternatives'));
    await answered(bot, 'Nothing with the vCPUs and memory of ecs.g7.large is in stock in cn-hangzhou');
  });

  test('says why it cannot tell when the lists cannot be read', async () => {
    const bot = await startBot('socket');
    const { ts } = await ended(bot, [noStock]);
    bot.cloud.failure = makeFailure('credentials');
    await press(bot, ts, stepAction('alternatives'));
    await answered(bot, 'Couldn’t check what is in stock: ');
  });

  test('names them without a price when the cloud names none', async () => {
    const bot = await startBot('socket');
    const { ts } = await ended(bot, [noStock]);
    bot.cloud.price = ok('unknown');
    await press(bot, ts, stepAction('alternatives'));
    expect(await answered(bot, 'ecs.g7.large in zone g"')).not.toContain('per hour');
  });

  test('while it takes long says that it is being asked for', async () => {
    const bot = await startBot('socket', { haste: 20 });
    const { ts } = await ended(bot, [noStock]);
    bot.cloud.slow = true;
    await press(bot, ts, stepAction('alternatives'));
    await answered(bot, en.nextSteps.looking);
    bot.cloud.answer();
    await answered(bot, 'zone g');
  });
});

test.each([
  ['tryAgain', 'quota'],
  ['alternatives', 'noStock'],
  ['balance', 'money'],
] as const)('who may not create here is told so instead (%s)', async (step, kind) => {
  const bot = await startBot('socket', { policy: 'create:\n  - who: [U07MARCOKA3]\n    channels: any\n' });
  const { ts } = await ended(bot, [makeFailure(kind)]);
  await press(bot, ts, stepAction(step));
  await answered(bot, 'You can’t create instances here');
  expect(bot.slack.state().views[LENA] ?? []).toEqual([]);
  expect(said(bot)).not.toContain('CNY');
});

describe('Check the balance again', () => {
  const term = (minor: number) =>
    ({
      kind: 'term',
      price: { minor, currency: 'CNY' },
      listPrice: { minor, currency: 'CNY' },
      amount: 2,
      at: 0,
    }) as const;

  test('reads the balance again, and says how much is missing for those that failed', async () => {
    const bot = await startBot('socket');
    const { ts } = await ended(bot, [makeFailure('money'), null], { quote: term(300_001) });
    bot.cloud.balance = ok({ minor: 10_000, currency: 'CNY' });
    await press(bot, ts, stepAction('balance'));
    const first = await answered(bot, 'CNY 100.00 now');
    expect(first).toContain('CNY 1,400.01 short of the CNY 1,500.01');
    bot.cloud.balance = ok({ minor: 150_001, currency: 'CNY' });
    await press(bot, ts, stepAction('balance'));
    await answered(bot, 'That covers the CNY 1,500.01');
  });

  test('of an account that owes money tells how much; else that pay-as-you-go has no fixed amount', async () => {
    const bot = await startBot('socket');
    const { ts } = await ended(bot, [makeFailure('money')]);
    bot.cloud.balance = ok({ minor: -1_230, currency: 'CNY' });
    await press(bot, ts, stepAction('balance'));
    await answered(bot, 'The account is overdue: it needs CNY 12.30');
    bot.cloud.balance = ok({ minor: 5, currency: 'CNY' });
    await press(bot, ts, stepAction('balance'));
    await answered(bot, 'Pay-as-you-go is billed afterwards');
  });

  test('names the RAM action when it may not read it', async () => {
    const bot = await startBot('socket');
    const { ts } = await ended(bot, [makeFailure('money')]);
    bot.cloud.balance = fail({
      ...makeFailure('permission'),
      missing: { action: 'bss:DescribeAcccount', principal: 'bot' },
    });
    await press(bot, ts, stepAction('balance'));
    await answered(bot, 'lacks bss:DescribeAcccount');
  });
});

describe('Look again', () => {
  const failures = [makeFailure('doubtful'), makeFailure('doubtful')];
  const stands = seen('Running', { cloudId: 'i-found', privateIp: null });

  test('says by tag which instances exist in the cloud and which do not', async () => {
    const bot = await startBot('socket');
    const { ts, instances } = await ended(bot, failures);
    const [first] = instances;
    if (first === undefined) throw new Error('there are two');
    bot.cloud.tagged.set(requestTagOf(first), [{ ...stands, name: 'web-2' }]);
    await press(bot, ts, stepAction('lookAgain'));
    const shown = await answered(bot, 'i-found');
    expect(shown).toContain('`web-2` `i-found` found, Running. It exists and costs money');
    expect(shown).toContain('`web-1` not found');
  });

  test('shows one of several that somebody has renamed, and not what another of them has', async () => {
    const bot = await startBot('socket');
    const { ts, instances } = await ended(bot, [...failures, null]);
    const [first, , third] = instances;
    if (first === undefined || third === undefined) throw new Error('there are three');
    const theirs = { ...stands, cloudId: String(third.cloudId), name: 'web-1' };
    bot.cloud.tagged.set(requestTagOf(first), [theirs, { ...stands, name: 'mine' }]);
    await press(bot, ts, stepAction('lookAgain'));
    const shown = await answered(bot, 'i-found');
    expect(shown).toContain('`web-1` `i-found` found, Running');
    expect(shown).toContain('`web-2` not found');
  });

  test('looks for nothing in this account that may exist in the one of before, and says so of each', async () => {
    const bot = await startBot('socket');
    await bot.store.commit({ account: { was: null, next: '111' }, at: 1 });
    const { ts, instances } = await ended(bot, failures);
    const [first, second] = instances;
    if (first === undefined || second === undefined) throw new Error('there are two');
    const begun = { version: 2, createTriedAt: 1, cloudId: null } as const;
    await bot.store.commit({
      instances: [{ next: { ...first, ...begun, account: '111' } }, { next: { ...second, ...begun, account: '222' } }],
      at: 2,
    });
    expect(await bot.store.commit({ account: { was: '111', next: '222' }, at: 3 })).toEqual(ok(null));
    bot.cloud.tagged.set(requestTagOf(first), [{ ...stands, name: 'web-1' }]);
    await press(bot, ts, stepAction('lookAgain'));
    const shown = await answered(bot, 'web-1 belongs to the Alibaba Cloud account 111');
    expect(shown).toContain('`web-2` not found');
    expect(shown).not.toContain('i-found');
  });

  test('says when the cloud does not answer, and does not take that for nothing', async () => {
    const bot = await startBot('socket');
    const { ts } = await ended(bot, failures);
    bot.cloud.failure = makeFailure('transient');
    await press(bot, ts, stepAction('lookAgain'));
    expect(await answered(bot, 'couldn’t be checked: Alibaba Cloud had an error')).not.toContain('not found');
  });
});

test('the missing right is reported with the statement that grants it', async () => {
  const bot = await startBot('socket');
  const missing = { action: 'ecs:CreateInstance', principal: 'chatops@1' };
  const { ts } = await ended(bot, [{ ...makeFailure('permission'), missing }]);
  await press(bot, ts, stepAction('permission'));
  const shown = await answered(bot, 'chatops@1 lacks `ecs:CreateInstance`.');
  expect(shown).toContain(
    JSON.stringify(JSON.stringify({ Effect: 'Allow', Action: ['ecs:CreateInstance'], Resource: '*' }, null, 2)),
  );
});

test('of a right that the cloud does not name no statement is spoken of', async () => {
  for (const text of [en, zh]) {
    const { blocks } = permissionMessage([makeFailure('permission')], text);
    const shown = JSON.stringify(blocks);
    expect(shown).toContain(text.nextSteps.permission.todoUnnamed);
    expect(shown).not.toMatch(/this statement|此语句/u);
  }
});

test.each(['r-unknown', 'nonsense; drop'])('a button about a request that is not known (%s) says so', async (value) => {
  const bot = await startBot('socket');
  const { ts = '' } = await bot.web.chat.postMessage({
    channel: PLATFORM,
    text: 'old',
    blocks: [
      {
        type: 'actions',
        elements: [
          { type: 'button', action_id: stepAction('tryAgain'), value, text: { type: 'plain_text', text: 'x' } },
        ],
      },
    ],
  });
  await press(bot, ts, stepAction('tryAgain'));
  await answered(bot, en.nextSteps.unknownRequest);
  expect(bot.slack.state().views[LENA] ?? []).toEqual([]);
});
