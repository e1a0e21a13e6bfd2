import { describe, expect, test } from 'vitest';
import { fail } from '../../../src/core/base/result.ts';
import type { Failure, FailureKind } from '../../../src/core/failure/failure.ts';
import type { Instance } from '../../../src/core/instance/instance.ts';
import type { Charge } from '../../../src/core/spec/charge.ts';
import type { SlackView } from '../../../src/sandbox/ports.ts';
import { AUTO_RENEW_FORM, AUTO_RENEW_ON } from '../../../src/slack/auto-renewal/ids.ts';
import { StoreUnavailable } from '../../../src/store/store.ts';
import { LENA, MARCUS, PLATFORM } from '../../sandbox/slack/serve.ts';
import { aFailure, seen } from '../../support/instances.ts';
import { TRANSPORTS } from '../../support/thorough.ts';
import { type Bot, type BotOptions, startBot, type Transport } from '../bot.ts';
import { inRegion } from '../instance/list-stage.ts';
import { storeOwn } from '../own-instance.ts';
import { hear, rowOf } from '../person.ts';

const INES = 'U07INESCAR5';
const REQUEST = 'r-7k3mz9q2xa';
const ID = `${REQUEST}-1`;
const CLOUD = 'i-cnbeijing0001';
const DAY = 86_400_000;
const MONTH = { unit: 'Month', period: 1 } as const;
const PREPAID: Charge = { kind: 'prepaid', term: MONTH, autoRenew: false };
const UNTIL = Math.ceil(Date.now() / 60_000) * 60_000 + 20 * DAY;

interface Start extends BotOptions {
  readonly transport?: Transport;
  readonly charge?: Charge;
  readonly fields?: Partial<Instance>;
  readonly until?: number;
}

/** A running prepaid instance of Lena's called web-1; Ines is an admin. */
async function startWith({
  transport = 'socket',
  charge = PREPAID,
  fields = {},
  ...options
}: Start = {}): Promise<Bot> {
  const bot = await startBot(transport, { admins: [INES], ...options });
  const at = Date.now() - DAY;
  const spec = { region: 'cn-beijing', zone: 'cn-beijing-h', charge };
  const messages = [{ kind: 'card', requestId: REQUEST }] as const;
  await storeOwn(bot, { cloudId: CLOUD, spec, at, row: fields, messages });
  const { kind: chargeKind } = charge;
  const expiresAt = chargeKind === 'prepaid' ? (options.until ?? UNTIL) : null;
  bot.cloud.instances.set(CLOUD, seen('Running', { cloudId: CLOUD, chargeKind, expiresAt }));
  bot.account.instances = [inRegion('cn-beijing', 1, { chargeKind, expiresAt })];
  return bot;
}

const shows = (part: string) => (view: SlackView) =>
  view.callback_id === AUTO_RENEW_FORM && JSON.stringify(view.blocks).includes(part);

/** The window that asks, once it has its price. */
async function asked(bot: Bot, user = INES, part = 'Each time, at the current price'): Promise<SlackView> {
  expect(await bot.type(`auto-renew ${ID} on`, user)).toEqual({ ok: true });
  return bot.view(shows(part), user);
}

async function submit(bot: Bot, view: SlackView, user = INES): Promise<string> {
  await bot.slack.submit({ user, view_id: view.id, values: {} });
  await bot.idle();
  return JSON.stringify((await bot.view(shows(''), user)).blocks);
}

