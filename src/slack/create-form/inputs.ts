import type { InputBlock, KnownBlock, PlainTextOption } from '@slack/types';
import type { Field } from '../../core/spec/spec.ts';
import { BOUNDS } from '../../core/spec/spec-judge.ts';
import type { Text } from '../../text/en.ts';
import type { FormPlan } from '../../usecases/spec/plan-form.ts';
import { contextBlock, LIMITS, option, plain } from '../kit/blocks.ts';
import { blockIdOf } from './view-state.ts';

export interface InputSettings {
  /** Reports each change at once, because other fields or the price depend on it. */
  readonly dispatch?: boolean;
  readonly hint?: string;
  readonly placeholder?: string;
}

export function staticSelect(
  plan: FormPlan,
  field: Field,
  parents: readonly string[],
  options: readonly PlainTextOption[],
  text: Text['modal'],
  settings: InputSettings,
): KnownBlock {
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
    ...(settings.placeholder === undefined ? {} : { placeholder: plain(settings.placeholder, LIMITS.placeholder) }),
  };
  return input(plan, field, parents, element, text, settings);
}

export function externalSelect(
  plan: FormPlan,
  field: 'type' | 'image' | 'vswitch' | 'group' | 'login',
  parents: readonly string[],
  known: PlainTextOption | undefined,
  text: Text['modal'],
  settings: InputSettings,
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
  return input(plan, field, parents, element, text, settings);
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
    // Every change of the number may change the price.
    dispatch_action_config: { trigger_actions_on: ['on_character_entered'] },
    ...(fits ? { initial_value: given } : {}),
  };
  const hint = field === 'amount' ? text.hint.amount(plan.asked.mostAmount) : text.hint[field];
  return input(plan, field, [], element, text, { hint, dispatch: true });
}

export function input(
  plan: FormPlan,
  field: Field,
  parents: readonly string[],
  element: InputBlock['element'],
  text: Text['modal'],
  { dispatch, hint }: InputSettings,
): InputBlock {
  const problem = plan.problems.find((one) => one.field === field);
  const below = problem === undefined ? hint : `⚠️ ${text.problem(problem)}`;
  return {
    type: 'input',
    block_id: blockIdOf(field, ...parents),
    label: plain(text.label[field], LIMITS.inputLabel),
    element,
    ...(dispatch ? { dispatch_action: true } : {}),
    ...(below === undefined ? {} : { hint: plain(below, LIMITS.inputHint) }),
  };
}
