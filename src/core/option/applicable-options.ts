import type { ChargeKind } from '../spec/charge.ts';
import { isBurstable } from './image-kind.ts';
import type { OptionField } from './option-fields.ts';

/** The traits that decide which options an order can have; null for unknown. */
export interface OrderTraits {
  readonly charge: ChargeKind | null;
  readonly amount: number | null;
  /** The instance type. */
  readonly type: string | null;
}

const isCharged =
  (...kinds: readonly ChargeKind[]) =>
  ({ charge }: OrderTraits): boolean =>
    charge === null || kinds.includes(charge);

const isOne = ({ amount }: OrderTraits): boolean => amount === null || amount <= 1;

const APPLIES_TO: Readonly<Partial<Record<OptionField, (order: OrderTraits) => boolean>>> = {
  lease: isCharged('payAsYouGo', 'spot'),
  protect: isCharged('payAsYouGo'),
  spothours: isCharged('spot'),
  reclaim: isCharged('spot'),
  renewperiod: isCharged('prepaid'),
  host: isOne,
  ip: isOne,
  credit: ({ type }) => type === null || isBurstable(type),
};

/** Whether an order of this kind can have this option. A policy cannot require an option that does not apply. */
export const isApplicable = (field: OptionField, order: OrderTraits): boolean => APPLIES_TO[field]?.(order) ?? true;