const events = async (bot: Bot) => (await bot.store.eventsOf(REQUEST)).filter(({ kind }) => kind.includes('autoRenew'));
const kinds = async (bot: Bot) => (await events(bot)).map(({ kind }) => kind.replace('instance.autoRenew', ''));
const row = (bot: Bot) => rowOf(bot, ID);
async function lines(bot: Bot): Promise<readonly string[]> {
  const claim = { owner: 'o', now: 9e12, claimUntil: 9e12 + 1, limit: 9, skipChannels: [] };
  const milestones: string[] = [];
  for (let n = 1; ; n++) {
    const deliveries = await bot.store.outbox.claim({ ...claim, now: 9e12 + n });
    if (deliveries.length === 0) return milestones;
    for (const delivery of deliveries) {
      for (const message of delivery.messages) if (message.kind === 'thread') milestones.push(message.note.milestone);
      await bot.store.outbox.delivered(delivery, { channel: PLATFORM, ts: '1' }, 9e12);
    }
  }
}

describe.each(TRANSPORTS)('over %s', (transport) => {
  test('an admin turns it on in a window that says what each time costs, from when on, and what the account has', async () => {
    const bot = await startWith({ transport });
    const view = await asked(bot);
    const said = JSON.stringify(view.blocks);
    for (const part of ['web-1', CLOUD, 'for 1 month at a time', 'CNY 100.00', 'CNY 10,000.00', '<!date^'])
      expect(said).toContain(part);
    expect(bot.renewals.sent).toEqual([]);
    expect(await submit(bot, view)).toContain('auto-renews for 1 month at a time from now on.');
    expect(bot.renewals.sent).toEqual([[CLOUD, MONTH]]);
    expect(await kinds(bot)).toEqual(['Wanted', 'Set']);
    expect((await events(bot))[0]).toMatchObject({ actor: INES, data: { on: true, term: MONTH } });
    expect((await row(bot)).expiry).toMatchObject({ renewal: { on: true, term: MONTH } });
    expect(await lines(bot)).toEqual(['autoRenewOn']);
  });

  test('its owner turns it off at once, and hears what happens then', async () => {
    const bot = await startWith({ transport });
    bot.renewals.settings.set(CLOUD, { on: true, term: MONTH });
    const said = await hear(bot, `auto-renew ${ID} off`);
    for (const part of ['no longer auto-renews', 'for 15 more days', '/ecs renew', '<!date^'])
      expect(said).toContain(part);
    expect(bot.renewals.sent).toEqual([[CLOUD, null]]);
    expect(await kinds(bot)).toEqual(['Wanted', 'Set']);
    expect(await lines(bot)).toEqual(['autoRenewOff']);
  });
});

test.each([
  ['auto-renew', '/ecs auto-renew needs <id or name>'],
  [`auto-renew ${ID}`, '/ecs auto-renew needs on|off'],
  [`auto-renew ${ID} maybe`, 'is neither on nor off'],
  [`auto-renew ${ID} on now`, 'is one argument too many'],
  ['auto-renew web-9 on', 'web-9'],
])('“/ecs %s” changes nothing and says what to do', async (text, sentence) => {
  const bot = await startWith();
  expect(await hear(bot, text)).toContain(sentence);
  expect([bot.renewals.sent, await kinds(bot)]).toEqual([[], []]);
});

