import type { TypeData } from '../catalogue/types.ts';
import type { Params } from '../wire/params.ts';
import { notValid, refuse } from '../wire/refusal.ts';

export interface Internet {
  readonly bandwidthOut: number;
  readonly bandwidthIn: number;
  readonly internetChargeType: string;
}

/** Inbound bandwidth is up to 10, or up to the outbound one if that is larger. */
export function internetOf(params: Params): Internet {
  const code = 'InvalidInternetMaxBandwidthOut.ValueNotSupported';
  const bandwidthOut = params.whole('InternetMaxBandwidthOut', code) ?? 0;
  if (bandwidthOut < 0 || bandwidthOut > 100) notValid(code, 'InternetMaxBandwidthOut');
  const codeIn = 'InvalidInternetMaxBandwidthIn.ValueNotSupported';
  const asked = params.whole('InternetMaxBandwidthIn', codeIn);
  const most = Math.max(10, bandwidthOut);
  if (asked !== null && (asked < 1 || asked > most)) notValid(codeIn, 'InternetMaxBandwidthIn');
  const internetChargeType = params.text('InternetChargeType') ?? 'PayByTraffic';
  if (internetChargeType !== 'PayByTraffic' && internetChargeType !== 'PayByBandwidth') {
    notValid('InvalidInternetChargeType.ValueNotSupported', 'InternetChargeType');
  }
  return { bandwidthOut, bandwidthIn: asked ?? most, internetChargeType };
}

export function isIoOptimized(params: Params, type: TypeData): boolean {
  const value = params.text('IoOptimized') ?? 'optimized';
  if (!['optimized', 'none', 'true', 'false'].includes(value)) {
    refuse(400, 'InvalidIoOptimizedValue.ValueNotSupported', 'IoOptimized value not supported.');
  }
  const optimized = value === 'optimized' || value === 'true';
  if (!optimized && type.generation !== 'old') {
    refuse(404, 'DependencyViolation.IoOptimized', 'The specified instancetype must be IoOptimized instance.');
  }
  return optimized;
}
