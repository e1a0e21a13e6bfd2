import { describe, expect, test } from 'vitest';
import { StoreUnavailable } from '../../src/store/store.ts';
import { LENA, PLATFORM, until } from '../sandbox/slack/serve.ts';
import { TRANSPORTS } from '../support/thorough.ts';
import { blockIdOf, blockOf, held, makeFailure, PICKED, startBot, textOf, valuesFor } from './bot.ts';

describe.each(TRANSPORTS)('over %s', (transport) => {
  test('/ecs create opens the form, and what is submitted is in the store with its card', async () => {
    const bot = await startBot(transport);
    expect(await bot.type('create')).toEqual({ ok: true });
    const view = await bot.view();
    expect(held(view, 'region')).toBe('cn-hangzhou');
    expect(held(view, 'amount')).toBe('1');

    const changed = await zoneChanged(bot, view, 'cn-hangzhou-h');
    const sees = await bot.slack.submit({
      user: LENA,
      view_id: changed.id,
      values: valuesFor(changed, { ...PICKED, name: 'web', amount: '3', bandwidth: '5' }),
    });
    expect(sees).toEqual({ ok: true });
    expect(bot.slack.state().views[LENA] ?? []).toEqual([]);

    const request = await bot.requestOf(view);
    expect(request).toMatchObject({
      state: 'creating',
      requester: LENA,
      channel: PLATFORM,
      amount: 3,
      dueAt: null,
      card: null,
      spec: { zone: 'cn-hangzhou-h', instanceType: 'ecs.g7.large', internetMaxBandwidthOut: 5, name: 'web' },
    });
    expect(request?.id).toMatch(/^r-[0-9a-hjkmnp-tv-z]{10}$/);
    const instances = await bot.store.instancesOf(request?.id ?? '');
    expect(instances.map(({ id, spec }) => [id, spec.name])).toEqual([
      [`${request?.id}-1`, 'web-1'],
      [`${request?.id}-2`, 'web-2'],
      [`${request?.id}-3`, 'web-3'],
    ]);
    const tokens = instances.map(({ clientToken }) => clientToken);
    // One call buys all of them.
    expect(new Set(tokens).size).toBe(1);
    for (const token of tokens) expect(token).toMatch(/^[\x21-\x7e]{20,64}$/);
    for (const { dueAt, wanted } of instances) expect([dueAt, wanted]).toEqual([request?.createdAt, 'running']);
    const events = await bot.store.eventsOf(request?.id ?? '');
    expect(events).toMatchObject([{ kind: 'request.submitted', actor: LENA }]);
    expect(await bot.store.outbox.depth()).toMatchObject({ waiting: 1 });
  });

  test('type-ahead finds by words, by region and zone; current families first, sold out last', async () => {
    const bot = await startBot(transport);
    await bot.type('create zone=h');
    const view = await bot.view();
    const ask = async (field: string, value: string) => {
      const answer = await bot.slack.options({
        user: LENA,
        view_id: view.id,
        action_id: field,
        block_id: blockIdOf(view, field),
        value,
      });
      return (answer.options as { text: { text: string }; value: string }[]).map(({ text }) => text.text);
    };
    expect(await ask('type', '')).toEqual([
      'ecs.g7.large · 2 vCPU · 8 GiB · general purpose',
      'ecs.c7.large · 2 vCPU · 4 GiB · compute optimized',
      'ecs.g7.xlarge · 4 vCPU · 16 GiB · general purpose',
      'ecs.s2.large · 2 vCPU · 4 GiB',
      'ecs.r7.large · 2 vCPU · 16 GiB · sold out · memory optimized',
    ]);
    expect(await ask('type', '4c16g')).toEqual(['ecs.g7.xlarge · 4 vCPU · 16 GiB · general purpose']);
    expect(await ask('type', 'no such thing')).toEqual([]);
    expect(await ask('image', 'UBUNTU 24')).toHaveLength(2);
    expect(await ask('vswitch', '10.9')).toEqual(['data · 10.9.1.0/24 · 12 free · vsw-h2']);
    expect(await ask('vswitch', 'old')).toEqual([]);
    expect(await ask('group', 'classic')).toEqual([]);
  });

  test('a change of region reloads its lists, drops what does not fit and keeps the rest', async () => {
    const bot = await startBot(transport);
    await bot.type('create zone=h type=ecs.g7.large vswitch=vsw-h1 name=keep-me');
    const view = await bot.view();
    expect(held(view, 'vswitch')).toBe('vsw-h1');
    await bot.slack.action({
      user: LENA,
      view_id: view.id,
      action_id: 'region',
      block_id: 'region',
      selected_option: { value: 'cn-beijing' },
      values: valuesFor(view, { name: 'typed-later', bandwidth: '7' }),
    });
    const next = await bot.view((shown) => blockIdOf(shown, 'zone') === 'zone|cn-beijing');
    expect(held(next, 'region')).toBe('cn-beijing');
    expect(held(next, 'zone')).toMatch(/^cn-beijing-/);
    expect(held(next, 'vswitch')).not.toBe('vsw-h1');
    expect(held(next, 'type')).toBe('ecs.g7.large');
    expect(held(next, 'name')).toBe('typed-later');
    expect(held(next, 'bandwidth')).toBe('7');
  });

  test('/ecs help and a misspelt command are answered for the caller alone', async () => {
    const bot = await startBot(transport);
    await bot.type('help');
    await bot.type('crate');
    const [help, misspelt] = await until(() => bot.slack.state().ephemeral.length === 2 && bot.slack.state().ephemeral);
    expect(help?.user).toBe(LENA);
    expect(JSON.stringify(help?.blocks)).toContain('`/ecs create` – ');
    expect(misspelt?.text).toBe('There is no command “crate”. Did you mean /ecs create?');
    expect(bot.slack.state().channels.flatMap(({ messages }) => messages)).toEqual([]);
  });

  test('a cloud that does not answer delays the form and never the acknowledgement', async () => {
    const bot = await startBot(transport, { slack: { ackLimitMs: 1000 } });
    bot.cloud.slow = true;
    expect(await bot.type('create image=ubuntu')).toEqual({ ok: true });
    const loading = await bot.view();
    expect(textOf(loading)).toContain('Loading options from Alibaba Cloud');
    expect(textOf(loading)).toContain('close the window and try again');
    bot.cloud.answer();
    const view = await bot.view(({ hash }) => hash !== loading.hash);
    expect(view.id).toBe(loading.id);
    expect(held(view, 'image')).toBe('ubuntu_24_04_x64_20G_alibase_20250301.vhd');
  });

  test('the home tells how to begin and its button opens the form for direct messages', async () => {
    const bot = await startBot(transport);
    await bot.slack.openHome({ user: LENA });
    const home = await until(() => bot.slack.state().home[LENA]);
    expect(textOf(home)).toContain('Run /ecs create in a channel');
    await bot.slack.action({ user: LENA, view_id: home.id, action_id: 'home_create' });
    const view = await bot.view();
    expect(textOf(view)).toContain('in your direct messages with this bot');
    const next = await zoneChanged(bot, view, 'cn-hangzhou-h');
    await bot.slack.submit({ user: LENA, view_id: view.id, values: valuesFor(next, PICKED) });
    expect(await bot.requestOf(view)).toMatchObject({ channel: LENA });
  });
});

