import { rulesOf } from '../core/policy/policy.ts';
import { baseName, LAST, type Order, readOrder } from '../core/spec/presets.ts';
import type { CommandContext } from './context.ts';

/** What somebody asks for by a preset, their last request and key=value; the store is only read where they name the last. */
export async function readWords({ caller, deps }: CommandContext, words: readonly string[]): Promise<Order> {
  const last = baseName(words)?.toLowerCase() === LAST ? await deps.store.lastRequestOf(caller.user) : null;
  return readOrder(words, rulesOf(deps).presets, last);
}
