import { type Dict, dict, dicts, isDict, list } from '../json.ts';
import { BLOCKS } from './blocks.ts';
import { oneList, optionLists, plain } from './objects.ts';
import type { Problem } from './problem.ts';
import { byType, flag, type Look, many, object, one, report, type Shape, type Surface, text } from './shape.ts';

export type { Problem } from './problem.ts';
export type { Surface } from './shape.ts';

/** A modal must show something; a message may be text alone, and an empty home is a cleared one. */
const MIN_BLOCKS: Readonly<Record<Surface, number>> = { message: 0, modal: 1, home: 0 };
const MAX_BLOCKS: Readonly<Record<Surface, number>> = { message: 50, modal: 100, home: 100 };
const VIEW_BYTES = 250_000;
const MARKDOWN_TOGETHER = 12_000;
const TABLE_TOGETHER = 10_000;
const DATA_TABLE_TOGETHER = 20_000;

/**
 * The problems for which Slack would refuse these blocks on this surface; empty if it would take them. Pointers begin with `at`.
 */
export function checkBlocks(blocks: unknown, surface: Surface, at = '/blocks'): readonly Problem[] {
  const look: Look = { surface, problems: [] };
  many(byType(BLOCKS[surface]), MIN_BLOCKS[surface], MAX_BLOCKS[surface])(blocks, at, look);
  checkTogether(dicts(blocks), at, look);
  return look.problems;
}

const title = plain(24);
const everyView: Readonly<Record<string, Shape>> = {
  blocks: (value, at, look) => {
    look.problems.push(...checkBlocks(value, look.surface, at));
  },
};
const named: Readonly<Record<string, Shape>> = {
  private_metadata: text(0, 3000),
  callback_id: text(0, 255),
  external_id: text(0, 255),
};
const modal = object(
  { type: one('modal'), title, ...everyView },
  { ...named, submit: title, close: title, clear_on_close: flag, notify_on_close: flag, submit_disabled: flag },
  (view, at, look) => {
    if (view.submit === undefined && dicts(view.blocks).some((block) => block.type === 'input')) {
      report(look, `${at}/submit`, 'submit is required when there is an input block');
    }
  },
);
const home = object({ type: one('home'), ...everyView }, named);

/** The problems for which Slack would refuse this modal or home tab. Pointers begin with `/view`. */
export function checkView(view: unknown): readonly Problem[] {
  const isHome = dict(view).type === 'home';
  const look: Look = { surface: isHome ? 'home' : 'modal', problems: [] };
  (isHome ? home : modal)(view, '/view', look);
  const bytes = Buffer.byteLength(JSON.stringify(view) ?? '');
  if (bytes > VIEW_BYTES) report(look, '/view', `must be less than ${VIEW_BYTES} bytes`);
  return look.problems;
}

const offer = object({}, optionLists(0), oneList);

/** The problems for which Slack would not show an app's answer to a block_suggestion: `{options}` or `{option_groups}`. */
export function checkOptionsAnswer(answer: unknown): readonly Problem[] {
  const look: Look = { surface: 'modal', problems: [] };
  offer(answer, '', look);
  return look.problems;
}

/** Problems between several blocks. */
function checkTogether(blocks: readonly Dict[], at: string, look: Look): void {
  const seen = new Set<unknown>();
  blocks.forEach((block, index) => {
    const { block_id } = block;
    if (block_id !== undefined && seen.has(block_id)) {
      report(look, `${at}/${index}/block_id`, `block_id \`${String(block_id)}\` already exists`);
    }
    seen.add(block_id);
    checkActionIds(block, `${at}/${index}`, look);
  });
  const of = (type: string): readonly Dict[] => blocks.filter((block) => block.type === type);
  if (of('table').length > 1) report(look, at, 'no more than 1 table allowed');
  if (textLength(of('table')) > TABLE_TOGETHER) {
    report(look, at, `table text must be less than ${TABLE_TOGETHER + 1} characters together`);
  }
  if (textLength(of('markdown')) > MARKDOWN_TOGETHER) {
    report(look, at, `markdown text must be less than ${MARKDOWN_TOGETHER + 1} characters together`);
  }
  if (textLength(of('data_table')) > DATA_TABLE_TOGETHER) {
    report(look, at, `data table text must be less than ${DATA_TABLE_TOGETHER + 1} characters together`);
  }
  if (countFocused(blocks) > 1) report(look, at, 'no more than 1 element may have focus_on_load');
}

function checkActionIds(block: Dict, at: string, look: Look): void {
  const seen = new Set<unknown>();
  dicts(block.elements).forEach((element, index) => {
    const { action_id } = element;
    if (action_id !== undefined && seen.has(action_id)) {
      report(look, `${at}/elements/${index}/action_id`, `action_id \`${String(action_id)}\` already exists`);
    }
    seen.add(action_id);
  });
}

/** The characters of every `text` inside. */
export function textLength(value: unknown): number {
  if (Array.isArray(value)) return list(value).reduce<number>((sum, each) => sum + textLength(each), 0);
  if (!isDict(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [key, item]) => sum + (key === 'text' && typeof item === 'string' ? item.length : textLength(item)),
    0,
  );
}

const countFocused = (blocks: readonly Dict[]): number =>
  blocks
    .flatMap((block) => [dict(block.element), dict(block.accessory), ...dicts(block.elements)])
    .filter((element) => element.focus_on_load === true).length;
