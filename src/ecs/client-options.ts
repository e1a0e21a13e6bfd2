import type { Log } from '../core/base/log.ts';
import type { Credentials } from './credentials/credentials.ts';
import type { Limiter } from './limiter/limiter.ts';
import type { Sdk } from './sdk.ts';

/** What every client of the cloud is made with: that of ECS, of billing, and of the security token service. */
export interface ClientOptions {
  readonly credentials: Credentials;
  /** Loads the SDK at the first call. */
  readonly sdk: () => Sdk;
  readonly log: Log;
  /** `https://host` or, on loopback, `http://host:port`; null for Alibaba Cloud's own over HTTPS. */
  readonly endpoint: string | null;
  readonly timeoutMs: number;
  readonly limiter: Limiter;
}
