import { ConfigReader, type Environment } from './config-reader.ts';
import { exemptions, type ProxySettings } from './core/base/proxy.ts';
import { fail, ok, type Result } from './core/base/result.ts';
import type { Timing } from './core/instance/timing.ts';

/** The settings of the process, frozen at its start. {@link readConfig} reads them; nothing else reads the environment. */
export interface Config {
  readonly slack: SlackConfig;
  readonly cloud: CloudConfig;
  readonly store: StoreConfig;
  readonly lifecycle: LifecycleConfig;
  /** How often the account is compared with the store; null for never. */
  readonly sweepEveryMs: number | null;
  /** How many days after its end something is archived; null for never. */
  readonly retentionDays: number | null;
  /** Slack user ids of the admins. */
  readonly admins: readonly string[];
  /** The health endpoint is bound to `host`; `port` null for none. */
  readonly health: { readonly host: string; readonly port: number | null };
  /** Who may read the metrics on the health endpoint. */
  readonly metrics: 'local' | 'network' | 'off';
  /** The OTLP receiver of traces and its headers; null for no tracing. */
  readonly tracing: TracingConfig | null;
  /** The policy file; `required` if it was named and so must exist. Null if none is read. */
  readonly policy: { readonly path: string; readonly required: boolean } | null;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

/** In the form of OpenTelemetry's variables. */
export interface TracingConfig {
  /** The base address of an OTLP receiver over HTTP; `/v1/traces` is added. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly serviceName: string;
}

export type SlackConfig = {
  readonly botToken: string;
  /** With a trailing slash. Anything but https must be loopback. */
  readonly apiUrl: string;
  /** The slash command in the manifest. */
  readonly command: string;
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
  /** The same for the security token service; null for Alibaba Cloud's own. */
  readonly stsEndpoint: string | null;
  /** Requests per second and at once, per API and region. */
  readonly limits: {
    readonly perSecond: number;
    readonly createPerSecond: number;
    readonly instancesPerMinute: number;
    readonly atOnce: number;
  };
  /** The Redis through which replicas share the limits. */
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
  /** `directory`: where an embedded database may lie that was never moved. */
  | { readonly kind: 'postgres'; readonly url: string; readonly directory?: string };

export interface LifecycleConfig extends Timing {
  /** The most looks that await their answers in a region: a second's calls. */
  readonly looksAtOnce: number;
  /** How long a claim holds; then another process may take the row. */
  readonly claimMs: number;
  /** How long the loop sleeps at most, in case a wake got lost or the clock was set. */
  readonly longestSleepMs: number;
}

/** Reads the environment as a Config, or returns all mistakes at once, each as a sentence that says what to do. */
export function readConfig(environment: Environment): Result<Config, readonly string[]> {
  const read = new ConfigReader(environment);
  const proxy: ProxySettings = {
    https: read.proxy('HTTPS_PROXY'),
    http: read.proxy('HTTP_PROXY'),
    exempt: exemptions(read.eitherCase('NO_PROXY') ?? ''),
  };
  const cloud = readCloud(read);
  const config: Config = {
    slack: { ...readSlack(read), proxy },
    cloud: { ...cloud, proxy },
    store: readStore(read),
    lifecycle: readLifecycle(read, cloud),
    sweepEveryMs: read.integerOrOff('SWEEP_EVERY_MS', 1000, 86_400_000),
    retentionDays: read.integerOrOff('RETENTION_DAYS', 60, 36_500),
    admins: read.users('ADMIN_USERS'),
    health: { host: read.host('HEALTH_HOST'), port: read.integerOrOff('HEALTH_PORT', 0, MAX_PORT) },
    metrics: read.choice('METRICS', ['local', 'network', 'off']),
    tracing: readTracing(read),
    policy: readPolicyFile(read),
    logLevel: read.choice('LOG_LEVEL', ['debug', 'info', 'warn', 'error', 'silent']),
  };
  const mistakes = [...read.mistakes, ...portsInConflict(config)];
  return mistakes.length > 0 ? fail(mistakes) : ok(Object.freeze(config));
}

/** Otherwise the start would say that another program has the port. */
function portsInConflict({ slack, health }: Config): readonly string[] {
  const isSame = slack.mode === 'http' && slack.port !== 0 && slack.port === health.port && slack.host === health.host;
  return isSame ? ['PORT and HEALTH_PORT are the same. Set another HEALTH_PORT.'] : [];
}

const MAX_PORT = 65_535;

type Unproxied<T> = T extends unknown ? Omit<T, 'proxy'> : never;

/** The settings for a command that only uses the store. */
export function readStoreConfig(environment: Environment): Result<StoreConfig, readonly string[]> {
  const read = new ConfigReader(environment);
  const store = readStore(read);
  return read.mistakes.length > 0 ? fail(read.mistakes) : ok(store);
}

/** The setting for a command that only reads the policy. */
export function readPolicyConfig(environment: Environment): Result<Config['policy'], readonly string[]> {
  const read = new ConfigReader(environment);
  const policy = readPolicyFile(read);
  return read.mistakes.length > 0 ? fail(read.mistakes) : ok(policy);
}

const readPolicyFile = (read: ConfigReader): Config['policy'] =>
  read.isOff('POLICY_FILE')
    ? null
    : { path: read.path('POLICY_FILE'), required: read.optional('POLICY_FILE') !== null };

function readSlack(read: ConfigReader): Unproxied<SlackConfig> {
  const shared = {
    botToken: read.secret('SLACK_BOT_TOKEN', 'xoxb-', 'Install the app and copy the Bot User OAuth Token.'),
    apiUrl: read.slackApiUrl(),
    command: read.slashCommand('SLACK_COMMAND'),
  };
  if (read.choice('SLACK_MODE', ['socket', 'http']) === 'socket') {
    const hint = 'Create an app-level token with the scope connections:write under Basic Information.';
    return { ...shared, mode: 'socket', appToken: read.secret('SLACK_APP_TOKEN', 'xapp-', hint) };
  }
  return {
    ...shared,
    mode: 'http',
    signingSecret: read.secret('SLACK_SIGNING_SECRET', '', 'Copy it from Basic Information.'),
    host: read.host('HOST'),
    port: read.integer('PORT', 0, MAX_PORT),
  };
}

function readTracing(read: ConfigReader): TracingConfig | null {
  const endpoint = read.url('OTEL_EXPORTER_OTLP_ENDPOINT', ['http:', 'https:']);
  const headers = read.headers('OTEL_EXPORTER_OTLP_HEADERS');
  return endpoint === null ? null : { endpoint, headers, serviceName: read.text('OTEL_SERVICE_NAME') };
}

function readCloud(read: ConfigReader): Unproxied<CloudConfig> {
  return {
    credentials: readCredentials(read),
    defaultRegion: read.region('DEFAULT_REGION'),
    ecsEndpoint: read.loopbackEndpoint('ECS_ENDPOINT'),
    bssEndpoint: read.loopbackEndpoint('BSS_ENDPOINT'),
    stsEndpoint: read.loopbackEndpoint('STS_ENDPOINT', ['https:', 'http:']) ?? read.optional('ECS_ENDPOINT'),
    limits: {
      perSecond: read.integer('ECS_PER_SECOND', 1, 1000),
      createPerSecond: read.decimal('ECS_CREATE_PER_SECOND', 1, 1000),
      instancesPerMinute: read.integer('ECS_INSTANCES_PER_MINUTE', 100, 100_000),
      atOnce: read.integer('ECS_AT_ONCE', 1, 1000),
    },
    redisUrl: read.url('REDIS_URL', ['redis:', 'rediss:']),
    timeoutMs: read.integer('ECS_TIMEOUT_MS', 100, 120_000),
    catalogueKeepMs: read.integer('CATALOGUE_KEEP_MS', 1000, 86_400_000),
  };
}

function readCredentials(read: ConfigReader): CredentialsConfig {
  const mode = read.choice('ALIBABA_CLOUD_CREDENTIALS', ['static', 'chain', 'ecs-ram-role', 'rrsa']);
  if (mode === 'ecs-ram-role') return { mode, roleName: read.optional('ECS_RAM_ROLE') };
  if (mode !== 'static') return { mode };
  const hint = 'Create an AccessKey for a RAM user, or set ALIBABA_CLOUD_CREDENTIALS to another source.';
  const accessKeyId = read.secret('ALIBABA_CLOUD_ACCESS_KEY_ID', '', hint);
  const accessKeySecret = read.secret('ALIBABA_CLOUD_ACCESS_KEY_SECRET', '', hint);
  const securityToken = read.optionalSecret('ALIBABA_CLOUD_SECURITY_TOKEN');
  if (securityToken === null && accessKeyId.startsWith('STS.'))
    read.mistakes.push(
      'ALIBABA_CLOUD_SECURITY_TOKEN is not set, but the AccessKey is a temporary one. Set its token too.',
    );
  return { mode, accessKeyId, accessKeySecret, securityToken };
}

function readStore(read: ConfigReader): StoreConfig {
  const url = read.url('DATABASE_URL', ['postgres:', 'postgresql:']);
  const directory = read.path('DATA_DIR');
  return url === null ? { kind: 'embedded', directory } : { kind: 'postgres', url, directory };
}

function readLifecycle(read: ConfigReader, { limits }: Pick<CloudConfig, 'limits'>): LifecycleConfig {
  const day = 86_400_000;
  return {
    looksAtOnce: limits.perSecond,
    lookEveryMs: read.integer('LOOK_EVERY_MS', 50, 60_000),
    firstLookMs: read.integer('FIRST_LOOK_MS', 0, 60_000),
    graceMs: read.integer('GRACE_MS', 0, day),
    slowAfterMs: read.integer('SLOW_AFTER_MS', 100, day),
    deadlineMs: read.integer('DEADLINE_MS', 1000, day),
    doubtAfterMs: read.integer('DOUBT_AFTER_MS', 1000, day),
    claimMs: read.integer('CLAIM_MS', 1000, 600_000),
    longestSleepMs: 10_000,
  };
}
