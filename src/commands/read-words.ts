import { baseName, LAST, type Order, readOrder } from '../core/spec/presets.ts';
import type { CommandContext } from './context.ts';

/** What somebody asks for by a preset, their last request and key=value; the store is only read where they name the last. */
export async function readWords(
  context: Pick<CommandContext, 'presets' | 'lastRequest'>,
  words: readonly string[],
): Promise<Order> {
  const last = baseName(words)?.toLowerCase() === LAST ? await context.lastRequest() : null;
  return readOrder(words, context.presets, last);
}
