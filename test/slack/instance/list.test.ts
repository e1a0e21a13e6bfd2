import { expect, onTestFinished, test, vi } from 'vitest';
import { LENA, PLATFORM } from '../../sandbox/slack/serve.ts';
import { aFailure } from '../../support/instances.ts';
import { TRANSPORTS, thoroughTest } from '../../support/thorough.ts';
import { startBot } from '../bot.ts';
import { asked, elementsOf, inRegion, newest, press, say } from './list-stage.ts';

const INES = 'U07INESCAR5';

const many = (count: number, region = 'cn-hangzhou') =>
  Array.from({ length: count }, (_, n) => inRegion(region, n + 1));
const countOf = (calls: readonly string[], name: string) => calls.filter((call) => call === name).length;

test.each(TRANSPORTS)('5,000 instances are reported page by page, over %s', async (transport) => {
  const bot = await startBot(transport);
  bot.account.instances = many(5000);
  const first = await say(bot, 'list cn-hangzhou');
  expect(first.rows[0]).toEqual(['Name', 'State', 'IPs', 'Type', 'Zone', 'ID']);
  expect(first.rows).toHaveLength(21);
  expect(first.rows[1]).toEqual([
    'web-1',
    'Running',
    '47.93.12.11, 172.16.0.4',
    'ecs.g7.large',
    'cn-hangzhou-h',
    'i-cnhangzhou0001',
  ]);
  expect(first.text).toContain('1–20 of 5,000 instances');
  expect(first.text).toContain('Only the first 1,000 of cn-hangzhou can be paged through.');
  expect(elementsOf(first.blocks).map(({ text }) => text?.text)).toEqual([undefined, 'Next page', 'Refresh']);
  await press(bot, 'Next page');
  const second = newest(bot);
  expect(second.text).toContain('21–40 of 5,000 instances');
  expect(second.rows[1]?.[0]).toBe('web-21');
  // It took the place of the first page, which is no longer there.
  expect(second.ts).toBe(first.ts);
  expect(bot.slack.state().ephemeral).toHaveLength(1);
  await press(bot, 'Previous page');
  expect(newest(bot).rows[1]?.[0]).toBe('web-1');
  // Every page of the first hundred came from one call.
  expect(bot.account.calls).toEqual(['list cn-hangzhou']);
});

test('turning to a page beyond what was read asks for the next hundred and no more, and the last page has no next', async () => {
  const bot = await startBot('socket');
  bot.account.instances = many(5000);
  await say(bot, 'list cn-hangzhou page=5');
  expect(newest(bot).rows[20]?.[0]).toBe('web-100');
  expect(bot.account.calls).toHaveLength(1);
  await press(bot, 'Next page');
  expect(newest(bot).rows[1]?.[0]).toBe('web-101');
  expect(bot.account.calls).toHaveLength(2);
  const last = await say(bot, 'list cn-hangzhou page=999');
  expect(last.text).toContain('981–1,000 of 5,000 instances');
  expect(last.rows[20]?.[0]).toBe('web-1000');
  expect(elementsOf(last.blocks).map(({ text }) => text?.text)).not.toContain('Next page');
  expect(bot.account.calls).toHaveLength(10);
});

test('instances of one minute are listed as people count, after those made later', async () => {
  const bot = await startBot('socket');
  const made = (name: string, createdAt: number, n: number) => inRegion('cn-hangzhou', n, { name, createdAt });
  bot.account.instances = [
    made('new', 120_000, 1),
    ...['web-10', 'web-2', 'api', 'web-1'].map((name, n) => made(name, 60_000, n + 2)),
    made('old', 0, 9),
  ];
  const { rows } = await say(bot, 'list cn-hangzhou');
  expect(rows.slice(1).map(([name]) => name)).toEqual(['new', 'api', 'web-1', 'web-2', 'web-10', 'old']);
});

