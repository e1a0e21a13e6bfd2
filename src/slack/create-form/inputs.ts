import type { InputBlock, KnownBlock, NumberInput, PlainTextOption } from '@slack/types';
import type { Field } from '../../core/spec/spec.ts';
import { BOUNDS } from '../../core/spec/spec-judge.ts';
import type { Text } from '../../text/en.ts';
import type { FormPlan } from '../../usecases/spec/plan-form.ts';
import { contextBlock, LIMITS, option, plain } from '../kit/blocks.ts';
import { blockIdOf } from './view-state.ts';

/**
 * The fields on which others or the price depend: the form is drawn again when one changes. Of a `typed` one, Slack reports every
 * character.
 */
export const REDRAWN_BY: ReadonlyMap<string, 'picked' | 'typed'> = new Map<Field, 'picked' | 'typed'>([
  ...(['region', 'zone', 'type', 'image', 'vswitch', 'disk', 'charge', 'period'] as const).map(
    (field) => [field, 'picked'] as const,
  ),
  ...(['size', 'disks', 'bandwidth', 'amount', 'lease'] as const).map((field) => [field, 'typed'] as const),
]);

/** For the element of a typed field. */
export const EVERY_CHARACTER: Required<Pick<NumberInput, 'dispatch_action_config'>> = {
  dispatch_action_config: { trigger_actions_on: ['on_character_entered'] },
};

export function staticSelect(
  plan: FormPlan,
  field: Field,
  parents: readonly string[],
  options: readonly PlainTextOption[],
  text: Text['modal'],
  hint?: string,
): KnownBlock {
  const { [field]: placeholder }: Partial<Record<Field, string>> = text.placeholder;
  const chosen = options.find((one) => one.value === plan.draft[field]);
  const first = options.slice(0, LIMITS.options);
  const shown = chosen === undefined || first.includes(chosen) ? first : [chosen, ...first.slice(0, -1)];
  // Slack refuses a list without entries.
  if (shown.length === 0) return contextBlock(plain(text.fieldLine(text.label[field], text.nothingToPick)));
  const element: InputBlock['element'] = {
    type: 'static_select',
    action_id: field,
    options: shown,
    ...(chosen === undefined ? {} : { initial_option: chosen }),
    ...(placeholder === undefined ? {} : { placeholder: plain(placeholder, LIMITS.placeholder) }),
  };
  return input(plan, field, parents, element, text, hint);
}

export function externalSelect(
  plan: FormPlan,
  field: 'type' | 'image' | 'vswitch' | 'group' | 'login',
  parents: readonly string[],
  known: PlainTextOption | undefined,
  text: Text['modal'],
  hint?: string,
): InputBlock {
  const given = plan.draft[field];
  // A choice whose list is not loaded yet is shown by its id.
  const chosen = known ?? (given === undefined ? undefined : option(given, given));
  const element: InputBlock['element'] = {
    type: 'external_select',
    action_id: field,
    min_query_length: 0,
    placeholder: plain(text.placeholder[field], LIMITS.placeholder),
    ...(chosen === undefined ? {} : { initial_option: chosen }),
  };
  return input(plan, field, parents, element, text, hint);
}

export function numberInput(plan: FormPlan, field: 'size' | 'bandwidth' | 'amount', text: Text['modal']): InputBlock {
  const { min, max } = BOUNDS[field];
  const given = plan.draft[field];
  // Slack refuses the whole view if the initial value is out of bounds.
  const fits = given !== undefined && /^\d+$/u.test(given) && Number(given) >= min && Number(given) <= max;
  const element: InputBlock['element'] = {
    type: 'number_input',
    action_id: field,
    is_decimal_allowed: false,
    min_value: String(min),
    max_value: String(max),
    ...EVERY_CHARACTER,
    ...(fits ? { initial_value: given } : {}),
  };
  const hint = field === 'amount' ? text.hint.amount(plan.asked.mostAmount) : text.hint[field];
  return input(plan, field, [], element, text, hint);
}

export function input(
  plan: FormPlan,
  field: Field,
  parents: readonly string[],
  element: InputBlock['element'],
  text: Text['modal'],
  hint?: string,
): InputBlock {
  const problem = plan.problems.find((one) => one.field === field);
  const below = problem === undefined ? hint : `⚠️ ${text.problem(problem)}`;
  return {
    type: 'input',
    block_id: blockIdOf(field, ...parents),
    label: plain(text.label[field], LIMITS.inputLabel),
    element,
    ...(REDRAWN_BY.has(field) && { dispatch_action: true }),
    ...(below === undefined ? {} : { hint: plain(below, LIMITS.inputHint) }),
  };
}
