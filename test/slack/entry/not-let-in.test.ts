import type { App } from '@slack/bolt';
import { expect, onTestFinished, test } from 'vitest';
import { COMMANDS } from '../../../src/commands/index.ts';
import { silentLog } from '../../../src/core/base/log.ts';
import { systemClock } from '../../../src/ops/system.ts';
import type { AccountKind } from '../../../src/sandbox/ports.ts';
import { clickTargetValue } from '../../../src/slack/approval/ids.ts';
import { SHORTCUT } from '../../../src/slack/create-form/ids.ts';
import type { AppContext } from '../../../src/slack/kit/context.ts';
import { writeRenewMeta } from '../../../src/slack/renewal/ids.ts';
import { takenAlternativeValue } from '../../../src/slack/request/next-step-ids.ts';
import { ACTIONS, listen, SUBMISSIONS } from '../../../src/slack/routes.ts';
import type { Change } from '../../../src/store/store.ts';
import { en } from '../../../src/text/en.ts';
import { LENA, PLATFORM } from '../../sandbox/slack/serve.ts';
import { seen } from '../../support/instances.ts';
import { openMemoryDatabase } from '../../support/memory-database.ts';
import { eachNth, few } from '../../support/thorough.ts';
import { SPEC } from '../../usecases/approval/approval-stage.ts';
import { type Bot, startBot } from '../bot.ts';
import { asked, inRegion } from '../instance/list-stage.ts';

// Everything that can be pressed, picked, sent or typed, by people who are not let in. What there is, is read from the bot's own
// lists: a new button or window is tried here without a line of anybody's.

/** What an account may have become, and every sentence that its person may be told then. */
const OTHERS: readonly (readonly [AccountKind, 'guest' | 'stranger' | 'bot' | 'deactivated'])[] = [
  ['guest', 'guest'],
  ['singleChannelGuest', 'guest'],
  ['connected', 'stranger'],
  ['stranger', 'stranger'],
  ['app', 'bot'],
  ['deactivated', 'deactivated'],
];
const sentencesFor = (membership: (typeof OTHERS)[number][1]): readonly string[] => [
  en.people.refused[membership],
  en.decision.membership[membership],
];
const REFUSALS = OTHERS.flatMap(([, membership]) => sentencesFor(membership));

const REQUEST = 'r-7k3mz9q2xa';
const FAILED = 'r-7k3mz9q2xb';
const CLOUD_ID = 'i-cnhangzhou0001';
const MONTH = { unit: 'Month', period: 1 } as const;

/** What buttons and windows of any kind are about here: each is tried with all of these. */
const ABOUT: readonly string[] = [
  `${REQUEST}-1`,
  FAILED,
  clickTargetValue({ requestId: REQUEST, round: 1 }),
  `stop ${REQUEST}-1`,
  takenAlternativeValue({
    ...{ requestId: FAILED, instanceType: SPEC.instanceType, zone: SPEC.zone, vSwitchId: SPEC.vSwitchId },
    ...{ disk: 'cloud_essd', sameVpc: true },
  }),
  writeRenewMeta({ id: `${REQUEST}-1`, term: MONTH, channel: PLATFORM, until: Date.UTC(2027, 1, 10, 16) }),
];

interface Stage {
  readonly bot: Bot;
  /** What was written to the store since. */
  readonly changes: Change[];
  /** A trigger of Lena's, good for one window. */
  trigger(): Promise<string>;
  /** Her account is something else now, and nothing older is known of her. */
  become(kind: AccountKind): void;
}

/** Lena, who owns a running instance, had another refused, is an admin and approves, all as a member like everybody. */
async function stage(): Promise<Stage> {
  const changes: Change[] = [];
  let last: unknown;
  // Each press is written down, and hundreds of them on a disk would take long.
  const memory = await openMemoryDatabase({ log: silentLog, clock: systemClock });
  onTestFinished(() => memory.destroy());
  const store = memory.open();
  const bot = await startBot('http', {
    policy: 'approvers: [S07FINANCE1]\nadmins: [S07FINANCE1]\n',
    haste: 0.1,
    slack: {
      ...{ limits: null, ackLimitMs: 30_000, triggerLifeMs: 30_000 },
      forge: (payload) => {
        last = payload.trigger_id;
        return payload;
      },
    },
    wrapStore: () => ({
      ...store,
      commit: (change) => {
        changes.push(change);
        return store.commit(change);
      },
    }),
  });
  bot.slack.setUserGroup('S07FINANCE1', [LENA]);
  const running = { cloudId: CLOUD_ID, outcome: 'reached', dueAt: null } as const;
  await asked(bot, REQUEST, () => running, { name: 'web-1' });
  await asked(bot, FAILED, () => ({ outcome: 'failed', dueAt: null }), { name: 'web-2' });
  bot.account.instances = [inRegion('cn-hangzhou', 1)];
  bot.cloud.instances.set(CLOUD_ID, seen('Running', { cloudId: CLOUD_ID }));
  changes.length = 0;
  const probe = await post(bot, ['no_such_button'], '');
  return {
    bot,
    changes,
    async trigger() {
      await bot.slack.action({ user: LENA, channel: PLATFORM, message_ts: probe, action_id: 'no_such_button' });
      return String(last);
    },
    become(kind) {
      bot.slack.setAccount(LENA, kind);
      bot.pass(80_000);
    },
  };
}

