import { expect, test } from 'vitest';
import { en } from '../../../src/text/en.ts';
import { LENA } from '../../sandbox/slack/serve.ts';
import { type Bot, blockOf, held, startBot, textOf, type View, valuesFor } from '../bot.ts';
import { settled } from '../person.ts';

const POLICY = `networks:
  staging: { region: cn-hangzhou, vSwitches: [vsw-h1], securityGroups: [sg-web], about: SSH from the office, default: true }
purpose: required
presets:
  web: { zone: cn-hangzhou-h, type: g7.large, image: ubuntu, bandwidth: 5, host: web-host }
  batch: { zone: cn-hangzhou-h, type: g7.xlarge, image: ubuntu, amount: 4 }
`;

const inputsOf = (view: View): readonly string[] =>
  view.blocks.flatMap(({ type, block_id }) => (type === 'input' ? [String(block_id).split('|')[0] ?? ''] : []));

const press = async (bot: Bot, view: View, actionId: string, values = {}) => {
  await bot.slack.action({ user: LENA, view_id: view.id, action_id: actionId, block_id: 'details', values });
  await bot.view(({ hash }) => hash !== view.hash);
  return settled(bot);
};

test('a preset leaves at most six fields, says what it has fixed, and is ordered as it says', async () => {
  const bot = await startBot('socket', { policy: POLICY });
  await bot.type('create web');
  const few = await settled(bot);
  expect(inputsOf(few)).toEqual(['preset', 'purpose', 'login', 'name', 'amount', 'charge']);
  for (const fixed of [
    'ecs.g7.large · 2 vCPU · 8 GiB',
    'Ubuntu 24.04',
    'staging · SSH from the office',
    '5 Mbit/s',
    'web-host',
  ])
    expect(textOf(few)).toContain(fixed);
  expect(textOf(few)).toContain(en.modal.details);

  // All of it becomes fields, with what was typed meanwhile.
  const whole = await press(bot, few, 'form_details', valuesFor(few, { purpose: 'a load test', name: 'kept' }));
  const fields = ['type', 'network', 'size', 'bandwidth', 'name', 'purpose'];
  expect(fields.map((field) => held(whole, field))).toEqual([
    ...['ecs.g7.large', 'staging', '40', '5', 'kept', 'a load test'],
  ]);
  expect([blockOf(whole, 'host'), textOf(whole).includes('web-host')]).toEqual([undefined, true]);
  const more = await press(bot, whole, 'form_more', valuesFor(whole, { bandwidth: '7' }));
  expect([held(more, 'host'), held(more, 'bandwidth'), held(more, 'type')]).toEqual(['web-host', '7', 'ecs.g7.large']);
});

test('a preset is picked in the form, keeps what is one’s own, and is submitted with what is not shown', async () => {
  const bot = await startBot('socket', { policy: POLICY });
  await bot.type('create');
  const whole = await settled(bot);
  expect(inputsOf(whole)).toContain('type');
  await bot.slack.action({
    ...{ user: LENA, view_id: whole.id, action_id: 'preset', block_id: 'preset' },
    selected_option: { value: 'batch' },
    values: {
      ...valuesFor(whole, { name: 'mine', purpose: 'nightly' }),
      preset: {
        preset: {
          type: 'static_select',
          selected_option: { text: { type: 'plain_text', text: 'batch' }, value: 'batch' },
        },
      },
    },
  });
  await bot.view((view) => !inputsOf(view).includes('type'));
  const few = await settled(bot);
  expect(inputsOf(few)).toEqual(['preset', 'purpose', 'login', 'name', 'charge']);
  expect(await bot.slack.submit({ user: LENA, view_id: few.id, values: {} })).toEqual({ ok: true });
  expect(await bot.requestOf(few)).toMatchObject({
    amount: 4,
    spec: {
      instanceType: 'ecs.g7.xlarge',
      name: 'mine',
      purpose: 'nightly',
      vSwitchId: 'vsw-h1',
      securityGroupId: 'sg-web',
    },
  });
});

test('what few need has a field where the policy requires it, and one that was wrong stays while it is mended', async () => {
  const bot = await startBot('socket', { policy: 'required: [{ fields: [host] }]\nmaxLease: 30d\n' });
  await bot.type('create zone=h type=g7.large image=ubuntu vswitch=vsw-h1 group=sg-web name=mended');
  const whole = await settled(bot);
  expect(inputsOf(whole)).toContain('host');
  expect(inputsOf(whole)).not.toContain('lease');
  expect(blockOf(whole, 'host')?.optional ?? false).toBe(false);

  await bot.type('create zone=h type=g7.large image=ubuntu vswitch=vsw-h1 group=sg-web name=mended lease=40d');
  await bot.view((view) => blockOf(view, 'lease') !== undefined);
  const wrong = await settled(bot);
  expect(JSON.stringify(blockOf(wrong, 'lease'))).toContain('is too long');
  await bot.slack.action({
    ...{ user: LENA, view_id: wrong.id, action_id: 'lease', block_id: 'lease' },
    values: valuesFor(wrong, { lease: '3d' }),
  });
  await bot.view(({ hash }) => hash !== wrong.hash);
  const mended = await settled(bot);
  expect(JSON.stringify(blockOf(mended, 'lease'))).not.toContain('is too long');
  expect(textOf(mended)).toContain('Auto-releases 3 days after it first runs');
});

test('over a preset a lease that somebody has typed has a field, and one of the preset is a line', async () => {
  const presets = 'presets: { web: { zone: cn-hangzhou-h, type: g7.large, image: ubuntu, lease: 2d } }\n';
  const bot = await startBot('socket', { policy: presets });
  await bot.type('create web vswitch=vsw-h1 group=sg-web');
  const fixed = await settled(bot);
  expect([blockOf(fixed, 'lease'), textOf(fixed).includes('Auto-releases 2 days')]).toEqual([undefined, true]);
  bot.rule(presets.replace(', lease: 2d', ''));
  await bot.type('create web vswitch=vsw-h1 group=sg-web lease=8h');
  await bot.view((view) => blockOf(view, 'lease') !== undefined);
  const typed = await settled(bot);
  expect([held(typed, 'lease'), textOf(typed).includes('Auto-releases 8 hours')]).toEqual(['8h', true]);
});
