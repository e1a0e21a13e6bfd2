import { createRequire } from 'node:module';
import type CredentialsPackage from '@alicloud/credentials';
import type { CredentialsConfig } from '../../config.ts';
import type { Log } from '../../core/base/log.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import type { Failure } from '../../core/failure/failure.ts';
import { type AccountMemory, makeAccountMemory } from '../account-memory.ts';
import { makeTransport, type Transport } from '../network/transport.ts';
import { hideTemporary } from './secrets.ts';

/** What the SDK signs with. */
export type Credential = InstanceType<typeof CredentialsPackage.default>;

/** Signs the calls, and replaces credentials that the cloud refuses. */
export interface Credentials {
  readonly credential: Credential;
  /** The same, but hands out only the trusted AccessKey: other credentials that come into force sign nothing. */
  readonly trusted: Credential;
  trust(key: string | null): void;
  /** The remembered answers of their account. */
  readonly memory: AccountMemory;
  /** Rises with each renewal: tells with which credentials a call was signed. */
  version(): number;
  /**
   * Makes the next call fetch new credentials, unless that was done since `version`. False for `static` ones, which cannot be
   * renewed.
   */
  renew(version: number): boolean;
}

/** Makes one new object of the credentials library; may throw. */
export type MakeCredential = (config: CredentialsConfig) => Credential;

/** Thrown into the SDK when credentials cannot be fetched. The library's own messages may quote whole answers, including keys. */
export class CredentialsUnavailable extends Error {
  readonly code = 'CredentialsUnavailable';
  constructor() {
    super('Credentials could not be fetched');
  }
}

/** Thrown into the SDK when a call would be signed with credentials of an unknown account. */
class AccountUnverified extends Error {
  readonly code = 'UnknownAccount';
  constructor() {
    super('The credentials are of an account that was not looked at');
  }
}

interface Parts {
  readonly make: MakeCredential;
  readonly wrap: (provider: object) => Credential;
}

function loadParts(): Parts {
  // CommonJS exports the class at `.default`, which Node and test runners present differently to import().
  const library = createRequire(import.meta.url)('@alicloud/credentials') as typeof CredentialsPackage;
  return {
    make: (config) => new library.default(libraryConfig(config, library.Config)),
    wrap: (provider) => new library.default(null, provider),
  };
}

type LibraryConfig = typeof CredentialsPackage.Config;

function libraryConfig(config: CredentialsConfig, Config: LibraryConfig): InstanceType<LibraryConfig> | null {
  switch (config.mode) {
    case 'static': {
      const { accessKeyId, accessKeySecret, securityToken } = config;
      return securityToken === null
        ? new Config({ type: 'access_key', accessKeyId, accessKeySecret })
        : new Config({ type: 'sts', accessKeyId, accessKeySecret, securityToken });
    }
    case 'ecs-ram-role':
      return new Config({ type: 'ecs_ram_role', roleName: config.roleName ?? undefined });
    case 'rrsa':
      return new Config({ type: 'oidc_role_arn' });
    case 'chain':
      return null;
  }
}

interface ResolveOptions {
  /** In tests: instead of the library. */
  readonly make?: MakeCredential;
  /** How long all sources together may take. */
  readonly patienceMs?: number;
  /** How the sources are reached; directly by default. */
  readonly transport?: Transport;
}

/**
 * Fetches credentials once, so that missing ones are reported at the start and not at the first request. The error is a sentence
 * for the operator; it never holds a secret. `static` mode fetches nothing.
 */
export async function resolveCredentials(
  config: CredentialsConfig,
  { make, patienceMs = 20_000, transport = makeTransport() }: ResolveOptions = {},
): Promise<Result<Credentials, string>> {
  if (config.mode === 'static' && (config.accessKeyId.trim() === '' || config.accessKeySecret.trim() === '')) {
    return fail(WHAT_TO_DO.static);
  }
  const parts = loadParts();
  const memory = makeAccountMemory();
  const source = renewing(config, { make: make ?? parts.make, transport, memory });
  const credential = parts.wrap(source);
  try {
    const found = await within(patienceMs, credential.getCredential());
    if (!found.accessKeyId || !found.accessKeySecret) return fail(WHAT_TO_DO[config.mode]);
    const { version, renew } = source;
    return ok({ credential, memory, ...trusting(source, parts.wrap), version, renew });
  } catch {
    return fail(WHAT_TO_DO[config.mode]);
  }
}