const plain = (text: string) => ({ type: 'plain_text' as const, text });

/** Buttons with these ids, in rows. */
const rowsOf = (ids: readonly string[], value: string) =>
  Array.from({ length: Math.ceil(ids.length / 20) }, (_, row) => ({
    type: 'actions' as const,
    elements: ids
      .slice(row * 20, (row + 1) * 20)
      .map((action_id) => ({ type: 'button' as const, action_id, value, text: plain(action_id) })),
  }));

async function post(bot: Bot, ids: readonly string[], value: string): Promise<string> {
  const blocks = rowsOf(ids, value);
  return String((await bot.web.chat.postMessage({ channel: PLATFORM, text: 'buttons', blocks })).ts);
}

/** What of all that a person could be shown or the bot could have done has come about since. */
function traces({ bot, changes }: Stage) {
  const { cloud, account, renewals, slack } = bot;
  const { channels } = slack.state();
  return {
    changes: changes.length,
    said: channels.flatMap(({ messages }) => messages).length,
    cloud: [cloud.priced, cloud.renewals, cloud.dryRuns, account.calls, renewals.sent].map((calls) => calls.length),
  };
}

const textsIn = (blocks: unknown): readonly string[] =>
  [...JSON.stringify(blocks).matchAll(/"(?:plain_text|mrkdwn)","text":"((?:[^"\\]|\\.)*)"/g)].map(([, text]) =>
    String(JSON.parse(`"${text}"`)),
  );

const ids = [...ACTIONS.keys()];

/** So many that the bot takes all of their connections. */
async function atOnce<T>(all: readonly T[], run: (one: T) => Promise<unknown>): Promise<void> {
  for (let n = 0; n < all.length; n += 8) await Promise.all(all.slice(n, n + 8).map(run));
}

test('in a message every button tells all of them one sentence and does nothing, whatever it is about', {
  timeout: 60_000,
}, async () => {
  const set = await stage();
  const { bot, become } = set;
  const pressAll = async (message_ts: string): Promise<readonly string[]> => {
    const before = bot.told().length;
    await atOnce(ids, (action_id) => bot.slack.action({ user: LENA, channel: PLATFORM, message_ts, action_id }));
    await bot.idle();
    return bot.told().slice(before);
  };
  const messages = await Promise.all(ABOUT.map((value) => post(bot, ids, value)));
  const before = traces(set);
  for (const [n, message] of few([...messages.entries()], 2)) {
    const [kind, membership] = OTHERS[n % OTHERS.length] ?? ['guest', 'guest'];
    become(kind);
    const told = await pressAll(message);
    expect(told.length, kind).toBe(ids.length);
    expect(told.filter((sentence) => !sentencesFor(membership).includes(sentence))).toEqual([]);
  }
  expect(traces(set)).toEqual(before);
  expect(bot.slack.state().views[LENA] ?? []).toEqual([]);
  // As a member she is told nothing of the kind, and something comes of it.
  become('member');
  expect((await pressAll(messages[0] ?? '')).filter((sentence) => REFUSALS.includes(sentence))).toEqual([]);
  expect(bot.slack.state().views[LENA] ?? []).not.toEqual([]);
});

test.each(['home', 'modal'] as const)(
  'in a %s every button tells it in a window of its own',
  {
    timeout: 60_000,
  },
  async (type) => {
    const set = await stage();
    const { bot, become, trigger } = set;
    const blocks = rowsOf(ids, `${REQUEST}-1`);
    const open = () => bot.slack.state().views[LENA] ?? [];
    if (type === 'home') await bot.web.views.publish({ user_id: LENA, view: { type, blocks } });
    else await bot.web.views.open({ trigger_id: await trigger(), view: { type, title: plain('all'), blocks } });
    const [under = bot.slack.state().home[LENA]] = open();
    const view_id = under?.id ?? '';
    const before = traces(set);
    for (const [n, action_id] of ids.entries()) {
      if (n % eachNth(5) !== 0) continue;
      const [kind, membership] = OTHERS[n % OTHERS.length] ?? ['guest', 'guest'];
      become(kind);
      await bot.slack.action({ user: LENA, view_id, action_id });
      await bot.idle();
      const [telling, ...others] = open().filter(({ id }) => id !== view_id);
      expect(others).toEqual([]);
      const told = textsIn(telling?.blocks);
      expect(told.length, `${action_id} by ${kind}`).toBe(1);
      expect(sentencesFor(membership)).toContain(told[0]);
      await bot.slack.closeView({ user: LENA, view_id: telling?.id ?? '' });
    }
    expect(traces(set)).toEqual(before);
  },
);

