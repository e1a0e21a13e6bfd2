import { describe, expect, test } from 'vitest';
import { say } from '../../../src/core/saying.ts';
import type { LaunchTemplateSeen } from '../../../src/core/spec/launch-template.ts';
import { readMeta, writeMeta } from '../../../src/slack/create-form/view-state.ts';
import { en } from '../../../src/text/en.ts';
import { zh } from '../../../src/text/zh.ts';
import { LENA, MARCUS, until } from '../../sandbox/slack/serve.ts';
import { type Bot, held, startBot, textOf, type View, valuesFor } from '../bot.ts';
import { lastTold, settled } from '../person.ts';

const POLICY = `admins: [${MARCUS}]
userData:
  docker: |
    #!/bin/sh
    apt-get install docker
presets:
  web: { launchTemplate: web-servers, name: api, tags: { env: dev } }
  pinned: { LaunchTemplateName: web-servers, LaunchTemplateVersion: 1, region: cn-hangzhou }
  plain: { zone: cn-hangzhou-h, type: g7.xlarge, image: ubuntu }
`;

const HOLDS = {
  InstanceType: 'ecs.g7.large',
  ImageId: 'ubuntu_24_04_x64_20G_alibase_20250301.vhd',
  VSwitchId: 'vsw-h1',
  SecurityGroupId: 'sg-web',
  ZoneId: 'cn-hangzhou-h',
  InstanceChargeType: 'PostPaid',
  InstanceName: 'web',
  SystemDisk: { Category: 'cloud_essd', Size: 60 },
  InternetMaxBandwidthOut: 5,
  Tags: { InstanceTag: [{ Key: 'team', Value: 'web' }] },
};

const seen = (version: number, holds: object = HOLDS): LaunchTemplateSeen => ({
  is: 'there',
  template: { id: 'lt-1', name: 'web-servers', version, holds: holds as Record<string, unknown> },
});

const started = async (template: LaunchTemplateSeen | null = seen(2), haste = 1): Promise<Bot> => {
  const bot = await startBot('socket', { policy: POLICY, haste });
  if (template !== null) bot.cloud.templates.set('cn-hangzhou web-servers default', template);
  return bot;
};

const pick = (bot: Bot, view: View, value: string) =>
  bot.slack.action({
    ...{ user: LENA, view_id: view.id, action_id: 'preset', block_id: 'preset' },
    selected_option: { value },
    values: {
      ...valuesFor(view, {}),
      preset: {
        preset: { type: 'static_select', selected_option: { text: { type: 'plain_text', text: value }, value } },
      },
    },
  });