test('the answer comes while every call to the cloud is still held back: one’s own instances, and what is missing', async () => {
  const bot = await startBot('socket', { haste: 5 });
  await asked(bot, 'r-up', () => ({
    outcome: 'reached',
    cloudId: 'i-up',
    observed: { status: 'Running', at: 0 },
    publicIp: '47.1.1.1',
  }));
  await asked(bot, 'r-new', () => ({ cloudId: null }));
  bot.account.instances = many(5000);
  bot.account.hold();
  const { rows, text } = await say(bot, 'list');
  expect(rows.slice(1).map((row) => row.slice(0, 3))).toEqual([
    ['mine', 'Being created', '–'],
    ['mine', 'Running when last seen', '47.1.1.1'],
  ]);
  expect(text).toContain('Couldn’t load cn-hangzhou, so it’s missing here. Alibaba Cloud didn’t answer in time.');
  expect(bot.account.calls).toEqual(['list cn-hangzhou']);
  bot.account.release();
  await press(bot, 'Refresh');
  expect(newest(bot).text).not.toContain('Couldn’t load');
});

thoroughTest('while the cloud is held back, what was read before is shown with its age', async () => {
  const bot = await startBot('socket');
  bot.account.instances = many(3);
  await say(bot, 'list cn-hangzhou');
  bot.account.hold();
  await press(bot, 'Refresh');
  const { rows, text } = newest(bot);
  expect(rows).toHaveLength(4);
  expect(text).toContain('Couldn’t refresh cn-hangzhou, so it’s shown as it was.');
  expect(text).toMatch(/as listed by Alibaba Cloud <!date/);
});

test('all regions are asked once each, the default one first, and their instances are counted together', async () => {
  const bot = await startBot('socket');
  bot.account.instances = [...many(2, 'cn-beijing'), ...many(30), ...many(1, 'cn-shanghai')];
  const { rows, text } = await say(bot, 'list all');
  expect(bot.account.calls).toEqual(['list cn-hangzhou', 'list ap-southeast-1', 'list cn-beijing', 'list cn-shanghai']);
  expect(text).toContain('1–20 of 33 instances in 3 regions');
  expect(rows[1]?.[4]).toBe('cn-hangzhou-h');
  await press(bot, 'Next page');
  expect(
    newest(bot)
      .rows.slice(9)
      .map((row) => row[4]),
  ).toEqual(['cn-hangzhou-h', 'cn-hangzhou-h', 'cn-beijing-h', 'cn-beijing-h', 'cn-shanghai-h']);
  expect(bot.account.calls).toHaveLength(4);
});

test('a list of a moment ago shows the state that the bot has seen since', async () => {
  const bot = await startBot('socket');
  const one = inRegion('cn-hangzhou', 1);
  bot.account.instances = [one];
  expect((await say(bot, 'list all')).rows[1]?.[1]).toBe('Running');
  await asked(bot, 'r-7k3mz9q2xa', () => ({
    ...{ cloudId: one.cloudId, outcome: 'reached' },
    observed: { status: 'Stopped', at: Date.now() + 1_000 },
  }));
  expect((await say(bot, 'list all')).rows[1]?.[1]).toBe('Stopped');
  expect(bot.account.calls.filter((call) => call === 'list cn-hangzhou')).toHaveLength(1);
});

test('a region that cannot be read is reported with its reason and hides no other', async () => {
  const bot = await startBot('socket');
  bot.account.instances = [...many(1, 'cn-beijing'), ...many(1)];
  bot.account.broken.set(
    'cn-beijing',
    aFailure('permission', { missing: { action: 'ecs:DescribeInstances', principal: 'u' } }),
  );
  const { rows, text } = await say(bot, 'list all');
  expect(rows.slice(1).map((row) => row[4])).toEqual(['cn-hangzhou-h']);
  expect(text).toContain('Couldn’t load cn-beijing, so it’s missing here. The bot’s RAM identity lacks');
  bot.account.broken.set('cn-hangzhou', aFailure('transient'));
  bot.account.broken.set('cn-shanghai', aFailure('transient'));
  bot.account.instances = [];
  const nothing = await say(bot, 'list all web');
  expect(nothing.text).toContain('Couldn’t load instances:');
  expect(nothing.text).toContain('Couldn’t load 2 regions (cn-hangzhou, cn-shanghai), so they’re missing here.');
  expect(nothing.text).not.toContain('No matches');
});

test('which regions there are may be unknown: the default one is asked, and that is reported', async () => {
  const bot = await startBot('socket');
  bot.cloud.broken = ['regions'];
  bot.account.instances = many(1);
  const { rows, text } = await say(bot, 'list all');
  expect(rows).toHaveLength(2);
  expect(text).toContain('Couldn’t load the list of regions, so only cn-hangzhou was checked.');
});

