import type { KnownBlock } from '@slack/types';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ok } from '../../../src/core/base/result.ts';
import type { Instance } from '../../../src/core/instance/instance.ts';
import { withEnd } from '../../../src/core/lease/lease.ts';
import { homeSamples } from '../../../src/sandbox/gallery/home.ts';
import { checkView } from '../../../src/sandbox/slack/blockkit/check.ts';
import { APPROVE, DENY, NOTE_FIELD } from '../../../src/slack/approval/ids.ts';
import { textLength } from '../../../src/slack/kit/blocks.ts';
import { StoreUnavailable } from '../../../src/store/store.ts';
import { en } from '../../../src/text/en.ts';
import { zh } from '../../../src/text/zh.ts';
import { until } from '../../sandbox/slack/serve.ts';
import { seen } from '../../support/instances.ts';
import { TRANSPORTS, thoroughTest } from '../../support/thorough.ts';
import {
  askIn,
  INES,
  LENA,
  MARCUS,
  makeCrowd,
  PRIYA,
  policyWith,
  priceOf,
  TOM,
  TWO,
} from '../../usecases/approval/approval-stage.ts';
import { type Bot, type BotOptions, held, startBot, type Transport, textOf, type View } from '../bot.ts';
import { asked, inRegion } from '../instance/list-stage.ts';

interface Stage {
  readonly bot: Bot;
  /** Writes down a request of Lena's that waits for approval. */
  ask(id: string): Promise<void>;
  /** Opens somebody's home, and resolves to what it shows then. */
  open(user: string): Promise<View>;
  /** Somebody's home, once it says (or does not say any more) what is looked for. */
  homeOf(user: string, is: (text: string) => boolean): Promise<View>;
  press(user: string, home: View, actionId: string, about?: string): Promise<void>;
  /** How often each person's home was published. */
  published(): number;
}

async function stageOf(transport: Transport, options: BotOptions = {}, approval = {}): Promise<Stage> {
  const crowd = makeCrowd();
  const bot = await startBot(transport, { directory: crowd.directory, admins: [INES], pace: 10, ...options });
  const policy = policyWith(approval);
  bot.ruleBy(policy);
  bot.cloud.price = ok(priceOf(120_400));
  let published = 0;
  onTestFinished(
    bot.slack.onCall(({ api, phase }) => {
      if (api === 'views.publish' && phase === 'after') published += 1;
    }),
  );
  const home = (user: string) => bot.slack.state().home[user];
  return {
    bot,
    ask: async (id) => void (await askIn({ store: bot.store, policy, crowd, at: Date.now(), id, admins: [INES] })),
    async open(user) {
      await bot.slack.openHome({ user });
      await until(() => home(user));
      await bot.idle();
      return home(user) as View;
    },
    homeOf: (user, is) =>
      until(() => {
        const shown = home(user);
        return shown !== undefined && is(textOf(shown)) && shown;
      }, 8000),
    async press(user, { id }, action_id, about) {
      const value = about === undefined ? {} : { value: about };
      expect(await bot.slack.action({ user, view_id: id, action_id, ...value })).toEqual({ ok: true });
    },
    published: () => published,
  };
}

const named = (text: string) => (shown: string) => shown.includes(text);
const gone = (text: string) => (shown: string) => !shown.includes(text);

test.each([en, zh])('what waits for one fits into a message, and the rest is counted', (text) => {
  const named = (wanted: string) => homeSamples(text).find(([name]) => name === wanted)?.[1] as readonly KnownBlock[];
  const blocks = named('answer: more waits for approval than Slack takes');
  expect(blocks.length).toBeLessThanOrEqual(50);
  expect(textLength(blocks)).toBeLessThanOrEqual(12_500);
  const approvable = JSON.stringify(blocks).split(APPROVE).length - 1;
  expect(JSON.stringify(blocks)).toContain(text.menu.moreApprovals(200 - approvable / 2));
});

