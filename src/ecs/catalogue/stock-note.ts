import type { Clock } from '../../core/base/clock.ts';
import { ok, type Result } from '../../core/base/result.ts';
import type { Failure } from '../../core/failure/failure.ts';
import type { ChargeKind } from '../../core/spec/charge.ts';
import type { TypeChoice } from '../../core/spec/choices.ts';
import type { AccountMemory } from '../account-memory.ts';
import type { CreateInput, EcsPort } from '../port.ts';
import type { Catalogue } from './catalogue.ts';

/**
 * What was sold out a moment ago. The cloud's stock list covers a whole zone and may lag; a refused create is better evidence.
 * Kept in memory, because it is useful for minutes only.
 */
/** Stock differs by way of paying: a type sold out as spot may be available as pay-as-you-go. */
interface StockPlace {
  readonly zone: string;
  readonly instanceType: string;
  readonly chargeKind: ChargeKind;
}

export interface StockNote {
  soldOut(place: StockPlace): void;
  /** Says that a create has succeeded after all. */
  had(place: StockPlace): void;
  isSoldOut(place: StockPlace): boolean;
}

const KEEP_MS = 3 * 60_000;
const MAX_NOTES = 500;

/** @param keepMs how long a refusal counts; stock comes back within minutes, and by then the list is fetched again */
export function makeStockNote(
  { clock, memory }: { readonly clock: Clock; readonly memory: AccountMemory },
  keepMs = KEEP_MS,
): StockNote {
  const remembered = memory.of(() => new Map<string, number>());
  const keyOf = ({ zone, instanceType, chargeKind }: StockPlace): string =>
    JSON.stringify([zone, instanceType, chargeKind]);
  return {
    soldOut(place) {
      const until = remembered();
      const key = keyOf(place);
      until.delete(key);
      until.set(key, clock.now() + keepMs);
      if (until.size > MAX_NOTES) until.delete(until.keys().next().value as string);
    },
    had: (place) => void remembered().delete(keyOf(place)),
    isSoldOut: (place) => (remembered().get(keyOf(place)) ?? 0) > clock.now(),
  };
}

/** The port, which notes what its creates find sold out. */
export const notingStock = (port: EcsPort, note: StockNote): EcsPort => {
  const noted = (
    { zone, instanceType, charge }: CreateInput['spec'],
    answer: Result<unknown, Failure>,
    isShort = false,
  ): void => {
    const place = { zone, instanceType, chargeKind: charge.kind };
    if (answer.ok && !isShort) note.had(place);
    else if (answer.ok || answer.error.kind === 'noStock') note.soldOut(place);
  };
  return {
    ...port,
    async createInstance(input, proceed) {
      const answer = await port.createInstance(input, proceed);
      noted(input.spec, answer);
      return answer;
    },
    async runInstances(input, proceed) {
      const answer = await port.runInstances(input, proceed);
      noted(input.spec, answer, answer.ok && answer.value.cloudIds.length < input.amount);
      return answer;
    },
  };
};

/** The catalogue, which shows recently sold-out types as out of stock. */
export function withStockNote(catalogue: Catalogue, note: StockNote): Catalogue {
  const noted = (zone: string, chargeKind: ChargeKind, types: readonly TypeChoice[]): readonly TypeChoice[] =>
    types.map((type) =>
      type.inStock && note.isSoldOut({ zone, instanceType: type.id, chargeKind }) ? { ...type, inStock: false } : type,
    );
  const { instanceTypes } = catalogue;
  return {
    ...catalogue,
    instanceTypes: {
      peek(region, zone, chargeKind) {
        const types = instanceTypes.peek(region, zone, chargeKind);
        return types === null ? null : noted(zone, chargeKind, types);
      },
      async load(region, zone, chargeKind) {
        const answer = await instanceTypes.load(region, zone, chargeKind);
        return answer.ok ? ok(noted(zone, chargeKind, answer.value)) : answer;
      },
      async reload(region, zone, chargeKind) {
        const answer = await instanceTypes.reload(region, zone, chargeKind);
        return answer.ok ? ok(noted(zone, chargeKind, answer.value)) : answer;
      },
    },
  };
}