describe('a preset with a launch template', () => {
  test('fills the form with what the template holds, below what it says itself, and names the version', async () => {
    const bot = await started();
    await bot.type('create web amount=2');
    const view = await settled(bot);
    expect(textOf(view)).toContain('Filled in from launch template web-servers, version 2.');
    expect(textOf(view)).toContain('ecs.g7.large');
    expect(await bot.slack.submit({ user: LENA, view_id: view.id, values: {} })).toEqual({ ok: true });
    expect(await bot.requestOf(view)).toMatchObject({
      amount: 2,
      names: { filledFrom: { preset: 'web', template: { name: 'web-servers', version: 2 } } },
      spec: {
        name: 'api',
        region: 'cn-hangzhou',
        instanceType: 'ecs.g7.large',
        vSwitchId: 'vsw-h1',
        securityGroupId: 'sg-web',
        systemDisk: { category: 'cloud_essd', sizeGiB: 60 },
        internetMaxBandwidthOut: 5,
        tags: [
          { key: 'env', value: 'dev' },
          { key: 'team', value: 'web' },
        ],
      },
    });
  });

  test('is requested as it was read, whatever becomes the default version while the form is open', async () => {
    const bot = await started();
    await bot.type('create web');
    const view = await settled(bot);
    bot.cloud.templates.set('cn-hangzhou web-servers default', seen(3, { ...HOLDS, InstanceType: 'ecs.g7.xlarge' }));
    expect(await bot.slack.submit({ user: LENA, view_id: view.id, values: {} })).toEqual({ ok: true });
    expect(await bot.requestOf(view)).toMatchObject({ spec: { instanceType: 'ecs.g7.large' } });
    await bot.type('create web');
    await bot.view(({ id }) => id !== view.id);
    expect(textOf(await settled(bot))).toContain('version 3.');
  });

  test('keeps to a version that the policy names', async () => {
    const bot = await started();
    bot.cloud.templates.set('cn-hangzhou web-servers 1', seen(1, { ...HOLDS, InstanceType: 'ecs.g7.xlarge' }));
    await bot.type('create pinned');
    const view = await settled(bot);
    expect(textOf(view)).toContain('Filled in from launch template web-servers, version 1.');
    expect(textOf(view)).toContain('ecs.g7.xlarge');
  });

  test('is picked in the form as it is in a command', async () => {
    const bot = await started();
    await bot.type('create name=mine');
    const whole = await settled(bot);
    await pick(bot, whole, 'web');
    await bot.view((view) => textOf(view).includes('Filled in from launch template web-servers, version 2.'));
    const view = await settled(bot);
    // It stays when more of the form is wanted.
    await bot.slack.action({
      user: LENA,
      view_id: view.id,
      action_id: 'form_details',
      block_id: 'details',
      values: {},
    });
    await bot.view(({ hash }) => hash !== view.hash);
    const open = await settled(bot);
    expect(textOf(open)).toContain('version 2.');
    expect([held(open, 'type'), held(open, 'size'), held(open, 'bandwidth')]).toEqual(['ecs.g7.large', '60', '5']);
  });

  test('may have a start script that is one of the policy’s', async () => {
    const UserData = Buffer.from('#!/bin/sh\napt-get install docker').toString('base64');
    const bot = await started(seen(2, { ...HOLDS, UserData }));
    await bot.type('create web');
    const view = await settled(bot);
    expect(await bot.slack.submit({ user: LENA, view_id: view.id, values: {} })).toEqual({ ok: true });
    expect(await bot.requestOf(view)).toMatchObject({ spec: { script: { name: 'docker' } } });
  });

  test('may auto-renew by less than it is bought for, which somebody may say otherwise', async () => {
    const { InstanceChargeType: _hourly, ...rest } = HOLDS;
    const prepaid = { ...rest, InstanceChargeType: 'PrePaid', Period: 12, PeriodUnit: 'Month', AutoRenew: true };
    const bot = await started(seen(2, { ...prepaid, AutoRenewPeriod: 1 }), 5);
    for (const [typed, renewsBy] of [
      ['create web', { renewsBy: { unit: 'Month', period: 1 } }],
      ['create web renewperiod=3', { renewsBy: { unit: 'Month', period: 3 } }],
      ['create web renewperiod=12m', {}],
    ] as const) {
      await bot.type(typed);
      const view = await settled(bot);
      expect(await bot.slack.submit({ user: LENA, view_id: view.id, values: {} })).toMatchObject({ ok: true });
      const request = await bot.requestOf(view);
      expect(request?.spec.charge).toStrictEqual({
        kind: 'prepaid',
        term: { unit: 'Month', period: 12 },
        autoRenew: true,
        ...renewsBy,
      });
    }
  });

  test('is judged by the policy like anything else', async () => {
    const bot = await started();
    bot.rule(`${POLICY}types: [g7.xlarge]\n`);
    await bot.type('policy check web');
    const told = await lastTold(bot);
    expect(told).toContain('⛔');
    expect(told).toContain('Filled in from launch template web-servers, version 2.');
    expect(told).toContain('ecs.g7.large');
  });
});

