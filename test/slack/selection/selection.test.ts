import { describe, expect, test } from 'vitest';
import { selectionSamples } from '../../../src/sandbox/gallery/instance/selection.ts';
import { TEXTS } from '../../../src/text/texts.ts';
import { LENA, MARCUS, PLATFORM } from '../../sandbox/slack/serve.ts';
import { seen } from '../../support/instances.ts';
import { type Bot, startBot, textOf } from '../bot.ts';
import { asked, elementsOf, inRegion, newest, say } from '../instance/list-stage.ts';

const R = 'r-7k3mz9q2xa';
const IDS = [1, 2, 3].map((n) => `${R}-${n}`);

/** Three of Lena's, web-1, web-2 and web-10, and db-1 of Marcus's. */
async function fleet(): Promise<Bot> {
  const bot = await startBot('socket');
  const names = ['web-1', 'web-2', 'web-10'];
  const there = (cloudId: string) => ({ cloudId, outcome: 'reached' as const });
  await asked(
    bot,
    R,
    (one) => ({ ...there(`i-lena${one.ordinal}000000`), spec: { ...one.spec, name: names[one.ordinal - 1] ?? '' } }),
    { amount: 3 },
  );
  await asked(bot, 'r-0000000001', () => there('i-marcus100000'), { requester: MARCUS, name: 'db-1' });
  const all = [...names.map((name, n) => [name, `i-lena${n + 1}000000`] as const), ['db-1', 'i-marcus100000'] as const];
  for (const [n, [name, cloudId]] of all.entries()) {
    const tags = [{ key: 'ecs-chatops:requester', value: name === 'db-1' ? MARCUS : LENA }];
    bot.account.instances.push(inRegion('cn-hangzhou', n, { name, cloudId, tags, status: 'Running' }));
    bot.cloud.instances.set(cloudId, seen('Running', { cloudId }));
  }
  return bot;
}

const count = (value: string) => ({ count: { count: { type: 'plain_text_input', value } } });
const orders = async (bot: Bot) =>
  Promise.all([...IDS, 'r-0000000001-1'].map(async (id) => (await bot.store.instance(id))?.order?.what ?? null));
const confirmation = (bot: Bot) =>
  bot.view(({ callback_id, submit }) => callback_id === 'selection' && submit !== null);
const send = async (bot: Bot, values: object = {}) => {
  const { id } = await confirmation(bot);
  const sent = await bot.slack.submit({ user: LENA, view_id: id, values: values as never });
  await bot.idle();
  return sent;
};
const answer = async (bot: Bot) => textOf(await bot.view(({ submit }) => submit === null || submit === undefined));

