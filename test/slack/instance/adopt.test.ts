import { describe, expect, test } from 'vitest';
import type { CloudInstance } from '../../../src/core/instance/cloud-instance.ts';
import { STATUSES } from '../../../src/core/instance/instance.ts';
import { ALL_MEMBERS, type People } from '../../../src/core/policy/people.ts';
import { sampleCloud } from '../../../src/sandbox/gallery/instance/instances.ts';
import { actionsFor } from '../../../src/slack/instance/actions.ts';
import { ownersOnlyAnswer } from '../../../src/slack/instance/instance-answers.ts';
import { actions } from '../../../src/slack/kit/blocks.ts';
import { CommitInDoubt, type Store, StoreUnavailable } from '../../../src/store/store.ts';
import { en } from '../../../src/text/en.ts';
import { LENA, MARCUS, PLATFORM, until } from '../../sandbox/slack/serve.ts';
import { aFailure, seen } from '../../support/instances.ts';
import { replay, visibleOf } from '../../support/replay.ts';
import { TRANSPORTS } from '../../support/thorough.ts';
import { type Bot, type BotOptions, startBot, type Transport, textOf } from '../bot.ts';
import { asked, elementsOf, inRegion, newest, press, say } from './list-stage.ts';

const INES = 'U07INESCAR5';
const CLOUD_ID = 'i-cnbeijing0001';
const ORIGIN = `cloud:${CLOUD_ID}`;
const POLICY = `act:\n  - who: [${MARCUS}]\n    tag: team=shop\n`;

/** Somebody's instance of the console, tagged team=shop. */
function stands(bot: Bot, over: Partial<CloudInstance> = {}): void {
  const cloud = inRegion('cn-beijing', 1, { status: 'Stopped', ...over });
  bot.account.instances = [cloud];
  const status = cloud.status === 'Unknown' ? 'Stopped' : cloud.status;
  const { deletionProtection, chargeKind, expiresAt, locks } = cloud;
  bot.cloud.instances.set(
    CLOUD_ID,
    seen(status, { cloudId: CLOUD_ID, deletionProtection, chargeKind, expiresAt, locks }),
  );
}

async function startWith(transport: Transport, over: Partial<CloudInstance> = {}, options: BotOptions = {}) {
  const bot = await startBot(transport, { admins: [INES], ...options });
  stands(bot, over);
  return bot;
}

async function rowsOf(bot: Bot) {
  const request = await bot.store.requestByOrigin(ORIGIN);
  if (request === null) return null;
  const [instance] = await bot.store.instancesOf(request.id);
  if (instance === undefined) throw new Error('a request without its instance');
  return { request, instance, events: await bot.store.eventsOf(request.id) };
}

/** What waits to be said in Slack. */
async function waiting(bot: Bot): Promise<string[]> {
  const claim = { owner: 'o', now: 2e12, claimUntil: 3e12, limit: 9, skipChannels: [] };
  const said: string[] = [];
  for (const delivery of await bot.store.outbox.claim(claim)) {
    said.push(delivery.kind);
    await bot.store.outbox.delivered(delivery, { channel: PLATFORM, ts: '1.1' }, 2e12);
  }
  for (const { messages } of await bot.store.outbox.claim(claim))
    for (const message of messages) if (message.kind === 'thread') said.push(message.note.milestone);
  return said;
}