describe('a launch template that cannot be used fills nothing in, and the form says why', () => {
  test.each<[string, LaunchTemplateSeen | null, string]>([
    [
      'it is gone',
      null,
      'Preset web can’t be used: there is no launch template web-servers in cn-hangzhou. Choose another preset',
    ],
    [
      'its version is gone',
      { is: 'noVersion' },
      'Preset web can’t be used: launch template web-servers in cn-hangzhou has no default version.',
    ],
    [
      'it holds what the bot does not order',
      seen(4, { ...HOLDS, SystemDisk: { AutoSnapshotPolicyId: 'sp-1' } }),
      'launch template web-servers, version 4, contains what can’t be requested.\\n– SystemDisk.AutoSnapshotPolicyId: the bot doesn’t set snapshot policies',
    ],
    [
      'it holds a password',
      seen(4, { ...HOLDS, UserData: Buffer.from('#!/bin/sh\nPASSWORD=hunter2hunter2\n').toString('base64') }),
      'start script contains a password or key in line 2.',
    ],
  ])('%s', async (_, template, sentence) => {
    const bot = await started(template);
    await bot.type('create web amount=3');
    const view = await settled(bot);
    expect(textOf(view)).toContain(sentence);
    expect(textOf(view)).not.toContain('hunter2');
    expect([held(view, 'amount'), held(view, 'size'), held(view, 'name')]).toEqual([
      '3',
      '40',
      expect.stringMatching(/^ecs-/u),
    ]);
    await bot.type('create');
    await bot.view(({ id }) => id !== view.id);
    const whole = await settled(bot);
    await pick(bot, whole, 'web');
    const picked = await bot.view((one) => textOf(one).includes(sentence));
    expect(textOf(picked)).not.toContain('you typed');
    await bot.idle();
    await bot.type('policy check web');
    const told = await lastTold(bot);
    expect(told).toContain(sentence);
    // Of an order without what it starts from nothing can be said.
    expect(told).toMatch(/Refused:/u);
    expect(told).not.toMatch(/Allowed|approval/u);
  });

  test('the cloud does not answer; other presets go on', async () => {
    const bot = await started();
    bot.cloud.broken = ['launchTemplates'];
    await bot.type('create web');
    expect(textOf(await settled(bot))).toContain(
      'Preset web can’t be used: couldn’t load launch template web-servers. Alibaba Cloud gave no usable answer.',
    );
    await bot.type('create plain');
    await bot.view((view) => textOf(view).includes('ecs.g7.xlarge'));
  });

  test('the cloud is slow: the form opens in time and says so', async () => {
    const bot = await started(seen(2), 5);
    bot.cloud.slow = ['launchTemplates'];
    await bot.type('create web');
    expect(textOf(await settled(bot))).toContain('Alibaba Cloud didn’t answer in time. Choose it again in a moment.');
    bot.cloud.answer();
  });
});

test('a launch template in a command is refused with the way to one', async () => {
  const bot = await started();
  await bot.type('create LaunchTemplateId=lt-1 type=g7.large');
  expect(textOf(await settled(bot))).toContain(
    'LaunchTemplateId was left out: the bot doesn’t set launch templates outside presets. Start from a preset that names one.',
  );
});

test('/ecs policy names the launch template of a preset', async () => {
  const bot = await started();
  await bot.type('policy', LENA);
  const told = await lastTold(bot);
  expect(told).toContain('`web` – launch template web-servers, ');
  expect(told).toContain('`pinned` – launch template web-servers, version 1, ');
});

test.each([en, zh])('however much a template holds that cannot be requested, what to do is told', ({ templates }) => {
  const sayings = Array.from(
    { length: 46 },
    (_, n) => say`Field${n}: the bot doesn’t know this setting. Leave it out.`,
  );
  const template = { by: 'name', word: 'web-servers', version: 'default' } as const;
  const why = { is: 'refused', version: 4, sayings } as const;
  const told = templates.trouble('web', { template, region: 'cn-hangzhou', why });
  expect(told.length).toBeLessThan(1_500);
  expect(told).toContain('36');
});

test('the form says each time it is drawn that the newest version could not be loaded', () => {
  const template = { name: 'web-servers', version: 2, isEarlier: true };
  expect(readMeta(writeMeta({ channel: 'C1', preset: 'web', template }))?.template).toEqual(template);
  expect(en.modal.fromTemplate(template)).toContain('didn’t say whether this is still the version to use');
  expect(en.modal.fromTemplate({ ...template, isEarlier: false })).not.toContain('didn’t say');
});

test('the doctor tells each reason on a line of its own', async () => {
  const bot = await started(null);
  await bot.type('doctor', MARCUS);
  const told = await until(() => {
    const all = JSON.stringify(bot.slack.state());
    return all.includes('Preset pinned can’t be used') ? all : undefined;
  });
  expect(told).toMatch(/\\n• Preset web can’t be used: [^\\]+\\n• Preset pinned can’t be used: /u);
});

test('the doctor looks through the launch template of a preset', async () => {
  const bot = await started(seen(2, { ...HOLDS, ImageId: 'beos.vhd' }));
  bot.cloud.templates.set('cn-hangzhou web-servers 1', seen(1));
  await bot.type('doctor', MARCUS);
  expect(await until(() => /No image/u.exec(JSON.stringify(bot.slack.state())))).not.toBeNull();
});
