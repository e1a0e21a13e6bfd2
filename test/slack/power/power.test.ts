import { describe, expect, test } from 'vitest';
import type { CloudInstance } from '../../../src/core/instance/cloud-instance.ts';
import type { FoundInstance } from '../../../src/core/instance/found-instance.ts';
import type { Instance, Observed, Status } from '../../../src/core/instance/instance.ts';
import { checkBlocks } from '../../../src/sandbox/slack/blockkit/check.ts';
import { actionsFor } from '../../../src/slack/instance/actions.ts';
import { actions } from '../../../src/slack/kit/blocks.ts';
import { type Store, StoreUnavailable } from '../../../src/store/store.ts';
import { en } from '../../../src/text/en.ts';
import { LENA, MARCUS, PLATFORM, until } from '../../sandbox/slack/serve.ts';
import { aSpec } from '../../store/samples.ts';
import { seen } from '../../support/instances.ts';
import { TRANSPORTS, thoroughTest } from '../../support/thorough.ts';
import { type Bot, type BotOptions, startBot, type Transport, textOf } from '../bot.ts';
import { inRegion } from '../instance/list-stage.ts';
import { storeOwn } from '../own-instance.ts';
import { hear, rowOf } from '../person.ts';

const INES = 'U07INESCAR5';
const ADMINS = { admins: [INES] };
const ID = 'r-7k3mz9q2xa-1';
const CLOUD_ID = 'i-2ze4f8h1k5';
const EXPIRES = Date.UTC(2027, 0, 10, 16, 0);

interface Given {
  readonly status?: Status;
  readonly observed?: Partial<Observed>;
  readonly row?: Partial<Instance>;
  readonly requestId?: string;
}

/** An instance of Lena's called web-1, as it is in the store and, so far as it has an id, in the cloud. */
async function has(bot: Bot, { status = 'Running', observed = {}, row = {}, requestId = 'r-7k3mz9q2xa' }: Given = {}) {
  const at = Date.now() - 600_000;
  const own = { addressedAt: at, observed: { status, at }, ...row };
  const instances = await storeOwn(bot, { cloudId: CLOUD_ID, requestId, at, row: own });
  const { spec, cloudId } = instances[0] ?? { spec: aSpec(), cloudId: null };
  bot.cloud.instances.set(cloudId ?? '', seen(status, { cloudId: CLOUD_ID, ...observed }));
  if (cloudId !== null)
    bot.account.instances.push(inRegion(spec.region, 1, { cloudId, status, name: 'web-1', ...observed }));
}

async function startWith(transport: Transport, given: Given = {}, options: BotOptions = {}): Promise<Bot> {
  const bot = await startBot(transport, { ...ADMINS, ...options });
  await has(bot, given);
  return bot;
}

const row = (bot: Bot) => rowOf(bot, ID);

const radio = (value: string) => ({
  mode: { mode: { type: 'radio_buttons', selected_option: { text: { type: 'plain_text', text: value }, value } } },
});
const typed = (value: string) => ({ name: { name: { type: 'plain_text_input', value } } });

/** Waits for the window of an order, fills it in and sends it. */
async function submit(bot: Bot, values: object, user = LENA) {
  const view = await bot.view((each) => each.callback_id === 'power_order' && each.submit !== null, user);
  return bot.slack.submit({ user, view_id: view.id, values: values as never });
}

const note = async (bot: Bot, user = LENA): Promise<string> =>
  textOf(await bot.view((each) => each.submit === null || each.submit === undefined, user, 8000));

