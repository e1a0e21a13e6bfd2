import { expect, test } from 'vitest';
import { LENA, MARCUS } from '../../sandbox/slack/serve.ts';
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
  bot.account.instances = [{ ...inRegion('cn-beijing', 1), keyPair: 'lena-laptop' }];

  const { blocks, text } = await say(bot, 'connect web-1');
  expect(text).toContain('`ssh root@47.93.12.11` (key pair lena-laptop)');
  expect(text).toContain('If SSH doesn’t find the private key of lena-laptop');
  expect(text).toContain('`ssh -i FILE root@47.93.12.11`');
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

  bot.keyPairs.pairs.set('cn-beijing', [{ name: 'lena-laptop', owner: LENA, fingerprint: 'ab' }]);
  expect((await say(bot, 'connect web-1')).text).toContain('your private key of lena-laptop');

  bot.account.broken.clear();
  const ipv6 = '2408:4005:316:a00:1:2:3:4';
  bot.account.instances = [{ ...inRegion('cn-beijing', 1), keyPair: 'lena-laptop', publicIp: null, ipv6: [ipv6] }];
  const office = { accepts: true, protocol: 'TCP', ports: null, priority: 1, source: '2001:db8:113::/48' } as const;
  bot.cloud.inbound = [office];
  const byIpv6 = (await say(bot, 'connect web-1')).text;
  expect(byIpv6).toContain(`SSH over IPv6*\\n\`ssh root@${ipv6}\``);
  expect(byIpv6).toContain('It has no public IPv4 address');
  expect(byIpv6).toContain('Port 22 (IPv4) is closed');
  expect(byIpv6).toContain('Port 22 (IPv6) is open to 2001');
  expect(byIpv6).toContain('IPv6 internet bandwidth');
  expect(byIpv6.match(/private key of/g), 'the file of the key is explained once').toHaveLength(1);
  bot.cloud.inbound = [];
  const closed = (await say(bot, 'connect web-1')).text;
  expect(closed.match(/Port 22[^.]*closed/g), 'what is so for both is said once').toEqual(['Port 22 is closed']);

  const other = (await say(bot, 'connect r-7k3mz9q2xa-1', MARCUS)).text;
  expect(other).toContain('Only the instance’s owner');
  expect(other).not.toContain('47.93.12');
});

test('what was checked is told with the answer, or follows it; a button edits its message', async () => {
  const bot = await startBot('http', { haste: 4 });
  await asked(
    bot,
    'r-7k3mz9q2xa',
    () => ({ cloudId: 'i-cnbeijing0001', outcome: 'reached', observed: { status: 'Running', at: 1 } }),
    { region: 'cn-beijing', name: 'web-1' },
  );
  bot.account.instances = [{ ...inRegion('cn-beijing', 1), keyPair: 'ops-2026' }];
  const office = { accepts: true, protocol: 'TCP', ports: { from: 22, to: 22 }, priority: 1 } as const;
  bot.cloud.inbound = [{ ...office, source: '203.0.113.0/24' }];
  bot.cloud.agent = null;
  const { text } = await say(bot, 'connect web-1');
  expect(text).toContain('`ssh root@47.93.12.11` (key pair ops-2026)');
  expect(text).toContain('Port 22 is open to 203.0.113.0/24 only');
  expect(text).toContain('Agent isn’t installed');

  bot.cloud.inbound = [];
  bot.cloud.slow = ['agent'];
  const before = bot.told().length;
  await bot.type('connect web-1');
  await expect.poll(() => bot.told().length, { timeout: 20_000 }).toBe(before + 1);
  expect(newest(bot).text).toContain('Checking port 22');
  bot.cloud.answer();
  await expect.poll(() => bot.told().length, { timeout: 20_000 }).toBe(before + 2);
  expect(newest(bot).text).toContain('Port 22 is closed');
  expect(newest(bot).text).not.toContain('Checking port');
  await bot.idle();

  bot.cloud.agent = { answers: false, version: '2.2.3.857', takesSessions: true };
  await press(bot, 'Check again');
  expect(bot.told()).toHaveLength(before + 2);
  expect(newest(bot).text).toContain('isn’t answering');
  expect(newest(bot).text).toContain('ssh root@47.93.12.11');
});
