import { fail, ok, type Result } from '../../core/base/result.ts';
import { type Failure, failureOf } from '../../core/failure/failure.ts';
import { IDENTITY_APIS } from '../apis.ts';
import { failureOfThrown, incomplete } from '../failures/failures.ts';
import { type GenericClient, makeGenericClient, sendGeneric } from '../sdk.ts';
import type { ServiceOptions } from '../service-options.ts';
import { withRenewedCredentials } from './credentials.ts';

/** Whose credentials are in force. */
export interface Identity {
  /** The AccessKey ID that the next call is signed with. An AccessKey belongs to one account for good. */
  key(): Promise<Result<string, Failure>>;
  /** To which account it belongs, as STS says. Fails when other credentials came into force meanwhile. */
  ask(): Promise<Result<{ readonly key: string; readonly account: string }, Failure>>;
  /** From now on calls about instances are signed with this AccessKey and no other; null for none. */
  trust(key: string | null): void;
}

/** For accounts of both sites. It also has an address in each region, and one that a VPC without a way out can reach. */
const SITE = 'https://sts.aliyuncs.com';
const VERSION = '2015-04-01';
const [API] = IDENTITY_APIS;

/** The security token service through the SDK's generic client. The call needs no right in RAM. */
export function makeIdentity({ credentials, log, limiter, timeoutMs, ...options }: ServiceOptions): Identity {
  const { credential } = credentials;
  let client: GenericClient | null = null;

  const attempt = async (): Promise<Result<string, Failure>> => {
    try {
      const sdk = options.sdk();
      client ??= makeGenericClient(sdk, { site: options.endpoint ?? SITE, credential, timeoutMs });
      return read(await sendGeneric(sdk, client, { api: API, version: VERSION }));
    } catch (thrown) {
      return fail(failureOfThrown(thrown, API));
    }
  };

  const key = async (): Promise<Result<string, Failure>> => {
    try {
      const { accessKeyId } = await credential.getCredential();
      return accessKeyId ? ok(accessKeyId) : fail(failureOf('credentials', { api: API, detail: 'There were none.' }));
    } catch (thrown) {
      return fail(failureOfThrown(thrown, API));
    }
  };

  return {
    key,
    trust: credentials.trust,
    ask: () =>
      limiter.run({ api: API, region: 'identity', lane: 'people' }, () =>
        withRenewedCredentials(credentials, log, async () => {
          const before = await key();
          if (!before.ok) return before;
          const account = await attempt();
          if (!account.ok) return account;
          const after = await key();
          if (!after.ok) return after;
          // Either may have signed it.
          if (after.value !== before.value)
            return fail(failureOf('transient', { api: API, detail: 'The credentials were renewed meanwhile.' }));
          credentials.memory.proved(after.value, account.value);
          return ok({ key: after.value, account: account.value });
        }),
      ),
  };
}

function read(body: unknown): Result<string, Failure> {
  const { AccountId, RequestId } = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  return typeof AccountId === 'string' && /^\d+$/u.test(AccountId)
    ? ok(AccountId)
    : fail(incomplete(API, typeof RequestId === 'string' ? RequestId : null, 'AccountId'));
}
