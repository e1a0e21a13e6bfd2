import { describe, expect, test } from 'vitest';
import { DISK_CATEGORIES } from '../../../src/core/spec/disks.ts';
import { en } from '../../../src/text/en.ts';
import { TEXTS } from '../../../src/text/texts.ts';
import { LENA, MARCUS, until } from '../../sandbox/slack/serve.ts';
import { HANGZHOU } from '../../support/choices.ts';
import { blockIdOf, blockOf, held, makeFailure, startBot, textOf, type View, valuesFor } from '../bot.ts';
import { hintOf, pick, settled } from '../person.ts';

const opened = async (text: string) => {
  const bot = await startBot('socket');
  await bot.type(text);
  return { bot, view: await settled(bot) };
};

const disksIn = (view: View): readonly string[] => {
  const element = blockOf(view, 'disk')?.element as { options: { value: string }[] };
  return element.options.map(({ value }) => value);
};

describe('what was typed', () => {
  test('fills the form in, words turned into what the cloud calls them', async () => {
    const { view } = await opened(
      'create type=g7.large zone=h image=ubuntu vsw=web sg=web disk=essd size=60G bw=5 amount=2',
    );
    const fields = ['zone', 'type', 'image', 'vswitch', 'group', 'disk', 'size', 'bandwidth', 'amount'];
    expect(fields.map((field) => held(view, field))).toEqual([
      'cn-hangzhou-h',
      'ecs.g7.large',
      'ubuntu_24_04_x64_20G_alibase_20250301.vhd',
      'vsw-h1',
      'sg-web',
      'cloud_essd',
      '60',
      '5',
      '2',
    ]);
    expect(textOf(view)).not.toContain('Check this before');
  });

  test('and cannot be read is reported at the top and at its field, and the rest is filled in', async () => {
    const { view } = await opened('create type=nope amount=0 bandwidth=abc typ=x ubuntu zone=h "name=<!channel>"');
    const top = JSON.stringify(view.blocks[0]);
    expect(top).toContain('Check this before you submit');
    expect(top).toContain('“typ=x”: there is no such field. Did you mean type=…?');
    expect(top).toContain('“ubuntu” was left out');
    expect(top).toContain('Instance type: “nope” isn’t offered in this zone.');
    expect(top).toContain('Quantity: “0” isn’t between 1 and 20.');
    expect(top).toContain('Public bandwidth (Mbit/s): Enter a whole number from 0 to 100, not “abc”.');
    expect(top).toContain('Name: “<!channel>” isn’t a valid name');
    expect(top).not.toContain('mrkdwn');
    expect(hintOf(view, 'type')).toContain('“nope” isn’t offered in this zone.');
    expect(hintOf(view, 'amount')).toContain('“0” isn’t between 1 and 20.');
    expect([held(view, 'zone'), held(view, 'amount'), held(view, 'name')]).toEqual([
      'cn-hangzhou-h',
      '1',
      '<!channel>',
    ]);
  });

  test('and names a network that does not fit is not replaced by another one', async () => {
    const { view } = await opened('create zone=h vsw=web group=data');
    expect(hintOf(view, 'group')).toContain('doesn’t belong to the VPC of the vSwitch');
    expect([held(view, 'vswitch'), held(view, 'group')]).toEqual(['vsw-h1', null]);
  });

  test('and names a zone of another region opens the form in that region', async () => {
    const { view } = await opened('create zone=cn-beijing-h');
    expect([held(view, 'region'), held(view, 'zone')]).toEqual(['cn-beijing', 'cn-beijing-h']);
    expect(textOf(view)).not.toContain('⚠️');
  });

  test('and names a vSwitch but no zone opens the form in its zone', async () => {
    const { view } = await opened('create vswitch=data');
    expect([held(view, 'zone'), held(view, 'vswitch')]).toEqual(['cn-hangzhou-h', 'vsw-h2']);
  });

  test('comes as Slack escapes it and is read as it was typed', async () => {
    const { view } = await opened('create name=<!channel>');
    expect(held(view, 'name')).toBe('<!channel>');
  });

  test('may be the longest that Slack takes: the form still opens', async () => {
    const { view } = await opened(`create ${'x'.repeat(3000)} name=${'y'.repeat(900)} ${'k=v '.repeat(300)}`);
    expect(textOf(view)).toContain('was left out');
  });
});

