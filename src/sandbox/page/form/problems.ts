import type { SlackView, StateValues } from '../../state.ts';
import type { PageWords } from '../words/words.ts';
import { type Element, valueIn } from './values.ts';

type FormWords = PageWords['form'];

/** The checks of Slack's client before a submission: sentences by block id, empty if all is well. */
export function formProblems(
  blocks: SlackView['blocks'],
  values: StateValues,
  words: FormWords,
): Readonly<Record<string, string>> {
  const problems: Record<string, string> = {};
  for (const block of blocks) {
    if (block.type !== 'input') continue;
    const element = block.element as Element;
    const blockId = String(block.block_id);
    const value = valueIn(values[blockId]?.[String(element.action_id)], element);
    const problem = isEmpty(value) ? missing(block.optional === true, words) : badValue(element, value, words);
    if (problem !== null) problems[blockId] = problem;
  }
  return problems;
}

function isEmpty(value: unknown): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

function missing(optional: boolean, words: FormWords): string | null {
  return optional ? null : words.required;
}

function badValue(element: Element, value: unknown, words: FormWords): string | null {
  const text = String(value);
  switch (element.type) {
    case 'plain_text_input':
      return lengthProblem(element, text, words);
    case 'number_input':
      return numberProblem(element, text, words);
    case 'email_text_input':
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? null : words.email;
    case 'url_text_input':
      return URL.canParse(text) ? null : words.url;
    default:
      return null;
  }
}

function lengthProblem({ min_length, max_length }: Element, text: string, words: FormWords): string | null {
  if (typeof min_length === 'number' && text.length < min_length) return words.atLeastLong(min_length);
  if (typeof max_length === 'number' && text.length > max_length) return words.atMostLong(max_length);
  return null;
}

/** `min_value` and `max_value` are strings in Block Kit. */
function numberProblem(
  { min_value, max_value, is_decimal_allowed }: Element,
  text: string,
  words: FormWords,
): string | null {
  const shape = is_decimal_allowed === true ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/;
  if (!shape.test(text)) return is_decimal_allowed === true ? words.number : words.wholeNumber;
  const n = Number(text);
  if (min_value !== undefined && n < Number(min_value)) return words.atLeast(String(min_value));
  if (max_value !== undefined && n > Number(max_value)) return words.atMost(String(max_value));
  return null;
}