describe('several at once', () => {
  test('a request of many is listed as ranges, confirmed in one window, and stopped as a whole', async () => {
    const amount = 120;
    const bot = await startBot('socket');
    const cloudIdOf = (n: number) => `i-many${String(n).padStart(6, '0')}`;
    const named = (n: number) => `big-${String(n).padStart(3, '0')}`;
    await asked(
      bot,
      R,
      (one) => ({
        ...{ cloudId: cloudIdOf(one.ordinal), outcome: 'reached' as const },
        spec: { ...one.spec, name: named(one.ordinal) },
      }),
      { amount },
    );
    const tags = [{ key: 'ecs-chatops:requester', value: LENA }];
    for (let n = 1; n <= amount; n += 1) {
      const cloudId = cloudIdOf(n);
      const status = n === 7 ? 'Starting' : 'Running';
      bot.account.instances.push(inRegion('cn-hangzhou', n, { name: named(n), cloudId, tags, status }));
      bot.cloud.instances.set(cloudId, seen(status, { cloudId }));
    }
    await bot.type(`stop ${R}`);
    const view = await confirmation(bot);
    expect(view.title?.text).toBe(`Stop ${amount} instances`);
    const said = textOf(view);
    expect(said).toContain('Running: 119 · `big-001` … `big-006` (6), `big-008` … `big-120` (113)');
    expect(said).toContain('Starting: 1 · `big-007`');
    expect(view.private_metadata).toContain(`${R}-1..${amount}`);
    expect(await send(bot)).toMatchObject({ ok: true });
    expect(await answer(bot)).toContain(`You requested a stop of ${amount} instances:`);
    const rows = await bot.store.instancesOf(R);
    expect(rows.filter(({ order }) => order?.what === 'stop')).toHaveLength(amount);
  });

  test('one window lists them as people count and says what is left out; one answer follows, each in its own thread', async () => {
    const bot = await fleet();
    await bot.type('stop web-* db-1 nobody');
    const view = await confirmation(bot);
    expect(view.title?.text).toBe('Stop 3 instances');
    const said = textOf(view);
    expect(said).toMatch(/`web-1`.*`web-2`.*`web-10`/su);
    expect(said).toContain('Owned by somebody else: `db-1`');
    expect(said).toContain('Not found: `nobody`');
    expect(await orders(bot)).toEqual([null, null, null, null]);
    expect(await send(bot)).toMatchObject({ ok: true });
    expect(await answer(bot)).toMatch(/You requested a stop of 3 instances:.*`web-1`, `web-2`, `web-10`/su);
    expect(await orders(bot)).toEqual(['stop', 'stop', 'stop', null]);
    const events = await bot.store.eventsOf(R);
    expect(events.filter(({ kind }) => kind === 'instance.wanted').map(({ instanceId }) => instanceId)).toEqual(IDS);
  });

  test('a release has their number typed, in any digits', async () => {
    const bot = await fleet();
    await bot.type(`release ${R}`);
    const said = textOf(await confirmation(bot));
    for (const words of ['permanently deleted', 'type how many there are: 3']) expect(said).toContain(words);
    for (const wrong of ['2', 'web-1', 'yes', '3.0'])
      expect(await send(bot, count(wrong)), wrong).toMatchObject({ ok: false, errors: { count: /Type 3/ } });
    expect(await orders(bot)).toEqual([null, null, null, null]);
    expect(await send(bot, count(' ３ '))).toMatchObject({ ok: true });
    expect(await answer(bot)).toContain('You requested the release of 3 instances');
    expect(await orders(bot)).toEqual(['release', 'release', 'release', null]);
  });

  test('boxes in the list stand for one’s own; a button without any ticked says so', async () => {
    const bot = await fleet();
    await say(bot, 'list cn-hangzhou');
    const { ts, blocks } = newest(bot);
    const boxes = elementsOf(blocks).find(({ action_id }) => action_id.startsWith('selection_boxes'));
    expect(boxes?.options?.map(({ value }) => value)).toEqual(IDS);
    const connect = elementsOf(blocks).find(({ action_id }) => action_id === 'run_beside:connect');
    expect(connect?.options?.map(({ value }) => value)).toEqual(IDS.map((id) => `connect ${id}`));
    const press = (what: string, values: object = {}) =>
      bot.slack.action({ user: LENA, channel: PLATFORM, message_ts: ts, action_id: what, values: values as never });
    expect(await press('selection_stop')).toEqual({ ok: true });
    await bot.idle();
    expect(newest(bot).text).toContain('No instance is selected');
    const ticked = {
      list_boxes_0: { 'selection_boxes:0': { selected_options: [{ value: IDS[0] }, { value: IDS[2] }] } },
    };
    expect(await press('selection_boxes:0', ticked)).toEqual({ ok: true });
    expect(await press('selection_restart', ticked)).toMatchObject({ ok: false });
    expect(await press('selection_release', ticked)).toEqual({ ok: true });
    expect((await confirmation(bot)).title?.text).toBe('Release 2 instances');
    expect(await send(bot, count('2'))).toMatchObject({ ok: true });
    expect(await orders(bot)).toEqual(['release', null, 'release', null]);
  });

  test('one alone is confirmed by its name; of none it is said why', async () => {
    const bot = await fleet();
    await bot.type('release web-2*');
    expect(textOf(await bot.view(({ callback_id }) => callback_id === 'power_order'))).toContain(
      'Type web-2 to release it',
    );
    expect((await say(bot, 'stop fleet-*')).text).toMatch(/None of these can be stopped.*No match: `fleet-\*`/su);
    expect((await say(bot, 'release *', MARCUS)).text).not.toContain('web-1');
    expect((await say(bot, `stop ${Array.from({ length: 51 }, (_, n) => `x-${n}`).join(' ')}`)).text).toContain(
      'More than 50 names',
    );
    expect(await orders(bot)).toEqual([null, null, null, null]);
  });

  test('a lease is set for several at once; one time is meant for all of them', async () => {
    const bot = await fleet();
    await bot.type('lease web-* 3d');
    const view = await confirmation(bot);
    expect(view.title?.text).toBe('Set lease: 3 instances');
    expect(textOf(view)).toContain('permanently deleted 3 days after you confirm');
    const before = Date.now();
    expect(await send(bot)).toMatchObject({ ok: true });
    expect(await answer(bot)).toMatch(/You requested this auto-release for 3 instances:.*`web-1`, `web-2`, `web-10`/su);
    for (const id of IDS) {
      const endsAt = (await bot.store.instance(id))?.lease?.endsAt ?? 0;
      expect(Math.abs(endsAt - before - 3 * 86_400_000)).toBeLessThan(120_000);
    }
  });

  test('a window that is sent twice, or was made up, does nothing more', async () => {
    const bot = await fleet();
    await bot.type('restart web-1 web-2');
    const view = await confirmation(bot);
    await Promise.all([1, 2].map(() => bot.slack.submit({ user: LENA, view_id: view.id, values: {} })));
    await bot.idle();
    const events = await bot.store.eventsOf(R);
    expect(events.filter(({ kind }) => kind === 'instance.wanted').length).toBe(2);
  });
});

test('of one alone, if the others are left out, nothing is said in the plural', () => {
  const said = selectionSamples(TEXTS.en).filter(([name]) => name.includes(' one of several'));
  expect(said.length).toBeGreaterThan(6);
  for (const [name, shown] of said) {
    const left = JSON.stringify(shown).replace(/\*Left out.*?"/u, '');
    expect(left, name).not.toMatch(/\b(?:they|their|them|each|these|those)\b/iu);
  }
});