describe('lists that depend on others', () => {
  test('a vSwitch decides which security groups there are', async () => {
    const { bot, view } = await opened('create zone=h group=sg-web');
    expect(held(view, 'group')).toBe('sg-web');
    await pick(bot, view, 'vswitch', 'vsw-h2');
    const next = await bot.view(({ hash }) => hash !== view.hash);
    expect(blockIdOf(next, 'group')).toBe('group|cn-hangzhou|vpc-2');
    expect(held(next, 'group')).toBeNull();
    expect(held(next, 'vswitch')).toBe('vsw-h2');
    await pick(bot, next, 'vswitch', 'vsw-h1');
    const last = await bot.view(({ hash }) => hash !== next.hash);
    expect(held(last, 'group')).toBe('sg-web');
  });

  test('a type decides which disks there are', async () => {
    const { bot, view } = await opened('create zone=h');
    expect(disksIn(view)).toEqual(DISK_CATEGORIES);
    await pick(bot, view, 'type', 'ecs.s2.large');
    const next = await bot.view((shown) => disksIn(shown).length < DISK_CATEGORIES.length);
    expect(disksIn(next)).toEqual(['cloud_ssd', 'cloud']);
    expect(held(next, 'disk')).toBe('cloud_ssd');
    await pick(bot, next, 'type', 'ecs.g7.large');
    const last = await bot.view((shown) => held(shown, 'disk') !== 'cloud_ssd');
    expect(disksIn(last)).toEqual([
      'cloud_essd',
      'cloud_essd_pl0',
      'cloud_essd_pl2',
      'cloud_essd_pl3',
      'cloud_auto',
      'cloud_efficiency',
    ]);
    expect(held(last, 'disk')).toBe('cloud_essd');
  });

  test('a disk that goes with the new type too stays', async () => {
    const { bot, view } = await opened('create zone=h disk=cloud');
    await pick(bot, view, 'type', 'ecs.s2.large');
    const next = await bot.view((shown) => disksIn(shown).length < DISK_CATEGORIES.length);
    expect(held(next, 'disk')).toBe('cloud');
  });

  test('disks that are slow to come keep nobody waiting, and what is picked meanwhile stays', async () => {
    const bot = await startBot('socket', { haste: 10 });
    await bot.type('create zone=h');
    const view = await settled(bot);
    bot.cloud.slow = ['systemDisks'];
    await pick(bot, view, 'type', 'ecs.s2.large');
    await until(() => bot.cloud.loads.some((load) => load === 'systemDisks cn-hangzhou cn-hangzhou-h ecs.s2.large'));
    await pick(bot, view, 'disk', 'cloud', { type: 'ecs.s2.large' });
    expect((await bot.view()).hash).toBe(view.hash);
    // The cloud takes longer than the form usually waits.
    await until(() => bot.cloud.loads.filter((load) => load.startsWith('systemDisks')).length === 3);
    bot.cloud.answer();
    const next = await bot.view((one) => disksIn(one).length < disksIn(view).length);
    expect(disksIn(next)).toEqual(['cloud_ssd', 'cloud']);
    expect([held(next, 'type'), held(next, 'disk')]).toEqual(['ecs.s2.large', 'cloud']);
  });

  test('disks that cannot be read leave the form as it is', async () => {
    const { bot, view } = await opened('create zone=h');
    bot.cloud.broken = ['systemDisks'];
    await pick(bot, view, 'type', 'ecs.s2.large');
    await bot.idle();
    const next = await bot.view();
    expect([disksIn(next), held(next, 'disk')]).toEqual([disksIn(view), held(view, 'disk')]);
  });

  test('a typed disk that does not go with the typed type is reported with what does', async () => {
    const { view } = await opened('create zone=h type=s2.large disk=essd');
    expect(hintOf(view, 'disk')).toContain(
      '“essd” isn’t offered with this type in this zone. Pick Standard SSD (cloud_ssd) or Basic disk (cloud), or another type.',
    );
    expect(disksIn(view)).toEqual(['cloud_ssd', 'cloud']);
    expect(held(view, 'disk')).toBe('cloud_ssd');
  });

  test('a choice on which no list hangs changes nothing but the price', async () => {
    const { bot, view } = await opened('create zone=h type=ecs.g7.large image=ubuntu');
    await pick(bot, view, 'type', 'ecs.g7.xlarge');
    const next = await bot.view((shown) => textOf(shown).includes('1 × ecs.g7.xlarge'));
    const fields = (of: View) => of.blocks.filter(({ type }) => type === 'input').map(({ block_id }) => block_id);
    expect(fields(next)).toEqual(fields(view));
    await bot.idle();
    const updates = bot.slack.state().calls['views.update'];
    await pick(bot, next, 'vswitch', 'vsw-h1');
    await bot.view((shown) => blockIdOf(shown, 'group').endsWith('vpc-1'));
    await pick(bot, await bot.view(), 'vswitch', 'vsw-h1');
    await bot.idle();
    expect(bot.slack.state().calls['views.update']).toBe((updates ?? 0) + 1);
  });

  test('what cannot be known to fit the new region is dropped', async () => {
    const bot = await startBot('socket', { haste: 10 });
    await bot.type('create zone=h vswitch=vsw-h1 image=ubuntu');
    const view = await bot.view();
    bot.cloud.slow = ['vSwitches cn-beijing'];
    await pick(bot, view, 'region', 'cn-beijing');
    const next = await bot.view((shown) => blockOf(shown, 'zone')?.block_id === 'zone|cn-beijing');
    expect([held(view, 'vswitch'), held(next, 'vswitch')]).toEqual(['vsw-h1', null]);
    expect(held(next, 'image')).toBe(held(view, 'image'));
  });

  test.each([
    ['key:ops-2026', null],
    ['session', 'session'],
  ])('of a login with %s the new region has %s', async (login, stays) => {
    const { bot, view } = await opened(`create zone=h login=${login}`);
    expect(held(view, 'login')).toBe(login);
    await pick(bot, view, 'region', 'cn-beijing');
    const next = await bot.view((shown) => blockOf(shown, 'zone')?.block_id === 'zone|cn-beijing');
    expect([held(next, 'login'), textOf(next).includes('⚠️')]).toEqual([stays, false]);
  });

  test('a key pair goes when Windows is picked, which takes none', async () => {
    const { bot, view } = await opened('create zone=h image=ubuntu login=key:ops-2026');
    const windows = HANGZHOU.images?.find(({ id }) => id.startsWith('win'))?.id ?? 'no Windows';
    await pick(bot, view, 'image', windows);
    const next = await bot.view((shown) => blockIdOf(shown, 'login').endsWith('windows'));
    expect([held(next, 'login'), textOf(next).includes('⚠️')]).toEqual([null, false]);
  });

  test('a form submitted before its lists followed the region is drawn again with its problems', async () => {
    const { bot, view } = await opened(
      'create zone=h type=g7.large image=ubuntu vswitch=vsw-h1 group=sg-web name=kept',
    );
    const values = valuesFor(view, { region: 'cn-beijing' });
    const sees = await bot.slack.submit({ user: LENA, view_id: view.id, values });
    expect(sees).toEqual({ ok: true, response_action: 'update' });
    const next = await bot.view(({ hash }) => hash !== view.hash);
    expect(blockIdOf(next, 'zone')).toBe('zone|cn-beijing');
    expect(textOf(next)).toContain('Zone: “cn-hangzhou-h” isn’t a zone of this region.');
    expect(held(next, 'name')).toBe('kept');
  });

  test('a zone without a vSwitch says what to do', async () => {
    const { view } = await opened('create region=cn-shanghai');
    expect(hintOf(view, 'vswitch')).toContain('There is no vSwitch in cn-shanghai-g yet.');
  });

  test('while the zones of a new region are on their way the form says so, and nothing typed is lost', async () => {
    const { bot, view } = await opened('create name=keep-me amount=3');
    bot.cloud.slow = ['zones', 'vSwitches', 'images', 'securityGroups', 'instanceTypes'];
    const picked = pick(bot, view, 'region', 'cn-beijing');
    const waiting = await bot.view(({ hash }) => hash !== view.hash);
    expect(textOf(waiting)).toContain('Loading the zones of cn-beijing');
    expect(blockOf(waiting, 'zone')).toBeUndefined();
    bot.cloud.answer();
    await picked;
    const next = await bot.view(({ hash }) => hash !== waiting.hash);
    expect(blockIdOf(next, 'zone')).toBe('zone|cn-beijing');
    expect([held(next, 'region'), held(next, 'name'), held(next, 'amount')]).toEqual(['cn-beijing', 'keep-me', '3']);
  });

  test('of two changes in a row the later one counts, even when the earlier one is slower', async () => {
    const { bot, view } = await opened('create');
    bot.cloud.slow = ['zones cn-beijing'];
    await pick(bot, view, 'region', 'cn-beijing');
    await until(() => bot.cloud.loads.includes('zones cn-beijing'));
    await pick(bot, view, 'region', 'cn-shanghai');
    await bot.view((shown) => blockOf(shown, 'zone')?.block_id === 'zone|cn-shanghai');
    bot.cloud.answer();
    await bot.idle();
    const last = await bot.view();
    expect([held(last, 'region'), blockIdOf(last, 'zone')]).toEqual(['cn-shanghai', 'zone|cn-shanghai']);
  });
});

