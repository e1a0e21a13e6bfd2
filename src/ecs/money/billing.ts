import { type Dict, dict, isDict } from '../../core/base/json.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import type { Failure } from '../../core/failure/failure.ts';
import type { Site } from '../../core/spec/charge.ts';
import type { BillingApi } from '../apis.ts';
import { withRenewedCredentials } from '../credentials/credentials.ts';
import { failureOfCode, failureOfThrown, incomplete } from '../failures/failures.ts';
import { BILLING_ACTIONS } from '../rights/ram-policy.ts';
import { type GenericClient, makeGenericClient, sendGeneric } from '../sdk.ts';
import type { ServiceOptions } from '../service-options.ts';

/** Sends one request without parameters to the billing service, paced; returns its `Data`. */
export type BillingCall = (api: BillingApi) => Promise<Result<Dict, Failure>>;

export interface Billing {
  readonly call: BillingCall;
  /** The site that knows the account; null until one has answered so, and with a custom endpoint. */
  site(): Site | null;
}

interface BillingOptions extends ServiceOptions {
  /** In tests: replaces the addresses of both sites, the Chinese one first. */
  readonly sites?: readonly string[];
}

// The first bills accounts of the Chinese site, the second all others. The wrong one answers NotApplicable, so the site need not
// be configured. An instance's region does not tell the site.
const SITES: Readonly<Record<Site, string>> = {
  china: 'https://business.aliyuncs.com',
  international: 'https://business.ap-southeast-1.aliyuncs.com',
};
const OTHER_SITE = 'NotApplicable';
const VERSION = '2017-12-14';

/** The billing service through the SDK's generic client. */
export function makeBilling(options: BillingOptions): Billing {
  const { endpoint, limiter, credentials, log, timeoutMs } = options;
  const sites = options.sites ?? (endpoint === null ? Object.values(SITES) : [endpoint]);
  const memory = credentials.memory.of((): { known: string | null } => ({ known: null }));
  const clients = new Map<string, GenericClient>();

  const attempt = async (api: BillingApi, site: string): Promise<Result<Dict, Failure>> => {
    try {
      const sdk = options.sdk();
      const client =
        clients.get(site) ?? makeGenericClient(sdk, { site, credential: credentials.credential, timeoutMs });
      clients.set(site, client);
      return read(api, await sendGeneric(sdk, client, { api, version: VERSION }));
    } catch (thrown) {
      return fail(named(api, failureOfThrown(thrown, api)));
    }
  };

  const call: BillingCall = async (api) => {
    let last: Result<Dict, Failure> = fail(incomplete(api, null, 'site'));
    const asked = memory();
    const { known } = asked;
    // Tries the site that knew the account last time first.
    const order = known === null ? sites : [known, ...sites.filter((other) => other !== known)];
    for (const site of order) {
      last = await limiter.run({ api, region: 'billing', lane: 'people' }, () =>
        withRenewedCredentials(credentials, log, () => attempt(api, site)),
      );
      if (last.ok) asked.known = site;
      if (last.ok || last.error.code !== OTHER_SITE) return last;
    }
    return last;
  };
  const site = (): Site | null => {
    const { known } = memory();
    if (known === null || endpoint !== null) return null;
    return known === sites[0] ? 'china' : 'international';
  };
  return { call, site };
}

/** This service also refuses with HTTP 200; only `Success` together with a `Code` of 200 is a success. */
function read(api: BillingApi, body: unknown): Result<Dict, Failure> {
  const { Code, Success, Message, RequestId, Data } = dict(body);
  const requestId = typeof RequestId === 'string' ? RequestId : null;
  const code = Code === undefined ? '' : String(Code);
  if (Success !== true || code !== '200') {
    if (code === '' || code === '200') return fail(incomplete(api, requestId, 'success'));
    return fail(named(api, failureOfCode(api, code, typeof Message === 'string' ? Message : '', requestId)));
  }
  return isDict(Data) ? ok(Data) : fail(incomplete(api, requestId, 'Data'));
}

/** The service does not always name the missing RAM action, and the action's name differs from the call's. */
const named = (api: BillingApi, failure: Failure): Failure =>
  failure.kind === 'permission' && failure.missing === null
    ? { ...failure, missing: { action: BILLING_ACTIONS[api], principal: 'unknown' } }
    : failure;
