import type { SlackView, StateValues } from '../../state.ts';
import { type Element, valueIn } from './values.ts';

/** What Slack's client checks before it lets a submit go: sentences by block id, empty when all is well. */
export function formProblems(blocks: SlackView['blocks'], values: StateValues): Readonly<Record<string, string>> {
  const problems: Record<string, string> = {};
  for (const block of blocks) {
    if (block.type !== 'input') continue;
    const element = block.element as Element;
    const blockId = String(block.block_id);
    const value = valueIn(values[blockId]?.[String(element.action_id)], element);
    const problem = isEmpty(value) ? missing(block.optional === true) : badValue(element, value);
    if (problem !== null) problems[blockId] = problem;
  }
  return problems;
}

function isEmpty(value: unknown): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

function missing(optional: boolean): string | null {
  return optional ? null : 'Please complete this required field.';
}

function badValue(element: Element, value: unknown): string | null {
  const text = String(value);
  switch (element.type) {
    case 'plain_text_input':
      return lengthProblem(element, text);
    case 'number_input':
      return numberProblem(element, text);
    case 'email_text_input':
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? null : 'Please enter a valid email address.';
    case 'url_text_input':
      return URL.canParse(text) ? null : 'Please enter a valid URL.';
    default:
      return null;
  }
}

function lengthProblem({ min_length, max_length }: Element, text: string): string | null {
  if (typeof min_length === 'number' && text.length < min_length)
    return `Please enter at least ${min_length} characters.`;
  if (typeof max_length === 'number' && text.length > max_length)
    return `Please enter at most ${max_length} characters.`;
  return null;
}

/** `min_value` and `max_value` are strings in Block Kit. */
function numberProblem({ min_value, max_value, is_decimal_allowed }: Element, text: string): string | null {
  const shape = is_decimal_allowed === true ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/;
  if (!shape.test(text)) return is_decimal_allowed === true ? 'Please enter a number.' : 'Please enter a whole number.';
  const n = Number(text);
  if (min_value !== undefined && n < Number(min_value)) return `Please enter a number of at least ${min_value}.`;
  if (max_value !== undefined && n > Number(max_value)) return `Please enter a number of at most ${max_value}.`;
  return null;
}
