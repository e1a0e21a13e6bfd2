import { expect, test } from 'vitest';
import { LENA } from '../../sandbox/slack/serve.ts';
import { blockOf, held, startBot, textOf, type View, valuesFor } from '../bot.ts';
import { pick, settled } from '../person.ts';

const POLICY = `networks:
  staging: { region: cn-hangzhou, vSwitches: [vsw-h1, vsw-g1], securityGroups: [sg-web], about: SSH from the office, default: true }
  data: { region: cn-hangzhou, vSwitches: [vsw-h2], securityGroups: [sg-data, sg-data2] }
  live: { region: cn-hangzhou, vSwitches: [vsw-h2], securityGroups: [sg-live], channels: [C07PLATFRM2] }
`;
const WEB = 'create zone=cn-hangzhou-h type=g7.large image=ubuntu name=web-1';

const opened = async (text: string, policy = POLICY) => {
  const bot = await startBot('socket', { policy });
  await bot.type(text);
  return { bot, view: await settled(bot) };
};

const optionsOf = (view: View): readonly (readonly [string, string])[] => {
  const element = blockOf(view, 'network')?.element as { options: { value: string; text: { text: string } }[] };
  return element.options.map(({ value, text }) => [value, text.text]);
};

test('a network is picked by its name, and stands for a vSwitch and a group', async () => {
  const { bot, view } = await opened(WEB);
  expect([blockOf(view, 'vswitch'), blockOf(view, 'group')]).toEqual([undefined, undefined]);
  expect(optionsOf(view)).toEqual([
    ['staging', 'staging · SSH from the office'],
    ['data', 'data · data'],
    ['data/sg-data2', 'data · data-open'],
  ]);
  expect(held(view, 'network')).toBe('staging');
  const values = valuesFor(view, { network: 'data/sg-data2' });
  expect(await bot.slack.submit({ user: LENA, view_id: view.id, values })).toEqual({ ok: true });
  const request = await bot.requestOf(view);
  expect(request?.spec).toMatchObject({ vSwitchId: 'vsw-h2', securityGroupId: 'sg-data2' });
  // The same once more: by its ids it is found among the names.
  await bot.type('create last');
  const again = await bot.view(({ id, blocks }) => id !== view.id && blocks.length > 5);
  expect(held(again, 'network')).toBe('data/sg-data2');
});

test('a default group of another VPC keeps nobody from a network', async () => {
  const { bot, view } = await opened(`${WEB} network=staging`, `${POLICY}defaults: { groups: "sg-data2" }\n`);
  expect(await bot.slack.submit({ user: LENA, view_id: view.id, values: valuesFor(view, {}) })).toEqual({ ok: true });
  const request = await bot.requestOf(view);
  expect(request?.spec).toMatchObject({ vSwitchId: 'vsw-h1', securityGroupId: 'sg-web' });
  expect(request?.spec).not.toHaveProperty('moreGroupIds');
});

test('another zone keeps the network that is there too, and one that is not makes way for the usual one', async () => {
  const { bot, view } = await opened(`${WEB} network=staging`);
  const move = async (from: View, zone: string) => {
    await pick(bot, from, 'zone', zone, { name: 'kept' });
    const next = await bot.view(({ hash }) => hash !== from.hash);
    await bot.idle();
    return next;
  };
  const other = await move(view, 'cn-hangzhou-g');
  expect([held(other, 'network'), held(other, 'name')]).toEqual(['staging', 'kept']);
  expect(optionsOf(other).map(([word]) => word)).toEqual(['staging']);
});

test('a form from before the policy had networks is refused by the rule, and drawn again with the names', async () => {
  const { bot, view } = await opened(`${WEB} vswitch=vsw-h2 group=sg-data`, 'language: en\n');
  bot.rule(
    POLICY.replace(
      'vSwitches: [vsw-h2], securityGroups: [sg-data, sg-data2]',
      'vSwitches: [vsw-h9], securityGroups: [sg-data]',
    ),
  );
  const values = valuesFor(view, {});
  await bot.slack.submit({ user: LENA, view_id: view.id, values });
  expect(await bot.requestOf(view)).toBeNull();
  const next = await bot.view((one) => blockOf(one, 'network') !== undefined);
  expect(textOf(next)).toContain('doesn’t allow the network “vsw-h2, sg-data” here');
});
