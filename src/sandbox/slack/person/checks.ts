import { type Field, fieldsOf, isEmptyValue } from '../fields.ts';
import { type Dict, list, num, str } from '../json.ts';
import type { StoredBlock, Values } from '../records.ts';

/**
 * The checks of Slack's client before it submits a modal: field errors by block id, worded like or close to Slack's. If there is
 * one, the app never hears of the attempt.
 */
export function clientErrors(blocks: readonly StoredBlock[], values: Values): Readonly<Record<string, string>> {
  const errors: Record<string, string> = {};
  for (const field of fieldsOf(blocks)) {
    if (field.block.type !== 'input') continue;
    const value = values[field.block.block_id]?.[field.actionId];
    const error = isEmptyValue(field, value)
      ? field.block.optional === true
        ? null
        : 'Please complete this required field.'
      : errorOf(field, value ?? {});
    if (error !== null) errors[field.block.block_id] = error;
  }
  return errors;
}

function errorOf({ type, element }: Field, value: Dict): string | null {
  const text = str(value.value) ?? '';
  if (type === 'plain_text_input') return lengthError(element, text);
  if (type === 'number_input') return numberError(element, text);
  if (type === 'email_text_input') {
    return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? null : 'Please enter a valid email address.';
  }
  if (type === 'url_text_input') return /^https?:\/\/[^\s/]+/i.test(text) ? null : 'Please enter a valid URL.';
  const most = num(element.max_selected_items);
  const picked = Object.values(value).find(Array.isArray);
  if (most !== undefined && list(picked).length > most) return `Please select at most ${most}.`;
  return null;
}

function lengthError(element: Dict, text: string): string | null {
  const least = num(element.min_length) ?? 0;
  const most = num(element.max_length) ?? 3000;
  if (text.length < least) return `Must be at least ${least} characters.`;
  return text.length > most ? `Must be at most ${most} characters.` : null;
}

function numberError(element: Dict, text: string): string | null {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text.trim())) return 'Please enter a number.';
  if (element.is_decimal_allowed !== true && !/^[+-]?\d+$/.test(text.trim())) return 'Please enter a whole number.';
  const given = Number(text);
  const { min_value: least, max_value: most } = element;
  if (typeof least === 'string' && given < Number(least)) return `Must be at least ${least}.`;
  return typeof most === 'string' && given > Number(most) ? `Must be at most ${most}.` : null;
}
