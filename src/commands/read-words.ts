import { baseName, type CreateArguments, LAST, readCreateArguments } from '../core/spec/presets.ts';
import { presetsWith } from '../usecases/spec/presets-now.ts';
import type { CommandContext } from './context.ts';

/** What somebody asks for by a preset, their last request and key=value; the store is only read where they name the last. */
export async function readWords({ caller, deps }: CommandContext, words: readonly string[]): Promise<CreateArguments> {
  const last = baseName(words)?.toLowerCase() === LAST ? await deps.store.lastRequestOf(caller.user) : null;
  return readCreateArguments(words, await presetsWith(deps, baseName(words)), last);
}