describe.each(TRANSPORTS)('over %s', (transport) => {
  test('/ecs start begins at once, says privately where it is followed, and writes down who and what', async () => {
    const bot = await startWith(transport, { status: 'Stopped' });
    const said = await hear(bot, 'start web-1');
    expect(said).toContain('You requested a start of web-1.');
    expect(said).toContain(`<#${PLATFORM}>`);
    expect(await row(bot)).toMatchObject({ wanted: 'running', outcome: null, order: { what: 'start', by: LENA } });
    const events = await bot.store.eventsOf('r-7k3mz9q2xa');
    expect(events.at(-1)).toMatchObject({ kind: 'instance.wanted', actor: LENA, data: { what: 'start' } });
  });

  test('/ecs stop asks how it is to be charged, with what follows, and stops as was chosen', async () => {
    for (const mode of ['KeepCharging', 'StopCharging']) {
      const bot = await startWith(transport);
      await bot.type('stop web-1');
      const view = await bot.view();
      expect(textOf(view)).toContain('sold out at the next start');
      expect(textOf(view)).toContain('the public IP may change');
      expect(await submit(bot, radio(mode))).toMatchObject({ ok: true });
      expect(await note(bot)).toContain('You requested a stop of web-1');
      expect(await row(bot)).toMatchObject({ wanted: 'stopped', order: { what: 'stop', stoppedMode: mode } });
    }
  });

  test('/ecs restart asks whether it is meant', async () => {
    const bot = await startWith(transport);
    await bot.type(`restart ${ID}`);
    expect(textOf(await bot.view())).toContain('interrupts everything running on it');
    expect((await row(bot)).order).toBeNull();
    expect(await submit(bot, {})).toMatchObject({ ok: true });
    expect(await note(bot)).toContain('You requested a restart of web-1');
    expect(await row(bot)).toMatchObject({ wanted: 'running', order: { what: 'restart' } });
  });

  test('/ecs release names the instance and goes on only when its name was typed', async () => {
    const bot = await startWith(transport);
    await bot.type(`release ${CLOUD_ID}`);
    const view = await bot.view();
    for (const words of ['web-1', ID, CLOUD_ID, 'can’t be undone']) expect(textOf(view)).toContain(words);
    for (const wrong of ['web-2', 'WEB-1', 'yes']) expect(await submit(bot, typed(wrong))).toMatchObject({ ok: false });
    expect(await row(bot)).toMatchObject({ wanted: 'running', order: null });
    expect(await submit(bot, typed(' web-1 '))).toMatchObject({ ok: true });
    expect(await note(bot)).toContain('You requested the release of web-1, which permanently deletes it');
    expect(await row(bot)).toMatchObject({ wanted: 'released', order: { what: 'release', by: LENA } });
  });

  test('others are refused and told whose it is, and an admin may', async () => {
    const bot = await startWith(transport, { status: 'Stopped' });
    for (const what of ['start', 'stop', 'restart', 'release']) {
      const said = await hear(bot, `${what} web-1`, MARCUS);
      expect(said).toContain(`Only the instance’s owner and admins can use /ecs ${what} on it`);
      for (const one of [LENA, INES]) expect(said).toContain(`<@${one}>`);
    }
    expect(bot.slack.state().views[MARCUS] ?? []).toEqual([]);
    expect((await row(bot)).order).toBeNull();
    expect(await hear(bot, 'start web-1', INES)).toContain('You requested a start of web-1');
    expect(await row(bot)).toMatchObject({ order: { by: INES } });
  });

  test('who lost the right while a window stood open is refused at its end', async () => {
    const admins = [INES];
    const bot = await startWith(transport, {}, { admins });
    await bot.type('release web-1', INES);
    await bot.view(() => true, INES);
    admins.length = 0;
    expect(await submit(bot, typed('web-1'), INES)).toMatchObject({ ok: true });
    expect(await note(bot, INES)).toContain('only its owner and admins can');
    expect((await row(bot)).order).toBeNull();
  });

  test('buttons do the same, for those who may', async () => {
    const bot = await startWith(transport, { status: 'Stopped' });
    const found: FoundInstance = { cloud: null, own: await row(bot), why: 'late' };
    const buttons = actions('power', actionsFor(found, true, en));
    const posted = await bot.web.chat.postMessage({ channel: PLATFORM, text: 'web-1', blocks: [buttons] });
    const press = (user: string, what: string) =>
      bot.slack.action({
        user,
        channel: PLATFORM,
        message_ts: String(posted.ts),
        block_id: 'power',
        action_id: `power_${what}`,
        value: ID,
      });
    expect(await press(MARCUS, 'start')).toEqual({ ok: true });
    const refused = await until(() => bot.slack.state().ephemeral[0]);
    expect(JSON.stringify(refused)).toContain('Only the instance’s owner');
    expect((await row(bot)).order).toBeNull();
    expect(await press(LENA, 'release')).toEqual({ ok: true });
    expect(textOf(await bot.view())).toContain('Type web-1 to release it');
    expect(await press(LENA, 'start')).toEqual({ ok: true });
    await until(async () => (await row(bot)).order !== null || null);
    expect(await row(bot)).toMatchObject({ order: { what: 'start', by: LENA } });
  });
});