test('who says nothing gets their own, with price and owner; who has none, those of the default region', async () => {
  const bot = await startBot('socket');
  bot.account.instances = [
    inRegion('cn-beijing', 1, { name: 'theirs' }),
    inRegion('cn-hangzhou', 2, { name: 'other' }),
  ];
  const none = await say(bot, 'list');
  expect(none.text).toContain('Instances in cn-hangzhou');
  expect(none.rows[1]?.[0]).toBe('other');

  const cloudId = 'i-cnbeijing0009';
  await asked(bot, 'r-mine', () => ({ cloudId, outcome: 'reached' }), { region: 'cn-beijing', amount: 1 });
  const tags = [{ key: 'ecs-chatops:requester', value: LENA }];
  bot.account.instances.push(inRegion('cn-beijing', 9, { name: 'mine', tags }));
  const own = await say(bot, 'list');
  expect(own.text).toContain('Your instances');
  expect(own.rows).toEqual([
    ['Name', 'State', 'IPs', 'Owner', 'Type', 'Zone', 'Price', 'ID'],
    ['mine', 'Running', '47.93.12.11, 172.16.0.4', `@${LENA}`, 'ecs.g7.large', 'cn-beijing-h', 'CNY 0.54/h', cloudId],
  ]);
  // Once they are released, they are not shown any more, and what others have is.
  bot.account.instances = bot.account.instances.filter((one) => one.cloudId !== cloudId);
  await press(bot, 'Refresh');
  expect(newest(bot).text).toContain('You have no instances.');
  expect((await say(bot, 'list fresh=yes')).text).toContain('Instances in cn-hangzhou');
});

test('what somebody has just changed of their own shows when they list it again', async () => {
  const bot = await startBot('socket');
  const tags = [{ key: 'ecs-chatops:requester', value: LENA }];
  bot.account.instances = [inRegion('cn-hangzhou', 1, { name: 'mine', tags })];
  const states = (rows: readonly (readonly string[])[]) => rows.slice(1).map((cells) => cells.slice(0, 2));
  expect(states((await say(bot, 'list mine')).rows)).toEqual([['mine', 'Running']]);
  bot.account.instances = [
    inRegion('cn-hangzhou', 2, { name: 'second', tags }),
    inRegion('cn-hangzhou', 1, { name: 'mine', tags, status: 'Stopped' }),
  ];
  const now = [
    ['mine', 'Stopped'],
    ['second', 'Running'],
  ];
  expect(states((await say(bot, 'list mine')).rows)).toEqual(now);
});

test('tag, name and id narrow it, in every region where none is said', async () => {
  const bot = await startBot('socket');
  bot.account.instances = [
    inRegion('cn-hangzhou', 1, { name: 'api-1', tags: [{ key: 'team', value: 'web shop' }] }),
    inRegion('cn-beijing', 2, { name: 'web-2' }),
  ];
  expect((await say(bot, 'list tag:team="web shop"')).rows.slice(1).map(([name]) => name)).toEqual(['api-1']);
  expect((await say(bot, 'list eb-')).rows.slice(1).map(([name]) => name)).toEqual(['web-2']);
  expect((await say(bot, 'list i-cnbeijing0002')).rows.slice(1).map(([name]) => name)).toEqual(['web-2']);
  expect((await say(bot, 'list cn-hangzhou web')).text).toContain('No matches.');
  expect((await say(bot, 'list Stopped')).text).toContain('not by state');
});

test('what cannot be understood is reported and asks the cloud nothing', async () => {
  const bot = await startBot('socket');
  expect((await say(bot, 'list cn-bejing')).text).toContain('Did you mean /ecs list cn-beijing?');
  expect((await say(bot, 'list mine all')).text).toContain('give only one of mine, all, or a region');
  expect((await say(bot, 'list page=0')).text).toContain('isn’t a page');
  expect(bot.account.calls).toEqual([]);
});

