import { VARIABLES, type VariableName } from './config-variables.ts';
import { exemptions, type ProxySettings } from './core/proxy.ts';
import { fail, ok, type Result } from './core/result.ts';

/** What the process is told at its start, frozen. Read by {@link readConfig}; nothing else reads the environment. */
export interface Config {
  readonly slack: SlackConfig;
  readonly cloud: CloudConfig;
  readonly store: StoreConfig;
  readonly lifecycle: LifecycleConfig;
  /** How often the account is compared with the store; null for never. */
  readonly sweepEveryMs: number | null;
  /** How long after its end something is archived; null for never. */
  readonly retentionDays: number | null;
  /** Slack user ids of those who may freeze. */
  readonly admins: readonly string[];
  /** `null` port: no health endpoint. Bound to `host`. */
  readonly health: { readonly host: string; readonly port: number | null };
  /** The policy file; `required` when it was named and so must be there. null: none is looked for. */
  readonly policy: { readonly path: string; readonly required: boolean } | null;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

export type SlackConfig = {
  readonly botToken: string;
  /** With a trailing slash. Anything but https must be loopback. */
  readonly apiUrl: string;
  readonly proxy: ProxySettings;
} & (
  | { readonly mode: 'socket'; readonly appToken: string }
  | { readonly mode: 'http'; readonly signingSecret: string; readonly host: string; readonly port: number }
);

export interface CloudConfig {
  readonly credentials: CredentialsConfig;
  /** The region the modal starts with. */
  readonly defaultRegion: string;
  /** `http://127.0.0.1:4701` for the simulator; null for the region's own endpoint over HTTPS. */
  readonly ecsEndpoint: string | null;
  /** The same for the billing service; null for Alibaba Cloud's own. */
  readonly bssEndpoint: string | null;
  /** Of the security token service; null for Alibaba Cloud's own. */
  readonly stsEndpoint: string | null;
  /** Requests per second and at once, per API and region. */
  readonly limits: { readonly perSecond: number; readonly createPerSecond: number; readonly atOnce: number };
  /** Shares the limits between replicas. */
  readonly redisUrl: string | null;
  readonly timeoutMs: number;
  readonly catalogueKeepMs: number;
  readonly proxy: ProxySettings;
}

export type CredentialsConfig =
  | {
      readonly mode: 'static';
      readonly accessKeyId: string;
      readonly accessKeySecret: string;
      readonly securityToken: string | null;
    }
  | { readonly mode: 'chain' }
  | { readonly mode: 'ecs-ram-role'; readonly roleName: string | null }
  | { readonly mode: 'rrsa' };

export type StoreConfig =
  | { readonly kind: 'embedded'; readonly directory: string }
  | { readonly kind: 'postgres'; readonly url: string };

export interface LifecycleConfig {
  /** The tick to which looks are rounded, and how often a fresh instance is looked at. */
  readonly lookEveryMs: number;
  /** The least time the cloud takes to build, and to start, an instance: no look before. */
  readonly firstLookMs: number;
  /** How long an id may be missing from DescribeInstances after it was given. */
  readonly graceMs: number;
  /** When the thread is told that it takes long. */
  readonly slowAfterMs: number;
  /** When it is given up; time in which the bot was away does not count. */
  readonly deadlineMs: number;
  /** How long a create in doubt is repeated with its token; after that it is only looked up. */
  readonly doubtAfterMs: number;
  readonly leaseMs: number;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment as a Config, or every mistake in it at once, each as a sentence that says what to do. */
export function readConfig(environment: Environment): Result<Config, readonly string[]> {
  const read = new Reader(environment);
  const proxy: ProxySettings = {
    https: read.proxy('HTTPS_PROXY'),
    http: read.proxy('HTTP_PROXY'),
    exempt: exemptions(read.eitherCase('NO_PROXY') ?? ''),
  };
  const config: Config = {
    slack: { ...readSlack(read), proxy },
    cloud: { ...readCloud(read), proxy },
    store: readStore(read),
    lifecycle: readLifecycle(read),
    sweepEveryMs: read.isOff('SWEEP_EVERY_MS') ? null : read.integer('SWEEP_EVERY_MS', 1000, 86_400_000),
    retentionDays: read.isOff('RETENTION_DAYS') ? null : read.integer('RETENTION_DAYS', 60, 36_500),
    admins: read.users('ADMIN_USERS'),
    health: { host: read.text('HEALTH_HOST'), port: read.isOff('HEALTH_PORT') ? null : read.port('HEALTH_PORT') },
    policy: read.isOff('POLICY_FILE')
      ? null
      : { path: read.text('POLICY_FILE'), required: read.optional('POLICY_FILE') !== null },
    logLevel: read.choice('LOG_LEVEL', ['debug', 'info', 'warn', 'error', 'silent']),
  };
  return read.mistakes.length > 0 ? fail(read.mistakes) : ok(Object.freeze(config));
}

type Unproxied<T> = T extends unknown ? Omit<T, 'proxy'> : never;

/** What a command needs to know that only looks into the store. */
export function readStoreConfig(environment: Environment): Result<StoreConfig, readonly string[]> {
  const read = new Reader(environment);
  const store = readStore(read);
  return read.mistakes.length > 0 ? fail(read.mistakes) : ok(store);
}

function readSlack(read: Reader): Unproxied<SlackConfig> {
  const shared = {
    botToken: read.secret('SLACK_BOT_TOKEN', 'xoxb-', 'Install the app and copy the Bot User OAuth Token.'),
    apiUrl: read.slackApiUrl(),
  };
  if (read.choice('SLACK_MODE', ['socket', 'http']) === 'socket') {
    const hint = 'Create an app-level token with the scope connections:write under Basic Information.';
    return { ...shared, mode: 'socket', appToken: read.secret('SLACK_APP_TOKEN', 'xapp-', hint) };
  }
  return {
    ...shared,
    mode: 'http',
    signingSecret: read.secret('SLACK_SIGNING_SECRET', '', 'Copy it from Basic Information.'),
    host: read.text('HOST'),
    port: read.port('PORT'),
  };
}

function readCloud(read: Reader): Unproxied<CloudConfig> {
  return {
    credentials: readCredentials(read),
    defaultRegion: read.region('DEFAULT_REGION'),
    ecsEndpoint: read.loopbackEndpoint('ECS_ENDPOINT'),
    bssEndpoint: read.loopbackEndpoint('BSS_ENDPOINT'),
    stsEndpoint: read.loopbackEndpoint('STS_ENDPOINT', ['https:', 'http:']) ?? read.optional('ECS_ENDPOINT'),
    limits: {
      perSecond: read.integer('ECS_PER_SECOND', 1, 1000),
      createPerSecond: read.integer('ECS_CREATE_PER_SECOND', 1, 1000),
      atOnce: read.integer('ECS_AT_ONCE', 1, 1000),
    },
    redisUrl: read.url('REDIS_URL', ['redis:', 'rediss:']),
    timeoutMs: read.integer('ECS_TIMEOUT_MS', 100, 120_000),
    catalogueKeepMs: read.integer('CATALOGUE_KEEP_MS', 1000, 86_400_000),
  };
}

function readCredentials(read: Reader): CredentialsConfig {
  const mode = read.choice('ALIBABA_CLOUD_CREDENTIALS', ['static', 'chain', 'ecs-ram-role', 'rrsa']);
  if (mode === 'ecs-ram-role') return { mode, roleName: read.optional('ECS_RAM_ROLE') };
  if (mode !== 'static') return { mode };
  const hint = 'Create an AccessKey for a RAM user, or set ALIBABA_CLOUD_CREDENTIALS to another source.';
  return {
    mode,
    accessKeyId: read.secret('ALIBABA_CLOUD_ACCESS_KEY_ID', '', hint),
    accessKeySecret: read.secret('ALIBABA_CLOUD_ACCESS_KEY_SECRET', '', hint),
    securityToken: read.optional('ALIBABA_CLOUD_SECURITY_TOKEN'),
  };
}

function readStore(read: Reader): StoreConfig {
  const url = read.url('DATABASE_URL', ['postgres:', 'postgresql:']);
  return url === null ? { kind: 'embedded', directory: read.text('DATA_DIR') } : { kind: 'postgres', url };
}

function readLifecycle(read: Reader): LifecycleConfig {
  const day = 86_400_000;
  return {
    lookEveryMs: read.integer('LOOK_EVERY_MS', 50, 60_000),
    firstLookMs: read.integer('FIRST_LOOK_MS', 0, 60_000),
    graceMs: read.integer('GRACE_MS', 0, day),
    slowAfterMs: read.integer('SLOW_AFTER_MS', 100, day),
    deadlineMs: read.integer('DEADLINE_MS', 1000, day),
    doubtAfterMs: read.integer('DOUBT_AFTER_MS', 1000, day),
    leaseMs: read.integer('LEASE_MS', 1000, 600_000),
  };
}

/**
 * Reads variables and collects what is wrong with them, without repeating what they hold: it may be a secret in the wrong place. After a mistake it hands out a harmless stand-in and goes on.
 */
class Reader {
  readonly mistakes: string[] = [];
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  optional(name: VariableName): string | null {
    const given = this.#environment[name]?.trim();
    return given ? given : null;
  }

