import { afterEach, describe, expect, test } from 'vitest';
import type { Clock } from '../../../src/core/base/clock.ts';
import { NO_POLICY, type Policy, type PolicySource } from '../../../src/core/policy/policy.ts';
import { inEnglish, type Saying } from '../../../src/core/saying.ts';
import type { Fault } from '../../../src/sandbox/ports.ts';
import type { SlackSimulatorOptions } from '../../../src/sandbox/slack/simulator.ts';
import { keepDirectory } from '../../../src/slack/people/directory.ts';
import { makeDirectoryClient } from '../../../src/slack/people/directory-client.ts';
import { LENA, MARCUS, type Served, serveSlack, until } from '../../sandbox/slack/serve.ts';
import { TRANSPORTS } from '../../support/thorough.ts';

const english = (saying: Saying | null): string | null => saying && inEnglish(saying);

const PRIYA = 'U07PRIYARA4';
const FINANCE = 'S07FINANCE1';
const ONCALL = 'S07ONCALLS2';
const OUTSIDE = 'S07OUTSIDE3';

const naming = (...approvers: string[]): Policy => ({
  ...NO_POLICY,
  approval: { ...NO_POLICY.approval, approvers },
});

/** Time that passes when the test says so. */
function handClock() {
  let now = 1_000_000;
  let timers: { at: number; run: () => void }[] = [];
  const clock: Clock = {
    now: () => now,
    after(ms, run) {
      const timer = { at: now + ms, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((each) => each !== timer);
      };
    },
  };
  return {
    clock,
    waits: () => timers.length,
    pass(ms: number) {
      now += ms;
      const due = timers.filter(({ at }) => at <= now);
      timers = timers.filter(({ at }) => at > now);
      for (const { run } of due) run();
    },
  };
}

let stop: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const each of stop) await each();
  stop = [];
});

async function look(policy: Policy, options: Partial<SlackSimulatorOptions> = {}, fault: Fault | null = null) {
  const served: Served = await serveSlack(options);
  if (fault !== null) served.slack.addFault(fault);
  const time = handClock();
  let current = policy;
  const source: PolicySource = { current: () => ({ policy: current, hash: 'h' }), trouble: () => null };
  const lines: string[] = [];
  const record = (level: string) => (_: object, message: string) => void lines.push(`${level}: ${message}`);
  const log = { debug: () => {}, info: record('info'), warn: record('warn'), error: record('error') };
  const client = makeDirectoryClient({ botToken: served.slack.botToken, apiUrl: `${served.base}/api/` });
  const directory = keepDirectory({ client, policy: source, clock: time.clock, log });
  stop.push(async () => {
    directory.stop();
    await served.stop();
  });
  return {
    ...time,
    slack: served.slack,
    directory,
    lines,
    calls: (method: string) => served.slack.state().calls[method] ?? 0,
    rule(next: Policy) {
      current = next;
      directory.refresh();
    },
    /** Once the first look at the groups is over. */
    known: (group = FINANCE) => until(() => directory.known().membersOf(group)),
  };
}

describe.each(TRANSPORTS)('over %s', (transport) => {
  test('the groups of the policy are known soon after the start, and people when they are asked about', async () => {
    const { directory, known } = await look(naming(FINANCE, LENA), { transport });
    expect(await known()).toEqual([PRIYA, MARCUS]);
    expect(directory.known().membersOf(ONCALL)).toBeNull();
    expect(directory.known().membershipOf(LENA)).toBe('unknown');
    const people = await directory.fresh([
      LENA,
      'U07TOMBECK6',
      'U07GABISTE7',
      'U07OLEGNOV8',
      'U07BUILDBT9',
      'U0NOBODY0',
    ]);
    expect(people.membersOf(FINANCE)).toEqual([PRIYA, MARCUS]);
    const memberships = [LENA, 'U07TOMBECK6', 'U07GABISTE7', 'U07OLEGNOV8', 'U07BUILDBT9', 'U0NOBODY0', MARCUS];
    expect(memberships.map(people.membershipOf)).toEqual([
      'member',
      'guest',
      'guest',
      'deactivated',
      'bot',
      'unknown',
      'unknown',
    ]);
    expect(directory.trouble()).toBeNull();
  });
});