describe('when something fails', () => {
  test('an expired trigger is reported with what to type again', async () => {
    const bot = await startBot('socket');
    bot.slack.addFault({ name: 'slack-expired-trigger', action: 'views.open' });
    expect(await bot.type('create type=ecs.g7.large amount=2')).toEqual({ ok: true });
    const [told] = await until(() => bot.told().length > 0 && bot.told());
    expect(told).toContain('3 seconds Slack allows');
    expect(told).toContain('/ecs create type=ecs.g7.large amount=2');
  });

  test('a rate limit on opening is reported with the time to wait', async () => {
    const bot = await startBot('socket');
    bot.slack.addFault({ name: 'slack-429', action: 'views.open', retryAfterMs: 7000 });
    await bot.type('create');
    const [told] = await until(() => bot.told().length > 0 && bot.told());
    expect(told).toContain('wait 7 s');
  });

  test('an opening whose answer is lost still becomes the form', async () => {
    const bot = await startBot('socket');
    bot.cloud.slow = true;
    bot.slack.addFault({ name: 'slack-reset-after', action: 'views.open' });
    await bot.type('create name=found-again');
    await bot.view();
    bot.cloud.answer();
    const form = await bot.view((shown) => blockOf(shown, 'name') !== undefined);
    expect(held(form, 'name')).toBe('found-again');
    expect(bot.told()).toEqual([]);
  });

  test('a rate limit on filling the form is waited out', async () => {
    const bot = await startBot('socket', { haste: 10 });
    bot.cloud.slow = true;
    await bot.type('create');
    await bot.view();
    bot.slack.addFault({ name: 'slack-429', action: 'views.update', retryAfterMs: 1000 });
    bot.slack.addFault({ name: 'slack-5xx', action: 'views.update' });
    bot.cloud.answer();
    await bot.view((shown) => blockOf(shown, 'name') !== undefined);
    expect(bot.slack.activeFaults()).toEqual([]);
  });

  test('a command that Slack sends twice opens one form and says nothing more', async () => {
    const bot = await startBot('socket');
    bot.slack.addFault({ name: 'slack-redeliver', action: 'slash_commands' });
    await bot.type('create');
    await until(() => bot.slack.state().calls['views.open'] === 2);
    await bot.idle();
    expect(bot.slack.state().views[LENA]).toHaveLength(1);
    expect(bot.told()).toEqual([]);
  });

  test('a form closed while its lists come is no trouble', async () => {
    const bot = await startBot('socket');
    bot.cloud.slow = true;
    await bot.type('create');
    const view = await bot.view();
    await bot.slack.closeView({ user: LENA, view_id: view.id });
    bot.cloud.answer();
    await until(() => bot.slack.state().calls['views.update'] === 1);
    await bot.idle();
    expect(bot.lines.filter(({ level }) => level !== 'info')).toEqual([]);
  });

  test('lists that cannot be read are reported in the form, which tries again with what was typed', async () => {
    const bot = await startBot('socket');
    bot.cloud.failure = makeFailure('permission');
    await bot.type('create type=g7.large name=kept');
    const note = await bot.view((view) => textOf(view).includes('Try again'));
    expect(textOf(note)).toContain(en.modal.listsFailed(makeFailure('permission')));
    bot.cloud.failure = null;
    await bot.slack.action({ user: LENA, view_id: note.id, action_id: 'form_retry' });
    const form = await bot.view((shown) => blockOf(shown, 'name') !== undefined);
    expect([held(form, 'name'), held(form, 'type')]).toEqual(['kept', 'ecs.g7.large']);
  });

  test('a button of another version does nothing, and its user hears what to do', async () => {
    const bot = await startBot('socket');
    const { ts, channel } = await bot.web.chat.postMessage({
      channel: 'C07PLATFRM2',
      text: 'old card',
      blocks: [
        {
          type: 'actions',
          elements: [{ type: 'button', action_id: 'gone', text: { type: 'plain_text', text: 'Old' }, value: 'r-1' }],
        },
      ],
    });
    const press = { user: MARCUS, channel: channel ?? '', message_ts: ts ?? '', action_id: 'gone' };
    expect(await bot.slack.action(press)).toEqual({ ok: true });
    const told = await until(() => bot.slack.state().ephemeral.at(-1));
    expect([told.user, told.text]).toEqual([MARCUS, TEXTS.en.commands.old]);
  });
});

test('no line of the log holds a token, a secret or what people wrote', async () => {
  const { bot, view } = await opened('create zone=h name=very-private');
  bot.slack.addFault({ name: 'slack-expired-trigger', action: 'views.open' });
  await bot.type('create name=very-private');
  await until(() => bot.told().length > 0);
  await bot.slack.submit({ user: LENA, view_id: view.id, values: valuesFor(view, { name: '<!channel>' }) });
  const log = JSON.stringify(bot.lines);
  expect(bot.lines.length).toBeGreaterThan(0);
  for (const secret of [
    bot.slack.botToken,
    bot.slack.appToken,
    bot.slack.signingSecret,
    'very-private',
    'xox',
    'ticket',
  ]) {
    expect(log).not.toContain(secret);
  }
});

test('the login says at its field what it means to leave it empty', async () => {
  const { view } = await opened('create type=g7.large zone=h image=ubuntu');
  expect(hintOf(view, 'login')).toContain('Empty = no key pair');
  expect(hintOf(view, 'login')).toContain('/ecs key add');
});