  text(name: VariableName): string {
    return this.optional(name) ?? VARIABLES.find((variable) => variable.name === name)?.default ?? '';
  }

  isOff(name: VariableName): boolean {
    return this.text(name) === 'off';
  }

  /** The value itself is never repeated in the sentence. */
  secret(name: VariableName, prefix: string, hint: string): string {
    const given = this.optional(name);
    if (given === null || given === prefix) this.mistakes.push(`${name} is not set. ${hint}`);
    else if (!given.startsWith(prefix))
      this.mistakes.push(`${name} does not begin with ${prefix}, so it is another kind of token. ${hint}`);
    return given ?? '';
  }

  choice<const T extends string>(name: VariableName, choices: readonly T[]): T {
    const given = this.text(name);
    const found = choices.find((choice) => choice === given);
    if (found === undefined) this.mistakes.push(`${name} is none of ${choices.join(', ')}. Set it to one of them.`);
    return found ?? (choices[0] as T);
  }

  integer(name: VariableName, min: number, max: number): number {
    const given = this.text(name);
    const value = Number(given);
    if (Number.isInteger(value) && value >= min && value <= max) return value;
    this.mistakes.push(`${name} is no whole number from ${min} to ${max}. Set it to one.`);
    return min;
  }

  region(name: VariableName): string {
    const given = this.text(name);
    if (/^[a-z]{2}-[a-z]{2,20}(?:-[a-z0-9]{1,20}){0,2}$/u.test(given)) return given;
    this.mistakes.push(`${name} is no id of a region. Set it to one like cn-hangzhou.`);
    return '';
  }