describe('who may', () => {
  test('an owner who cannot buy prepaid alone is told in the window who can, and nothing is asked of them', async () => {
    const bot = await startWith();
    const view = await asked(bot, LENA, 'You can ask:');
    expect(JSON.stringify(view.blocks)).toContain(`<@${INES}>`);
    expect(view.submit).toBeFalsy();
    expect([bot.renewals.sent, await kinds(bot)]).toEqual([[], []]);
  });

  test('an owner who may approve their own purchases turns it on', async () => {
    const policy = `create:\n  - who: everyone\n    channels: any\nselfApproval: true\napprovers: [${LENA}]\n`;
    const bot = await startWith({ policy });
    expect(await submit(bot, await asked(bot, LENA), LENA)).toContain('from now on.');
    expect(bot.renewals.sent).toHaveLength(1);
  });

  test('and is judged again when the window is submitted', async () => {
    const policy = `create:\n  - who: everyone\n    channels: any\nselfApproval: true\napprovers: [${LENA}]\n`;
    const bot = await startWith({ policy });
    const view = await asked(bot, LENA);
    bot.rule(policy.replace('selfApproval: true', 'selfApproval: false'));
    expect(await submit(bot, view, LENA)).toContain('You can ask:');
    expect([bot.renewals.sent, await kinds(bot)]).toEqual([[], []]);
  });

  test('somebody else may neither turn it on nor off', async () => {
    const bot = await startWith();
    for (const wish of ['on', 'off']) expect(await hear(bot, `auto-renew ${ID} ${wish}`, MARCUS)).toContain(LENA);
    // Nor with the button of another's message.
    const posted = await bot.web.chat.postMessage({ channel: PLATFORM, text: 'x' });
    const press = {
      user: MARCUS,
      channel: PLATFORM,
      message_ts: String(posted.ts),
      action_id: AUTO_RENEW_ON,
      value: ID,
    };
    await bot.slack.action({ ...press, block_id: 'b' });
    expect([bot.renewals.sent, await kinds(bot)]).toEqual([[], []]);
  });
});

test('of what was taken over, whom the policy lets by its tag may turn it off, and on only as the policy lets them buy', async () => {
  const policy = `act:\n  - who: [${MARCUS}]\n    tag: team=shop\n`;
  const bot = await startWith({ policy, fields: { adopted: true } });
  bot.renewals.settings.set(CLOUD, { on: true, term: MONTH });
  expect(await hear(bot, `auto-renew ${ID} off`, MARCUS)).toContain('no longer auto-renews');
  expect(bot.renewals.sent).toEqual([[CLOUD, null]]);
  await asked(bot, MARCUS, 'You can ask:');
  const buys = `${policy}create:\n  - who: everyone\n    channels: any\nselfApproval: true\napprovers: [${MARCUS}]\n`;
  bot.rule(buys);
  const view = await asked(bot, MARCUS);
  // Without its tag it is not theirs any more when the window is submitted.
  bot.account.instances = bot.account.instances.map((one) => ({ ...one, tags: [] }));
  expect(await submit(bot, view, MARCUS)).toContain('belongs to somebody else');
  expect(bot.renewals.sent).toHaveLength(1);
});

test('a button in a message opens the same window', async () => {
  const bot = await startWith();
  const element = { type: 'button', action_id: AUTO_RENEW_ON, value: ID, text: { type: 'plain_text', text: 'On' } };
  const blocks = [{ type: 'actions', block_id: 'b', elements: [element] }] as never;
  const posted = await bot.web.chat.postMessage({ channel: PLATFORM, text: 'x', blocks });
  const press = { user: INES, channel: PLATFORM, message_ts: String(posted.ts), action_id: AUTO_RENEW_ON, value: ID };
  expect(await bot.slack.action({ ...press, block_id: 'b' })).toEqual({ ok: true });
  await submit(bot, await bot.view(shows('Each time'), INES));
  expect(bot.renewals.sent).toHaveLength(1);
});

test.each<[string, Start, string]>([
  ['is billed by the hour', { charge: { kind: 'payAsYouGo' } }, 'isn’t prepaid'],
  ['is gone', { fields: { wanted: 'released' } }, 'is gone'],
  ['was never created', { fields: { cloudId: null, outcome: 'failed' } }, 'was never created'],
  ['hasn’t been created yet', { fields: { cloudId: null, outcome: null } }, 'hasn’t been created yet'],
])('one that %s is refused both ways', async (_name, start, sentence) => {
  const bot = await startWith(start);
  for (const wish of ['on', 'off']) expect(await hear(bot, `auto-renew ${ID} ${wish}`, INES)).toContain(sentence);
  expect(bot.renewals.sent).toEqual([]);
});

