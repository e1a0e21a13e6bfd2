import { dict } from '../../core/base/json.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import { type Failure, failureOf } from '../../core/failure/failure.ts';
import { IDENTITY_APIS } from '../apis.ts';
import { failureOfThrown, incomplete } from '../failures/failures.ts';
import { type GenericClient, makeGenericClient, sendGeneric } from '../sdk.ts';
import type { ServiceOptions } from '../service-options.ts';
import { withRenewedCredentials } from './credentials.ts';

/** Finds out whose credentials are in force. */
export interface Identity {
  /** The AccessKey ID that signs the next call. An AccessKey never moves to another account. */
  key(): Promise<Result<string, Failure>>;
  /** The account of the AccessKey, as STS says. Fails if other credentials came into force meanwhile. */
  ask(): Promise<Result<{ readonly key: string; readonly account: string }, Failure>>;
  /** From now on only this AccessKey signs calls about instances; null for none. */
  trust(key: string | null): void;
}

/** Serves accounts of both sites. STS also has an address in each region, and one for a VPC without internet access. */
const SITE = 'https://sts.aliyuncs.com';
const VERSION = '2015-04-01';
const [API] = IDENTITY_APIS;

/** The security token service, called through the SDK's generic client. The call needs no right in RAM. */
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
          // Either key may have signed the call.
          if (after.value !== before.value)
            return fail(failureOf('transient', { api: API, detail: 'The credentials were renewed meanwhile.' }));
          credentials.memory.proved(after.value, account.value);
          return ok({ key: after.value, account: account.value });
        }),
      ),
  };
}

function read(body: unknown): Result<string, Failure> {
  const { AccountId, RequestId } = dict(body);
  return typeof AccountId === 'string' && /^\d+$/u.test(AccountId)
    ? ok(AccountId)
    : fail(incomplete(API, typeof RequestId === 'string' ? RequestId : null, 'AccountId'));
}
