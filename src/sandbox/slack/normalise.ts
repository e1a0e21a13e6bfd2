import type { Ids } from './ids.ts';
import { type Dict, dicts, isDict } from './json.ts';
import type { StoredBlock } from './records.ts';

const INTERACTIVE =
  /select$|^(button|checkboxes|radio_buttons|overflow|.*picker|.*_input|workflow_button|icon_button)$/;

/** Blocks as Slack echoes them: with ids, and with the defaults of text objects. */
export function normaliseBlocks(blocks: unknown, ids: Ids): readonly StoredBlock[] {
  return dicts(blocks).map((block) => {
    const echoed = echo(block, ids) as Dict;
    return { ...echoed, type: String(block.type), block_id: String(block.block_id ?? ids.short()) };
  });
}

export function normaliseText(text: unknown, ids: Ids): unknown {
  return echo(text, ids);
}

function echo(value: unknown, ids: Ids): unknown {
  if (Array.isArray(value)) return value.map((item) => echo(item, ids));
  if (!isDict(value)) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, echo(item, ids)]));
  if (copy.type === 'plain_text' && copy.emoji === undefined) copy.emoji = true;
  if (copy.type === 'mrkdwn' && copy.verbatim === undefined) copy.verbatim = false;
  if (typeof copy.type === 'string' && INTERACTIVE.test(copy.type)) copy.action_id ??= ids.short();
  return copy;
}