test('whose workspace somebody belongs to is told by its id, whatever Slack calls them', async () => {
  const { directory } = await look(naming(LENA));
  const people = await directory.fresh(['U07NOAHWOL0', 'U07MAYAORT1', MARCUS]);
  expect(['U07NOAHWOL0', 'U07MAYAORT1', MARCUS].map(people.membershipOf)).toEqual(['stranger', 'stranger', 'member']);
});

test('in a Grid everybody of the organisation is a member, and nobody else', async () => {
  const { directory } = await look(naming(LENA), { enterprise: { id: 'E07GRID0001', name: 'Grid' } });
  const people = await directory.fresh([LENA, 'U07NOAHWOL0', 'U07TOMBECK6']);
  expect([LENA, 'U07NOAHWOL0', 'U07TOMBECK6'].map(people.membershipOf)).toEqual(['member', 'stranger', 'guest']);
});

test('while Slack does not say which workspace the token is for, nobody is a member', async () => {
  const fault = { name: 'slack-5xx', action: 'auth.test', times: 0 };
  const { directory, slack } = await look(naming(LENA), {}, fault);
  expect((await directory.fresh([LENA])).membershipOf(LENA)).toBe('unknown');
  slack.clearFaults();
  expect((await directory.fresh([LENA])).membershipOf(LENA)).toBe('member');
});

test('nobody is asked about while the policy names no group', async () => {
  const { directory, slack } = await look(naming(LENA));
  await directory.fresh([]);
  expect(slack.state().calls).toEqual({});
});

test('a decision sees who has left a group; what was asked seconds ago is not asked again', async () => {
  const { directory, slack, pass, calls, known } = await look(naming(FINANCE));
  await known();
  slack.setUserGroup(FINANCE, [PRIYA]);
  pass(4_000);
  expect((await directory.fresh([LENA])).membersOf(FINANCE)).toEqual([PRIYA, MARCUS]);
  expect((await directory.fresh([LENA])).membershipOf(LENA)).toBe('member');
  expect([calls('usergroups.users.list'), calls('users.info')]).toEqual([1, 1]);
  pass(2_000);
  expect((await directory.fresh([LENA])).membersOf(FINANCE)).toEqual([PRIYA]);
  expect([calls('usergroups.users.list'), calls('users.info')]).toEqual([2, 1]);
});

test('a decision after the clock was set back sees who has left, whatever was known at a later hour', async () => {
  const { directory, slack, pass, calls, known } = await look(naming(FINANCE));
  await known();
  expect((await directory.fresh([LENA])).membershipOf(LENA)).toBe('member');
  slack.setUserGroup(FINANCE, [PRIYA]);
  pass(-3 * 3_600_000);
  expect((await directory.fresh([LENA])).membersOf(FINANCE)).toEqual([PRIYA]);
  expect([calls('usergroups.users.list'), calls('users.info')]).toEqual([2, 2]);
  pass(4_000);
  await directory.fresh([LENA]);
  expect([calls('usergroups.users.list'), calls('users.info')]).toEqual([2, 2]);
});

test('what cannot be read for a decision is not known, whatever was known before', async () => {
  const { directory, slack, pass, known } = await look(naming(FINANCE));
  await known();
  await directory.fresh([LENA]);
  slack.addFault({ name: 'slack-down' });
  pass(10_000);
  const people = await directory.fresh([LENA]);
  expect([people.membersOf(FINANCE), people.membershipOf(LENA)]).toEqual([null, 'unknown']);
  // What is only shown may be a little older, but not for long.
  expect(directory.known().membersOf(FINANCE)).toEqual([PRIYA, MARCUS]);
  pass(66_000);
  expect(directory.known().membersOf(FINANCE)).toBeNull();
  slack.clearFaults();
  expect((await directory.fresh([LENA])).membershipOf(LENA)).toBe('member');
});

test('a decision waits two seconds for Slack and no longer', async () => {
  const { directory, slack, pass, waits } = await look(naming(LENA));
  slack.addFault({ name: 'slack-slow', action: 'users.info', delayMs: 300 });
  const idle = waits();
  const asked = directory.fresh([LENA, MARCUS]);
  // One of the two is held up by the fault.
  await until(() => (slack.state().calls['users.info'] ?? 0) === 2);
  expect(waits()).toBe(idle + 1);
  pass(2_000);
  const people = await asked;
  expect([LENA, MARCUS].map(people.membershipOf)).toContain('unknown');
  // The answer that came too late changes nothing in what was decided by.
  await until(() => [LENA, MARCUS].every((user) => directory.known().membershipOf(user) === 'member'));
  expect([LENA, MARCUS].map(people.membershipOf)).toContain('unknown');
});

