import { describe, expect, test } from 'vitest';
import { readConfig, readStoreConfig } from '../src/config.ts';
import { VARIABLES } from '../src/config-variables.ts';

const complete = {
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_APP_TOKEN: 'xapp-1',
  ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAI-1',
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'secret-1',
};

test('four variables are enough, everything else has a default', () => {
  const config = readConfig(complete);
  expect(config).toMatchObject({
    ok: true,
    value: {
      slack: { mode: 'socket', apiUrl: 'https://slack.com/api/' },
      cloud: { defaultRegion: 'cn-hangzhou', ecsEndpoint: null, credentials: { mode: 'static' } },
      store: { kind: 'embedded', directory: './data' },
      lifecycle: { deadlineMs: 900_000 },
      health: { port: 8080 },
    },
  });
});

test('an empty environment reports every missing secret at once, with what to do', () => {
  const config = readConfig({});
  expect(config.ok).toBe(false);
  const mistakes = config.ok ? [] : config.error;
  for (const name of Object.keys(complete))
    expect(mistakes.filter((mistake) => mistake.startsWith(name))).toHaveLength(1);
});

test('admins are Slack user ids between commas, and nobody when none are named', () => {
  const admins = (ADMIN_USERS: string) => readConfig({ ...complete, ADMIN_USERS });
  expect(readConfig(complete)).toMatchObject({ ok: true, value: { admins: [] } });
  expect(admins(' U07INESCAR5, W012ABCDEF,U07INESCAR5,')).toMatchObject({
    ok: true,
    value: { admins: ['U07INESCAR5', 'W012ABCDEF'] },
  });
  const wrong = admins('@ines,C07GENERAL1,U07INESCAR5');
  expect(wrong.ok ? [] : wrong.error).toEqual([
    expect.stringMatching(/^ADMIN_USERS holds what is no Slack user id \(entries 1, 2 of 3\)\. .*member ID/),
  ]);
});

test.each([
  ['SLACK_MODE', 'carrier-pigeon', /one of socket, http/],
  ['SLACK_BOT_TOKEN', 'xoxp-user', /begin with xoxb-/],
  ['SLACK_APP_TOKEN', 'xoxb-1', /begin with xapp-/],
  ['SLACK_API_URL', 'http://slack.example/api/', /show the token to the network/],
  ['SLACK_API_URL', 'ftp://x', /URL/],
  ['ECS_ENDPOINT', 'http://ecs.example', /loopback/],
  ['ALIBABA_CLOUD_CREDENTIALS', 'guess', /static, chain/],
  ['LOOK_EVERY_MS', 'often', /whole number from 50 to 60000/],
  ['LOOK_EVERY_MS', '1.5', /whole number/],
  ['ECS_PER_SECOND', '0', /from 1 to 1000/],
  ['ECS_CREATE_PER_SECOND', '0.5', /from 1 to 1000/],
  ['ECS_CREATE_PER_SECOND', '3,25', /from 1 to 1000/],
  ['HEALTH_PORT', '70000', /65535/],
  ['LOG_LEVEL', 'loud', /debug, info/],
  ['DATABASE_URL', 'mysql://x', /postgres:/],
  ['REDIS_URL', 'http://x', /redis:/],
  ['SLACK_COMMAND', '/ECS prod', /slash command/],
  ['SLACK_COMMAND', 'ecs', /slash command/],
])('%s=%s is refused with a sentence', (name, value, sentence) => {
  const config = readConfig({ ...complete, [name]: value });
  expect(config.ok).toBe(false);
  expect(config.ok ? '' : config.error.join('\n')).toMatch(sentence);
});

/** A right value for each variable that has no default. */
const RIGHT: Readonly<Record<string, string>> = {
  ...complete,
  SLACK_SIGNING_SECRET: 'abc123',
  ALIBABA_CLOUD_SECURITY_TOKEN: 'STS-1',
  ECS_RAM_ROLE: 'bot',
  ECS_ENDPOINT: 'http://127.0.0.1:4701',
  BSS_ENDPOINT: 'http://127.0.0.1:4701',
  STS_ENDPOINT: 'https://sts.aliyuncs.com',
  DATABASE_URL: 'postgres://u@h/d',
  REDIS_URL: 'redis://h',
  ADMIN_USERS: 'U07INESCAR5',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
  OTEL_EXPORTER_OTLP_HEADERS: 'a=b',
  HTTPS_PROXY: 'http://proxy:3128',
  HTTP_PROXY: 'http://proxy:3128',
  NO_PROXY: 'example.com',
};

