import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { systemClock } from '../../src/ops/system.ts';
import { readPolicy } from '../../src/policy/read-policy.ts';
import { runSetup } from '../../src/setup/setup.ts';
import { Interrupted, type Terminal } from '../../src/setup/terminal.ts';
import { type SimulatedCloud, startSimulatedCloud } from '../ecs/simulated-cloud.ts';
import { type Served, serveSlack } from '../sandbox/slack/serve.ts';

let slack: Served;
let cloud: SimulatedCloud;
let directory: string;

beforeAll(async () => {
  slack = await serveSlack();
  cloud = await startSimulatedCloud();
});
afterAll(async () => {
  await slack.stop();
  await cloud.close();
});
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ecs-chatops-setup-'));
  return () => rmSync(directory, { recursive: true, force: true });
});

const read = (name: string): string => readFileSync(join(directory, name), 'utf8');
const onlyHere = (): Record<string, string> => ({
  SLACK_API_URL: `${slack.base}/api/`,
  ECS_ENDPOINT: cloud.cloud.url,
  ECS_PER_SECOND: '1000',
});

/** Somebody who answers each question by the first line whose beginning fits it; `null` is Ctrl-C. */
async function setUp(
  answers: readonly (readonly [question: RegExp, answer: string | null])[],
  more: Record<string, string> = {},
) {
  const left = [...answers];
  const said: string[] = [];
  const secrets: string[] = [];
  const terminal: Terminal = {
    say: (text) => void said.push(text),
    async ask(question, how) {
      said.push(question);
      const [expected, answer] = left.shift() ?? [/nothing more/u, null];
      expect(question).toMatch(expected);
      if (answer === null) throw new Interrupted();
      if (how?.secret === true) secrets.push(question);
      return answer;
    },
    close() {},
  };
  const code = await runSetup({ terminal, environment: { ...onlyHere(), ...more }, directory, clock: systemClock });
  expect(left).toEqual([]);
  return { code, said: said.join('\n'), secrets };
}

const toEnd = () =>
  [
    [/^Socket Mode/u, ''],
    [/^Bot User OAuth Token/u, slack.slack.botToken],
    [/^App-level token/u, slack.slack.appToken],
    [/^Credentials/u, ''],
    [/^Region/u, 'cn-beijing'],
    [/^AccessKey ID/u, cloud.cloud.accessKeyId],
    [/^AccessKey secret/u, cloud.cloud.accessKeySecret],
    [/^Your name/u, 'ines'],
    [/^Is it Inês Carvalho \(@ines, U07INESCAR5\)/u, 'y'],
    [/^Language of channels.*\[en\]/u, ''],
  ] as const;

test('a newcomer answers one question after the other, and a bot can be started with what comes of it', async () => {
  const { code, said, secrets } = await setUp(toEnd());
  expect(code).toBe(0);
  expect(said).toContain('✓ Slack knows it as @ecs-chatops in Sandbox Team.');
  expect(said).toContain('✓ Slack lets the app connect.');
  expect(said).toMatch(/✓ They belong to the account \d+\. A dry run of CreateInstance was allowed/u);
  expect(said).toContain('npm start');
  expect(secrets).toHaveLength(4);
  for (const secret of [slack.slack.botToken, slack.slack.appToken, cloud.cloud.accessKeySecret])
    expect(said).not.toContain(secret);

  expect(statSync(join(directory, '.env')).mode & 0o777).toBe(0o600);
  expect(statSync(join(directory, 'policy.yml')).mode & 0o777).toBe(0o644);
  expect(readdirSync(directory).sort()).toEqual(['.env', 'policy.yml']);
  const config = readConfig({ ...onlyHere(), ...parseEnv(read('.env')) });
  expect(config).toMatchObject({
    ok: true,
    value: {
      slack: { botToken: slack.slack.botToken, appToken: slack.slack.appToken },
      cloud: { defaultRegion: 'cn-beijing', credentials: { accessKeyId: cloud.cloud.accessKeyId } },
      admins: ['U07INESCAR5'],
    },
  });
  expect(readPolicy(read('policy.yml'))).toMatchObject({ ok: true, value: { language: 'en' } });
  expect(cloud.cloud.state().instances).toEqual([]);
});