test('what is over has to be renewed first, and can still be turned off', async () => {
  const bot = await startWith({ until: Date.now() - DAY });
  expect(await hear(bot, `auto-renew ${ID} on`, INES)).toContain('Renew it first');
  bot.renewals.settings.set(CLOUD, { on: true, term: MONTH });
  expect(await hear(bot, `auto-renew ${ID} off`, INES)).toContain('no longer auto-renews');
});

test('one that the bot did not create has to be taken over first', async () => {
  const bot = await startWith();
  const more = { name: 'db-1', cloudId: 'i-cnbeijing0002', chargeKind: 'prepaid', expiresAt: UNTIL } as const;
  bot.account.instances = [inRegion('cn-beijing', 2, more)];
  expect(await hear(bot, 'auto-renew db-1 on', INES)).toContain('/ecs adopt i-cnbeijing0002');
  expect(bot.renewals.sent).toEqual([]);
});

test('two admins who turn it on at the same moment have it turned on once', async () => {
  const bot = await startWith({ haste: 10, admins: [INES, MARCUS] });
  const windows = [[INES, await asked(bot, INES)] as const, [MARCUS, await asked(bot, MARCUS)] as const];
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  bot.renewals.beforeSending = () => held;
  // Both are answered that it takes a moment before the first has been sent.
  const pressed = windows.map(([user, { id }]) => bot.slack.submit({ user, view_id: id, values: {} }));
  for (const answer of await Promise.all(pressed)) expect(answer).toMatchObject({ ok: true });
  release();
  await bot.idle();
  expect(bot.renewals.sent).toEqual([[CLOUD, MONTH]]);
  expect(await kinds(bot)).toEqual(['Wanted', 'Set']);
  expect(await lines(bot)).toEqual(['autoRenewOn']);
});

test('repeating it does nothing more, and says so', async () => {
  const bot = await startWith();
  expect(await hear(bot, `auto-renew ${ID} off`)).toContain('already has auto-renewal off');
  bot.renewals.settings.set(CLOUD, { on: true, term: { unit: 'Month', period: 3 } });
  const view = await asked(bot, INES, 'already auto-renews for 3 months at a time');
  expect(view.submit).toBeFalsy();
  expect([bot.renewals.sent, await kinds(bot)]).toEqual([[], []]);
});

describe('while spending is frozen', () => {
  const freeze = (bot: Bot) => {
    const next = { reason: 'audit', by: INES, at: Date.now(), until: null };
    return bot.store.commit({ freeze: { was: null, next }, at: Date.now() });
  };

  test('nobody can turn it on, and the answer says why; it can be turned off', async () => {
    const bot = await startWith();
    await freeze(bot);
    const said = JSON.stringify((await asked(bot, INES, 'Spending is frozen')).blocks);
    for (const part of ['audit', `<@${INES}>`]) expect(said).toContain(part);
    bot.renewals.settings.set(CLOUD, { on: true, term: MONTH });
    expect(await hear(bot, `auto-renew ${ID} off`)).toContain('no longer auto-renews');
    expect(bot.renewals.sent).toEqual([[CLOUD, null]]);
  });

  test('a freeze that is set at the last moment keeps the call from being sent', async () => {
    const bot = await startWith();
    const view = await asked(bot);
    bot.renewals.beforeSending = () => freeze(bot);
    expect(await submit(bot, view)).toContain('wasn’t changed: auto-renewal is off.');
    expect(bot.renewals.sent).toEqual([]);
    expect(await kinds(bot)).toEqual(['Wanted', 'NotSet']);
    expect(await lines(bot)).toEqual([]);
  });
});

