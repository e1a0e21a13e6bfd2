import type { Clock } from '../core/clock.ts';
import { ok } from '../core/result.ts';
import type { AccountMemory } from './account-memory.ts';
import type { Catalogue } from './catalogue.ts';
import type { EcsPort, InstanceType } from './port.ts';

/**
 * What could not be had a moment ago. The cloud's list of what is in stock is told for a zone as a whole and may lag behind;
 * a create that was refused is the better witness. Kept in memory: it is of use for minutes only.
 */
export interface StockNote {
  soldOut(zone: string, instanceType: string): void;
  /** One was had after all. */
  had(zone: string, instanceType: string): void;
  isSoldOut(zone: string, instanceType: string): boolean;
}

const KEEP_MS = 3 * 60_000;
const MAX_NOTES = 500;

/** @param keepMs how long a refusal counts; stock comes back within minutes, and the list is asked again then anyway */
export function makeStockNote(
  { clock, memory }: { readonly clock: Clock; readonly memory: AccountMemory },
  keepMs = KEEP_MS,
): StockNote {
  const remembered = memory.of(() => new Map<string, number>());
  const keyOf = (zone: string, instanceType: string): string => JSON.stringify([zone, instanceType]);
  return {
    soldOut(zone, instanceType) {
      const until = remembered();
      const key = keyOf(zone, instanceType);
      until.delete(key);
      until.set(key, clock.now() + keepMs);
      if (until.size > MAX_NOTES) until.delete(until.keys().next().value as string);
    },
    had: (zone, instanceType) => void remembered().delete(keyOf(zone, instanceType)),
    isSoldOut: (zone, instanceType) => (remembered().get(keyOf(zone, instanceType)) ?? 0) > clock.now(),
  };
}

/** The port, noting down what its creates find sold out. */
export const notingStock = (port: EcsPort, note: StockNote): EcsPort => ({
  ...port,
  async createInstance(input, proceed) {
    const answer = await port.createInstance(input, proceed);
    const { zone, instanceType } = input.spec;
    if (answer.ok) note.had(zone, instanceType);
    else if (answer.error.kind === 'noStock') note.soldOut(zone, instanceType);
    return answer;
  },
});

/** The catalogue, in which what was found sold out a moment ago is out of stock. */
export function withStockNote(catalogue: Catalogue, note: StockNote): Catalogue {
  const noted = (zone: string, types: readonly InstanceType[]): readonly InstanceType[] =>
    types.map((type) => (type.inStock && note.isSoldOut(zone, type.id) ? { ...type, inStock: false } : type));
  const { instanceTypes } = catalogue;
  return {
    ...catalogue,
    instanceTypes: {
      peek(region, zone) {
        const types = instanceTypes.peek(region, zone);
        return types === null ? null : noted(zone, types);
      },
      async load(region, zone) {
        const answer = await instanceTypes.load(region, zone);
        return answer.ok ? ok(noted(zone, answer.value)) : answer;
      },
    },
  };
}