test('several decisions at one moment ask once', async () => {
  const { directory, calls, pass, known } = await look(naming(FINANCE));
  await known();
  pass(10_000);
  await Promise.all(Array.from({ length: 5 }, () => directory.fresh([LENA])));
  expect([calls('usergroups.users.list'), calls('users.info')]).toEqual([2, 1]);
});

test('more than two groups are asked for in one call, and those that are not there are not empty', async () => {
  const { directory, calls, known } = await look(naming(FINANCE, ONCALL, OUTSIDE, 'S07OLDTEAM4'));
  await known();
  expect([calls('usergroups.list'), calls('usergroups.users.list')]).toEqual([1, 0]);
  const { membersOf } = await directory.fresh([]);
  expect(membersOf(ONCALL)).toEqual(['U07INESCAR5', MARCUS]);
  expect(membersOf('S07OLDTEAM4')).toBeNull();
  expect(english(directory.trouble())).toContain('that Slack does not know, or that are disabled: S07OLDTEAM4.');
});

test('the groups are asked for again every minute and when the policy changes, until it is stopped', async () => {
  const { directory, slack, calls, pass, rule, waits, known } = await look(naming(FINANCE));
  await known();
  slack.setUserGroup(FINANCE, [LENA]);
  pass(60_000);
  await until(() => directory.known().membersOf(FINANCE)?.[0] === LENA);
  rule(naming(ONCALL));
  await known(ONCALL);
  expect(directory.known().membersOf(FINANCE)).toBeNull();
  const before = calls('usergroups.users.list');
  directory.stop();
  expect(waits()).toBe(0);
  rule(naming(OUTSIDE));
  pass(120_000);
  expect([waits(), calls('usergroups.users.list')]).toEqual([0, before]);
});

test('a scope that is missing is reported once, with what to do, and that all is well again', async () => {
  const { directory, slack, lines, pass } = await look(naming(FINANCE), { scopes: ['users:read'] });
  await until(() => lines.length > 0);
  expect(lines).toEqual([expect.stringContaining('warn: The user groups of the policy (S07FINANCE1) cannot be read')]);
  expect(english(directory.trouble())).toMatch(/lacks the scope usergroups:read\. Update the app from manifest\.yml/);
  pass(60_000);
  await until(() => slack.state().calls['usergroups.users.list'] === 2);
  await directory.fresh([]);
  expect(lines).toHaveLength(1);
  expect((await directory.fresh([LENA])).membershipOf(LENA)).toBe('member');

  slack.clearFaults();
  const other = await look(naming(FINANCE));
  await other.known();
  other.slack.addFault({ name: 'slack-missing-scope', action: 'usergroups.users.list' });
  other.pass(10_000);
  await other.directory.fresh([]);
  other.pass(10_000);
  await other.directory.fresh([]);
  expect(other.lines).toEqual([
    expect.stringContaining('warn:'),
    'info: user groups and people can be looked up in Slack again',
  ]);
  expect(other.directory.trouble()).toBeNull();
});

test('without the right to ask who people are nobody is a member, and that is said', async () => {
  const { directory, lines } = await look(naming(LENA), { scopes: ['usergroups:read'] });
  expect((await directory.fresh([LENA])).membershipOf(LENA)).toBe('unknown');
  expect(english(directory.trouble())).toMatch(/^Nobody can use the bot: .* lacks the scope users:read\./);
  expect(lines).toHaveLength(1);
});

test.each([
  ['slack-429', 'ratelimited'],
  ['slack-5xx', 'http_500'],
  ['slack-token-revoked', 'token_revoked'],
])('%s is told by its code and nobody counts as a member meanwhile', async (name, code) => {
  const { directory, slack, pass, known } = await look(naming(FINANCE));
  await known();
  slack.addFault({ name, action: 'usergroups.users.list', times: 1 });
  pass(10_000);
  expect((await directory.fresh([])).membersOf(FINANCE)).toBeNull();
  expect(english(directory.trouble())).toContain(`could not be read (${code}).`);
  pass(10_000);
  expect((await directory.fresh([])).membersOf(FINANCE)).toEqual([PRIYA, MARCUS]);
});