describe('what the cloud says is believed only when it shows it', () => {
  const refusal = (kind: FailureKind, happens: boolean) => ({ failure: aFailure(kind), happens });

  test.each<[string, (bot: Bot) => void, string, readonly string[]]>([
    [
      'refused',
      (bot) => (bot.renewals.refusal = refusal('locked', false)),
      'wasn’t changed: auto-renewal is off.',
      ['Wanted', 'NotSet'],
    ],
    [
      'no answer, and it has happened',
      (bot) => (bot.renewals.refusal = refusal('ambiguous', true)),
      'from now on.',
      ['Wanted', 'Set'],
    ],
    [
      'no answer, and it has not happened',
      (bot) => (bot.renewals.refusal = refusal('ambiguous', false)),
      'wasn’t changed: auto-renewal is off.',
      ['Wanted', 'NotSet'],
    ],
    [
      'taken, and not shown',
      (bot) => (bot.renewals.isBlind = true),
      'has accepted it but doesn’t show it yet',
      ['Wanted', 'NotSet'],
    ],
    ...(['ambiguous', 'unknown'] as const).map((kind): [string, (bot: Bot) => void, string, readonly string[]] => [
      `${kind}, and it can't be read`,
      (bot) => {
        bot.renewals.refusal = refusal(kind, true);
        bot.renewals.unreadable = aFailure('transient');
        bot.renewals.readableFor = 1;
      },
      'unconfirmed whether it was changed',
      ['Wanted', 'NotSet'],
    ]),
  ])('%s', async (_name, prepare, sentence, expected) => {
    const bot = await startWith();
    const view = await asked(bot);
    prepare(bot);
    expect(await submit(bot, view)).toContain(sentence);
    expect(await kinds(bot)).toEqual(expected);
    expect(await lines(bot)).toEqual(expected[1] === 'Set' ? ['autoRenewOn'] : []);
  });

  test('what cannot be read at all is not acted on', async () => {
    const bot = await startWith();
    bot.renewals.unreadable = aFailure('permission', { missing: { action: 'ecs:X', principal: 'bot' } }) as Failure;
    const view = await asked(bot, INES, 'Couldn’t load its auto-renewal');
    expect(JSON.stringify(view.blocks)).toContain('ecs:X');
    expect(await hear(bot, `auto-renew ${ID} off`)).toContain('Couldn’t load its auto-renewal');
    expect([bot.renewals.sent, await kinds(bot)]).toEqual([[], []]);
  });
});

test('a price or balance that nobody knows is said to be unknown', async () => {
  const bot = await startWith();
  bot.renewals.priceMinor = null;
  bot.cloud.balance = fail(aFailure('transient'));
  const said = JSON.stringify((await asked(bot)).blocks);
  for (const part of ['not named by Alibaba Cloud', 'unknown']) expect(said).toContain(part);
});

test('without a store that takes the wish, nothing is sent', async () => {
  let isOut = false;
  const bot = await startWith({
    wrapStore: (store) => ({
      ...store,
      commit: (change) => (isOut ? Promise.reject(new StoreUnavailable('full')) : store.commit(change)),
    }),
  });
  const view = await asked(bot);
  isOut = true;
  expect(await submit(bot, view)).toContain('can’t reach its database right now');
  expect(bot.renewals.sent).toEqual([]);
});

test('/ecs show and /ecs list say whether it renews itself, and offer to turn it on', async () => {
  const expiry = { until: UNTIL, renewal: { on: true, term: MONTH }, lookAt: null, ended: false, misses: 0 };
  const bot = await startWith({ fields: { expiry } });
  expect(await hear(bot, `show ${ID}`)).toContain('*Auto-renewal*\\noff');
  expect(await hear(bot, `show ${ID}`)).toContain(AUTO_RENEW_ON);
  bot.renewals.settings.set(CLOUD, { on: true, term: MONTH });
  const on = await hear(bot, `show ${ID}`);
  expect(on).toContain('*Auto-renewal*\\non, for 1 month at a time');
  expect(on).not.toContain(AUTO_RENEW_ON);
  bot.renewals.unreadable = aFailure('transient');
  expect(await hear(bot, `show ${ID}`)).toContain('*Auto-renewal*\\ncouldn’t be loaded');
  expect(await hear(bot, 'list cn-beijing')).toContain('auto-renews');
});