test('every window that is sent tells it and does nothing, with fields and without', { timeout: 60_000 }, async () => {
  const set = await stage();
  const { bot, become, trigger } = set;
  const field = { type: 'input' as const, block_id: 'name', label: plain('Name'), optional: true };
  const input = { ...field, element: { type: 'plain_text_input' as const, action_id: 'name' } };
  const section = { type: 'section' as const, text: plain('Really?') };
  const before = traces(set);
  for (const [callback_id, index, private_metadata] of [...SUBMISSIONS.keys()].flatMap((id) =>
    few(ABOUT, 2).map((about, n) => [id, n, about] as const),
  )) {
    const shape = { type: 'modal' as const, callback_id, private_metadata, title: plain('Sure?'), submit: plain('Go') };
    // Each kind of account with each window, and each window with all that it may be about.
    for (const [kind, membership] of index === 0 ? OTHERS : OTHERS.slice(index - 1, index)) {
      become(kind);
      for (const block of kind === 'connected' ? [input, section] : [input]) {
        await bot.web.views.open({ trigger_id: await trigger(), view: { ...shape, blocks: [block] } });
        const view_id = bot.slack.state().views[LENA]?.at(-1)?.id ?? '';
        const { errors } = await bot.slack.submit({ user: LENA, view_id, values: {} });
        const [view, ...others] = bot.slack.state().views[LENA] ?? [];
        expect(others).toEqual([]);
        const told = block === input ? Object.values(errors ?? {}) : textsIn(view?.blocks);
        expect(told.length, `${callback_id} by ${kind}`).toBe(1);
        expect(sentencesFor(membership)).toContain(told[0]);
        await bot.slack.closeView({ user: LENA, view_id });
      }
    }
  }
  expect(traces(set)).toEqual(before);
});

const ENDS = ['', `${REQUEST}-1`, `${REQUEST}-1 1d`, `${REQUEST}-1 on`];

test('every command, the shortcut, the home and the lists of a form give them nothing', {
  timeout: 60_000,
}, async () => {
  const set = await stage();
  const { bot, become, trigger } = set;
  const list = (action_id: string) => ({
    ...{ type: 'input' as const, block_id: action_id, label: plain(action_id) },
    element: { type: 'external_select' as const, action_id, min_query_length: 0 },
  });
  const blocks = ids.slice(0, 90).map(list);
  const form = { type: 'modal' as const, callback_id: 'create', title: plain('form'), submit: plain('Go'), blocks };
  await bot.web.views.open({ trigger_id: await trigger(), view: form });
  const view_id = bot.slack.state().views[LENA]?.[0]?.id ?? '';
  // Who pressed the old button for the trigger is answered first.
  await bot.idle();
  const before = { ...traces(set), said: 0 };
  for (const [nth, [kind, membership]] of few([...OTHERS.entries()], 2)) {
    become(kind);
    const told = bot.told().length;
    const typed = COMMANDS.map(({ name }, n) => `${name} ${ENDS[(n + nth) % ENDS.length]}`);
    await atOnce(typed, (text) => bot.type(text));
    await bot.idle();
    const answers = bot.told().slice(told);
    expect(answers.length).toBe(typed.length);
    expect(answers.filter((sentence) => !sentencesFor(membership).includes(sentence))).toEqual([]);
    await atOnce(
      ids.filter((_, n) => n % OTHERS.length === nth),
      async (action_id) => {
        const { options } = await bot.slack.options({ user: LENA, view_id, action_id, block_id: action_id, value: '' });
        expect(options).toEqual([]);
      },
    );
    await bot.slack.shortcut({ user: LENA, callback_id: SHORTCUT });
    await bot.slack.openHome({ user: LENA });
    await bot.idle();
    const home = textsIn(bot.slack.state().home[LENA]?.blocks);
    expect(home).toEqual([en.home.title, en.people.refused[membership]]);
    expect(bot.slack.state().views[LENA]?.map(({ id }) => id)).toEqual([view_id]);
  }
  const others = bot.slack.state().channels.flatMap(({ messages }) => messages);
  expect(others.filter(({ text, blocks: rows }) => rows !== undefined && !REFUSALS.includes(text))).toHaveLength(1);
  expect({ ...traces(set), said: 0 }).toEqual(before);
});

test('there is no way in but these', () => {
  const ways: string[] = [];
  const register = (way: string) => (what: unknown) => {
    const { type } = (typeof what === 'object' ? what : {}) as { readonly type?: string };
    ways.push(typeof what === 'string' ? `${way} ${what}` : [way, type].filter(Boolean).join(' '));
  };
  const app = new Proxy({}, { get: (_, way) => register(String(way)) });
  listen(app as App, {} as AppContext);
  const actions = ['action block_actions', 'options block_suggestion', 'view view_closed', 'view view_submission'];
  const others = ['command', 'event app_home_opened', 'shortcut message_action', 'shortcut shortcut'];
  expect(ways.toSorted()).toEqual([...actions, ...others].toSorted());
});
