import type { RegionData } from '../catalogue/regions.ts';
import type { Mills } from '../money/prices.ts';
import type { Vm } from '../vm.ts';
import type { Params } from '../wire/params.ts';
import { notValid, refuse } from '../wire/refusal.ts';

export interface Charge {
  readonly chargeType: Vm['chargeType'];
  /** The term of a subscription; null for pay-as-you-go. */
  readonly term: Term | null;
  readonly autoRenew: Vm['autoRenew'];
  readonly spotStrategy: string;
  /** The most per hour of one instance; null without a limit. */
  readonly spotLimit: Mills | null;
  readonly spotDuration: number;
  readonly spotInterruption: Vm['spotInterruption'];
  readonly deletionProtection: boolean;
}

export interface Term {
  readonly unit: 'Week' | 'Month';
  readonly period: number;
}

const MONTHS = { china: [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 24, 36, 48, 60], intl: [1, 2, 3, 6, 12] };
const WEEKS = [1, 2, 3, 4];
const RENEW = { Month: [1, 2, 3, 6, 12], Week: [1, 2, 3] };
const NEVER = { status: 'Normal', unit: 'Month', duration: 1 } as const;

export function chargeOf(params: Params, region: RegionData): Charge {
  const chargeType = params.text('InstanceChargeType') ?? 'PostPaid';
  if (chargeType !== 'PostPaid' && chargeType !== 'PrePaid') {
    const message = 'The InstanceChargeType does not exist in our records.';
    return refuse(404, 'InvalidInstanceChargeType.NotFound', message);
  }
  const market = spot(params, chargeType);
  const deletionProtection = params.flag('DeletionProtection');
  if (chargeType === 'PostPaid') {
    return { chargeType, term: null, autoRenew: NEVER, ...market, deletionProtection };
  }
  if (deletionProtection) {
    const message = 'DeletionProtection can only be set for pay-as-you-go instances.';
    refuse(400, 'InvalidParameter.Conflict', message);
  }
  const term = termOf(params, region, 'MissingParamter');
  return { chargeType, term, autoRenew: autoRenew(params, term), ...market, deletionProtection };
}

/** `Period` and `PeriodUnit`. The cloud itself spells one code of a missing period `MissingParamter`. */
export function termOf(params: Params, region: RegionData, missingCode: string): Term {
  const unit = params.text('PeriodUnit') ?? 'Month';
  const period = params.whole('Period', 'InvalidPeriod');
  if (period === null) return refuse(400, missingCode, 'The specified parameter "Period" is not null.');
  if (unit === 'Month' && MONTHS[region.site].includes(period)) return { unit, period };
  if (unit === 'Week' && region.site === 'china' && WEEKS.includes(period)) return { unit, period };
  return refuse(400, 'InvalidPeriod', 'The specified period is not valid.');
}

function autoRenew(params: Params, term: Term): Vm['autoRenew'] {
  if (!params.flag('AutoRenew')) return NEVER;
  const duration = params.whole('AutoRenewPeriod', 'InvalidAutoRenewPeriod.ValueNotSupported') ?? 1;
  if (!RENEW[term.unit].includes(duration)) {
    refuse(400, 'InvalidAutoRenewPeriod.ValueNotSupported', 'The specified autoRenewPeriod is not valid.');
  }
  return { status: 'AutoRenewal', unit: term.unit, duration };
}

export const SPOT_STRATEGIES: readonly string[] = ['NoSpot', 'SpotAsPriceGo', 'SpotWithPriceLimit'];

type Market = Pick<Charge, 'spotStrategy' | 'spotLimit' | 'spotDuration' | 'spotInterruption'>;

function spot(params: Params, chargeType: Vm['chargeType']): Market {
  const strategy = params.text('SpotStrategy') ?? 'NoSpot';
  const duration = params.text('SpotDuration') ?? '1';
  if (duration !== '0' && duration !== '1') notValid('InvalidSpotDuration', 'SpotDuration');
  const spotDuration = Number(duration);
  const spotInterruption = interruption(params);
  if (strategy === 'NoSpot') return { spotStrategy: strategy, spotLimit: null, spotDuration, spotInterruption };
  if (!SPOT_STRATEGIES.includes(strategy)) {
    refuse(400, 'InvalidSpotStrategy', 'The specified SpotStrategy is not valid.');
  }
  if (chargeType === 'PrePaid') {
    refuse(400, 'InvalidSpotPrepaid', 'The specified Spot type is not support PrePay Instance.');
  }
  if (params.text('ZoneId') === null && params.text('VSwitchId') === null) {
    refuse(400, 'InvalidSpotParam.EmptyZoneID', 'The specified ZoneId is empty when SpotStrategy is set.');
  }
  const limit = params.text('SpotPriceLimit');
  if (strategy === 'SpotWithPriceLimit' && !/^\d+(\.\d{1,3})?$/.test(limit ?? '')) {
    notValid('InvalidSpotPriceLimit', 'SpotPriceLimit');
  }
  const spotLimit = strategy === 'SpotWithPriceLimit' ? Math.round(Number(limit) * 10_000) : null;
  return { spotStrategy: strategy, spotLimit, spotDuration, spotInterruption };
}

function interruption(params: Params): Vm['spotInterruption'] {
  const behaviour = params.text('SpotInterruptionBehavior') ?? 'Terminate';
  if (behaviour !== 'Terminate' && behaviour !== 'Stop') {
    return notValid('InvalidSpotInterruptionBehavior', 'SpotInterruptionBehavior');
  }
  if (behaviour === 'Stop' && params.text('SpotStrategy') !== null && params.text('VSwitchId') === null) {
    const code = 'InvalidSpotInterruptionBehavior.ClassicNetworkNotSupport';
    refuse(403, code, 'The specified SpotInterruptionBehavior does not support Classic network Instance.');
  }
  return behaviour;
}
