import { type Dict, dict, dicts, list } from './json.ts';
import type { StoredBlock, Values } from './records.ts';

/** An element that a person can press or fill in, and its block. */
export interface Field {
  readonly block: StoredBlock;
  readonly element: Dict;
  readonly type: string;
  readonly actionId: string;
}

interface Kind {
  /** The key of its value. */
  readonly key: string;
  readonly initial: string;
  readonly none: unknown;
}

const one = (key: string, initial: string): Kind => ({ key, initial, none: null });
const many = (key: string, initial: string): Kind => ({ key, initial, none: [] });
const typed = one('value', 'initial_value');

const KINDS: Readonly<Record<string, Kind>> = {
  plain_text_input: typed,
  number_input: typed,
  email_text_input: typed,
  url_text_input: typed,
  rich_text_input: one('rich_text_value', 'initial_value'),
  static_select: one('selected_option', 'initial_option'),
  external_select: one('selected_option', 'initial_option'),
  radio_buttons: one('selected_option', 'initial_option'),
  checkboxes: many('selected_options', 'initial_options'),
  multi_static_select: many('selected_options', 'initial_options'),
  multi_external_select: many('selected_options', 'initial_options'),
  users_select: one('selected_user', 'initial_user'),
  multi_users_select: many('selected_users', 'initial_users'),
  channels_select: one('selected_channel', 'initial_channel'),
  multi_channels_select: many('selected_channels', 'initial_channels'),
  conversations_select: one('selected_conversation', 'initial_conversation'),
  multi_conversations_select: many('selected_conversations', 'initial_conversations'),
  datepicker: one('selected_date', 'initial_date'),
  timepicker: one('selected_time', 'initial_time'),
  datetimepicker: one('selected_date_time', 'initial_date_time'),
  file_input: many('files', 'initial_files'),
};

/** Null for elements without a value, such as buttons. */
export const kindOf = (type: string): Kind | null => KINDS[type] ?? null;

/** Every element of the blocks that a person can use, in order. */
export function fieldsOf(blocks: readonly StoredBlock[]): readonly Field[] {
  return blocks.flatMap((block) =>
    elementsOf(block).flatMap((element) => {
      const { type, action_id: actionId } = element;
      if (typeof type !== 'string' || typeof actionId !== 'string') return [];
      return [{ block, element, type, actionId }];
    }),
  );
}

function elementsOf(block: Dict): readonly Dict[] {
  if (block.type === 'input') return [dict(block.element)];
  if (block.type === 'section') return [dict(block.accessory)];
  if (block.type === 'actions' || block.type === 'context_actions') return dicts(block.elements);
  if (block.type === 'card') return dicts(block.actions);
  if (block.type === 'carousel') return dicts(block.elements).flatMap((card) => dicts(card.actions));
  if (block.type === 'container') return dicts(block.child_blocks).flatMap(elementsOf);
  return [];
}

function initialValue({ type, element }: Field): Dict | null {
  const kind = kindOf(type);
  return kind === null ? null : { type, [kind.key]: element[kind.initial] ?? kind.none };
}

/**
 * The values after a replacement of the blocks: a field with the same block_id, action_id and type keeps the person's input, and
 * its new initial value is ignored; all others start from their initial value.
 */
export function survivingValues(blocks: readonly StoredBlock[], before: Values): Values {
  const values: Values = {};
  for (const field of fieldsOf(blocks)) {
    const initial = initialValue(field);
    if (initial === null) continue;
    const kept = before[field.block.block_id]?.[field.actionId];
    const row = values[field.block.block_id] ?? {};
    row[field.actionId] = kept?.type === field.type ? kept : initial;
    values[field.block.block_id] = row;
  }
  return values;
}

/** The options of a list inside the block; null if they come from elsewhere. */
export function optionsOf(element: Dict): readonly Dict[] | null {
  if (Array.isArray(element.options)) return dicts(element.options);
  if (Array.isArray(element.option_groups)) return dicts(element.option_groups).flatMap((each) => dicts(each.options));
  return null;
}

export const isEmptyValue = (field: Field, value: Dict | undefined): boolean => {
  const kind = kindOf(field.type);
  const held = kind === null ? null : value?.[kind.key];
  return held === null || held === undefined || held === '' || (Array.isArray(held) && list(held).length === 0);
};