describe.each(TRANSPORTS)('over %s', (transport) => {
  test('an admin’s first order takes it over in the same commit; card and thread stand where it was given', async () => {
    const bot = await startWith(transport);
    expect((await say(bot, 'start web-1', INES)).text).toContain('You requested a start of web-1.');
    const rows = await rowsOf(bot);
    expect(rows?.request).toMatchObject({ requester: INES, channel: PLATFORM, state: 'finished', amount: 1 });
    expect(rows?.request.spec).toMatchObject({ name: 'web-1', region: 'cn-beijing', instanceType: 'ecs.g7.large' });
    expect(rows?.instance).toMatchObject({
      version: 1,
      cloudId: CLOUD_ID,
      adopted: true,
      clientToken: '',
      createTriedAt: null,
      outcome: null,
      order: { what: 'start', by: INES },
    });
    expect(rows?.events.map(({ kind, actor }) => [kind, actor])).toEqual([
      ['instance.adopted', INES],
      ['instance.wanted', INES],
    ]);
    expect(await waiting(bot)).toEqual(['card', 'adopted', 'ordered']);
  });

  test('who is neither an admin nor let by the policy is told whom to ask, and nothing is written', async () => {
    const bot = await startWith(
      transport,
      {
        // A person who may write tags must not make themselves its owner.
        tags: [
          { key: 'ecs-chatops:requester', value: LENA },
          { key: 'team', value: 'shop' },
        ],
      },
      { policy: POLICY },
    );
    for (const what of ['start', 'stop', 'restart', 'release', 'adopt']) {
      const { text } = await say(bot, `${what} web-1`);
      expect(text).toContain(`can use /ecs ${what} on it`);
      expect(text).toContain(`<@${INES}>`);
    }
    expect(elementsOf((await say(bot, 'show web-1')).blocks).map(({ text }) => text?.text)).toEqual(['Refresh']);
    expect(await rowsOf(bot)).toBeNull();
    expect(bot.slack.state().views[LENA] ?? []).toEqual([]);
  });

  test('whom the policy lets by a tag may act, before and after somebody else has taken it over', async () => {
    const bot = await startWith(transport, {}, { policy: POLICY });
    expect((await say(bot, 'adopt web-1', INES)).text).toContain('was adopted and now has a card');
    expect((await say(bot, 'start web-1', MARCUS)).text).toContain('You requested a start of web-1.');
    expect((await rowsOf(bot))?.instance).toMatchObject({ requester: INES, order: { by: MARCUS } });
    stands(bot, { tags: [{ key: 'team', value: 'web' }] });
    expect((await say(bot, 'start web-1', MARCUS)).text).toContain('Only the instance’s owner');
  });

  test('/ecs show offers to take it over, and the button does it once', async () => {
    const bot = await startWith(transport);
    const { blocks } = await say(bot, 'show web-1', INES);
    const labels = ['Refresh', 'Change…', 'Start', 'Release…', 'Adopt'];
    expect(elementsOf(blocks).map(({ text }) => text?.text)).toEqual(labels);
    await press(bot, 'Adopt', INES);
    expect(newest(bot).text).toContain('was adopted and now has a card');
    expect((await rowsOf(bot))?.instance).toMatchObject({ outcome: 'reached', wanted: 'stopped', dueAt: null });
    expect(await waiting(bot)).toEqual(['card', 'adopted']);
    expect((await say(bot, 'show web-1', INES)).text).toContain('adopted, not created by this bot');
    expect((await say(bot, `adopt ${CLOUD_ID}`, INES)).text).toContain('has already been adopted');
    expect((await rowsOf(bot))?.events).toHaveLength(1);
  });

  test('a release asks for its name, says that it is taken over, and is judged again at its end', async () => {
    const bot = await startWith(transport, {}, { policy: POLICY });
    const submit = async () => {
      await bot.type('release web-1', MARCUS);
      const view = await bot.view(({ submit }) => submit !== null && submit !== undefined, MARCUS);
      for (const words of [CLOUD_ID, 'it’s adopted']) expect(textOf(view)).toContain(words);
      return view;
    };
    const send = (view_id: string) =>
      bot.slack.submit({
        user: MARCUS,
        view_id,
        values: { name: { name: { type: 'plain_text_input', value: 'web-1' } } },
      });
    const note = async () =>
      textOf(await bot.view(({ submit }) => submit === null || submit === undefined, MARCUS, 8000));
    const first = await submit();
    bot.rule('admins: []');
    expect(await send(first.id)).toMatchObject({ ok: true });
    expect(await note()).toContain('only admins and people the policy allows');
    expect(await rowsOf(bot)).toBeNull();
    bot.rule(POLICY);
    expect(await send((await submit()).id)).toMatchObject({ ok: true });
    expect(await note()).toContain('You requested the release of web-1, which permanently deletes it');
    expect((await rowsOf(bot))?.instance).toMatchObject({ wanted: 'released', order: { by: MARCUS } });
  });
});

