import { baseName, type CreateArguments, LAST, readCreateArguments } from '../core/spec/presets.ts';
import { presetsWith } from '../usecases/spec/presets-now.ts';
import type { CommandContext } from './context.ts';

/** Reads an order from a preset, the last request and key=value words; reads the store only if they name the last request. */
export async function readWords({ caller, deps }: CommandContext, words: readonly string[]): Promise<CreateArguments> {
  const last = baseName(words)?.toLowerCase() === LAST ? await deps.store.lastRequestOf(caller.user) : null;
  return readCreateArguments(words, await presetsWith(deps, baseName(words)), last);
}
