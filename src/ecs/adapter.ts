import type { CloudConfig } from '../config.ts';
import type { Clock } from '../core/base/clock.ts';
import { withDeadline } from '../core/base/deadline.ts';
import type { Log } from '../core/base/log.ts';
import { fail, ok, type Result } from '../core/base/result.ts';
import type { Failure } from '../core/failure/failure.ts';
import type { Tracer } from '../core/tracing/tracer.ts';
import type { AccountMemory } from './account-memory.ts';
import { isRegionId } from './apis.ts';
import { makeCall } from './call.ts';
import { agentCall } from './calls/agent.ts';
import { attributeCalls } from './calls/attributes.ts';
import { autoRenewCalls } from './calls/auto-renew.ts';
import { balanceCall, siteCall } from './calls/balance.ts';
import { diskCalls } from './calls/disks.ts';
import { inboundRuleCalls } from './calls/inbound-rules.ts';
import { instanceTypesCall } from './calls/instance-types.ts';
import { instanceCalls } from './calls/instances.ts';
import { keyPairCalls } from './calls/key-pairs.ts';
import { launchTemplateCall } from './calls/launch-templates.ts';
import { listingCalls } from './calls/listing.ts';
import { listCalls } from './calls/lists.ts';
import { startCall, stopCall } from './calls/power-batches.ts';
import { priceCalls } from './calls/price.ts';
import { systemDisksCall } from './calls/system-disks.ts';
import { type Credentials, resolveCredentials } from './credentials/credentials.ts';
import { type Identity, makeIdentity } from './credentials/identity.ts';
import type { LimitState } from './limiter/adaptive-rate.ts';
import { type CallMeter, meterCalls } from './limiter/call-meter.ts';
import { type Limiter, makeLimiter } from './limiter/limiter.ts';
import { connectSharedLimits, type SharedLimits } from './limiter/limiter-redis.ts';
import { traceCalls } from './limiter/trace-calls.ts';
import { makeBilling } from './money/billing.ts';
import { makeTypePrices, type TypePrices } from './money/type-prices.ts';
import { makeTransport } from './network/transport.ts';
import { wayOutSentence } from './network/way-out.ts';
import type { EcsPort } from './port.ts';
import { resolving } from './resolving.ts';
import { type RightsProbe, rightsProbe } from './rights/rights.ts';
import { loadSdk, type Sdk } from './sdk.ts';

export interface Ecs {
  readonly port: EcsPort;
  /** Checks the bot's rights in the cloud, for its operator. */
  readonly probe: RightsProbe;
  readonly identity: Identity;
  readonly typePrices: TypePrices;
  /** For everything that keeps answers of the port. */
  readonly memory: AccountMemory;
  /** How the calls are paced at this moment. */
  limits(): readonly LimitState[];
  /** Drops the calls that wait for their turn, and waits for those already sent. */
  stop(): Promise<void>;
}

export interface EcsOptions {
  readonly config: CloudConfig;
  readonly log: Log;
  readonly clock: Clock;
  /** How long the start waits for the cloud to accept the credentials; 0 to skip the check. */
  readonly checkWaitMs?: number;
  /** See {@link CallOptions}: no call about instances is sent before {@link Identity.trust}. */
  readonly onlyTrusted?: boolean;
  /** In tests: the only trusted certificate authority. */
  readonly ca?: string;
  /** Told of every call. */
  readonly meter?: CallMeter;
  readonly tracer?: Tracer;
}

/**
 * Connects to the cloud. Fails with a sentence for the operator when there are no credentials, the cloud refuses them, or the
 * Redis of REDIS_URL does not answer. An unreachable cloud does not stop the start.
 */
export async function makeEcs(options: EcsOptions): Promise<Result<Ecs, string>> {
  const { config, log } = options;
  const transport = makeTransport({ proxy: config.proxy, ...(options.ca === undefined ? {} : { ca: options.ca }) });
  const credentials = await resolveCredentials(config.credentials, { transport });
  if (!credentials.ok) return credentials;
  const shared = config.redisUrl === null ? ok(null) : await connectSharedLimits(config.redisUrl, log);
  if (!shared.ok) return shared;
  const limiter = limiterOf(options, shared.value);
  let loaded: Sdk | null = null;
  const sdk = (): Sdk => {
    loaded ??= loadSdk(transport);
    return loaded;
  };
  const { port, probe, identity, typePrices } = portOf(options, { credentials: credentials.value, sdk, limiter });
  const refused = await refusal(port, options);
  const stop = async (): Promise<void> => {
    await limiter.stop();
    transport.close();
  };
  if (refused !== null) {
    await stop();
    return fail(refused);
  }
  const { memory } = credentials.value;
  return ok({ port, probe, identity, typePrices, memory, limits: () => limiter.state(), stop });
}