/**
 * Makes a call; if the cloud refuses the temporary credentials that signed it, makes it once more with new ones. They can end
 * early: a role is changed, a session is revoked, a machine was asleep.
 */
export async function withRenewedCredentials<T>(
  credentials: Credentials,
  log: Log,
  attempt: () => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  const version = credentials.version();
  const first = await attempt();
  if (first.ok || !isRefusal(first.error) || !credentials.renew(version)) return first;
  log.warn(
    { code: first.error.code, api: first.error.api },
    'the cloud refuses the temporary credentials; fetching new',
  );
  return attempt();
}

/**
 * The cloud does not accept the signer. A wrong clock, or credentials that could not be fetched, would not be cured by new ones.
 */
const isRefusal = ({ kind, code }: Failure): boolean =>
  kind === 'credentials' &&
  code !== null &&
  !/^(?:InvalidTimeStamp|CredentialsUnavailable$|InvalidCredentials$)/u.test(code);

type Handed = Awaited<ReturnType<Credential['getCredential']>>;

/**
 * A source that starts afresh after a failure: an object of the library never recovers once the last source of its chain has
 * failed. Simultaneous calls share one fetch.
 */
function renewing(
  config: CredentialsConfig,
  {
    make,
    transport,
    memory,
  }: { readonly make: MakeCredential; readonly transport: Transport; readonly memory: AccountMemory },
) {
  let current: Credential | null = null;
  let fetching: Promise<Handed> | null = null;
  let version = 1;

  async function fetchOnce(): Promise<Handed> {
    const asked = version;
    try {
      current ??= make(config);
      const from = current;
      const handed = await transport.run(() => from.getCredential());
      hideTemporary([handed.accessKeySecret, handed.securityToken]);
      if (handed.accessKeyId) memory.handed(handed.accessKeyId);
      return handed;
    } catch {
      if (asked === version) current = null;
      throw new CredentialsUnavailable();
    }
  }

  return {
    getProviderName: () => config.mode,
    getCredentials(): Promise<Handed> {
      if (fetching !== null) return fetching;
      const started = fetchOnce().finally(() => {
        if (fetching === started) fetching = null;
      });
      fetching = started;
      return started;
    },
    version: () => version,
    renew(refused: number): boolean {
      if (config.mode === 'static') return false;
      if (refused === version) {
        version += 1;
        current = null;
        fetching = null;
      }
      return true;
    },
  };
}

/** Trusts no AccessKey until it is told which. */
function trusting(
  source: { getProviderName(): string; getCredentials(): Promise<Handed> },
  wrap: Parts['wrap'],
): Pick<Credentials, 'trusted' | 'trust'> {
  let key: string | null = null;
  const trusted = wrap({
    getProviderName: source.getProviderName,
    async getCredentials(): Promise<Handed> {
      const handed = await source.getCredentials();
      if (handed.accessKeyId !== key) throw new AccountUnverified();
      return handed;
    },
  });
  return {
    trusted,
    trust: (next) => {
      key = next;
    },
  };
}

function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new CredentialsUnavailable()), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

const WHAT_TO_DO: Readonly<Record<CredentialsConfig['mode'], string>> = {
  static:
    'No Alibaba Cloud AccessKey is configured. Set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or choose ' +
    'another source with ALIBABA_CLOUD_CREDENTIALS (chain, ecs-ram-role or rrsa).',
  chain:
    'No Alibaba Cloud credentials were found. ALIBABA_CLOUD_CREDENTIALS=chain looks, in this order, at ' +
    'ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, the RRSA variables, ~/.aliyun/config.json, ' +
    "~/.alibabacloud/credentials, the instance's RAM role and ALIBABA_CLOUD_CREDENTIALS_URI. Set one of them up, or use " +
    'ALIBABA_CLOUD_CREDENTIALS=static with an AccessKey.',
  'ecs-ram-role':
    'The ECS metadata service gave no credentials. ALIBABA_CLOUD_CREDENTIALS=ecs-ram-role works only on an ECS instance with a ' +
    'RAM role attached: attach one, and if ECS_RAM_ROLE is set, check that it is the name of that role.',
  rrsa:
    'RRSA gave no credentials. ALIBABA_CLOUD_CREDENTIALS=rrsa needs ALIBABA_CLOUD_ROLE_ARN, ALIBABA_CLOUD_OIDC_PROVIDER_ARN and ' +
    'ALIBABA_CLOUD_OIDC_TOKEN_FILE (the ack-pod-identity-webhook sets them), a role that trusts this provider, and a way out to ' +
    'sts.aliyuncs.com.',
};