test('names, tags and owners from the cloud are shown as they are, and nothing in them is carried out', async () => {
  const bot = await startBot('socket');
  const evil = '<!channel> *all* `of` <@U1> :tada:\u202egnp';
  bot.account.instances = [
    inRegion('cn-hangzhou', 1, { name: evil, tags: [{ key: 'ecs-chatops:requester', value: '<!here>' }] }),
  ];
  const { rows, blocks } = await say(bot, 'list cn-hangzhou');
  expect(rows[1]?.[0]).toBe('<!channel> *all* `of` <@U1> :tada:�gnp');
  expect(rows[1]?.[3]).toBe('<!here>');
  // Only rich text and plain text hold them, in which Slack interprets nothing.
  expect(JSON.stringify(blocks.filter(({ type }) => type === 'section' || type === 'context'))).not.toContain(
    '<!channel>',
  );
});

test('everybody reads their own list alone, and somebody else’s button gives them nothing of it', async () => {
  const bot = await startBot('socket');
  bot.account.instances = many(30);
  const { ts } = await say(bot, 'list cn-hangzhou');
  expect(bot.slack.state().ephemeral.map(({ user }) => user)).toEqual([LENA]);
  expect(bot.slack.state().channels.flatMap(({ messages }) => messages)).toEqual([]);
  const other = { user: 'U07MARCOKA3', channel: PLATFORM, message_ts: ts, action_id: 'run_here:next' };
  expect((await bot.slack.action(other)).ok).toBe(false);
});

test('where Slack takes no tables the same is reported in lines', async () => {
  const fetch = globalThis.fetch;
  // The bot takes hold of it when it is made.
  const spy = vi
    .spyOn(globalThis, 'fetch')
    .mockImplementation((url, init) =>
      String(init?.body).includes('"type":"table"')
        ? Promise.resolve(new Response('{"ok":false,"error":"invalid_blocks"}', { status: 400 }))
        : fetch(url, init),
    );
  onTestFinished(() => spy.mockRestore());
  const bot = await startBot('socket');
  bot.account.instances = many(3);
  const { rows, text } = await say(bot, 'list cn-hangzhou');
  expect(rows).toEqual([]);
  expect(text).toContain(
    '*web-1* · `i-cnhangzhou0001` · Running · 47.93.12.11, 172.16.0.4 · ecs.g7.large · cn-hangzhou-h',
  );
  expect(text).toContain('3 instances, as listed');
});

test('what was read a moment ago is not read again, and is when somebody asks for it', async () => {
  const bot = await startBot('socket');
  bot.account.instances = many(1);
  await say(bot, 'list cn-hangzhou');
  await say(bot, 'list cn-hangzhou');
  expect(countOf(bot.account.calls, 'list cn-hangzhou')).toBe(1);
  await press(bot, 'Refresh');
  expect(countOf(bot.account.calls, 'list cn-hangzhou')).toBe(2);
});

test('what somebody took over is among theirs, once, narrowed as they ask, and still there while its region cannot be read', async () => {
  const bot = await startBot('socket', { admins: [INES] });
  const taggedHers = [{ key: 'ecs-chatops:requester', value: INES }];
  bot.account.instances = [
    inRegion('cn-hangzhou', 1, { tags: taggedHers }),
    inRegion('cn-hangzhou', 2),
    inRegion('cn-beijing', 3, { name: 'db-3', tags: [{ key: 'team', value: 'data' }] }),
    inRegion('cn-beijing', 4, { name: 'db-4' }),
  ];
  for (const id of ['i-cnhangzhou0001', 'i-cnhangzhou0002', 'i-cnbeijing0003'])
    expect((await say(bot, `adopt ${id}`, INES)).text).toContain('was adopted and now has a card');
  const names = async (words: string) => (await say(bot, `list ${words}`, INES)).rows.slice(1).map(([name]) => name);
  expect(await names('mine')).toEqual(['web-1', 'web-2', 'db-3']);
  expect(newest(bot).text).toContain('3 instances');
  expect(await names('')).toEqual(['web-1', 'web-2', 'db-3']);
  expect(await names('mine db')).toEqual(['db-3']);
  expect(await names('mine tag:team=data')).toEqual(['db-3']);
  expect(await names('mine i-cnhangzhou0002')).toEqual(['web-2']);
  expect((await say(bot, 'list mine')).text).not.toContain('db-3');
  bot.account.broken.set('cn-beijing', aFailure('throttled'));
  await say(bot, 'list mine', INES);
  await press(bot, 'Refresh', INES);
  expect(newest(bot).text).toContain('db-3');
});