test.each([
  ['start', 'type its name: /ecs start <id or name …>'],
  ['stop', 'type its name: /ecs stop <id or name …>'],
  ['start web-9', 'No instance “web-9” was found'],
  ['restart <!channel>', 'was found in'],
])('“/ecs %s” changes nothing and says what to do', async (text, sentence) => {
  const bot = await startWith('socket');
  expect(await hear(bot, text)).toContain(sentence);
  expect((await row(bot)).order).toBeNull();
});

test('of several with one name each has a button, in whatever letters it was typed, and nothing is done', async () => {
  const bot = await startWith('socket', { status: 'Stopped' });
  await has(bot, { status: 'Stopped', requestId: 'r-second0000', row: { cloudId: 'i-second' } });
  const said = await hear(bot, 'start WEB-1');
  for (const id of [CLOUD_ID, 'i-second']) expect(said).toContain(`start cn-beijing/${id}`);
  expect((await row(bot)).order).toBeNull();
  expect(await hear(bot, 'start `r-7k3mz9q2xa-1`')).toContain('a start of');
});

const STOPPED_ALREADY = 'is already stopped';
test.each<[string, Status, string]>([
  ['start', 'Running', 'is already running'],
  ['start', 'Stopped', 'a start of'],
  ['start', 'Stopping', 'a start of'],
  ['start', 'Starting', 'a start of'],
  ['start', 'Pending', 'a start of'],
  ['stop', 'Running', 'a stop of'],
  ['stop', 'Starting', 'a stop of'],
  ['stop', 'Stopping', 'a stop of'],
  ['stop', 'Pending', 'a stop of'],
  ['stop', 'Stopped', STOPPED_ALREADY],
  ['restart', 'Running', 'a restart of'],
  ['restart', 'Stopped', 'a restart of'],
  ['release', 'Running', 'the release of'],
  ['release', 'Stopped', 'the release of'],
  ['release', 'Pending', 'the release of'],
])('to %s one that is %s is answered after a look: %s', async (what, status, sentence) => {
  // What is stored is old: somebody has been at it in the console.
  const bot = await startWith('socket', { status: status === 'Running' ? 'Stopped' : 'Running' });
  bot.cloud.instances.set(CLOUD_ID, seen(status));
  if (what === 'start') {
    expect(await hear(bot, 'start web-1')).toContain(sentence);
    return;
  }
  await bot.type(`${what} web-1`);
  await submit(bot, what === 'stop' ? radio('KeepCharging') : what === 'release' ? typed('web-1') : {});
  expect(await note(bot)).toContain(sentence);
  expect((await row(bot)).order !== null).toBe(sentence !== STOPPED_ALREADY);
});

test('a button of an old message opens no window to stop what is stopped, and one for what somebody started meanwhile', async () => {
  const bot = await startWith('socket', { status: 'Stopped' });
  expect(await hear(bot, 'stop web-1')).toContain(STOPPED_ALREADY);
  bot.cloud.instances.set(CLOUD_ID, seen('Running'));
  await bot.type('stop web-1');
  expect(textOf(await bot.view())).toContain('It will be shut down');
});

