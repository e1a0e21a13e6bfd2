import { describe, expect, test } from 'vitest';
import { silentLog } from '../../src/core/base/log.ts';
import { NO_POLICY } from '../../src/core/policy/policy.ts';
import { sampleState } from '../../src/sandbox/gallery/samples.ts';
import { APPROVE, clickTargetValue } from '../../src/slack/approval/ids.ts';
import { SHORTCUT } from '../../src/slack/create-form/ids.ts';
import type { DeliveryClient, Sent } from '../../src/slack/delivery/delivery-client.ts';
import { makeRateLimiter } from '../../src/slack/delivery/rate-limiter.ts';
import { sendAll } from '../../src/slack/delivery/send.ts';
import type { Sender } from '../../src/slack/delivery/sender.ts';
import { makeLocalizer } from '../../src/slack/kit/localizer.ts';
import type { Post } from '../../src/slack/kit/post.ts';
import type { Delivery } from '../../src/store/store.ts';
import { en } from '../../src/text/en.ts';
import { TEXTS } from '../../src/text/texts.ts';
import { zh } from '../../src/text/zh.ts';
import { until } from '../sandbox/slack/serve.ts';
import { TRANSPORTS } from '../support/thorough.ts';
import { type Bot, startBot, textOf } from './bot.ts';
import { delivery as deliveryOf } from './delivery/send-stage.ts';

/** 陈思远, whose Slack is Chinese. */
const SIYUAN = 'U07CHENSY02';
const LENA = 'U07LENAHOF1';
const INES = 'U07INESCAR5';
async function saidTo(bot: Bot, user: string, text: string): Promise<string> {
  const before = bot.told().length;
  await bot.type(text, user);
  return until(() => bot.told()[before]);
}

/** Slack has said what language theirs is. */
const known = (bot: Bot, user = SIYUAN) => until(() => bot.directory.languageOf(user));

describe.each(TRANSPORTS)('over %s', (transport) => {
  test('whose Slack is Chinese is answered in Chinese, everybody else in English', async () => {
    const bot = await startBot(transport);
    // It comes with the answer to who they are, which everybody is asked about first.
    expect(await saidTo(bot, SIYUAN, 'history')).toBe(zh.history.usage);
    expect(await saidTo(bot, LENA, 'history')).toBe(en.history.usage);
    await known(bot, LENA);
    bot.rule('language: zh\n');
    expect(await saidTo(bot, LENA, 'history')).toBe(en.history.usage);
  });

  test('the form and its problems are in the language of the person who opens it', async () => {
    const bot = await startBot(transport);
    expect(bot.directory.languageOf(SIYUAN)).toBeNull();
    await known(bot);
    await bot.type('create amount=0', SIYUAN);
    const view = await bot.view(() => true, SIYUAN);
    const form = textOf(view);
    expect(form).toContain(zh.modal.label.zone);
    expect(JSON.stringify(view.blocks)).toContain('cn-hangzhou · 华东1（杭州）');
    expect(JSON.stringify(view.blocks)).toContain('cn-hangzhou-h · 杭州 可用区H');
    expect(JSON.stringify(view.blocks)).not.toContain('China (');
    expect(form).toContain('超出范围，应为 1～20');
    await bot.type('create amount=0', LENA);
    expect(textOf(await bot.view(() => true, LENA))).toContain(en.modal.label.zone);
  });

  test('what a whole channel reads is in the language of the policy, not of the person who acted', async () => {
    const bot = await startBot(transport, { admins: [SIYUAN, INES] });
    const announced = () =>
      bot.slack.state().channels.flatMap(({ messages }) => messages.map(({ blocks }) => JSON.stringify(blocks)));
    expect(bot.directory.languageOf(SIYUAN)).toBeNull();
    await known(bot);
    await bot.type('freeze database', SIYUAN);
    expect(await until(() => announced()[0])).toContain(en.freeze.hasFrozen);
    bot.rule('language: zh\n');
    await bot.type('unfreeze', INES);
    expect(await until(() => announced()[1])).toContain(zh.freeze.hasLifted);
  });

  test('the first answer is Chinese, whatever it is an answer to', async () => {
    const bot = await startBot(transport);
    const heard = async (act: () => Promise<unknown>): Promise<string> => {
      // As to somebody whom the bot has never met.
      bot.pass(25 * 3_600_000);
      bot.directory.refresh();
      const before = bot.told().length;
      await act();
      return until(() => bot.told()[before]);
    };
    const press = async (action_id: string, value: string) => {
      const elements = [
        { type: 'button' as const, action_id, value, text: { type: 'plain_text' as const, text: 'Go' } },
      ];
      const blocks = [{ type: 'actions' as const, elements }];
      const { ts = '', channel = '' } = await bot.web.chat.postMessage({ channel: 'C07PLATFRM2', text: 'old', blocks });
      return bot.slack.action({ user: SIYUAN, channel, message_ts: ts, action_id });
    };
    const click = clickTargetValue({ requestId: 'r-gone', round: 1 });
    expect(await heard(() => press(APPROVE, click)), 'a button').toBe(zh.decision.noSuchRequest);
    expect(await heard(() => press('gone', 'r-1')), 'a button of another version').toBe(zh.commands.old);
    bot.pass(25 * 3_600_000);
    bot.directory.refresh();
    await bot.slack.shortcut({ user: SIYUAN, callback_id: SHORTCUT });
    expect(textOf(await bot.view(() => true, SIYUAN)), 'the shortcut').toContain(zh.modal.label.zone);
  });

  test('the home is drawn in Chinese the first time already', async () => {
    const bot = await startBot(transport);
    await bot.slack.openHome({ user: SIYUAN });
    const home = await until(() => bot.slack.state().home[SIYUAN]);
    expect(JSON.stringify(home)).toContain(zh.home.create);
  });
});

