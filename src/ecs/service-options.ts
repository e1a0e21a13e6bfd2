import type { Log } from '../core/base/log.ts';
import type { Credentials } from './credentials/credentials.ts';
import type { Limiter } from './limiter/limiter.ts';
import type { Sdk } from './sdk.ts';

/** The options of a client of one of the cloud's services: ECS, billing, or the security token service. */
export interface ServiceOptions {
  readonly credentials: Credentials;
  /** Loads the SDK at the first call. */
  readonly sdk: () => Sdk;
  readonly log: Log;
  /** `https://host` or, on loopback, `http://host:port`; null for Alibaba Cloud's own over HTTPS. */
  readonly endpoint: string | null;
  readonly timeoutMs: number;
  readonly limiter: Limiter;
}
