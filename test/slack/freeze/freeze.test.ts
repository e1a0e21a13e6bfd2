import { describe, expect, test } from 'vitest';
import { StoreUnavailable } from '../../../src/store/store.ts';
import { LENA, MARCUS, NORTHWIND, PLATFORM, until } from '../../sandbox/slack/serve.ts';
import { TRANSPORTS } from '../../support/thorough.ts';
import { type Bot, PICKED, startBot, textOf, valuesFor } from '../bot.ts';

const INES = 'U07INESCAR5';
const ADMINS = { admins: [INES, MARCUS] };
const HOUR = 3_600_000;

/** What the bot wrote into the channel, as sent. */
const announced = (bot: Bot): readonly string[] =>
  (bot.slack.state().channels.find(({ id }) => id === PLATFORM)?.messages ?? []).map(({ blocks }) =>
    JSON.stringify(blocks),
  );

const privately = (bot: Bot): readonly string[] =>
  bot.slack.state().ephemeral.map(({ blocks, user }) => `${user} ${JSON.stringify(blocks)}`);

/** Types a command and waits for its answer, to the channel or to the caller. */
async function typeAndHear(bot: Bot, text: string, user: string): Promise<string> {
  const before = [announced(bot).length, privately(bot).length] as const;
  expect(await bot.type(text, user)).toEqual({ ok: true });
  return until(() => announced(bot)[before[0]] ?? privately(bot)[before[1]]);
}

async function submitForm(bot: Bot): Promise<Awaited<ReturnType<Bot['slack']['submit']>>> {
  await bot.type('create zone=h');
  const view = await bot.view();
  const values = valuesFor(view, { ...PICKED, name: 'web', amount: '1', bandwidth: '5' });
  return bot.slack.submit({ user: LENA, view_id: view.id, values });
}

describe.each(TRANSPORTS)('over %s', (transport) => {
  test('an admin freezes and lifts: the channel reads who, why and until when, and the trail keeps it', async () => {
    const bot = await startBot(transport, ADMINS);
    const before = Date.now();
    await typeAndHear(bot, 'freeze moving *the* database <!channel> for 2h', INES);
    const freeze = await bot.store.freeze();
    expect(freeze).toMatchObject({ reason: 'moving *the* database <!channel>', by: INES });
    expect((freeze?.until ?? 0) - (freeze?.at ?? 0)).toBe(2 * HOUR);
    expect(freeze?.at).toBeGreaterThanOrEqual(before);
    const [said = ''] = announced(bot);
    expect(said).toContain(`<@${INES}>`);
    // Whatever is in a reason calls nobody and formats nothing.
    expect(said).toContain('moving ∗the∗ database &lt;!channel&gt;');
    expect(said).toContain(`<!date^${Math.floor((freeze?.until ?? 0) / 1000)}^`);

    await typeAndHear(bot, 'unfreeze', MARCUS);
    expect(await bot.store.freeze()).toBeNull();
    expect(announced(bot)[1]).toContain(`<@${MARCUS}> ended the freeze of <@${INES}>`);
    expect(await bot.store.eventsOf('freeze')).toMatchObject([
      { kind: 'freeze.set', actor: INES, data: { until: freeze?.until } },
      { kind: 'freeze.lifted', actor: MARCUS, data: { lifted: { by: INES } } },
    ]);
    expect(privately(bot)).toEqual([]);
  });

  test('where another company reads the channel, only the admin reads why and until when', async () => {
    const bot = await startBot(transport, ADMINS);
    for (const text of ['freeze moving the database', 'unfreeze']) {
      await bot.slack.slash({ user: INES, channel: NORTHWIND, command: '/ecs', text });
      await bot.idle();
    }
    expect(privately(bot)).toHaveLength(2);
    expect(privately(bot)[0]).toContain('moving the database');
    expect(bot.slack.state().channels.find(({ id }) => id === NORTHWIND)?.messages).toEqual([]);
  });

  test('who is no admin is told who is, changes nothing, and does not find the commands in the help', async () => {
    const bot = await startBot(transport, ADMINS);
    for (const command of ['freeze I want it', 'FREEZE I want it for 2h', 'unfreeze']) {
      expect(await typeAndHear(bot, command, LENA)).toContain(`<@${INES}>, <@${MARCUS}>`);
      expect(await bot.store.freeze()).toBeNull();
    }
    expect(announced(bot)).toEqual([]);
    expect(await bot.store.eventsOf('freeze')).toEqual([]);

    expect(await typeAndHear(bot, 'help commands', LENA)).not.toContain('freeze');
    const adminHelp = await typeAndHear(bot, 'help commands', INES);
    expect(adminHelp).toContain('/ecs freeze');
    expect(adminHelp).toContain('/ecs unfreeze');
  });

  test('a freeze that Slack sends twice is announced once, and its admin is told that it is in force', async () => {
    const bot = await startBot(transport, ADMINS);
    bot.slack.addFault({ name: 'slack-redeliver', action: 'slash_commands' });
    await bot.type('freeze audit for 2h', INES);
    await until(() => (announced(bot).length === 1 && privately(bot).length === 1 ? true : null));
    await bot.idle();
    expect(announced(bot)).toHaveLength(1);
    expect(privately(bot)).toEqual([expect.stringContaining('audit')]);
    expect(await bot.store.eventsOf('freeze')).toMatchObject([{ kind: 'freeze.set', actor: INES }]);
    // Typed once more it is another one.
    await typeAndHear(bot, 'freeze audit for 2h', INES);
    expect(await bot.store.eventsOf('freeze')).toHaveLength(2);
  });

  test('what is submitted while frozen is taken, and the form says that it waits, and why', async () => {
    const bot = await startBot(transport, ADMINS);
    await typeAndHear(bot, 'freeze audit for 3d', INES);
    const sees = await submitForm(bot);
    expect(sees.ok).toBe(true);
    const view = await bot.view((each) => textOf(each).includes('frozen'));
    expect(textOf(view)).toContain('Creating and starting are frozen (audit), so it waits');
    const request = await bot.requestOf(view);
    expect(request?.state).toBe('creating');
  });
});