/** The settings under which a variable is read at all. */
const under = (name: string): Record<string, string | undefined> => {
  if (['HOST', 'PORT', 'SLACK_SIGNING_SECRET'].includes(name)) return { SLACK_MODE: 'http', SLACK_SIGNING_SECRET: 's' };
  if (name === 'ECS_RAM_ROLE') return { ALIBABA_CLOUD_CREDENTIALS: 'ecs-ram-role' };
  if (name === 'OTEL_SERVICE_NAME') return { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' };
  return {};
};

describe.each(VARIABLES.map(({ name, default: usual }) => [name, usual ?? RIGHT[name] ?? '']))('%s', (name, right) => {
  const read = (value: string | undefined) => readConfig({ ...complete, ...under(name), [name]: value });

  test('is the same with spaces around it, and with the line ends of Windows', () => {
    expect(read(right).ok).toBe(true);
    for (const form of [` ${right} `, `${right}\r`, `\u{FEFF}${right}\u{A0}`]) expect(read(form)).toEqual(read(right));
  });

  test('is as not set when it is empty', () => {
    for (const empty of ['', ' ', '\r']) expect(read(empty)).toEqual(read(undefined));
  });

  test('is refused with quotation marks, once, and judged without them', () => {
    for (const form of [`"${right}"`, `'${right}'`, `“${right}”`, `"${right}`, `${right}'`])
      expect(read(form)).toEqual({
        ok: false,
        error: [`${name} begins or ends with a quotation mark. Leave the marks out.`],
      });
  });
});

test.each([
  ['SLACK_BOT_TOKEN', 'xoxb-1 2', /contains a space/],
  ['SLACK_APP_TOKEN', 'xapp-1\u{200B}', /no key or token has/],
  ['ALIBABA_CLOUD_ACCESS_KEY_ID', 'LTAI-1\nLTAI-2', /Copy it again/],
  ['ALIBABA_CLOUD_ACCESS_KEY_SECRET', 'ｓｅｃｒｅｔ', /Copy it again/],
  ['ALIBABA_CLOUD_SECURITY_TOKEN', 'CAI\u{2028}S', /Copy it again/],
  ['ALIBABA_CLOUD_ACCESS_KEY_ID', 'xoxb-1', /another kind of key or token/],
  ['ALIBABA_CLOUD_ACCESS_KEY_ID', 'STS.abc', /^ALIBABA_CLOUD_SECURITY_TOKEN is not set/],
  ['ALIBABA_CLOUD_ACCESS_KEY_SECRET', 'LTAI5tabc', /another kind of key or token/],
  ['ALIBABA_CLOUD_ACCESS_KEY_SECRET', 'STS.abc', /another kind of key or token/],
  ['SLACK_SIGNING_SECRET', 'xapp-1', /another kind of key or token/],
  ['OTEL_EXPORTER_OTLP_HEADERS', 'a=b%0Ac', /name=value/],
  ['OTEL_EXPORTER_OTLP_HEADERS', 'a=%E4%BD%A0', /name=value/],
  ['REDIS_URL', 'redis://', /redis:/],
  ['REDIS_URL', 'redis:///0', /redis:/],
  ['DATA_DIR', '~/bot', /Write the path in full/],
  ['DATA_DIR', '$HOME/bot', /Write the path in full/],
  ['POLICY_FILE', `\${HOME}/policy.yml`, /Write the path in full/],
  ['POLICY_FILE', '%USERPROFILE%\\policy.yml', /Write the path in full/],
  ['HEALTH_HOST', 'http://0.0.0.0', /no address to listen on/],
  ['HEALTH_HOST', '0.0.0.0:8080', /without a port/],
  ['HOST', '[::1]', /no address to listen on/],
  ['HOST', '0.0.0.0/0', /no address to listen on/],
  ['PORT', '8080', /^PORT and HEALTH_PORT are the same/],
  ['HEALTH_PORT', 'OFF', /or to off/],
  ['SWEEP_EVERY_MS', 'never', /or to off/],
  ['RETENTION_DAYS', '0', /or to off/],
])('%s=%s is refused with one sentence that says what to do', (name, value, sentence) => {
  const config = readConfig({ ...complete, ...under(name), [name]: value });
  expect(config).toEqual({ ok: false, error: [expect.stringMatching(sentence)] });
});

test.each(['localhost', '0.0.0.0', '::', '::1', 'fe80::1%eth0', 'bot_1.internal', '::ffff:10.0.0.7'])(
  'the bot may listen on %s',
  (HEALTH_HOST) => {
    expect(readConfig({ ...complete, HEALTH_HOST })).toMatchObject({
      ok: true,
      value: { health: { host: HEALTH_HOST } },
    });
  },
);

test('a database may be behind a socket of this machine', () => {
  expect(readStoreConfig({ DATABASE_URL: 'postgres:///db?host=/var/run/postgresql' }).ok).toBe(true);
});

test('no mistake repeats a secret', () => {
  const config = readConfig({
    SLACK_BOT_TOKEN: 'hunter2-a',
    SLACK_APP_TOKEN: 'hunter2-b',
    DATABASE_URL: 'x://u:hunter2@h',
  });
  expect(config.ok ? '' : config.error.join('\n')).not.toContain('hunter2');
});

test('proxies are read in both cases, for Slack and for the cloud', () => {
  const proxies = (environment: Record<string, string>) => {
    const config = readConfig({ ...complete, ...environment });
    if (!config.ok) throw new Error(config.error.join());
    expect(config.value.slack.proxy).toEqual(config.value.cloud.proxy);
    return config.value.cloud.proxy;
  };
  expect(proxies({})).toEqual({ https: null, http: null, exempt: [] });
  expect(proxies({ HTTPS_PROXY: 'http://p:1', https_proxy: 'http://q:2', HTTP_PROXY: 'http://r:3' })).toMatchObject({
    https: 'http://q:2/',
    http: 'http://r:3/',
  });
  expect(proxies({ https_proxy: '', HTTPS_PROXY: 'proxy.corp:3128', no_proxy: 'A.example,b' })).toEqual({
    https: 'http://proxy.corp:3128/',
    http: null,
    exempt: ['A.example', 'b'],
  });
});

test.each(['socks5://user:hunter2@p:1', 'http://', 'http://user:hunter2@:80:80'])(
  'a proxy that cannot be used (%s) is refused and not repeated',
  (HTTPS_PROXY) => {
    const config = readConfig({ ...complete, HTTPS_PROXY });
    expect(config).toMatchObject({ ok: false, error: [expect.stringMatching(/^HTTPS_PROXY is not the URL/u)] });
    expect(JSON.stringify(config)).not.toContain('hunter2');
  },
);

test('http mode wants the signing secret and no app token', () => {
  const { SLACK_APP_TOKEN: _, ...rest } = complete;
  expect(readConfig({ ...rest, SLACK_MODE: 'http' }).ok).toBe(false);
  const config = readConfig({ ...rest, SLACK_MODE: 'http', SLACK_SIGNING_SECRET: 's', PORT: '4000' });
  expect(config).toMatchObject({ ok: true, value: { slack: { mode: 'http', port: 4000 } } });
});

test('credentials other than static need no AccessKey', () => {
  const slack = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };
  for (const mode of ['chain', 'ecs-ram-role', 'rrsa'])
    expect(readConfig({ ...slack, ALIBABA_CLOUD_CREDENTIALS: mode }).ok).toBe(true);
});

