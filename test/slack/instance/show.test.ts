import { expect, test } from 'vitest';
import { StoreUnavailable } from '../../../src/store/store.ts';
import { LENA, MARCUS, until } from '../../sandbox/slack/serve.ts';
import { aFailure, seen } from '../../support/instances.ts';
import { TRANSPORTS, thoroughTest } from '../../support/thorough.ts';
import { startBot } from '../bot.ts';
import { asked, elementsOf, inRegion, newest, press, say } from './list-stage.ts';

const INES = 'U07INESCAR5';

const labels = (blocks: Parameters<typeof elementsOf>[0]) => elementsOf(blocks).map(({ text }) => text?.text);

test.each(TRANSPORTS)('an instance that the bot did not create is shown in full, over %s', async (transport) => {
  const bot = await startBot(transport);
  bot.account.instances = [
    inRegion('cn-beijing', 1, {
      status: 'Stopped',
      stoppedMode: 'StopCharging',
      locks: ['security', 'novel'],
      deletionProtection: true,
    }),
  ];
  const { text, blocks } = await say(bot, 'show web-1');
  for (const fact of [
    '*Stopped, locked* · `i-cnbeijing0001`',
    '*Public IP*\\n`47.93.12.11`, up to 5 Mbit/s',
    '*Private IP*\\n`172.16.0.4`',
    'ecs.g7.large, 2 vCPUs, 8 GiB',
    '*Zone*\\ncn-beijing-h',
    'Ubuntu 22.04 64 bit',
    '`vpc-2ze8k4m1x0c7q9h5d3f6a`',
    '40 GiB ESSD PL1 (system)',
    '*Billing method*\\nPay-as-you-go',
    '*Owner*\\nunknown',
    'not created by this bot',
    '`team=shop`',
    'Locked for security:',
    'Locked (novel).',
    'no charge for vCPUs and memory',
    '*Release protection*',
  ])
    expect(text).toContain(fact);
  expect(labels(blocks)).toEqual(['Refresh']);
});

test('one of the bot’s own is found by any of its names, with owner, price, history and the place of its card', async () => {
  const bot = await startBot('socket');
  await asked(bot, 'r-7k3mz9q2xa', () => ({ cloudId: 'i-cnbeijing0001', outcome: 'reached' }), {
    region: 'cn-beijing',
  });
  const posted = await bot.web.chat.postMessage({ channel: bot.slack.channels[0]?.id ?? '', text: 'card' });
  const [delivery] = await bot.store.outbox.claim({
    owner: 'o',
    now: 2e12,
    claimUntil: 3e12,
    limit: 5,
    skipChannels: [],
  });
  if (delivery === undefined) throw new Error('no card waits');
  await bot.store.outbox.delivered(delivery, { channel: posted.channel ?? '', ts: posted.ts ?? '' }, 2e12);
  bot.account.instances = [inRegion('cn-beijing', 1)];
  for (const name of ['r-7k3mz9q2xa-1', '`i-cnbeijing0001`', 'web-1', 'cn-beijing/web-1']) {
    const { text, blocks } = await say(bot, `show ${name}`);
    expect(text, name).toContain(`<@${LENA}>`);
    expect(text).toContain('CNY 0.54/h');
    expect(text).toContain('*Login*\\nNo key pair: ');
    expect(labels(blocks)).toEqual([
      'Connect',
      'Refresh',
      'History',
      'Open its card',
      'Change…',
      'Stop…',
      'Restart…',
      'Release…',
    ]);
    expect(elementsOf(blocks)[3]?.url).toContain(posted.ts?.replace('.', ''));
  }
  // By its ids its region is known, and nobody else is asked.
  expect(bot.account.calls.filter((call) => call.startsWith('instance'))).toEqual([
    'instance cn-beijing',
    'instance cn-beijing',
  ]);
  await press(bot, 'History');
  expect(newest(bot).text).toContain('History of r-7k3mz9q2xa-1');
  bot.account.instances = [inRegion('cn-beijing', 1, { keyPair: 'bound-since' })];
  expect((await say(bot, 'show web-1')).text).toContain('*Login*\\nKey pair bound-since');
});