test('without admins the refusal says how to name some', async () => {
  const bot = await startBot('socket');
  expect(await typeAndHear(bot, 'freeze it', INES)).toContain('ADMIN_USERS');
  expect(await bot.store.freeze()).toBeNull();
});

test.each([
  ['freeze', 'add a reason'],
  ['freeze for 2h', 'add a reason'],
  ['freeze audit for 2y', 'isn’t a duration'],
  ['freeze audit for 5w', 'isn’t between 1m and 30d'],
  ['freeze audit for 40d', 'isn’t between 1m and 30d'],
  [`freeze ${'x'.repeat(201)}`, 'has 201 characters'],
  ['unfreeze', 'Nothing is frozen'],
])('“/ecs %s” changes nothing and says what to do', async (typed, sentence) => {
  const bot = await startBot('socket', ADMINS);
  expect(await typeAndHear(bot, typed, INES)).toContain(sentence);
  expect(announced(bot)).toEqual([]);
  expect(await bot.store.freeze()).toBeNull();
});

test('a freeze that replaces another names it', async () => {
  const bot = await startBot('socket', ADMINS);
  await typeAndHear(bot, 'freeze audit', INES);
  await typeAndHear(bot, 'freeze "moving for real" for 1h', MARCUS);
  expect(announced(bot)[1]).toContain(`This replaces the freeze of <@${INES}>: audit`);
  expect(await bot.store.freeze()).toMatchObject({ by: MARCUS, reason: 'moving for real' });
});

test('a freeze that is over by the clock is neither lifted, nor named, nor shown to a person who submits', async () => {
  const bot = await startBot('socket', ADMINS);
  const at = Date.now() - HOUR;
  const next = { reason: 'yesterday', by: INES, at, until: at + 60_000 };
  await bot.store.commit({ freeze: { was: null, next }, at });
  expect(await typeAndHear(bot, 'unfreeze', INES)).toContain('Nothing is frozen');
  expect(await submitForm(bot)).toEqual({ ok: true });
  expect(bot.slack.state().views[LENA] ?? []).toEqual([]);
  await typeAndHear(bot, 'freeze today', INES);
  expect(announced(bot)[0]).not.toContain('replaces');
});

test('of two admins who freeze at the same time one wins, and the other is told which freeze is in force', async () => {
  let hold: Promise<void> | null = null;
  let held = 0;
  const bot = await startBot('socket', {
    ...ADMINS,
    wrapStore: (store) => ({
      ...store,
      outbox: store.outbox,
      async freeze() {
        const freeze = await store.freeze();
        if (hold !== null) held += 1;
        await hold;
        return freeze;
      },
    }),
  });
  // Both have read that nothing is frozen before either writes.
  let release = () => {};
  hold = new Promise((resolve) => {
    release = resolve;
  });
  await Promise.all([bot.type('freeze mine', INES), bot.type('freeze his', MARCUS)]);
  await until(() => held === 2);
  hold = null;
  release();
  await until(() => announced(bot).length + privately(bot).length === 2);
  expect(announced(bot)).toHaveLength(1);
  const winner = (await bot.store.freeze())?.by;
  const loser = winner === INES ? MARCUS : INES;
  expect(privately(bot)[0]).toContain('another admin was faster');
  expect(privately(bot)[0]?.startsWith(loser)).toBe(true);
  expect(privately(bot)[0]).toContain(`<@${winner}>`);
});

test('while the store is away a freeze is refused with a sentence, and nobody is told that it is in force', async () => {
  const bot = await startBot('socket', {
    ...ADMINS,
    wrapStore: (store) => ({
      ...store,
      outbox: store.outbox,
      freeze: () => Promise.reject(new StoreUnavailable('the disk is full')),
    }),
  });
  for (const typed of ['freeze audit', 'unfreeze'])
    expect(await typeAndHear(bot, typed, INES)).toContain('can’t reach its database');
  expect(announced(bot)).toEqual([]);
});