test('the health endpoint can be switched off', () => {
  expect(readConfig({ ...complete, HEALTH_PORT: 'off' })).toMatchObject({
    ok: true,
    value: { health: { port: null } },
  });
});

test('the account is looked through every hour, as often as is said, or never', () => {
  const every = (SWEEP_EVERY_MS?: string) => {
    const config = readConfig({ ...complete, SWEEP_EVERY_MS });
    return config.ok ? config.value.sweepEveryMs : config.error;
  };
  expect([every(), every('60000'), every('off')]).toEqual([3_600_000, 60_000, null]);
  expect(every('0')).toEqual([expect.stringContaining('SWEEP_EVERY_MS')]);
});

test('the policy file is looked for where it usually is, must be where it is named, and can be switched off', () => {
  const policy = (POLICY_FILE?: string) => {
    const config = readConfig({ ...complete, POLICY_FILE });
    return config.ok && config.value.policy;
  };
  expect(policy()).toEqual({ path: './policy.yml', required: false });
  expect(policy('/etc/bot/policy.yml')).toEqual({ path: '/etc/bot/policy.yml', required: true });
  expect(policy('off')).toBeNull();
});

test('every default is accepted', () => {
  const defaults = Object.fromEntries(VARIABLES.map(({ name, default: value }) => [name, value ?? undefined]));
  expect(readConfig({ ...defaults, ...complete }).ok).toBe(true);
});

test('what only looks into the store needs nothing but the settings of the storage', () => {
  expect(readStoreConfig({ DATA_DIR: '/srv/bot' })).toEqual({
    ok: true,
    value: { kind: 'embedded', directory: '/srv/bot' },
  });
  expect(readStoreConfig({ DATABASE_URL: 'postgres://u@h/d' })).toMatchObject({
    ok: true,
    value: { kind: 'postgres' },
  });
  const wrong = readStoreConfig({ DATABASE_URL: 'mysql://u:hunter2@h/d' });
  expect(wrong).toMatchObject({ ok: false, error: [expect.stringContaining('DATABASE_URL')] });
  expect(JSON.stringify(wrong)).not.toContain('hunter2');
});

test('whatever a variable holds by mistake, no sentence about it repeats it', () => {
  const secrets = [
    'xoxb-11-22-abcdef',
    'hunter2',
    '8f742231b10e8888abcd99yyyzzz85a5',
    'LTAI5tSomeAccessKeyId',
    '-1',
    'postgres://u:pw@h/d',
  ];
  for (const { name } of VARIABLES)
    for (const secret of secrets) {
      const read = readConfig({ ...complete, SLACK_MODE: 'http', SLACK_SIGNING_SECRET: 's', [name]: secret });
      expect(read.ok ? '' : read.error.join(' '), name).not.toContain(secret);
    }
});