test('the first policy is in the language that is asked for, its comments too, and the shell’s is offered', async () => {
  const offered = [...toEnd().slice(0, -1), [/^Language of channels.*\[zh\]/u, ''] as const];
  expect((await setUp(offered, { LANG: 'zh_CN.UTF-8', SLACK_COMMAND: '/ecs-prod' })).said).toContain(
    '/ecs-prod doctor',
  );
  const policy = readPolicy(read('policy.yml'));
  expect(policy).toMatchObject({ ok: true, value: { language: 'zh', regions: { value: ['cn-beijing'] } } });
  const comments = read('policy.yml').match(/^#.*$/gmu) ?? [];
  expect(comments.filter((line) => !/\p{Script=Han}/u.test(line))).toEqual([]);
});

test('what is refused is said at once and asked again', async () => {
  const [mode, token, app, source, region, id, secret, name, yes, language] = toEnd();
  const { code, said } = await setUp([
    mode,
    [/^Bot User/u, ''],
    [/^Bot User/u, 'xoxp-not-a-bot'],
    [/^Bot User/u, 'xoxb-unknown'],
    token,
    [/^App-level/u, 'xapp-unknown'],
    app,
    [/^Credentials/u, 'guess'],
    source,
    [/^Region/u, 'Beijing'],
    region,
    id,
    [/^AccessKey secret/u, 'wrong'],
    [/^AccessKey ID.*tries the same/u, ''],
    secret,
    [/^Your name/u, 'nobody of that name'],
    [/^Your name/u, ''],
    [/^Without an admin/u, ''],
    name,
    yes,
    [/^Language/u, 'french'],
    language,
  ]);
  expect(code).toBe(0);
  for (const sentence of [
    'The bot needs it.',
    'does not begin with xoxb-',
    'Slack does not know the token in SLACK_BOT_TOKEN',
    'Slack refused the token in SLACK_APP_TOKEN',
    'none of static, chain',
    'no id of a region',
    'Alibaba Cloud refuses the credentials',
    'Nobody of that name',
    'Type en or zh.',
  ])
    expect(said).toContain(sentence);
  expect(parseEnv(read('.env')).ALIBABA_CLOUD_ACCESS_KEY_SECRET).toBe(cloud.cloud.accessKeySecret);
});

test('whoever presses Ctrl-C at any question leaves everything as it was', async () => {
  for (let n = 0; n < toEnd().length; n += 1) {
    const { code, said } = await setUp([...toEnd().slice(0, n), [/./u, null]]);
    expect(code).toBe(130);
    expect(said).toContain('Nothing was written.');
    expect(readdirSync(directory)).toEqual([]);
  }
});

test('what is there is offered and kept, and changed only where somebody types something else', async () => {
  await setUp(toEnd());
  writeFileSync(join(directory, '.env'), `# mine\nPORT=4000\n${read('.env')}`);
  writeFileSync(join(directory, 'policy.yml'), '# mine\n');
  const before = read('.env');
  expect((await setUp([[/^There is a \.env already/u, '']])).said).toContain('Nothing was written.');
  const { code } = await setUp([
    [/^There is a \.env already/u, 'y'],
    [/^Socket Mode.*\[socket\]/u, ''],
    [/^Bot User.*Enter keeps the one that is set/u, ''],
    [/^App-level/u, ''],
    [/^Credentials/u, ''],
    [/^Region.*\[cn-beijing\]/u, 'cn-hangzhou'],
    [/^AccessKey ID/u, ''],
    [/^AccessKey secret/u, ''],
    [/^Your name.*Enter keeps U07INESCAR5/u, ''],
  ]);
  expect(code).toBe(0);
  expect(read('.env')).toBe(before.replace('DEFAULT_REGION=cn-beijing', 'DEFAULT_REGION=cn-hangzhou'));
  expect(read('policy.yml')).toBe('# mine\n');
});

test('an earlier .env with a mistake is not built upon, and says what is wrong', async () => {
  writeFileSync(join(directory, '.env'), 'LOOK_EVERY_MS=often\n');
  const { code, said } = await setUp([]);
  expect(code).toBe(1);
  expect(said).toContain('LOOK_EVERY_MS');
  expect(read('.env')).toBe('LOOK_EVERY_MS=often\n');
});

test('what is set in the environment too is said to win over .env', async () => {
  const { said } = await setUp(toEnd(), { SLACK_BOT_TOKEN: 'xoxb-other' });
  expect(said).toContain('Take SLACK_BOT_TOKEN out of the environment');
});
