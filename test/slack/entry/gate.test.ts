import { describe, expect, test } from 'vitest';
import type { AccountKind } from '../../../src/sandbox/ports.ts';
import { en } from '../../../src/text/en.ts';
import { LENA, until } from '../../sandbox/slack/serve.ts';
import { type Bot, blockIdOf, PICKED, startBot, type Transport, textOf, valuesFor } from '../bot.ts';

const CREATE = 'create region=cn-hangzhou name=web-1';
const REFUSED = en.people.refused;

/** What an account may have become, and what its person is told then. */
const OTHERS: readonly (readonly [AccountKind, string])[] = [
  ['guest', REFUSED.guest],
  ['singleChannelGuest', REFUSED.guest],
  ['connected', REFUSED.stranger],
  ['stranger', REFUSED.stranger],
  ['app', REFUSED.bot],
  ['deactivated', REFUSED.deactivated],
];

const told = (bot: Bot) => until(() => bot.told().at(-1) ?? false);

/** The form, filled in by Lena and not sent yet. */
async function filledForm(bot: Bot) {
  await bot.type(CREATE);
  const form = await bot.view(
    (view) => textOf(view).includes('PayByTraffic') || blockIdOf(view, 'type') !== 'undefined',
  );
  return { form, send: () => bot.slack.submit({ user: LENA, view_id: form.id, values: valuesFor(form, PICKED) }) };
}

/** Nothing is remembered of anybody for longer than five seconds: Slack is asked about each person who acts. */
const forget = (bot: Bot) => bot.pass(6_000);

describe.each<Transport>(['socket', 'http'])('over %s', (transport) => {
  test('who is no full member gets nothing by a command, and is told why', async () => {
    const bot = await startBot(transport);
    for (const [kind, sentence] of OTHERS) {
      bot.slack.setAccount(LENA, kind);
      forget(bot);
      const before = bot.told().length;
      expect(await bot.type('create')).toEqual({ ok: true });
      expect(await until(() => bot.told()[before] ?? false), kind).toBe(sentence);
      await bot.idle();
      expect(bot.slack.state().views[LENA] ?? []).toEqual([]);
    }
  });

  test('a form that was opened by a member buys nothing once they are none, and keeps what was typed', async () => {
    const bot = await startBot(transport);
    const { form, send } = await filledForm(bot);
    for (const [kind, sentence] of OTHERS) {
      bot.slack.setAccount(LENA, kind);
      forget(bot);
      expect(Object.values((await send()).errors ?? {}), kind).toEqual([sentence]);
    }
    expect(await bot.requestOf(form)).toBeNull();
    bot.slack.setAccount(LENA, 'member');
    forget(bot);
    await send();
    expect(await until(() => bot.requestOf(form))).toMatchObject({ requester: LENA });
  });
});

test('no answer from Slack counts as a no, and is reported as one that passes', async () => {
  const bot = await startBot('socket');
  bot.slack.addFault({ name: 'slack-down', action: 'users.info', times: 0 });
  await bot.type('create');
  expect(await told(bot)).toBe(REFUSED.unknown);
  bot.slack.clearFaults();
  await bot.type('create');
  await bot.view();
});

describe('a payload of another workspace or app', () => {
  test.each([
    [
      'another team_id',
      (body: Body) => ({ ...body, ...('team_id' in body ? { team_id: 'T0OTHER001' } : { team: OTHER }) }),
    ],
    ['another api_app_id', (body: Body) => ({ ...body, api_app_id: 'A0OTHER001' })],
  ])('with %s does nothing, whatever it is, and is counted', async (_, forge) => {
    const bot = await startBot('socket', { slack: { forge } });
    for (const send of [
      () => bot.type('create'),
      () => bot.type('freeze stop it', LENA),
      () => bot.slack.openHome({ user: LENA }),
    ])
      expect(await send()).toEqual({ ok: true });
    await bot.idle();
    expect([bot.told(), bot.slack.state().views, bot.slack.state().home]).toEqual([[], {}, {}]);
    expect(await bot.store.freeze()).toBeNull();
    expect(bot.lines.filter(({ message }) => String(message).includes('another workspace or app'))).toHaveLength(1);
  });
});

type Body = Readonly<Record<string, unknown>>;

const OTHER = { id: 'T0OTHER001', domain: 'other' };
