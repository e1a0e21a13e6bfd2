import type { Vm } from '../vm.ts';
import type { Params } from '../wire/params.ts';
import { refuse } from '../wire/refusal.ts';
import type { World } from '../world.ts';

/** One API action: performs it and returns the answer without the RequestId. Refuses by throwing a Refusal. */
export interface Action {
  /** Every parameter that has an effect or is checked, in the form `DataDisk.N.Size`; all others are refused. */
  readonly takes: readonly string[];
  readonly run: (world: World, params: Params) => Record<string, unknown>;
  /** Whether a ClientToken makes repetition safe. */
  readonly idempotent?: boolean;
  readonly version?: string;
}

export const ECS_VERSION = '2014-05-26';
export const BSS_VERSION = '2017-12-14';
export const STS_VERSION = '2015-04-01';
export const RAM_VERSION = '2015-05-01';
export const RESOURCE_MANAGER_VERSION = '2020-03-31';

/** The versions of all services that answer here. */
export const VERSIONS: readonly string[] = [
  ECS_VERSION,
  BSS_VERSION,
  STS_VERSION,
  RAM_VERSION,
  RESOURCE_MANAGER_VERSION,
];

export function vmNamed(world: World, id: string, regionId: string | null): Vm {
  const vm = world.vms.get(id);
  if (!vm || (regionId !== null && vm.region.id !== regionId)) {
    return refuse(404, 'InvalidInstanceId.NotFound', 'The specified InstanceId does not exist.');
  }
  return vm;
}

/** A locked instance forbids everything but Describe, each lock with its own code. */
export function mustNotBeLocked(vm: Vm): void {
  if (vm.locks.includes('financial')) {
    const message = 'The specified operation is denied as your prepay instance is expired.';
    refuse(403, 'InstanceExpired', message);
  }
  if (vm.locks.length === 0) return;
  const message = 'The specified operation is denied as your instance is locked for security reasons.';
  refuse(403, 'InstanceLockedForSecurity', message);
}

/** @param code the answer to a dry run that passes; batches have their own */
export function mustNotBeDry(params: Params, code: 'DryRunOperation' | 'DRYRUN.SUCCESS' = 'DryRunOperation'): void {
  if (!params.flag('DryRun')) return;
  refuse(400, code, 'Request validation has been passed with DryRun flag set.');
}

export interface Page {
  readonly number: number;
  readonly size: number;
}

/** The parameters of every listing action that pages by number. */
export const PAGES = ['PageNumber', 'PageSize'] as const;

/** `PageNumber` from 1 and `PageSize` up to `most`, 10 when absent. */
export function pageOf(params: Params, most: number): Page {
  const number = params.whole('PageNumber', 'InvalidParameter') ?? 1;
  const size = params.whole('PageSize', 'InvalidParameter') ?? 10;
  if (number < 1) refuse(400, 'InvalidParameter', 'The specified parameter "PageNumber" is not valid.');
  if (size < 1 || size > most) refuse(400, 'InvalidParameter', 'The specified parameter "PageSize" is not valid.');
  return { number, size };
}

export const slice = <T>(all: readonly T[], { number, size }: Page): readonly T[] =>
  all.slice((number - 1) * size, number * size);