test.each([
  ['release', { deletionProtection: true }, 'be released while release protection is on'],
  ['release', { chargeKind: 'prepaid', expiresAt: Date.UTC(2027, 0, 1) }, 'is prepaid until <!date^1798761600^'],
  ['start', { locks: ['security'] }, 'locked it for security'],
  ['start', { status: 'Running' }, 'is already running'],
] as const)('an order that is refused takes nothing over: %s of what is %o', async (what, over, sentence) => {
  const bot = await startWith('socket', over);
  expect((await say(bot, `${what} web-1`, INES)).text).toContain(sentence);
  expect(await rowsOf(bot)).toBeNull();
});

test.each([...STATUSES, 'Unknown'] as const)(
  'it can be taken over in every state, and nothing is done to it by that: %s',
  async (status) => {
    const bot = await startWith('socket', { status });
    expect((await say(bot, 'adopt web-1', INES)).text).toContain('was adopted and now has a card');
    const stays = status === 'Stopped' || status === 'Stopping' ? 'stopped' : 'running';
    expect((await rowsOf(bot))?.instance).toMatchObject({
      outcome: 'reached',
      wanted: stays,
      dueAt: null,
      order: null,
    });
    expect((await rowsOf(bot))?.instance.lease ?? null).toBeNull();
  },
);

test('the buttons below /ecs show order it as well, and its release is confirmed with its name', async () => {
  const bot = await startWith('socket', { status: 'Running' });
  await say(bot, 'show web-1', INES);
  await press(bot, 'Release…', INES);
  const view = await bot.view(({ submit }) => submit !== null && submit !== undefined, INES);
  for (const words of ['Type web-1 to release it', CLOUD_ID, 'it’s adopted']) expect(textOf(view)).toContain(words);
  const typed = (value: string) => ({ name: { name: { type: 'plain_text_input', value } } });
  await bot.slack.submit({ user: INES, view_id: view.id, values: typed('web-2') });
  expect(await rowsOf(bot)).toBeNull();
  await bot.slack.submit({ user: INES, view_id: view.id, values: typed('web-1') });
  const note = await bot.view(({ submit }) => submit === null || submit === undefined, INES, 8000);
  expect(textOf(note)).toContain('You requested the release of web-1, which permanently deletes it');
  expect(await rowsOf(bot)).toMatchObject({
    request: { channel: PLATFORM, requester: INES },
    instance: { wanted: 'released', order: { by: INES } },
  });
});

test('a button of it that somebody else presses is refused, whatever it was drawn for', async () => {
  const bot = await startWith('socket');
  await say(bot, 'show web-1', INES);
  const buttons = actions(
    'power',
    actionsFor({ cloud: bot.account.instances[0] ?? sampleCloud(), own: null }, true, en),
  );
  const posted = await bot.web.chat.postMessage({ channel: PLATFORM, text: 'web-1', blocks: [buttons] });
  const click = { user: LENA, channel: PLATFORM, message_ts: String(posted.ts), block_id: 'power' };
  for (const what of ['start', 'release'])
    await bot.slack.action({ ...click, action_id: `power_${what}`, value: `cn-beijing/${CLOUD_ID}` });
  await until(() =>
    bot.told().filter((told) => told.includes('only admins and people the policy allows')).length === 2 ? true : null,
  );
  expect(bot.slack.state().views[LENA] ?? []).toEqual([]);
  expect(await rowsOf(bot)).toBeNull();
});

