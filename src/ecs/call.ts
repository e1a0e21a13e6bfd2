import { fail, ok, type Result } from '../core/base/result.ts';
import { type Failure, failureOf } from '../core/failure/failure.ts';
import { firstToken } from '../core/instance/create-calls.ts';
import type { Api, Lane } from './apis.ts';
import { type Credential, withRenewedCredentials } from './credentials/credentials.ts';
import { failureOfThrown, incomplete } from './failures/failures.ts';
import type { Job } from './limiter/api-queue.ts';
import { watchWayOut } from './network/way-out.ts';
import type { Proceed } from './port.ts';
import { type Body, type EcsClient, makeClient, type Params, send } from './sdk.ts';
import type { ServiceOptions } from './service-options.ts';

/** Sends one request to one API in one region, paced. Every outcome but an answer's body is a Failure. */
export type Call = <A extends Api>(
  api: A,
  region: string,
  params: Params<A>,
  lane?: Lane,
  proceed?: Proceed,
) => Promise<Result<Body<A>, Failure>>;

interface CallOptions extends ServiceOptions {
  /** Whether the region exists. A person may have typed it, and it would become part of a host name. */
  readonly isRegion: (region: string) => boolean;
  /** Whether calls about instances are signed with trusted credentials only, see {@link Credentials}. */
  readonly onlyTrusted?: boolean;
}

/** These calls neither read nor change an instance, so they do no harm in another account. */
const ABOUT_NO_INSTANCE: ReadonlySet<Api> = new Set([
  'DescribeRegions',
  'DescribeZones',
  'DescribeAvailableResource',
  'DescribeInstanceTypes',
  'DescribeImages',
  'DescribeVSwitches',
  'DescribeSecurityGroups',
  'DescribeSecurityGroupAttribute',
  'DescribeKeyPairs',
  'DescribeLaunchTemplates',
  'DescribeLaunchTemplateVersions',
  'DescribePrice',
]);

export function makeCall({ credentials, endpoint, timeoutMs, limiter, isRegion, log, ...options }: CallOptions): Call {
  const signer = (api: Api): Credential =>
    options.onlyTrusted === true && !ABOUT_NO_INSTANCE.has(api) ? credentials.trusted : credentials.credential;
  const watch = watchWayOut(log);
  const clients = new Map<Credential, Map<string, EcsClient>>();
  const clientsOf = (credential: Credential): Map<string, EcsClient> => {
    const known = clients.get(credential) ?? new Map<string, EcsClient>();
    clients.set(credential, known);
    return known;
  };

  const attempt = async <A extends Api>(
    api: A,
    region: string,
    params: Params<A>,
    proceed: Proceed | undefined,
  ): Promise<Result<Body<A>, Failure>> => {
    try {
      if (proceed !== undefined && !(await proceed()))
        return fail(failureOf('notSent', { api, detail: 'It was held back at the last moment.' }));
      const sdk = options.sdk();
      const credential = signer(api);
      const own = clientsOf(credential);
      const client = own.get(region) ?? makeClient(sdk, { region, credential, endpoint, timeoutMs });
      own.set(region, client);
      const { body } = await send(sdk, client, api, params);
      return body === undefined ? fail(incomplete(api, null, 'body')) : ok(body);
    } catch (thrown) {
      return fail(failureOfThrown(thrown, api));
    }
  };

  return (api, region, params, lane = 'people', proceed) => {
    if (!isRegion(region))
      return Promise.resolve(fail(failureOf('badInput', { api, detail: 'There is no such region.' })));
    return limiter.run({ api, region, lane, ...purchaseOf(api, params) }, async () =>
      watch(await withRenewedCredentials(credentials, log, () => attempt(api, region, params, proceed))),
    );
  };
}

/** What a call buys, if it may make several instances. */
const purchaseOf = (api: Api, params: Params<Api>): Pick<Job, 'purchase'> => {
  if (api !== 'RunInstances') return {};
  const { amount: instances = 1, clientToken = '', dryRun = false } = params as Params<'RunInstances'>;
  return dryRun ? {} : { purchase: { token: firstToken(clientToken), instances } };
};