test('a prepaid instance is not released: the date and the way out are reported, and no window asks for it', async () => {
  const spec = aSpec({
    name: 'web-1',
    charge: { kind: 'prepaid', term: { unit: 'Month', period: 1 }, autoRenew: true },
  });
  const bot = await startWith('socket', { row: { spec }, observed: { chargeKind: 'prepaid', expiresAt: EXPIRES } });
  const said = await hear(bot, 'release web-1');
  expect(said).toContain('prepaid until <!date^1799596800^');
  expect(said).toContain('/ecs auto-renew web-1 off');
  expect(bot.slack.state().views[LENA] ?? []).toEqual([]);
  // A stop has no choice to make.
  await bot.type('stop web-1');
  const view = await bot.view();
  expect(textOf(view)).toContain('It costs the same while it’s stopped');
  expect(view.blocks.some(({ type }) => type === 'input')).toBe(false);
  await submit(bot, {});
  expect(await note(bot)).toContain('a stop of');
  expect(await row(bot)).toMatchObject({ order: { what: 'stop', stoppedMode: null } });
});

test('deletion protection and locks are honoured and told', async () => {
  const bot = await startWith('socket', { observed: { deletionProtection: true } });
  await bot.type('release web-1');
  await submit(bot, typed('web-1'));
  expect(await note(bot)).toContain('be released while release protection is on');
  bot.cloud.instances.set(CLOUD_ID, seen('Stopped', { locks: ['security'] }));
  expect(await hear(bot, 'start web-1')).toContain('has locked it for security');
  bot.cloud.instances.set(CLOUD_ID, seen('Stopped', { locks: ['financial'] }));
  expect(await hear(bot, 'start web-1')).toContain('Its payment is overdue');
  expect((await row(bot)).order).toBeNull();
  await bot.type('release web-1', INES);
  await submit(bot, typed('web-1'), INES);
  expect(await note(bot, INES)).toContain('the release of');
});

const RELEASED = { what: 'release', stoppedMode: null, by: LENA, at: EXPIRES, down: false, acted: null } as const;

test('what was never created, what is not there yet and what is gone is reported as that', async () => {
  const none = { cloudId: null, observed: null };
  for (const [fields, sentence] of [
    [{ ...none, outcome: 'failed' }, 'was never created'],
    [{ ...none, outcome: null, dueAt: Date.now() + 1e6 }, 'hasn’t been created yet'],
    [{ wanted: 'released', outcome: 'reached', order: RELEASED }, 'is gone'],
  ] as const) {
    const bot = await startWith('socket', { row: fields });
    expect(await hear(bot, `start ${ID}`)).toContain(sentence);
    expect(await hear(bot, `release ${ID}`)).toContain(sentence);
  }
});

test('while frozen a start is taken and says that it waits, and why', async () => {
  const bot = await startWith('socket', { status: 'Stopped' });
  const at = Date.now();
  await bot.store.commit({ freeze: { was: null, next: { reason: 'audit', by: INES, at, until: null } }, at });
  expect(await hear(bot, 'start web-1')).toContain('Starting is frozen (audit), so it waits');
});

test('the same order twice is said and does nothing, another one replaces it and says so', async () => {
  const bot = await startWith('socket', { status: 'Stopped' });
  await hear(bot, 'start web-1');
  const { version } = await row(bot);
  expect(await hear(bot, 'start web-1')).toContain('is already being started');
  expect((await row(bot)).version).toBe(version);
  await bot.type('release web-1');
  await submit(bot, typed('web-1'));
  expect(await note(bot)).toContain('This replaces the start in progress');
});

thoroughTest(
  'a cloud that does not answer holds nobody up: the order is taken, and the window tells it later',
  async () => {
    const bot = await startWith('socket');
    bot.cloud.slow = ['look'];
    await bot.type('release web-1');
    await submit(bot, typed('web-1'));
    expect(textOf(await bot.view((view) => textOf(view).includes('One moment')))).toContain('checking the instance');
    expect(textOf(await bot.view((view) => textOf(view).includes('the release of'), LENA, 9000))).toContain('web-1');
    expect(await row(bot)).toMatchObject({ wanted: 'released' });
  },
);