describe('a submission', () => {
  const opened = async (text = 'create zone=h', options: Parameters<typeof startBot>[1] = {}) => {
    const bot = await startBot('socket', options);
    await bot.type(text);
    return { bot, view: await bot.view() };
  };

  test.each([
    ['name', '<!channel>', '“<!channel>” isn’t a valid name. Use 2–128'],
    ['group', 'sg-data', '“sg-data” doesn’t belong to the VPC of the vSwitch.'],
    ['vswitch', 'vsw-g1', '“vsw-g1” is in another zone.'],
    ['type', 'ecs.r7.large', '“ecs.r7.large” is sold out in this zone'],
    ['type', 'nope', '“nope” isn’t offered in this zone.'],
    ['image', 'm-gone', 'No image of this region matches “m-gone”.'],
  ])('with a bad %s (%s) says so at that field and creates nothing', async (field, value, sentence) => {
    const { bot, view } = await opened();
    const sees = await submit(bot, view, { ...PICKED, name: 'web-1', [field]: value });
    expect(sees.errors?.[blockIdOf(view, field)]).toContain(sentence);
    expect(Object.keys(sees.errors ?? {})).toEqual([blockIdOf(view, field)]);
    expect(await bot.requestOf(view)).toBeNull();
  });

  test('with a disk that its type does not take says at the disk which do', async () => {
    const { bot, view } = await opened();
    const sees = await submit(bot, view, { ...PICKED, type: 'ecs.s2.large', name: 'web-1' });
    expect(sees.errors).toEqual({
      disk: '“cloud_essd” isn’t offered with this type in this zone. Pick Standard SSD (cloud_ssd) or Basic disk (cloud), or another type.',
    });
    expect(await bot.requestOf(view)).toBeNull();
    expect(await submit(bot, view, { disk: 'cloud' })).toEqual({ ok: true });
    expect(await bot.requestOf(view)).toMatchObject({ spec: { systemDisk: { category: 'cloud', sizeGiB: 40 } } });
  });

  test('made before the disks followed the type is drawn again with those that fit', async () => {
    const { bot, view } = await opened('create zone=h type=g7.large');
    const sees = await submit(bot, view, { ...PICKED, type: 'ecs.s2.large', name: 'web-1' });
    expect(sees).toEqual({ ok: true, response_action: 'update' });
    const next = await bot.view(({ hash }) => hash !== view.hash);
    expect(textOf(next)).toContain('System disk: “cloud_essd” isn’t offered with this type in this zone.');
    expect([held(next, 'type'), held(next, 'disk')]).toEqual(['ecs.s2.large', 'cloud_ssd']);
    expect(await bot.requestOf(view)).toBeNull();
  });

  test('waits for the disks of its type under a note, and is judged by them', async () => {
    const { bot, view } = await opened('create zone=h', { haste: 10 });
    bot.cloud.slow = ['systemDisks'];
    const sees = await submit(bot, view, { ...PICKED, type: 'ecs.s2.large', name: 'web-1' });
    expect(sees).toEqual({ ok: true, response_action: 'update' });
    const checking = await bot.view(({ hash }) => hash !== view.hash);
    expect(textOf(checking)).toContain('Checking with Alibaba Cloud');
    bot.cloud.answer();
    const next = await bot.view(({ hash }) => hash !== checking.hash);
    expect(textOf(next)).toContain('System disk: “cloud_essd” isn’t offered with this type');
    expect(await bot.requestOf(view)).toBeNull();
  });

  test('may be sent twice at once: one request, and both answers are calm', async () => {
    const { bot, view } = await opened();
    bot.slack.addFault({ name: 'slack-redeliver', action: 'view_submission' });
    const sees = await bot.slack.submit({ user: LENA, view_id: view.id, values: valuesFor(view, { ...PICKED }) });
    expect(sees).toEqual({ ok: true });
    const request = await bot.requestOf(view);
    expect(await bot.store.instancesOf(request?.id ?? '')).toHaveLength(1);
    await until(() => bot.lines.some(({ message }) => message === 'a request was submitted'));
    expect(bot.lines.filter(({ message }) => message === 'a request was submitted')).toHaveLength(1);
    expect(bot.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test('whose answer was lost is calm when sent again, and names the request when it asks for something else', async () => {
    let pauseMs = 450;
    const { bot, view } = await opened('create zone=h', {
      slack: { ackLimitMs: 300 },
      wrapStore: (store) => ({
        ...store,
        commit: async (change) => {
          const written = await store.commit(change);
          await new Promise((resolve) => setTimeout(resolve, pauseMs));
          return written;
        },
      }),
    });
    const lost = await submit(bot, view, { ...PICKED, name: 'web-1' });
    expect(lost).toEqual({ ok: false, error: 'operation_timeout' });
    pauseMs = 0;
    const request = await bot.requestOf(view);
    const other = await submit(bot, view, { amount: '9' });
    expect(other).toEqual({ ok: true, response_action: 'update' });
    const told = await bot.view(({ hash }) => hash !== view.hash);
    expect(textOf(told)).toContain(`This form was already submitted: request ${request?.id}, 1 × web-1.`);
    expect(await bot.requestOf(view)).toEqual(request);
    expect(await bot.store.instancesOf(request?.id ?? '')).toHaveLength(1);
  });

  test('is told that nothing was created when the store is down, and goes through once it is back', async () => {
    let down = true;
    const { bot, view } = await opened('create zone=h', {
      wrapStore: (store) => ({
        ...store,
        commit: async (change) => {
          if (down) throw new StoreUnavailable('disk full');
          return store.commit(change);
        },
      }),
    });
    const values = valuesFor(view, { ...PICKED, name: 'kept-name' });
    const sees = await bot.slack.submit({ user: LENA, view_id: view.id, values });
    expect(sees).toEqual({ ok: true, response_action: 'update' });
    const again = await bot.view(({ hash }) => hash !== view.hash);
    expect(textOf(again)).toContain('nothing was created');
    expect([held(again, 'name'), held(again, 'type'), held(again, 'group')]).toEqual([
      'kept-name',
      'ecs.g7.large',
      'sg-web',
    ]);
    down = false;
    expect(await bot.slack.submit({ user: LENA, view_id: again.id, values: {} })).toEqual({ ok: true });
    expect(await bot.requestOf(view)).toMatchObject({ spec: { name: 'kept-name' } });
  });

  test('that was written down although the answer of the store was lost is not told that nothing was created', async () => {
    const { bot, view } = await opened('create zone=h', {
      wrapStore: (store) => ({
        ...store,
        commit: async (change) => {
          await store.commit(change);
          throw new StoreUnavailable('connection lost');
        },
      }),
    });
    expect(await submit(bot, view, { ...PICKED, name: 'web-1' })).toEqual({ ok: true });
    expect(await bot.requestOf(view)).toMatchObject({ spec: { name: 'web-1' } });
  });

  test('that has to wait for the lists is answered at once and decided when they come', async () => {
    const { bot, view } = await opened('create zone=h', { haste: 10 });
    bot.cloud.slow = true;
    const values = valuesFor(view, { ...PICKED, name: 'late-1' });
    const sees = await bot.slack.submit({ user: LENA, view_id: view.id, values });
    expect(sees).toEqual({ ok: true, response_action: 'update' });
    const checking = await bot.view((shown) => textOf(shown).includes('Checking with Alibaba Cloud'));
    expect(await bot.requestOf(view)).toBeNull();
    bot.cloud.answer();
    const done = await bot.view(({ hash }) => hash !== checking.hash);
    const request = await bot.requestOf(view);
    expect(textOf(done)).toContain(`Request ${request?.id} for 1 instance is in progress.`);
  });

  test('that turns out wrong after the wait shows the form again, filled in, with the problem', async () => {
    const { bot, view } = await opened('create zone=h', { haste: 10 });
    bot.cloud.slow = true;
    const sees = submit(bot, view, { ...PICKED, name: 'late-1', group: 'sg-data', amount: '4' });
    const checking = await bot.view((shown) => textOf(shown).includes('Checking with Alibaba Cloud'));
    expect(await sees).toEqual({ ok: true, response_action: 'update' });
    bot.cloud.answer();
    const again = await bot.view(({ hash }) => hash !== checking.hash);
    expect(textOf(again)).toContain('Security group: “sg-data” doesn’t belong to the VPC of the vSwitch.');
    expect([held(again, 'name'), held(again, 'amount'), held(again, 'vswitch')]).toEqual(['late-1', '4', 'vsw-h1']);
  });

  test('that cannot be checked keeps everything and says why', async () => {
    const { bot, view } = await opened();
    bot.cloud.failure = makeFailure('permission');
    const values = valuesFor(view, { ...PICKED, name: 'kept-1' });
    const sees = await bot.slack.submit({ user: LENA, view_id: view.id, values });
    expect(sees.ok).toBe(true);
    const note = await bot.view(({ hash }) => hash !== view.hash);
    expect(textOf(note)).toContain('Couldn’t check your choices');
    expect(await bot.requestOf(view)).toBeNull();
    bot.cloud.failure = null;
    await bot.slack.action({ user: LENA, view_id: note.id, action_id: 'form_retry' });
    const form = await bot.view((shown) => blockOf(shown, 'name') !== undefined);
    expect([held(form, 'name'), held(form, 'type'), held(form, 'group')]).toEqual(['kept-1', 'ecs.g7.large', 'sg-web']);
  });
});

/** Fills in these fields over what the form holds, and presses Create. */
const submit = (bot: Bot, view: View, fields: Readonly<Record<string, string>>) =>
  bot.slack.submit({ user: LENA, view_id: view.id, values: valuesFor(view, fields) });

type Bot = Awaited<ReturnType<typeof startBot>>;
type View = Awaited<ReturnType<Bot['view']>>;

async function zoneChanged(bot: Bot, view: View, zone: string): Promise<View> {
  if (held(view, 'zone') === zone) return view;
  await bot.slack.action({
    ...{ user: LENA, view_id: view.id, action_id: 'zone', block_id: blockIdOf(view, 'zone') },
    selected_option: { value: zone },
  });
  return bot.view(({ hash }) => hash !== view.hash);
}
