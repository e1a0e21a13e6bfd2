import type { ChargeKind } from '../spec/charge.ts';
import { isBurstable } from './image-kind.ts';
import type { OptionField } from './option-fields.ts';

/** What decides which options an order can have at all; null for what is not known. */
export interface OrderKind {
  readonly charge: ChargeKind | null;
  readonly amount: number | null;
  /** The instance type. */
  readonly type: string | null;
}

const isCharged =
  (...kinds: readonly ChargeKind[]) =>
  ({ charge }: OrderKind): boolean =>
    charge === null || kinds.includes(charge);

const isOne = ({ amount }: OrderKind): boolean => amount === null || amount <= 1;

const OPEN: Readonly<Partial<Record<OptionField, (order: OrderKind) => boolean>>> = {
  lease: isCharged('payAsYouGo', 'spot'),
  protect: isCharged('payAsYouGo'),
  spothours: isCharged('spot'),
  reclaim: isCharged('spot'),
  host: isOne,
  ip: isOne,
  credit: ({ type }) => type === null || isBurstable(type),
};

/** Whether an order of this kind can say something in a field: what it cannot say, nothing may ask of it. */
export const isOpenTo = (field: OptionField, order: OrderKind): boolean => OPEN[field]?.(order) ?? true;
