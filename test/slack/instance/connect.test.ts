import { expect, test } from 'vitest';
import { MARCUS } from '../../sandbox/slack/serve.ts';
import { aFailure } from '../../support/instances.ts';
import { startBot } from '../bot.ts';
import { asked, elementsOf, inRegion, newest, press, say } from './list-stage.ts';

test('its owner is told how to get in, also while the cloud cannot be asked; nobody else is', async () => {
  const bot = await startBot('socket');
  await asked(
    bot,
    'r-7k3mz9q2xa',
    (one) => ({
      cloudId: 'i-cnbeijing0001',
      outcome: 'reached',
      observed: { status: 'Running', at: 1 },
      publicIp: '47.93.12.10',
      spec: { ...one.spec, login: { kind: 'keyPair', name: 'lena-laptop' } },
    }),
    { region: 'cn-beijing', name: 'web-1' },
  );
  bot.account.instances = [inRegion('cn-beijing', 1)];

  const { blocks, text } = await say(bot, 'connect web-1');
  expect(text).toContain('`ssh root@47.93.12.11` (key pair lena-laptop)');
  expect(text).toContain('ali-instance-cli session --instance i-cnbeijing0001');
  expect(text).not.toContain('last saw it');
  expect(elementsOf(blocks).map((one) => one.text?.text)).toEqual(['Open terminal', 'Check again', 'Show']);
  expect(elementsOf(blocks)[0]?.url).toBe(
    'https://ecs-workbench.aliyun.com/?from=EcsConsole&instanceType=ecs&regionId=cn-beijing&instanceId=i-cnbeijing0001',
  );
  await press(bot, 'Open terminal');
  expect(newest(bot).text, 'a link is opened by Slack alone').toBe(text);

  bot.account.broken.set('cn-beijing', aFailure('notSent'));
  await press(bot, 'Check again');
  expect(newest(bot).text).toContain('`ssh root@47.93.12.10` (key pair lena-laptop)');
  expect(newest(bot).text).toContain('last saw it');
  expect((await say(bot, 'connect web-1')).text, 'by name, though not every region answers').toContain(
    'root@47.93.12.10',
  );

  const other = (await say(bot, 'connect r-7k3mz9q2xa-1', MARCUS)).text;
  expect(other).toContain('Only who asked for the instance');
  expect(other).not.toContain('47.93.12');
});