thoroughTest('who has closed the window meanwhile is told what came of it in their messages', async () => {
  const bot = await startWith('socket');
  bot.cloud.slow = ['look'];
  await bot.type('release web-1');
  await submit(bot, typed('web-1'));
  const checking = await bot.view((view) => textOf(view).includes('One moment'));
  await bot.slack.closeView({ user: LENA, view_id: checking.id });
  const told = () => {
    const all = bot.slack.state().channels.flatMap(({ messages }) => messages);
    return all.find(({ blocks }) => JSON.stringify(blocks).includes('the release of'));
  };
  expect(JSON.stringify((await until(told, 9000)).blocks)).toContain('*Release*');
});

test('while the store is away an order is refused with a sentence', async () => {
  let isAway = false;
  const wrapStore = (store: Store): Store => ({
    ...store,
    outbox: store.outbox,
    commit: (change) => (isAway ? Promise.reject(new StoreUnavailable('the disk is full')) : store.commit(change)),
  });
  const bot = await startWith('socket', { status: 'Stopped' }, { wrapStore });
  isAway = true;
  expect(await hear(bot, 'start web-1')).toContain('can’t reach its database right now');
  await bot.type('release web-1');
  await submit(bot, typed('web-1'));
  expect(await note(bot)).toContain('can’t reach its database right now');
  isAway = false;
  expect((await row(bot)).order).toBeNull();
});

test('an order that meets a newer row is decided again from that row', async () => {
  let first = true;
  const wrapStore = (store: Store): Store => ({
    ...store,
    outbox: store.outbox,
    async commit(change) {
      const mine = change.instances?.[0]?.next;
      if (first && mine?.order) {
        first = false;
        const stored = await store.instance(ID);
        if (stored !== null)
          await store.commit({ instances: [{ next: { ...stored, version: stored.version + 1 } }], at: change.at });
      }
      return store.commit(change);
    },
  });
  const bot = await startWith('socket', { status: 'Stopped' }, { wrapStore });
  expect(await hear(bot, 'start web-1')).toContain('a start of');
  expect((await bot.store.eventsOf('r-7k3mz9q2xa')).filter(({ kind }) => kind === 'instance.wanted')).toHaveLength(1);
});

test('the buttons offer what fits, and Slack takes them', async () => {
  const bot = await startWith('socket');
  const instance = await row(bot);
  const offered = (over: Partial<CloudInstance> | null, fields: Partial<Instance> = {}, mayAct = true) => {
    const own = { ...instance, ...fields };
    const found: FoundInstance =
      over === null ? { cloud: null, own, why: 'late' } : { cloud: inRegion('cn-hangzhou', 1, over), own };
    return actionsFor(found, mayAct, en).map(({ action_id }) => action_id);
  };
  expect(offered({})).toEqual(['power_stop', 'power_restart', 'power_release']);
  expect(offered(null)).toEqual(['power_stop', 'power_restart', 'power_release']);
  expect(offered({}, {}, false)).toEqual([]);
  expect(offered({ status: 'Stopped' })).toEqual(['power_start', 'power_release']);
  expect(offered({ deletionProtection: true })).toEqual(['power_stop', 'power_restart']);
  expect(offered({ status: 'Stopped', chargeKind: 'prepaid' })).toEqual(['power_start']);
  expect(offered({ status: 'Stopped', locks: ['financial'] })).toEqual(['power_release']);
  expect(offered(null, { wanted: 'released' })).toEqual([]);
  const buttons = actionsFor({ cloud: inRegion('cn-hangzhou', 1), own: null }, true, en);
  expect(buttons.map(({ value }) => value)).toContain('adopt cn-hangzhou/i-cnhangzhou0001');
  expect(checkBlocks([actions('power', buttons)], 'message')).toEqual([]);
});