  port(name: VariableName): number {
    return this.integer(name, 0, 65_535);
  }

  /** Slack user ids between commas. */
  users(name: VariableName): readonly string[] {
    const given = (this.optional(name) ?? '').split(/[\s,]+/u).filter((id) => id !== '');
    const wrong = given.flatMap((id, n) => (/^[UW][A-Z0-9]{2,15}$/u.test(id) ? [] : [n + 1]));
    if (wrong.length > 0)
      this.mistakes.push(
        `${name} holds what is no Slack user id (${wrong.length === 1 ? 'entry' : 'entries'} ${wrong.join(', ')} of ${given.length}). Take it from the person's profile (Copy member ID, like U07ABCDEF12) and put commas between several.`,
      );
    return [...new Set(given)];
  }

  /** URLs may hold a password, so the sentence does not repeat them. */
  url(name: VariableName, protocols: readonly string[]): string | null {
    const given = this.optional(name);
    if (given === null) return null;
    if (URL.canParse(given) && protocols.includes(new URL(given).protocol)) return given;
    this.mistakes.push(
      `${name} is not a URL that begins with ${protocols.map((p) => `${p}//`).join(' or ')}. Correct it.`,
    );
    return null;
  }

  /** Proxies are also named in lower case, and that name comes first, as with curl. */
  eitherCase(name: 'HTTPS_PROXY' | 'HTTP_PROXY' | 'NO_PROXY'): string | null {
    return this.#environment[name.toLowerCase()]?.trim() || this.optional(name);
  }

  /** `host:port` without a scheme is a proxy that is spoken to over http. It may hold a password, and is not repeated. */
  proxy(name: 'HTTPS_PROXY' | 'HTTP_PROXY'): string | null {
    const given = this.eitherCase(name);
    if (given === null) return null;
    const url = /^[a-z][a-z0-9+.-]*:\/\//iu.test(given) ? given : `http://${given}`;
    if (URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol)) return new URL(url).href;
    this.mistakes.push(
      `${name} is not the URL of an HTTP proxy. Set it to one like http://proxy.example.com:3128; other kinds (SOCKS) are not supported.`,
    );
    return null;
  }

  slackApiUrl(): string {
    const url = this.url('SLACK_API_URL', ['https:', 'http:']) ?? this.text('SLACK_API_URL');
    if (url.startsWith('http:') && !isLoopback(url))
      this.mistakes.push(
        'SLACK_API_URL is plain http to another machine, which would show the token to the network. Use https.',
      );
    return url.endsWith('/') ? url : `${url}/`;
  }

  loopbackEndpoint(name: VariableName, protocols: readonly string[] = ['http:']): string | null {
    const url = this.url(name, protocols);
    if (url?.startsWith('http:') && !isLoopback(url))
      this.mistakes.push(`${name} may only be http on loopback (127.0.0.1). Leave it empty for Alibaba Cloud itself.`);
    return url;
  }
}

const isLoopback = (url: string): boolean =>
  URL.canParse(url) && ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname);