function limiterOf({ config, log, clock, meter, tracer }: EcsOptions, shared: SharedLimits | null): Limiter {
  const { perSecond, createPerSecond, instancesPerMinute, atOnce } = config.limits;
  const limiter = makeLimiter({
    perSecond: (api) => (api === 'CreateInstance' || api === 'RunInstances' ? createPerSecond : perSecond),
    instancesPerMinute,
    atOnce,
    callMs: config.timeoutMs,
    clock,
    log,
    shared,
  });
  const metered = meter === undefined ? limiter : meterCalls(limiter, clock, meter);
  return tracer === undefined ? metered : traceCalls(metered, tracer);
}

function portOf(
  { config, clock, log, onlyTrusted = false }: EcsOptions,
  parts: { readonly credentials: Credentials; readonly sdk: () => Sdk; readonly limiter: Limiter },
): Pick<Ecs, 'port' | 'probe' | 'identity' | 'typePrices'> {
  // Once the cloud has listed its regions, calls go to no other region.
  const { memory } = parts.credentials;
  const regionsOf = memory.of((): { known: ReadonlySet<string> | null } => ({ known: null }));
  const shared = { ...parts, log, timeoutMs: config.timeoutMs };
  const call = makeCall({
    ...shared,
    endpoint: config.ecsEndpoint,
    onlyTrusted,
    isRegion(region) {
      const { known } = regionsOf();
      return isRegionId(region) && (known === null || region === config.defaultRegion || known.has(region));
    },
  });
  const typePrices = makeTypePrices({ clock, memory });
  const billing = makeBilling({ ...shared, endpoint: config.bssEndpoint });
  const identity = makeIdentity({ ...shared, endpoint: config.stsEndpoint ?? null });
  const lists = listCalls(call, config.defaultRegion);
  const port: EcsPort = {
    ...instanceCalls(call),
    ...listingCalls(call),
    ...autoRenewCalls(call),
    ...attributeCalls(call),
    ...diskCalls(call),
    ...inboundRuleCalls(call),
    startInstances: startCall(call),
    stopInstances: stopCall(call),
    ...lists,
    ...keyPairCalls(call),
    ...launchTemplateCall(call),
    ...agentCall(call),
    regions: async () => {
      const asked = regionsOf();
      const regions = await lists.regions();
      if (regions.ok) asked.known = new Set(regions.value.map(({ id }) => id));
      return regions;
    },
    instanceTypes: instanceTypesCall(call, { clock, memory, keepMs: config.catalogueKeepMs }),
    systemDisks: systemDisksCall(call),
    ...priceCalls(call, () => clock.now(), typePrices.told),
    balance: balanceCall(billing),
    site: siteCall(billing),
  };
  return { port: resolving(port, log), identity, typePrices, probe: rightsProbe(call, billing.call) };
}

/** Asks for the regions, which takes only valid credentials. Null: not refused, or no answer yet. */
async function refusal(port: EcsPort, { clock, log, checkWaitMs = 3_000 }: EcsOptions): Promise<string | null> {
  if (checkWaitMs === 0) return null;
  let waited = false;
  const asked = port.regions().then((answer) => {
    if (answer.ok) return null;
    const { kind, code } = answer.error;
    const sentence = kind === 'credentials' ? refusedSentence(answer.error) : null;
    if (sentence === null) log.warn({ kind, code }, unreachedSentence(answer.error));
    else if (waited) log.error({ code }, sentence);
    return sentence;
  });
  const answer = await withDeadline(clock, checkWaitMs, asked);
  waited = answer === 'late';
  return waited ? null : answer;
}

const unreachedSentence = (failure: Failure): string =>
  wayOutSentence(failure) ?? 'the cloud did not answer the check of the credentials';

const refusedSentence = ({ code }: Failure): string =>
  code?.startsWith('InvalidTimeStamp')
    ? `Alibaba Cloud refuses the signature because of its time (${code}). Set this machine's clock right.`
    : `Alibaba Cloud refuses the credentials (${code ?? 'no code'}). Check that the AccessKey exists, is enabled and belongs to ` +
      'its secret (ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET), or what ALIBABA_CLOUD_CREDENTIALS names.';
