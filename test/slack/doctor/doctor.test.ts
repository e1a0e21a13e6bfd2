import { describe, expect, test } from 'vitest';
import { NO_POLICY } from '../../../src/core/policy/policy.ts';
import type { LimitState } from '../../../src/ecs/limiter/adaptive-rate.ts';
import type { Right } from '../../../src/ecs/rights/rights.ts';
import type { Fault } from '../../../src/sandbox/ports.ts';
import { directoryCheck } from '../../../src/slack/doctor/bot-checks.ts';
import { CHECK_AGAIN } from '../../../src/slack/doctor/message.ts';
import type { RequestContext } from '../../../src/slack/kit/context.ts';
import { source } from '../../../src/slack/kit/mrkdwn.ts';
import { BOT_SCOPES, OPTIONAL_SCOPES } from '../../../src/slack/manifest.ts';
import { StoreUnavailable } from '../../../src/store/store.ts';
import { en } from '../../../src/text/en.ts';
import { LENA, NORTHWIND, PLATFORM, until } from '../../sandbox/slack/serve.ts';
import { directoryOf, fixedPolicy } from '../../support/fixed-sources.ts';
import { TRANSPORTS } from '../../support/thorough.ts';
import { type Bot, type BotOptions, makeFailure, startBot } from '../bot.ts';

const INES = 'U07INESCAR5';
const ADMINS = { admins: [INES] };
const DATA = 'C07DATATEM4';
const LEADS = 'C07LEADSPR5';
const WITH_ALL = `regions: [cn-*]\npresets: { web: { image: ubuntu } }\ndigest: [{ channel: ${PLATFORM} }]\nnetworks: { web: { region: cn-hangzhou, vSwitches: [vsw-h1], securityGroups: [sg-web] } }\n`;
const SCOPES = [...BOT_SCOPES, ...OPTIONAL_SCOPES];

type Check = keyof typeof en.doctor.check;

/** What `/ecs doctor` says to somebody, each check by its line. */
async function examined(bot: Bot, { user = INES, channel = PLATFORM } = {}): Promise<Report> {
  const before = bot.slack.state().ephemeral.length;
  expect(await bot.slack.slash({ user, channel, command: '/ecs', text: 'doctor' })).toEqual({ ok: true });
  return until(() => reportIn(bot, before), 8000);
}

interface Report {
  readonly title: string;
  readonly ts: string;
  readonly text: string;
  line(check: Check): string | undefined;
}

function reportIn(bot: Bot, from: number): Report | undefined {
  const found = bot.slack
    .state()
    .ephemeral.slice(from)
    .find(({ blocks }) => JSON.stringify(blocks).includes(CHECK_AGAIN));
  if (found === undefined) return undefined;
  const texts = (found.blocks ?? []).map((block) => String((block.text as { text?: string } | undefined)?.text ?? ''));
  // A fix is below its line, behind an arrow.
  const lines = texts
    .join('\n')
    .replaceAll(/\n\s+→/g, ' →')
    .split('\n');
  return {
    title: texts[0] ?? '',
    ts: found.ts,
    text: JSON.stringify(found.blocks),
    line: (check) => lines.find((line) => line.includes(`*${en.doctor.check[check]}*`)),
  };
}

const reported = async (options: BotOptions = {}, more?: (bot: Bot) => void): Promise<Report> => {
  const bot = await startBot('socket', { ...ADMINS, slack: { scopes: SCOPES }, ...options });
  more?.(bot);
  return examined(bot);
};
const withFault = (fault: Fault) => (bot: Bot) => expect(bot.slack.addFault(fault)).toBeNull();