test.each([en, zh])('an instance that Alibaba Cloud is reclaiming is shown as such in the home', (text) => {
  const [, home] = homeSamples(text).find(([name]) => name === 'home: a spot instance is being reclaimed') ?? [];
  expect(textOf(home as View)).toContain(`⚠️ ${text.spot.reclaiming}`);
});

describe.each(TRANSPORTS)('over %s', (transport) => {
  test('a request is approved from the home of an approver, and the homes of both people are updated', async () => {
    const { bot, ask, open, homeOf, press } = await stageOf(transport);
    await ask('r-0123456789');
    expect(textOf(await open(LENA))).toContain('Waiting for approval');
    const home = await open(MARCUS);
    expect(textOf(home)).toContain('CNY 1,204.00');
    await press(MARCUS, home, APPROVE);
    const window = await bot.view((view) => textOf(view).includes('You’ve approved it'), MARCUS);
    expect(window.title).toMatchObject({ text: 'Approve' });
    expect(await bot.store.request('r-0123456789')).toMatchObject({
      state: 'creating',
      approval: { decision: { is: 'approved', by: MARCUS } },
    });
    await homeOf(MARCUS, named('Nothing is waiting for your approval'));
    const mine = await homeOf(LENA, gone('Waiting for approval'));
    expect(textOf(mine)).toContain('web-1');
    // Nobody else was told: a home has no channel.
    expect(bot.told()).toEqual([]);
  });

  test('what waits is denied from the home with a reason', async () => {
    const { bot, ask, open, homeOf, press } = await stageOf(transport);
    await ask('r-0123456789');
    await press(MARCUS, await open(MARCUS), DENY);
    const window = await bot.view((view) => view.callback_id?.endsWith('_window') === true, MARCUS);
    const values = { [NOTE_FIELD]: { [NOTE_FIELD]: { type: 'plain_text_input', value: 'too large' } } };
    expect(await bot.slack.submit({ user: MARCUS, view_id: window.id, values })).toMatchObject({ ok: true });
    await homeOf(MARCUS, named('Nothing is waiting for your approval'));
    expect(await bot.store.request('r-0123456789')).toMatchObject({ state: 'denied' });
  });

  test('an instance that somebody took over is in their home and can be started there, and is no request of theirs', async () => {
    const { bot, open, homeOf, press } = await stageOf(transport);
    bot.account.instances = [inRegion('cn-beijing', 1, { status: 'Stopped', name: 'db-1' })];
    const cloudId = 'i-cnbeijing0001';
    bot.cloud.instances.set(cloudId, seen('Stopped', { cloudId }));
    await bot.type(`adopt ${cloudId}`, INES);
    await bot.idle();
    const home = await open(INES);
    for (const words of ['db-1', cloudId]) expect(textOf(home)).toContain(words);
    for (const words of ['No requests yet', 'Nothing yet.']) expect(textOf(home)).toContain(words);
    await press(INES, home, 'power_start');
    await homeOf(INES, named('to be started'));
    const request = await bot.store.requestByOrigin(`cloud:${cloudId}`);
    expect(await bot.store.instance(`${request?.id}-1`)).toMatchObject({ order: { what: 'start', by: INES } });
  });

  test('an instance is started, and shown in full, from the home of who asked for it', async () => {
    const { bot, open, homeOf, press } = await stageOf(transport);
    await asked(bot, 'r-7k3mz9q2xa', () => ({
      cloudId: 'i-1',
      outcome: 'reached',
      observed: { status: 'Stopped', at: 1 },
      publicIp: '47.1.2.3',
    }));
    bot.cloud.instances.set('i-1', seen('Stopped', { cloudId: 'i-1' }));
    const home = await open(LENA);
    expect(textOf(home)).toContain('47.1.2.3');
    await press(LENA, home, 'power_start');
    await bot.view((view) => textOf(view).includes('You requested a start of mine.'));
    expect(await bot.store.instance('r-7k3mz9q2xa-1')).toMatchObject({ order: { what: 'start', by: LENA } });
    const updated = await homeOf(LENA, named('to be started'));
    await bot.slack.closeView({ user: LENA, view_id: (await bot.view()).id });

    await press(LENA, updated, 'run_beside:show', 'show r-7k3mz9q2xa-1');
    const shown = await bot.view((view) => textOf(view).includes('r-7k3mz9q2xa'));
    expect(shown.title).toMatchObject({ text: '/ecs show' });
    // What it offers works in the window as well.
    await press(LENA, shown, 'run_beside:history');
    await bot.view((view) => textOf(view).includes('History of r-7k3mz9q2xa-1'));
  });
});

