import { fail, ok, type Result } from '../../core/base/result.ts';
import type { Failure } from '../../core/failure/failure.ts';
import type { ChargeKind } from '../../core/spec/charge.ts';
import type { Call } from '../call.ts';
import { incomplete } from '../failures/failures.ts';
import type { Body, Params } from '../sdk.ts';

type Named<T> = NonNullable<T> extends readonly (infer One)[] ? One : never;
type Zone = Named<NonNullable<Body<'DescribeAvailableResource'>['availableZones']>['availableZone']>;
type Kind = Named<NonNullable<Zone['availableResources']>['availableResource']>;
type Offered = Named<NonNullable<Kind['supportedResources']>['supportedResource']>;

/** Something that a zone sells, in stock or not. */
export type Sold = Offered & { readonly value: string };

type ChargeParams = Pick<Params<'DescribeAvailableResource'>, 'instanceChargeType' | 'spotStrategy'>;

/** How availability calls name a way of paying. They take no price limit. */
export const CHARGE_PARAMS: Readonly<Record<ChargeKind, ChargeParams>> = {
  payAsYouGo: { instanceChargeType: 'PostPaid', spotStrategy: 'NoSpot' },
  spot: { instanceChargeType: 'PostPaid', spotStrategy: 'SpotAsPriceGo' },
  prepaid: { instanceChargeType: 'PrePaid' },
};

/** What a zone sells of one kind to instances that are paid for this way (DescribeAvailableResource). */
export async function soldInZone(
  call: Call,
  region: string,
  zone: string,
  chargeKind: ChargeKind,
  what: Required<Pick<Params<'DescribeAvailableResource'>, 'destinationResource'>> &
    Pick<Params<'DescribeAvailableResource'>, 'instanceType'>,
): Promise<Result<readonly Sold[], Failure>> {
  const answer = await call('DescribeAvailableResource', region, {
    regionId: region,
    zoneId: zone,
    ...what,
    resourceType: 'instance',
    ...CHARGE_PARAMS[chargeKind],
    ioOptimized: 'optimized',
  });
  if (!answer.ok) return answer;
  const { availableZones, requestId } = answer.value;
  if (availableZones === undefined) return fail(incomplete('DescribeAvailableResource', requestId, 'AvailableZones'));
  return ok(
    (availableZones.availableZone ?? [])
      .filter(({ zoneId }) => zoneId === zone)
      .flatMap(({ availableResources }) => availableResources?.availableResource ?? [])
      .filter(({ type }) => type === what.destinationResource)
      .flatMap(({ supportedResources }) => supportedResources?.supportedResource ?? [])
      .filter((offered): offered is Sold => Boolean(offered.value)),
  );
}

export const isInStock = ({ status, statusCategory }: Sold): boolean =>
  status !== 'SoldOut' && !(statusCategory ?? '').endsWith('WithoutStock');