describe.each(TRANSPORTS)('over %s', (transport) => {
  test('an admin is told the state of everything, and a press replaces it by its state now', async () => {
    const bot = await startBot(transport, { ...ADMINS, slack: { scopes: SCOPES }, policy: WITH_ALL });
    const report = await examined(bot);
    for (const check of Object.keys(en.doctor.check) as Check[]) {
      if (check === 'cloud') expect(report.line(check)).toBeUndefined();
      else expect(report.line(check)).toMatch(/^✅ /);
    }
    expect(report.line('connection')).toContain(
      transport === 'socket' ? 'Socket Mode, connected since' : 'signed HTTP',
    );
    expect(report.line('slackToken')).toContain('in Sandbox Team');
    expect(report.line('store')).toMatch(/SQLite, .* KiB, \d+ migrations? \(0\d\d\d-/);
    expect(report.title).toBe('All is well');

    bot.cloud.outboxTrouble = 'ECONNREFUSED';
    const told = bot.slack.state().ephemeral.length;
    expect(
      await bot.slack.action({ user: INES, channel: PLATFORM, message_ts: report.ts, action_id: CHECK_AGAIN }),
    ).toEqual({
      ok: true,
    });
    const again = await until(() => {
      const now = reportIn(bot, 0);
      return now?.line('outbox')?.startsWith('❌') && now;
    });
    expect(again.line('outbox')).toContain('(ECONNREFUSED)');
    expect(again.title).toBe('1 thing needs attention');
    expect(bot.slack.state().ephemeral).toHaveLength(told);
  });

  test('others are told the state of things without what is the operator’s, and nothing is asked that only admins see', async () => {
    const bot = await startBot(transport, { ...ADMINS, slack: { scopes: SCOPES } });
    bot.cloud.outboxTrouble = 'invalid_auth';
    const report = await examined(bot, { user: LENA });
    expect(report.line('cloud')).toMatch(/^✅/);
    expect(report.line('outbox')).toBe(`❌ *${en.doctor.check.outbox}* – ${en.doctor.tellAdmins}`);
    for (const check of ['slackToken', 'scopes', 'clock', 'rights', 'limiter', 'directory'] as const)
      expect(report.line(check)).toBeUndefined();
    for (const secret of ['invalid_auth', 'SQLite', 'Sandbox Team', 'RAM']) expect(report.text).not.toContain(secret);
    expect(bot.cloud.dryRuns).toEqual([]);
  });
});

test('who is no admin any more gets the short version at the next press', async () => {
  const bot = await startBot('socket', { slack: { scopes: SCOPES }, policy: `admins: [${INES}]\n` });
  const { ts } = await examined(bot);
  bot.rule('admins: [U07MARCOKA3]\n');
  await bot.slack.action({ user: INES, channel: PLATFORM, message_ts: ts, action_id: CHECK_AGAIN });
  await until(() => reportIn(bot, 0)?.line('cloud'));
  expect(reportIn(bot, 0)?.line('rights')).toBeUndefined();
});

describe('the Slack side', () => {
  test('a token that Slack does not accept any more', async () => {
    const { line } = await reported({}, withFault({ name: 'slack-token-revoked', action: 'auth.test', times: 0 }));
    expect(line('slackToken')).toMatch(/^❌ .*no longer valid \(token_revoked\)/);
    expect(line('scopes')).toMatch(/^❔ .*token_revoked/);
  });

  test.each([
    ['im:write', '❌', 'can’t send direct messages', 'reinstall'],
    ['chat:write.public', '❌', 'only where the bot was invited', 'reinstall'],
    ['groups:history', '⚠️', 'a message may appear twice', 'It’s optional'],
  ])('a missing scope (%s) is told with what it costs', async (scope, mark, cost, fix) => {
    const { line } = await reported({ slack: { scopes: SCOPES.filter((one) => one !== scope) } });
    expect(line('scopes')?.startsWith(mark)).toBe(true);
    for (const words of [`\`${scope}\` is missing`, cost, fix]) expect(line('scopes')).toContain(words);
  });

  test.each<[string, string, string[], RegExp]>([
    ['a channel it is in', PLATFORM, SCOPES, /^✅ .*is in this channel and can post/],
    ['a public channel it is not in', DATA, SCOPES, /^✅ .*n’t in this channel, but can post here .*→ Invite/],
    [
      'a public channel without the scope to post there',
      DATA,
      SCOPES.filter((one) => one !== 'chat:write.public'),
      /^❌ .*can’t post here.*→ Invite the bot/,
    ],
    ['a private channel it is not in', LEADS, SCOPES, /^❌ .*can’t post here.*→ Invite the bot/],
    ['a channel that another company reads too', NORTHWIND, SCOPES, /^⚠️ .*shared with another company/],
    ['a channel, without the optional scope', PLATFORM, [...BOT_SCOPES], /^❔ .*optional scope channels:history/],
  ])('%s', async (_where, channel, scopes, says) => {
    const bot = await startBot('socket', { ...ADMINS, slack: { scopes } });
    const { line } = await examined(bot, { channel });
    expect(line('channel')).toMatch(says);
    expect(bot.slack.state().calls['chat.postMessage'] ?? 0).toBe(0);
  });

  test.each<[string, string[], string[], RegExp]>([
    ['channels it is in, or that are open to it', [PLATFORM, DATA], SCOPES, /^✅ .*can post to its 2 channels/],
    ['a private one among them that it is not in', [PLATFORM, LEADS], SCOPES, /^❌ .*there: <#C07LEADSPR5> →/],
    [
      'one of which Slack does not tell',
      [PLATFORM],
      [...BOT_SCOPES],
      /^❔ .*couldn’t check whether the bot can post to these channels: <#C07PLATFRM2>/,
    ],
  ])('a digest for %s', async (_which, channels, scopes, says) => {
    const policy = `digest:\n${channels.map((channel) => `  - { channel: ${channel} }\n`).join('')}`;
    const bot = await startBot('socket', { ...ADMINS, slack: { scopes }, policy });
    const { line } = await examined(bot, { channel: PLATFORM });
    expect(line('digest')).toMatch(says);
  });

  test.each<[string, string, RegExp]>([
    ['that exist', 'vSwitches: [vsw-h1], securityGroups: [sg-web]', /^✅ .*exist/],
    [
      'with a vSwitch that does not exist',
      'vSwitches: [vsw-h1, vsw-gone], securityGroups: [sg-web]',
      /^❌ .*staging: `vsw-gone`\. →/,
    ],
    [
      'with a group that does not exist',
      'vSwitches: [vsw-h1], securityGroups: [sg-gone]',
      /^❌ .*staging: `sg-gone`\. →/,
    ],
  ])('networks of the policy %s', async (_which, ids, says) => {
    const policy = `networks:\n  staging: { region: cn-hangzhou, ${ids} }\n`;
    const bot = await startBot('socket', { ...ADMINS, policy });
    const { line } = await examined(bot, { channel: PLATFORM });
    expect(line('networks')).toMatch(says);
  });

  test.each<[string, string, string | null, RegExp]>([
    [
      'that exist',
      'presets: { web: { type: g7.large, zone: h, image: ubuntu, role: EcsReader } }',
      null,
      /^✅ .*exist/,
    ],
    ['with an image of no region', 'presets: { web: { image: beos } }', null, /^❌ .*web: No image .*beos.* →/],
    [
      'with a launch template that is not there',
      'presets: { web: { launchTemplate: web-servers } }',
      null,
      /^❌ .*Preset web can’t be used: there is no launch template web-servers in cn-hangzhou\./,
    ],
    ['with a region of nowhere', 'presets: { web: { region: mars-1 } }', null, /^❌ .*web: .*mars-1.* →/],
    [
      'with a role that is not there',
      'roles: [Nobody]',
      'InvalidRamRole.NotFound',
      /^❌ .*roles: There is no RAM role/,
    ],
    [
      'with a deployment set that is not there',
      'presets: { web: { deploymentset: ds-none00000 } }',
      'DeploymentSet.NotFound',
      /^❌ .*web: There is no deployment set/,
    ],
    [
      'with a resource group that nothing says of',
      'defaults: { ResourceGroupId: rg-some00000 }',
      'OperationDenied.NoStock',
      /^❔ .*not all names/,
    ],
  ])('names of the policy and its presets %s', async (_which, policy, code, says) => {
    const bot = await startBot('socket', { ...ADMINS, policy: `${policy}\n` });
    bot.cloud.refusal = code === null ? null : { ...makeFailure('badInput'), code };
    const { line } = await examined(bot);
    expect(line('names')).toMatch(says);
  });

  test('where no channel gets a digest the doctor has nothing to say of it', async () => {
    expect((await reported()).line('digest')).toBeUndefined();
  });

  test.each([
    [30_000, /^✅ /],
    [-130_000, /^⚠️ .*is 2 min ahead/],
    [600_000, /^❌ .*is 10 min behind Slack’s.*→ Set this machine’s clock by NTP/],
    [-3_600_000 * 5, /^❌ .*is 5 h ahead of Slack’s/],
  ])('a clock that Slack’s is ahead of by %i ms', async (aheadMs, says) => {
    const { line } = await reported({}, withFault({ name: 'slack-clock', action: 'api.test', aheadMs }));
    expect(line('clock')).toMatch(says);
  });

  test('an answer that never comes holds up no other check, and says so', async () => {
    const { line } = await reported(
      { haste: 20 },
      withFault({ name: 'slack-slow', action: 'conversations.history', delayMs: 4000 }),
    );
    expect(line('channel')).toMatch(/^❔ .*couldn’t be checked: no answer within 6 s/);
    expect(line('store')).toMatch(/^✅ /);
  });
});

describe('the cloud', () => {
  const right = (api: Right['api'], more: Partial<Right> = { is: 'granted' }): Right =>
    ({ api, action: `ecs:${api}`, ...more }) as Right;
  const rights =
    (...all: Right[]) =>
    (bot: Bot): void => {
      bot.cloud.rights = all;
    };

  test('a missing right shows the RAM action and who lacks it', async () => {
    const missing = { is: 'missing', principal: 'chatops@1' } as const;
    const { line, title } = await reported(
      { policy: 'regions: [cn-*]\n' },
      rights(right('StopInstance', missing), right('DeleteInstance', missing), right('DescribeRegions')),
    );
    expect(line('rights')).toMatch(
      /^❌ .*chatops@1 lacks `ecs:StopInstance`, `ecs:DeleteInstance`\. → Add them to the RAM policy/,
    );
    expect(title).toBe('1 thing needs attention');
  });

  test('what is not proven is not called granted, and is no trouble', async () => {
    const { line } = await reported({}, rights(right('CreateInstance'), right('StopInstance', { is: 'unproven' })));
    expect(line('rights')).toMatch(
      /^✅ .*1 of 2 calls confirmed as permitted\. Neither refused nor confirmed: `ecs:StopInstance`/,
    );
  });

  test('an order that would be refused, and a call without an answer, need attention', async () => {
    const { line } = await reported(
      {},
      rights(
        right('CreateInstance', { is: 'refused', failure: makeFailure('money') }),
        right('DescribeZones', { is: 'unknown', failure: makeFailure('transient') }),
      ),
    );
    expect(line('rights')).toMatch(
      /^⚠️ .*would be refused right now: Account can’t pay .*No answer about `ecs:DescribeZones`\. Alibaba Cloud had an error/,
    );
  });

  test('refused credentials and a refused clock are reported as what they are', async () => {
    const failure = { ...makeFailure('credentials'), code: 'InvalidTimeStamp.Expired' };
    const clock = await reported({}, rights(right('DescribeRegions', { is: 'unknown', failure })));
    expect(clock.line('rights')).toMatch(/^❌ .*InvalidTimeStamp.Expired.*→ .*correct this machine’s clock/);
  });

  test('a create is asked about with something that could be ordered, small and of this region', async () => {
    const bot = await startBot('socket', ADMINS);
    await examined(bot);
    expect(bot.cloud.dryRuns).toMatchObject([
      { spec: { region: 'cn-hangzhou', instanceType: 'ecs.g7.large', vSwitchId: 'vsw-h1', securityGroupId: 'sg-web' } },
    ]);
  });

  test('lists that cannot be read are said to have kept it from asking', async () => {
    const { line } = await reported({}, (bot) => {
      bot.cloud.broken = ['images'];
    });
    expect(line('rights')).toContain('Couldn’t check whether instances can be created');
  });

  test('rates that were lowered are reported, with what waits', async () => {
    const gate: LimitState = {
      api: 'DescribeInstances',
      region: 'cn-hangzhou',
      fullPerSecond: 10,
      perSecond: 2.5,
      waiting: 3,
      oldestAt: null,
      throttledAt: Date.now() - 1000,
      refused: 12,
      pausedUntil: 0,
    };
    const { line } = await reported({}, (bot) => {
      bot.cloud.limits = [
        gate,
        { ...gate, api: 'StartInstance', perSecond: 10, waiting: 0, throttledAt: null, refused: 0 },
      ];
    });
    expect(line('limiter')).toMatch(
      /^⚠️ .*DescribeInstances in cn-hangzhou at 2.5 of 10 per second\. Refused since the bot started: DescribeInstances in cn-hangzhou 12 calls\. 3 calls are queued/,
    );
  });
});

describe('the bot itself', () => {
  test('a database to which a newer version of the bot has added', async () => {
    const { line } = await reported({
      wrapStore: (store) => ({
        ...store,
        about: async () => ({ ...(await store.about()), newerMigrations: ['0099-adds-colours'] }),
      }),
    });
    expect(line('store')).toMatch(
      /^⚠️ .*A newer version of the bot has added to its schema \(0099-adds-colours\)\. This version works with it.*Otherwise run the newer version again/,
    );
  });

  test('a store that cannot be written', async () => {
    const away = () => Promise.reject(new StoreUnavailable('full'));
    const { line } = await reported({
      wrapStore: (store) => ({ ...store, check: away, outbox: { ...store.outbox, depth: away } }),
    });
    expect(line('store')).toMatch(/^❌ .*Meanwhile nothing is bought.*→ See the bot’s log/);
    expect(line('outbox')).toMatch(/^❔ .*the database can’t be read/);
  });

  test('a check that breaks is reported with a reference, and the others go on', async () => {
    const bot = await startBot('socket', {
      ...ADMINS,
      wrapStore: (store) => ({ ...store, outbox: store.outbox, about: () => Promise.reject(new TypeError('a bug')) }),
    });
    const { line } = await examined(bot);
    const [, reference] = /under ([a-z0-9]{8})\./.exec(line('store') ?? '') ?? [];
    expect(bot.lines.find((each) => each.reference === reference)).toMatchObject({ level: 'error' });
    expect(line('outbox')).toMatch(/^✅ /);
  });

  test('messages that have waited long', async () => {
    const { line } = await reported({
      wrapStore: (store) => ({
        ...store,
        outbox: { ...store.outbox, depth: async () => ({ waiting: 4, oldestDueAt: Date.now() - 90_000 }) },
      }),
    });
    expect(line('outbox')).toMatch(/^⚠️ .*4 waiting, the oldest due for 90 s/);
  });

  test('a policy file that is not used', async () => {
    const { line } = await reported({ policy: 'regions: [cn-*]\n', policyTrouble: 'Line 3: no such key.' });
    expect(line('policy')).toMatch(/^❌ .*in force since .*isn’t used: Line 3: no such key\. → Fix the file/);
  });

  test('no policy file', async () => {
    expect((await reported()).line('policy')).toMatch(/^⚠️ .*anyone in the workspace can create/);
  });

  test('a user group of the policy whose members are not known', async () => {
    const policy = { ...NO_POLICY, admins: [INES, 'S07GROUP01'] };
    const people = { membersOf: () => null, membershipOf: () => 'member' as const };
    const directory = directoryOf(people);
    const diagnostics = { directoryTrouble: () => null };
    const context = { directory, diagnostics, policy: fixedPolicy(policy), text: en } as unknown as RequestContext;
    const { status, says } = await directoryCheck(context, INES);
    expect(status).toBe('bad');
    expect(source(says)).toContain('The members of S07GROUP01 can’t be looked up');
    const known = { ...people, membersOf: () => [INES] };
    const better = { ...context, directory: directoryOf(known) };
    expect((await directoryCheck(better, INES)).status).toBe('good');
  });
});

test('when the checks take long the person first reads that they are under way', async () => {
  const bot = await startBot('socket', { ...ADMINS, slack: { scopes: SCOPES }, haste: 4 });
  bot.cloud.slow = ['images'];
  await bot.type('doctor', INES);
  await until(() => bot.told().includes(en.doctor.checking), 4000);
  expect(reportIn(bot, 0)?.line('rights')).toBeUndefined();
  bot.cloud.answer();
  await until(() => reportIn(bot, 0)?.line('rights')?.startsWith('✅'), 4000);
});