describe('what is sent without being asked for', () => {
  const { request, instances } = sampleState(1, ['running']);
  const done = <T>(value: T): Sent<T> => ({ ok: true, value });

  /** Says one delivery and resolves to its blocks. Lena's Slack is English, everybody else's Chinese. */
  async function said(language: 'en' | 'zh', delivery: Partial<Delivery>): Promise<string> {
    const posts: Post[] = [];
    const client: DeliveryClient = {
      post: async ({ channel }, post) => {
        posts.push(post);
        return done({ channel, ts: '1.000001' });
      },
      edit: async (at) => done(at),
      workspace: async () => done('https://sandbox.slack.com/'),
      openDm: async () => done('D1'),
      find: async () => done(null),
      shared: async () => done(false),
    };
    const of = (user: string) => (user === LENA ? 'en' : 'zh');
    const sender: Sender = {
      store: {
        request: async () => ({ ...request, requester: delivery.kind === 'dm' ? LENA : SIYUAN }),
        instancesOf: async () => instances,
        eventsOf: async () => [],
        commit: async () => ({ ok: true, value: null }),
        closed: { codeOf: async () => null, note: async () => {} },
      },
      client,
      localizer: makeLocalizer(
        TEXTS,
        { current: () => ({ policy: { ...NO_POLICY, language }, hash: null }), trouble: () => null },
        { languageOf: of, learnLanguage: async (user) => of(user) },
      ),
      rateLimiter: makeRateLimiter(),
      now: () => 1_800_000_000_000,
      log: silentLog,
      looks: new Map(),
      admins: () => [],
      shared: new Map(),
      dmChannels: new Map(),
      web: { url: null },
    };
    expect(await sendAll(sender, deliveryOf(delivery))).toMatchObject({ kind: 'sent' });
    return JSON.stringify(posts[0]);
  }

  test('a card in a channel is in the language of the policy', async () => {
    expect(await said('en', {})).toContain(en.card.state.Running);
    expect(await said('zh', {})).toContain(zh.card.state.Running);
  });

  test('a card in direct messages is in the language of the requester', async () => {
    expect(await said('en', { channel: SIYUAN })).toContain(zh.card.state.Running);
  });

  test('a direct message is in the language of its reader', async () => {
    expect(await said('en', { kind: 'dm', channel: SIYUAN })).toContain('您的实例已开始运行');
    expect(await said('zh', { kind: 'dm', channel: LENA })).toContain('Your instance started running');
  });
});