test('the buttons below an instance give orders, for its owner and for admins', async () => {
  const bot = await startBot('socket', { admins: [INES] });
  await asked(bot, 'r-7k3mz9q2xa', () => ({ cloudId: 'i-cnbeijing0001', outcome: 'reached' }), {
    region: 'cn-beijing',
  });
  bot.account.instances = [
    inRegion('cn-beijing', 1, { status: 'Stopped', chargeKind: 'prepaid', deletionProtection: true }),
  ];
  const offered = async (user: string) => labels((await say(bot, 'show web-1', user)).blocks).slice(2);
  expect(await offered(MARCUS)).toEqual([]);
  expect(await offered(INES)).toEqual(['Change…', 'Start', 'Turn on auto-renewal…', 'Renew…']);
  expect(await offered(LENA)).toEqual(['Change…', 'Start', 'Turn on auto-renewal…', 'Renew…']);
  bot.cloud.instances.set('i-cnbeijing0001', seen('Stopped', { cloudId: 'i-cnbeijing0001' }));
  await press(bot, 'Start');
  expect(newest(bot).text).toContain('You requested a start of mine.');
  expect(await bot.store.instance('r-7k3mz9q2xa-1')).toMatchObject({ order: { what: 'start', by: LENA } });
});

test('several of one name are told apart by a button each, and more than ten by their ids', async () => {
  const bot = await startBot('socket');
  const twins = (count: number) =>
    Array.from({ length: count }, (_, n) => inRegion(n % 2 === 0 ? 'cn-hangzhou' : 'cn-beijing', n, { name: 'twin' }));
  bot.account.instances = twins(2);
  const { text, blocks, ts } = await say(bot, 'show twin');
  expect(text).toContain('More than one instance is called “twin”. Which one?');
  expect(elementsOf(blocks).map(({ value }) => value)).toEqual([
    'show cn-hangzhou/i-cnhangzhou0000',
    'show cn-beijing/i-cnbeijing0001',
  ]);
  await press(bot, 'This one');
  expect(newest(bot)).toMatchObject({ ts, text: expect.stringContaining('`i-cnhangzhou0000`') });
  bot.account.instances = twins(14);
  const more = await say(bot, 'show twin');
  expect(elementsOf(more.blocks)).toHaveLength(10);
  expect(more.text).toContain('There are more.');
});

test('a name that only resembles others is never taken for one of them', async () => {
  const bot = await startBot('socket');
  bot.account.instances = [inRegion('cn-hangzhou', 1, { name: 'web-1-old' })];
  const { text } = await say(bot, 'show web-1');
  expect(text).toContain('No instance is called “web-1”. Did you mean one of these?');
  expect((await say(bot, 'show database')).text).toContain('No instance “database” was found in 4 regions.');
  expect((await say(bot, 'show i-bp1nosuchinstance')).text).toContain('was found in 4 regions');
});

test('missing, wrong and superfluous words are reported, and ask the cloud nothing', async () => {
  const bot = await startBot('socket');
  expect((await say(bot, 'show')).text).toContain('type its name: /ecs show <id or name>');
  expect((await say(bot, 'show web-*')).text).toContain('isn’t an instance’s ID or name');
  expect((await say(bot, 'show web 1')).text).toContain('“1” is one argument too many.');
  expect(bot.account.calls).toEqual([]);
});

test('regions that cannot be read are told where nothing was found, with a button to look again', async () => {
  const bot = await startBot('socket');
  bot.account.broken.set('cn-beijing', aFailure('transient'));
  const { text, blocks } = await say(bot, 'show web-1');
  expect(text).toContain('cn-beijing couldn’t be loaded. Alibaba Cloud gave no usable answer.');
  expect(labels(blocks)).toEqual(['Check again']);
  bot.account.broken.clear();
  bot.account.instances = [inRegion('cn-beijing', 1)];
  await press(bot, 'Check again');
  expect(newest(bot).text).toContain('`i-cnbeijing0001`');
});

thoroughTest('what the bot knows is shown where the cloud says nothing, and why', async () => {
  const bot = await startBot('socket');
  const running = { outcome: 'reached', observed: { status: 'Running', at: 0 } } as const;
  await asked(bot, 'r-gone', () => ({ cloudId: 'i-gone', ...running }));
  await asked(bot, 'r-new', () => ({ cloudId: null }), { name: 'fresh' });
  expect((await say(bot, 'show r-gone-1')).text).toContain('Alibaba Cloud doesn’t list it');
  expect((await say(bot, 'show fresh')).text).toContain('It’s being created');
  bot.account.broken.set('cn-hangzhou', aFailure('notSent'));
  expect((await say(bot, 'show i-gone')).text).toContain('Couldn’t load it. The bot can’t connect');
  bot.account.hold();
  const late = await say(bot, 'show i-gone');
  expect(late.text).toContain('Alibaba Cloud didn’t answer in time. Here is what the bot knows.');
  expect(late.text).toContain('Running when last seen');
});

