import { RATE_VARIABLES } from './config-rates.ts';

/**
 * Every environment variable that the bot reads, with its explanation. A test compares `.env.example` and the table in
 * docs/configuration.md with this list.
 */
interface Variable {
  readonly name: string;
  readonly group: 'Slack' | 'Alibaba Cloud' | 'Storage' | 'Running' | 'Pace';
  readonly sentence: string;
  /** The value if it is not set; null if it is then missing or off. */
  readonly default: string | null;
  /** Shown in `.env.example` for a variable that a first installation must fill in. */
  readonly example?: string;
  /** A secret, or a URL that may hold one: it may come from the file that `NAME_FILE` names. */
  readonly secret?: true;
}

export const VARIABLES = [
  {
    name: 'SLACK_MODE',
    group: 'Slack',
    sentence: '`socket` needs no public address; `http` receives signed requests on PORT.',
    default: 'socket',
  },
  {
    name: 'SLACK_BOT_TOKEN',
    group: 'Slack',
    sentence: "The bot's token, from OAuth & Permissions after the app is installed.",
    default: null,
    example: 'xoxb-',
    secret: true,
  },
  {
    name: 'SLACK_APP_TOKEN',
    group: 'Slack',
    sentence: 'Socket mode: the app-level token with the scope connections:write.',
    default: null,
    example: 'xapp-',
    secret: true,
  },
  {
    name: 'SLACK_SIGNING_SECRET',
    group: 'Slack',
    sentence: 'HTTP mode: the signing secret from Basic Information.',
    default: null,
    secret: true,
  },
  {
    name: 'SLACK_COMMAND',
    group: 'Slack',
    sentence:
      'The slash command, when several bots share a workspace, each with its own account: `/ecs-prod`. Make the manifest with `npm run manifest -- --command /ecs-prod`.',
    default: '/ecs',
  },
  {
    name: 'HOST',
    group: 'Slack',
    sentence:
      'HTTP mode: the address to listen on; what terminates TLS stands before it. The container image listens on 0.0.0.0.',
    default: '127.0.0.1',
  },
  {
    name: 'PORT',
    group: 'Slack',
    sentence: 'HTTP mode: the port to listen on; Slack posts to /slack/events.',
    default: '3000',
  },
  {
    name: 'SLACK_API_URL',
    group: 'Slack',
    sentence: "Where Slack's Web API is; only the sandbox and tests change it. https, or http on loopback.",
    default: 'https://slack.com/api/',
  },
  {
    name: 'ALIBABA_CLOUD_CREDENTIALS',
    group: 'Alibaba Cloud',
    sentence: 'Where credentials come from: `static`, `chain`, `ecs-ram-role` or `rrsa`.',
    default: 'static',
  },
  {
    name: 'ALIBABA_CLOUD_ACCESS_KEY_ID',
    group: 'Alibaba Cloud',
    sentence: 'Static credentials: the AccessKey id of a RAM user that may do only what docs/install.md lists.',
    default: null,
    example: '',
    secret: true,
  },
  {
    name: 'ALIBABA_CLOUD_ACCESS_KEY_SECRET',
    group: 'Alibaba Cloud',
    sentence: 'Static credentials: its secret.',
    default: null,
    example: '',
    secret: true,
  },
  {
    name: 'ALIBABA_CLOUD_SECURITY_TOKEN',
    group: 'Alibaba Cloud',
    sentence: 'Static credentials: the token of temporary (STS) credentials.',
    default: null,
    secret: true,
  },
  {
    name: 'ECS_RAM_ROLE',
    group: 'Alibaba Cloud',
    sentence: 'ecs-ram-role: the name of the role; found out from the metadata service when empty.',
    default: null,
  },
  {
    name: 'DEFAULT_REGION',
    group: 'Alibaba Cloud',
    sentence: 'The region the form starts with.',
    default: 'cn-hangzhou',
  },
  {
    name: 'ECS_ENDPOINT',
    group: 'Alibaba Cloud',
    sentence: 'One address for every region, for the sandbox and tests: http on loopback only.',
    default: null,
  },
  {
    name: 'BSS_ENDPOINT',
    group: 'Alibaba Cloud',
    sentence: 'The address of the billing service (balance), for the sandbox and tests: http on loopback only.',
    default: null,
  },
  {
    name: 'STS_ENDPOINT',
    group: 'Alibaba Cloud',
    sentence:
      'Where STS is asked to which account the credentials belong: https, such as https://sts-vpc.cn-hangzhou.aliyuncs.com inside a VPC. Empty: https://sts.aliyuncs.com, or where ECS_ENDPOINT is.',
    default: null,
  },
  {
    name: 'ECS_TIMEOUT_MS',
    group: 'Alibaba Cloud',
    sentence: 'How long one call may take, in milliseconds.',
    default: '10000',
  },
  {
    name: 'CATALOGUE_KEEP_MS',
    group: 'Alibaba Cloud',
    sentence: 'How long the lists of the form (types, images, networks) are kept, in milliseconds.',
    default: '600000',
  },
  {
    name: 'DATA_DIR',
    group: 'Storage',
    sentence: 'The directory of the embedded database; one process owns it.',
    default: './data',
  },
  {
    name: 'DATABASE_URL',
    group: 'Storage',
    sentence: 'A PostgreSQL URL instead of the embedded database; several replicas may share it.',
    default: null,
    secret: true,
  },
  {
    name: 'REDIS_URL',
    group: 'Storage',
    sentence: 'A Redis URL through which replicas share the rate limits.',
    default: null,
    secret: true,
  },
  {
    name: 'RETENTION_DAYS',
    group: 'Storage',
    sentence:
      'How many days after its end a request, with its instances and messages, and the audit trail of before go to the archive tables of the same database; at least 60, or `off`.',
    default: '400',
  },
  {
    name: 'HEALTH_HOST',
    group: 'Running',
    sentence: 'The address of the health endpoint. The container image listens on 0.0.0.0.',
    default: '127.0.0.1',
  },
  {
    name: 'HEALTH_PORT',
    group: 'Running',
    sentence: 'The port of the health endpoint (/livez, /readyz, /metrics); `off` for none.',
    default: '8080',
  },
  {
    name: 'METRICS',
    group: 'Running',
    sentence:
      'Who may read /metrics on the health endpoint: `local` for this machine alone, `network` for everyone who can reach it, or `off`.',
    default: 'local',
  },
  {
    name: 'ADMIN_USERS',
    group: 'Running',
    sentence: 'Slack user ids of the admins, who may freeze and unfreeze, between commas.',
    default: null,
  },
  {
    name: 'POLICY_FILE',
    group: 'Running',
    sentence:
      'The policy: who may create what. The default is read when it is there; a file named here must be, and so must the default once a policy was in force. `off` for none.',
    default: './policy.yml',
  },
  {
    name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    group: 'Running',
    sentence:
      'Where an OpenTelemetry receiver takes traces by OTLP over HTTP, such as `http://127.0.0.1:4318`; `/v1/traces` is added. It is reached without the proxy.',
    default: null,
    secret: true,
  },
  {
    name: 'OTEL_EXPORTER_OTLP_HEADERS',
    group: 'Running',
    sentence: 'Headers that the receiver wants, as `name=value` with commas between.',
    default: null,
    secret: true,
  },
  {
    name: 'OTEL_SERVICE_NAME',
    group: 'Running',
    sentence: 'The name of the bot in the traces.',
    default: 'ecs-chatops',
  },
  {
    name: 'HTTPS_PROXY',
    group: 'Running',
    sentence:
      'The HTTP proxy through which Slack and Alibaba Cloud are reached, as `http://user:password@host:port`; also in lower case.',
    default: null,
    secret: true,
  },
  {
    name: 'HTTP_PROXY',
    group: 'Running',
    sentence: 'The same for what is reached over plain http (a credentials URI).',
    default: null,
    secret: true,
  },
  {
    name: 'NO_PROXY',
    group: 'Running',
    sentence:
      'What is reached directly, between commas or spaces: `example.com` or `.example.com` (both with everything below), addresses, ranges as `10.0.0.0/8` or `fd00::/8`, or `*`; each may end with a port, as in `[fd00::1]:443`. Loopback, link-local addresses and the metadata service always are.',
    default: null,
  },
  { name: 'LOG_LEVEL', group: 'Running', sentence: '`debug`, `info`, `warn`, `error` or `silent`.', default: 'info' },
  ...RATE_VARIABLES,
] as const satisfies readonly Variable[];

export type VariableName = (typeof VARIABLES)[number]['name'];

export const isSecret = (name: VariableName): boolean =>
  VARIABLES.some((variable) => variable.name === name && 'secret' in variable);