test('an instance whose lease ends says when, and gets more time at the press of a button', async () => {
  const { bot, open, press } = await stageOf('socket');
  const endsAt = Math.ceil(Date.now() / 60_000) * 60_000 + 5 * 3_600_000;
  const lease = { ...withEnd(null, endsAt, Date.now()), inCloud: endsAt, tryAt: null };
  const of = (withLease: boolean) => (instance: Instance) => ({
    ...{
      cloudId: `i-${instance.requestId}`,
      outcome: 'reached' as const,
      observed: { status: 'Running' as const, at: 1 },
    },
    ...(withLease ? { lease } : {}),
  });
  await asked(bot, 'r-7k3mz9q2xa', of(true));
  await asked(bot, 'r-8k3mz9q2xa', of(false), { name: 'other' });
  const home = await open(LENA);
  const extending = JSON.stringify(home.blocks).match(/"extend r-[^"]*"/g);
  expect(extending).toEqual(['"extend r-7k3mz9q2xa-1"']);
  expect(textOf(home)).toContain(`auto-releases <!date^${endsAt / 1000}^`);
  await press(LENA, home, 'run_beside:extend', 'extend r-7k3mz9q2xa-1');
  const more = endsAt + 7 * 86_400_000;
  await until(async () => ((await bot.store.instance('r-7k3mz9q2xa-1'))?.lease?.endsAt === more ? true : null));
});

test('an order that is dangerous asks in a window over the one that shows the instance', async () => {
  const { bot, open, press } = await stageOf('socket');
  await asked(bot, 'r-7k3mz9q2xa', () => ({
    cloudId: 'i-1',
    outcome: 'reached',
    observed: { status: 'Running', at: 1 },
  }));
  bot.cloud.instances.set('i-1', seen('Running', { cloudId: 'i-1' }));
  await press(LENA, await open(LENA), 'run_beside:show', 'show r-7k3mz9q2xa-1');
  bot.account.instances = [];
  const shown = await bot.view((view) => textOf(view).includes('r-7k3mz9q2xa-1') || textOf(view).includes('gone'));
  expect(shown.title).toMatchObject({ text: '/ecs show' });
  await press(LENA, bot.slack.state().home[LENA] as View, 'power_release');
  await bot.view((view) => view.callback_id === 'power_order' && textOf(view).includes('Permanently deletes'));
});

test('without a window an answer comes as a direct message', async () => {
  const { bot, ask, open, press } = await stageOf('socket');
  await ask('r-0123456789');
  const home = await open(MARCUS);
  expect(bot.slack.addFault({ name: 'slack-expired-trigger', times: 1 })).toBeNull();
  await press(MARCUS, home, APPROVE);
  await bot.idle();
  const said = bot.slack.state().channels.flatMap(({ messages }) => messages.map(({ text }) => text));
  expect(said.join()).toContain('You’ve approved it');
  expect(bot.slack.state().views[MARCUS] ?? []).toEqual([]);
});

test('only those who may decide and have not are offered to', async () => {
  const { ask, open, homeOf, press } = await stageOf('socket', {}, TWO);
  await ask('r-0123456789');
  for (const user of [LENA, TOM, INES]) expect(textOf(await open(user)), user).toContain('Nothing is waiting for your');
  await press(MARCUS, await open(MARCUS), APPROVE);
  await homeOf(MARCUS, named('Nothing is waiting for your approval'));
  const home = await open(PRIYA);
  expect(textOf(home)).toContain('1 of 2 approvals');
  expect(home.blocks.filter(({ block_id }) => String(block_id).startsWith('home_vote_'))).toHaveLength(1);
});