test('disks that may not be read leave the rest as it is', async () => {
  const bot = await startBot('socket');
  bot.account.instances = [inRegion('cn-hangzhou', 1)];
  bot.account.disks = { ok: false, error: aFailure('permission') };
  const { text } = await say(bot, 'show web-1');
  expect(text).toContain('*Disks*\\ncouldn’t be loaded. The bot’s RAM identity lacks the permission');
  expect(text).toContain('`172.16.0.4`');
});

test('while the store cannot be read, the cloud is shown all the same', async () => {
  let isDown = false;
  const bot = await startBot('socket', {
    wrapStore: (store) => ({
      ...store,
      queries: new Proxy(store.queries, {
        get: (queries, key) =>
          isDown
            ? async () => {
                throw new StoreUnavailable('the disk is full');
              }
            : Reflect.get(queries, key),
      }),
    }),
  });
  isDown = true;
  bot.account.instances = [inRegion('cn-hangzhou', 1)];
  expect((await say(bot, 'show web-1')).text).toContain('`172.16.0.4`');
  expect((await say(bot, 'list')).rows[1]?.[0]).toBe('web-1');
});

test('what is picked from a list is shown beside it', async () => {
  const bot = await startBot('socket');
  bot.account.instances = [inRegion('cn-hangzhou', 1), inRegion('cn-hangzhou', 2)];
  const { ts, blocks } = await say(bot, 'list cn-hangzhou');
  const [select] = elementsOf(blocks);
  const picked = select?.options?.[1];
  if (select === undefined || picked === undefined) throw new Error('no choices');
  const channel = bot.slack.state().ephemeral[0]?.channel ?? '';
  await bot.slack.action({ user: LENA, channel, message_ts: ts, action_id: select.action_id, selected_option: picked });
  await bot.idle();
  expect(bot.slack.state().ephemeral).toHaveLength(2);
  expect(newest(bot).text).toContain('`i-cnhangzhou0002`');
});

test('a name or id that nobody knows costs one call for each region, and after that only for those in use', async () => {
  const bot = await startBot('socket');
  bot.account.instances = [inRegion('cn-beijing', 1)];
  const callsOf = async (typed: string) => {
    bot.account.calls.length = 0;
    const { text } = await say(bot, typed);
    return { text, calls: bot.account.calls.toSorted() };
  };
  expect((await callsOf('show database')).calls).toHaveLength(4);
  for (const unknown of ['cache', 'i-bp1nosuchinstance']) {
    const { text, calls } = await callsOf(`show ${unknown}`);
    expect(calls).toEqual(['list cn-beijing', 'list cn-hangzhou']);
    expect(text).toContain('was found in 4 regions');
    expect(text).toContain(
      `2 of them were empty a few minutes ago and weren’t checked again: /ecs show <region>/${unknown} checks one.`,
    );
  }
  bot.account.instances.push(inRegion('cn-shanghai', 2, { name: 'cache' }));
  expect((await say(bot, 'show cn-shanghai/cache')).text).toContain('i-cnshanghai0002');
});

test('somebody who asks again and again is answered what they asked last, and the rest costs no call', async () => {
  const bot = await startBot('socket');
  bot.account.hold();
  for (let n = 0; n < 20; n++) await bot.type(`list all tag:k=${n}`);
  await until(() => bot.told().length >= 17);
  expect(new Set(bot.told())).toEqual(
    new Set(['You’ve sent newer commands since, so this one wasn’t answered. Send it again if you still need it.']),
  );
  bot.account.release();
  await bot.idle();
  expect(bot.told().filter((one) => !one.startsWith('You’ve sent newer commands'))).toHaveLength(3);
  // Twelve were on their way already.
  expect(bot.account.calls.length).toBeLessThanOrEqual(12 + 3 * 4);
});

test('a region that does not exist is said to be none, with the line that was meant, and a name not found says where', async () => {
  const bot = await startBot('socket');
  expect((await say(bot, 'show cn-hangzou/web-1')).text).toContain('Did you mean /ecs show cn-hangzhou/web-1?');
  const { text } = await say(bot, 'stop cn-mars/web-1');
  expect(text).toContain('There is no region “cn-mars”. Leave it out to look in all regions: /ecs stop web-1');
  expect((await say(bot, 'stop cn-mars/web-1 cn-mars/* cn-mars/i-2ze4f8h1k5')).text).toContain(
    'No such region: `cn-mars/web-1`, `cn-mars/*`, `cn-mars/i-2ze4f8h1k5`',
  );
  expect((await say(bot, 'show CN-HANGZHOU/web-1')).text).toContain('No instance “web-1” was found in cn-hangzhou.');
});