test('members of a user group that the policy names may act, who have just left it may not, and /ecs policy says what on', async () => {
  const group = 'S07ONCALLS2';
  const withThem = (...members: readonly string[]): People => ({
    ...ALL_MEMBERS,
    membersOf: (id) => (id === group ? members : null),
  });
  let known = ALL_MEMBERS;
  let fresh = withThem(MARCUS);
  const directory = { known: () => known, fresh: async () => fresh, memberships: async () => known };
  const policy = `act:\n  - who: [${group}]\n    tag: team=shop\n`;
  const bot = await startWith('socket', {}, { policy, directory });
  // Nobody has asked Slack yet who is in it.
  expect((await say(bot, 'start web-1', MARCUS)).text).toContain('You requested a start of web-1.');
  known = withThem(MARCUS);
  expect((await say(bot, 'policy', MARCUS)).text).toContain(
    'you can adopt, start, stop, restart, and release those with the tag team=shop.',
  );
  expect((await say(bot, 'policy', INES)).text).toContain(
    'as an admin you can adopt, start, stop, restart, and release all of them.',
  );
  expect((await say(bot, 'policy')).text).not.toContain('didn’t create');
  const tags = [{ key: 'team', value: 'shop' }];
  bot.account.instances = [inRegion('cn-beijing', 2, { status: 'Stopped', tags })];
  fresh = withThem();
  // What is remembered still has them in it; the decision asks again.
  expect((await say(bot, 'start i-cnbeijing0002', MARCUS)).text).toContain('only admins and people the policy allows');
  expect(await bot.store.requestByOrigin('cloud:i-cnbeijing0002')).toBeNull();
});

test('who may not act is told whom to ask, a user group of admins by its name', () => {
  const authority = { admins: () => [INES, 'S07ONCALLS2'], isAdmin: () => false };
  const { blocks } = ownersOnlyAnswer({ text: en, authority }, 'stop', { cloud: sampleCloud(), own: null });
  expect(JSON.stringify(blocks)).toContain(`<@${INES}>, <!subteam^S07ONCALLS2>`);
});

const DAY = 86_400_000;

test('it gets a lease when somebody asks for one, with which it is taken over; what is refused takes nothing over', async () => {
  const bot = await startWith('socket', { autoReleaseAt: null });
  expect((await say(bot, 'extend web-1 7d', INES)).text).toContain('has no auto-release');
  expect((await say(bot, 'lease web-1 7d')).text).toContain('can use /ecs lease on it');
  expect(await rowsOf(bot)).toBeNull();
  const from = Date.now();
  expect((await say(bot, 'lease web-1 7d', INES)).text).toContain('New auto-release of web-1');
  const rows = await rowsOf(bot);
  expect(rows?.instance).toMatchObject({ adopted: true, outcome: 'reached', lease: { begun: true, inCloud: null } });
  expect(rows?.instance.lease?.endsAt).toBeGreaterThanOrEqual(from + 7 * DAY);
  expect(rows?.events.map(({ kind }) => kind)).toEqual(['instance.adopted', 'instance.leased']);
  if (rows === null) throw new Error('there is no row');
  expect(replay(rows.events)).toEqual(visibleOf(rows.request, [rows.instance]));
});

test('an end that was set in the console counts until the cloud is told another', async () => {
  const end = Math.ceil(Date.now() / 60_000) * 60_000 + 3 * DAY;
  const bot = await startWith('socket', { autoReleaseAt: end });
  await say(bot, 'extend web-1 2d', INES);
  expect((await rowsOf(bot))?.instance.lease).toMatchObject({ endsAt: end + 2 * DAY, inCloud: end });
  await say(bot, 'lease web-1 none', INES);
  expect((await rowsOf(bot))?.instance.lease).toMatchObject({ endsAt: null, inCloud: end });
  expect((await rowsOf(bot))?.instance.lease?.tryAt).not.toBeNull();
});

test('what is prepaid is never given a lease, nor taken over by asking for one', async () => {
  const bot = await startWith('socket', { chargeKind: 'prepaid', expiresAt: Date.UTC(2027, 0, 1) });
  for (const words of ['lease web-1 7d', 'extend web-1'])
    expect((await say(bot, words, INES)).text).toContain('prepaid');
  expect(await rowsOf(bot)).toBeNull();
});

