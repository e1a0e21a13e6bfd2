import type { StateValues } from '../../ports.ts';
import { type Field, fieldsOf, kindOf, optionsOf } from '../fields.ts';
import { type Dict, dict, isDict, list, str } from '../json.ts';
import type { StoredBlock, Values } from '../records.ts';

/** `block_id` and `action_id` as one key. */
export const fieldKey = (blockId: string, actionId: string): string => `${blockId}\n${actionId}`;

export interface Form {
  readonly blocks: readonly StoredBlock[];
  values: Values;
  readonly offered: ReadonlyMap<string, readonly Dict[]>;
}

/**
 * Enters a person's input. An option's value alone is enough: the rest is known from the block, or from the list that was shown
 * last. Returns a sentence for a field that does not exist; `unknown: 'skip'` ignores such fields, for a view that changed while
 * the person typed.
 */
export function fillIn(form: Form, given: StateValues, unknown: 'refuse' | 'skip' = 'refuse'): string | null {
  const fields = new Map(fieldsOf(form.blocks).map((field) => [fieldKey(field.block.block_id, field.actionId), field]));
  const filled: Values = structuredClone(form.values);
  for (const [blockId, row] of Object.entries(given)) {
    for (const [actionId, value] of Object.entries(row)) {
      const field = fields.get(fieldKey(blockId, actionId));
      if (field === undefined && unknown === 'skip') continue;
      if (field === undefined) return `unknown_field: no element ${actionId} in a block ${blockId}`;
      const written = writeOut(field, value, form.offered.get(fieldKey(blockId, actionId)) ?? []);
      if (written === null) return `invalid_option: ${blockId}/${actionId} does not offer ${JSON.stringify(value)}`;
      filled[blockId] = { ...filled[blockId], [actionId]: written };
    }
  }
  form.values = filled;
  return null;
}

/** The value with its type and with complete options; null if the list does not have the picked option. */
export function writeOut(field: Field, value: Dict, offered: readonly Dict[]): Dict | null {
  const kind = kindOf(field.type);
  if (kind === null) return { type: field.type };
  const given = value[kind.key] ?? kind.none;
  if (kind.key === 'selected_option') {
    if (given === null) return { type: field.type, [kind.key]: null };
    const option = wholeOption(field, given, offered);
    return option === null ? null : { type: field.type, [kind.key]: option };
  }
  if (kind.key === 'selected_options') {
    const options = list(given).map((each) => wholeOption(field, each, offered));
    return options.includes(null) ? null : { type: field.type, [kind.key]: options };
  }
  const typed = kind.key === 'value' && typeof given === 'number' ? String(given) : given;
  // An emptied text field holds null, like an untouched one.
  return { type: field.type, [kind.key]: kind.key === 'value' && typed === '' ? null : typed };
}

function wholeOption({ element, type }: Field, given: unknown, offered: readonly Dict[]): Dict | null {
  const value = str(dict(given).value);
  if (value === undefined) return null;
  const initial = [element.initial_option, ...list(element.initial_options)].filter(isDict);
  const known = optionsOf(element);
  const found = [...(known ?? offered), ...initial].find((option) => option.value === value);
  if (found !== undefined)
    return { text: found.text, value, ...(found.description ? { description: found.description } : {}) };
  if (known !== null || !type.includes('external')) return null;
  const text = dict(given).text;
  return { text: isDict(text) ? text : { type: 'plain_text', text: value, emoji: true }, value };
}
