import { ageClock, type Clock } from '../../core/base/clock.ts';
import { ok, type Result } from '../../core/base/result.ts';
import type { Failure } from '../../core/failure/failure.ts';
import type { ChargeKind } from '../../core/spec/charge.ts';
import type { TypeChoice } from '../../core/spec/choices.ts';
import type { AccountMemory } from '../account-memory.ts';
import type { Call } from '../call.ts';
import { retryIfAborted } from '../call-owner.ts';
import type { EcsPort } from '../port.ts';
import type { Listed } from '../sdk.ts';
import { pagesByToken } from './paged.ts';
import { isInStock, soldInZone } from './sold.ts';

/** The properties of a type, which are the same everywhere. */
type Build = Pick<TypeChoice, 'family' | 'vCpu' | 'memoryGiB' | 'arm' | 'gpus' | 'gpuModel'>;
type Builds = ReadonlyMap<string, Build>;

interface Kept {
  readonly at: number;
  readonly builds: Promise<Result<Builds, Failure>>;
}

/**
 * Joins the types that a zone sells (DescribeAvailableResource) with their properties (DescribeInstanceTypes: one large list per
 * region, kept).
 */
export function instanceTypesCall(
  call: Call,
  { clock, memory, keepMs }: { readonly clock: Clock; readonly memory: AccountMemory; readonly keepMs: number },
): EcsPort['instanceTypes'] {
  const age = ageClock(clock);
  const remembered = memory.of(() => new Map<string, Kept>());

  const buildsIn = async (region: string): Promise<Result<Builds, Failure>> => {
    const kept = remembered();
    const known = kept.get(region);
    if (known !== undefined && age.now() - known.at < keepMs) return known.builds;
    const fetched = { at: age.now(), builds: fetchBuilds(call, region) };
    kept.set(region, fetched);
    const builds = await fetched.builds;
    if (!builds.ok && kept.get(region) === fetched) kept.delete(region);
    return builds;
  };

  return async function instanceTypes(region, zone, chargeKind) {
    const [builds, sold] = await Promise.all([
      retryIfAborted(() => buildsIn(region)),
      fetchSold(call, region, zone, chargeKind),
    ]);
    if (!sold.ok) return sold;
    if (!builds.ok) return builds;
    return ok(
      [...sold.value].flatMap(([id, inStock]) => {
        const build = builds.value.get(id);
        return build === undefined ? [] : [{ id, ...build, inStock }];
      }),
    );
  };
}

type InstanceType = Listed<'DescribeInstanceTypes', 'instanceTypes', 'instanceType'>;

async function fetchBuilds(call: Call, region: string): Promise<Result<Builds, Failure>> {
  const listed = await pagesByToken(
    'DescribeInstanceTypes',
    (nextToken) => call('DescribeInstanceTypes', region, { nextToken }),
    ({ instanceTypes }) => instanceTypes && (instanceTypes.instanceType ?? []),
  );
  if (!listed.ok) return listed;
  return ok(
    new Map(
      listed.value.map(
        ({ instanceTypeId = '', instanceTypeFamily = '', cpuCoreCount = 0, memorySize = 0, ...more }) => [
          instanceTypeId,
          {
            family: instanceTypeFamily,
            vCpu: cpuCoreCount,
            memoryGiB: memorySize,
            ...(more.cpuArchitecture === 'ARM' ? { arm: true } : {}),
            ...gpusOf(more),
          },
        ],
      ),
    ),
  );
}

const gpusOf = ({ GPUAmount: gpus = 0, GPUSpec: gpuModel = '' }: InstanceType): Pick<Build, 'gpus' | 'gpuModel'> =>
  gpus === 0 ? {} : { gpus, ...(gpuModel === '' ? {} : { gpuModel }) };

/** The types sold in a zone, each with whether it is in stock. */
async function fetchSold(
  call: Call,
  region: string,
  zone: string,
  chargeKind: ChargeKind,
): Promise<Result<ReadonlyMap<string, boolean>, Failure>> {
  const types = await soldInZone(call, region, zone, chargeKind, { destinationResource: 'InstanceType' });
  return types.ok ? ok(new Map(types.value.map((type) => [type.value, isInStock(type)]))) : types;
}