thoroughTest('many changes at once are published once, and what changes nothing of a home not at all', async () => {
  const { bot, ask, open, homeOf, published } = await stageOf('socket', { pace: 1 });
  await open(MARCUS);
  await open(TOM);
  expect(published()).toBe(2);
  for (let n = 0; n < 10; n += 1) await ask(`r-012345678${n}`);
  await homeOf(MARCUS, named('and 2 more'));
  // Tom has nothing to do with any of it; Priya may decide, but has not looked.
  expect(published()).toBe(3);
  await bot.slack.openHome({ user: MARCUS });
  await bot.slack.openHome({ user: TOM });
  await ask('r-9123456789');
  await homeOf(MARCUS, named('and 3 more'));
  expect(published()).toBe(4);
});

test('Slack asks for patience, and the home is brought up to date afterwards', async () => {
  const { bot, ask, open, homeOf } = await stageOf('socket');
  await open(MARCUS);
  const fault = { name: 'slack-429', action: 'views.publish', times: 1, retryAfterMs: 1000 };
  expect(bot.slack.addFault(fault)).toBeNull();
  await ask('r-0123456789');
  await homeOf(MARCUS, named('CNY 1,204.00'));
});

test('two hundred of everything still make a home that Slack takes, and the rest is counted', async () => {
  const { bot, ask, open } = await stageOf('socket', {}, { selfApproval: true, approvers: [LENA] });
  for (let n = 100; n < 300; n += 1) {
    await ask(`r-0000000${n}`);
    await asked(bot, `r-1111111${n}`, () => ({ cloudId: `i-${n}`, observed: { status: 'Running', at: 1 } }));
  }
  const home = await open(LENA);
  expect(checkView({ type: 'home', blocks: home.blocks })).toEqual([]);
  expect(home.blocks.length).toBeLessThanOrEqual(100);
  expect(textOf(home)).toContain('and 192 more. They appear');
  expect(textOf(home)).toContain('All 200');
  expect(textOf(home)).toMatch(
    /Charged upfront CNY 0\.00 · .* CNY [\d,.]+ more if everything keeps running and everything waiting is bought/u,
  );
}, 60_000);

test('a newcomer is told what to do, and the last request and presets open the form', async () => {
  const { bot, open, press } = await stageOf('socket');
  const empty = textOf(await open(LENA));
  for (const said of ['No requests yet', 'Nothing is waiting for', 'No instances. ', 'Nothing yet.'])
    expect(empty).toContain(said);
  expect(empty).not.toContain('Repeat my last request');
  bot.rule('presets:\n  web-small:\n    name: from-preset\n    size: 77\n');
  await asked(bot, 'r-7k3mz9q2xa', () => ({}), { name: 'again' });
  const home = await open(LENA);
  await press(LENA, home, 'home_create:0');
  const preset = await bot.view((view) => textOf(view).includes('77 GiB'));
  await bot.slack.closeView({ user: LENA, view_id: preset.id });
  await press(LENA, home, 'home_create:last');
  await bot.view((view) => held(view, 'name') === 'again');
});

test('while the store cannot be read the home says so, and is complete when it is opened again', async () => {
  let away = true;
  const { bot, open, homeOf } = await stageOf('socket', {
    wrapStore: (store) => ({
      ...store,
      month: async (from) => {
        if (away) throw new StoreUnavailable('the disk is full');
        return store.month(from);
      },
    }),
  });
  expect(textOf(await open(LENA))).toContain('can’t reach its database');
  away = false;
  await bot.slack.openHome({ user: LENA });
  await homeOf(LENA, named('My instances'));
});

test('a bot without an admin says so on its home, in the language of who looks, and one that has some does not', async () => {
  for (const admins of [[], [INES]]) {
    const { open } = await stageOf('http', { admins });
    const text = textOf(await open(LENA));
    expect(text.includes(en.freeze.noAdmins) || text.includes(zh.freeze.noAdmins)).toBe(admins.length === 0);
  }
});