test('of two people at once one takes it over, and the other’s order goes to the same row', async () => {
  const held: (() => void)[] = [];
  const wrapStore = (store: Store): Store => ({
    ...store,
    outbox: store.outbox,
    async commit(change) {
      // Neither is written before both have found that it has no row.
      if (change.requests?.[0]?.next.origin === ORIGIN && held.length < 2)
        await new Promise<void>((resolve) => {
          held.push(resolve);
          if (held.length === 2) for (const go of held) go();
        });
      return store.commit(change);
    },
  });
  const bot = await startWith('socket', {}, { policy: POLICY, wrapStore });
  await Promise.all([bot.type('start web-1', INES), bot.type('start web-1', MARCUS)]);
  await bot.idle();
  expect(held).toHaveLength(2);
  const rows = await rowsOf(bot);
  expect(rows?.events.map(({ kind }) => kind)).toEqual(['instance.adopted', 'instance.wanted']);
  const told = bot.told().join('\n');
  expect(told).toContain('You requested a start of web-1.');
  expect(told).toContain('is already being started');
  expect(await bot.store.instancesCalled('web-1', 9)).toHaveLength(1);
});

test('one that the bot is creating is never taken over, though the bot does not know its id yet', async () => {
  const bot = await startWith('socket', { tags: [{ key: 'ecs-chatops:request', value: 'r-7k3mz9q2xa-1' }] });
  await asked(bot, 'r-7k3mz9q2xa', () => ({ createTriedAt: 1 }), { region: 'cn-beijing' });
  expect((await say(bot, `start ${CLOUD_ID}`, INES)).text).toContain('hasn’t been created yet');
  expect((await say(bot, `adopt ${CLOUD_ID}`, INES)).text).toContain('was created by this bot');
  expect(await rowsOf(bot)).toBeNull();
});

test('after a lost answer to the commit nobody is told that nothing was done', async () => {
  let isLost = false;
  const wrapStore = (store: Store): Store => ({
    ...store,
    outbox: store.outbox,
    async commit(change) {
      const committed = await store.commit(change);
      if (isLost) throw new CommitInDoubt('the connection broke');
      return committed;
    },
  });
  const bot = await startWith('socket', {}, { wrapStore });
  isLost = true;
  expect((await say(bot, `adopt ${CLOUD_ID}`, INES)).text).toContain(en.commands.inDoubt);
  isLost = false;
  expect(await rowsOf(bot)).not.toBeNull();
});

test('while the store cannot be read or written nothing is taken over, and nobody is told that the bot did not create it', async () => {
  let isAway: 'read' | 'write' | null = null;
  const away = () => Promise.reject(new StoreUnavailable('the disk is full'));
  const wrapStore = (store: Store): Store => ({
    ...store,
    outbox: store.outbox,
    queries: { ...store.queries, withId: (id) => (isAway === 'read' ? away() : store.queries.withId(id)) },
    commit: (change) => (isAway === 'write' ? away() : store.commit(change)),
  });
  const bot = await startWith('socket', {}, { wrapStore });
  for (const how of ['read', 'write'] as const) {
    isAway = how;
    for (const what of ['start', 'adopt'])
      expect((await say(bot, `${what} ${CLOUD_ID}`, INES)).text).toContain('can’t reach its database right now');
  }
  isAway = null;
  expect(await rowsOf(bot)).toBeNull();
});

test('what a create made of which nobody could find out has no id in its row, so an admin can still stop it and take it over', async () => {
  const tags = [{ key: 'ecs-chatops:request', value: 'r-7k3mz9q2xa-1' }];
  const bot = await startWith('socket', { tags, status: 'Running' });
  const ended = { createTriedAt: 1, outcome: 'failed', failure: aFailure('doubtful'), dueAt: null } as const;
  await asked(bot, 'r-7k3mz9q2xa', () => ended, { region: 'cn-beijing' });
  expect((await say(bot, `adopt ${CLOUD_ID}`)).text).toContain('can use /ecs adopt on it');
  expect((await say(bot, `adopt ${CLOUD_ID}`, INES)).text).toContain('was adopted and now has a card');
  expect((await rowsOf(bot))?.instance).toMatchObject({ adopted: true, cloudId: CLOUD_ID });
  expect(await bot.store.instance('r-7k3mz9q2xa-1')).toMatchObject({ cloudId: null, outcome: 'failed' });
});
