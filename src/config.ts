/** What the process is told at its start, frozen. Read by {@link readConfig}; nothing else reads the environment. */
export interface Config {
  readonly slack: SlackConfig;
  readonly cloud: CloudConfig;
  readonly store: StoreConfig;
  readonly lifecycle: LifecycleConfig;
  /** `null` port: no health endpoint. Bound to `host`. */
  readonly health: { readonly host: string; readonly port: number | null };
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

export type SlackConfig = {
  readonly botToken: string;
  /** With a trailing slash. Anything but https must be loopback. */
  readonly apiUrl: string;
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
  /** Requests per second and at once, per API and region. */
  readonly limits: { readonly perSecond: number; readonly createPerSecond: number; readonly atOnce: number };
  /** Shares the limits between replicas. */
  readonly redisUrl: string | null;
  readonly timeoutMs: number;
  readonly catalogueKeepMs: number;
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
  /** When it is given up. */
  readonly deadlineMs: number;
  /** How long a create in doubt is repeated with its token; after that it is only looked up. */
  readonly doubtAfterMs: number;
  readonly leaseMs: number;
}
