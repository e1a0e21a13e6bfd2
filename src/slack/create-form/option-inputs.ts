import type { InputBlock, KnownBlock } from '@slack/types';
import type { OptionField } from '../../core/option/option-fields.ts';
import { isWindows, PURPOSE_MAX } from '../../core/option/option-judge.ts';
import { parseLogin } from '../../core/option/option-words.ts';
import { TRAFFIC_BILLINGS } from '../../core/option/options.ts';
import { parseTags } from '../../core/option/tags.ts';
import type { AskedTag } from '../../core/policy/asked-options.ts';
import { fittingDisks } from '../../core/spec/choices.ts';
import { DISK_CATEGORIES, LARGEST_DISK_GIB } from '../../core/spec/disks.ts';
import type { FieldProblem } from '../../core/spec/spec.ts';
import type { Text } from '../../text/en.ts';
import type { FormPlan } from '../../usecases/spec/plan-form.ts';
import { LIMITS, option, plain, typed } from '../kit/blocks.ts';
import { asksPurpose, plainDisk, showsAdvanced, showsField, wrongLines } from './carried.ts';
import { EVERY_CHARACTER, externalSelect, input, REDRAWN_BY, staticSelect } from './inputs.ts';
import type { FormLayout } from './layout.ts';
import { diskOption, loginOption } from './options.ts';
import { blockIdOf, NO_SCRIPT, WINDOWS } from './view-state.ts';

/** At the top of the form if approvers read it, otherwise in the last part. */
export const purposeField = (plan: FormPlan, { modal }: Text, layout: FormLayout): KnownBlock[] =>
  asksPurpose(plan, layout) ? [purposeInput(plan, modal)] : [];

function purposeInput(plan: FormPlan, text: Text['modal']): KnownBlock {
  const hint = plan.asked.mayNeedApproval ? text.hint.purposeApproved : text.hint.purpose;
  const block = input(plan, 'purpose', [], typed('purpose', PURPOSE_MAX, plan.draft.purpose), text, hint);
  return { ...block, optional: !plan.asked.required.includes('purpose') };
}

/** Key pairs belong to a region, and Windows takes none. */
export function loginField(plan: FormPlan, { modal, options }: Text): KnownBlock[] {
  if (!showsField(plan, 'login')) return [];
  const { draft, lists, asked } = plan;
  const login = parseLogin(draft.login ?? '');
  const parents = [draft.region ?? '', ...(isWindows(draft, lists) ? [WINDOWS] : [])];
  const known = login === null ? undefined : loginOption(login, lists.keys, asked.user, options);
  const hint = emptyLoginHint(plan, modal);
  return [
    { ...externalSelect(plan, 'login', parents, known, modal, hint), optional: !asked.required.includes('login') },
  ];
}

/** Tells what happens to an order without a login, if the policy does not say. */
function emptyLoginHint({ draft, lists, asked }: FormPlan, { hint }: Text['modal']): string | undefined {
  if (asked.usualWay !== null || asked.required.includes('login')) return undefined;
  if (isWindows(draft, lists)) return hint.login.windows;
  return asked.ways.includes('keyPair') ? hint.login.linux : hint.login.noKeys;
}

export function scriptField(plan: FormPlan, { modal: text }: Text): KnownBlock[] {
  if (!showsField(plan, 'script')) return [];
  const { scripts, hasUsualScript, required } = plan.asked;
  const isRequired = required.includes('script');
  const names = scripts.map((name) => option(name, name));
  const all = isRequired || hasUsualScript ? names : [option(text.noScript, NO_SCRIPT), ...names];
  const block = staticSelect(plan, 'script', [], all, text);
  return [block.type === 'input' ? { ...block, optional: !isRequired } : block];
}

/** Without a size there is no data disk. */
export function dataDiskFields(plan: FormPlan, { modal: text }: Text): KnownBlock[] {
  if (!showsField(plan, 'disks')) return [];
  const { draft, lists } = plan;
  const disk = plainDisk(draft);
  const fitting = fittingDisks(lists.disks);
  const categories = fitting.length === 0 ? DISK_CATEGORIES : fitting;
  const parents = categories.length === DISK_CATEGORIES.length ? [] : [categories.join(',')];
  const options = categories.map((category) => diskOption(category, text));
  const chosen = options.find(({ value }) => value === (disk?.category ?? 'cloud_essd')) ?? options[0];
  const size: InputBlock['element'] = {
    type: 'number_input',
    action_id: 'disks',
    is_decimal_allowed: false,
    min_value: '1',
    max_value: String(LARGEST_DISK_GIB),
    ...EVERY_CHARACTER,
    ...(disk === null || disk.sizeGiB > LARGEST_DISK_GIB ? {} : { initial_value: String(disk.sizeGiB) }),
  };
  return [
    {
      type: 'input',
      block_id: blockIdOf('disks', 'category', ...parents),
      label: plain(text.dataDisk.category, LIMITS.inputLabel),
      element: { type: 'static_select', action_id: 'disks', options, ...(chosen && { initial_option: chosen }) },
      dispatch_action: true,
      optional: true,
    },
    {
      ...input(plan, 'disks', ['size'], size, text, text.dataDisk.hint),
      label: plain(text.dataDisk.size, LIMITS.inputLabel),
      optional: !plan.asked.required.includes('disks'),
    },
  ];
}

export const tagFields = (plan: FormPlan, { modal: text }: Text): KnownBlock[] =>
  plan.asked.tags.map((tag) => tagField(plan, tag, text));

function tagField(plan: FormPlan, { key, values }: AskedTag, text: Text['modal']): InputBlock {
  const given = parseTags(plan.draft.tags ?? '').find((tag) => tag.key === key)?.value ?? '';
  const of: FormPlan = { ...plan, problems: plan.problems.filter((problem) => isOfTag(problem, key)) };
  return {
    ...input(of, 'tags', [key], tagElement(given, values), text),
    label: plain(text.tag(key), LIMITS.inputLabel),
  };
}

/** A rule's problem names its tag, with the value if that is wrong. */
const isOfTag = ({ field, given }: FieldProblem, key: string): boolean =>
  field === 'tags' && (given === key || given.startsWith(`${key}=`));

function tagElement(given: string, values: AskedTag['values']): InputBlock['element'] {
  const options = values?.map((value) => option(value, value)) ?? [];
  // Values that do not fit into a list are typed.
  const fits =
    options.length > 0 && options.length <= LIMITS.options && values?.every((one) => one.length <= LIMITS.optionText);
  if (!fits) return typed('tags', 128, given);
  const chosen = options.find(({ value }) => value === given) ?? (options.length === 1 ? options[0] : undefined);
  return { type: 'static_select', action_id: 'tags', options, ...(chosen && { initial_option: chosen }) };
}

/** Options that get a field only if they are wrong. */
export const wrongFields = (plan: FormPlan, { modal }: Text): KnownBlock[] =>
  wrongLines(plan).map((field) => {
    const given = plan.draft[field] ?? '';
    const element = typed(field, LONGEST, given.length > LONGEST ? '' : given);
    return { ...input(plan, field, [], element, modal), optional: true };
  });

/** The limit of commands. */
const LONGEST = 600;

/** The fields that few people need: host name, private address, billing of traffic, release protection, automatic release. */
export function advancedFields(plan: FormPlan, { modal, options }: Text, layout: FormLayout): KnownBlock[] {
  const optional = (field: OptionField) => ({ optional: !plan.asked.required.includes(field) });
  const text = (field: 'host' | 'ip' | 'lease', max: number, hint?: string): KnownBlock[] => {
    const given = plan.draft[field] ?? '';
    const element = typed(field, max, given.length > max ? '' : given, {
      ...(REDRAWN_BY.get(field) === 'typed' && EVERY_CHARACTER),
    });
    const block = input(plan, field, [], element, modal, hint);
    return showsAdvanced(plan, layout, field) ? [{ ...block, ...optional(field) }] : [];
  };
  const select = (field: 'traffic' | 'protect', words: readonly (readonly [string, string])[]): KnownBlock[] => {
    if (!showsAdvanced(plan, layout, field)) return [];
    const all = words.map(([value, name]) => option(name, value));
    const block = staticSelect(plan, field, [], all, modal);
    return [block.type === 'input' ? { ...block, ...optional(field) } : block];
  };
  return [
    ...(layout.shows === 'more' && !asksPurpose(plan, layout) ? [purposeInput(plan, modal)] : []),
    ...text('host', 64),
    ...text('ip', 15),
    ...select(
      'traffic',
      TRAFFIC_BILLINGS.map((one) => [one, options.traffic[one]]),
    ),
    ...select('protect', [
      ['on', options.protect.on],
      ['off', options.protect.off],
    ]),
    ...text('lease', 20, modal.hint.lease(plan.asked.usualLeaseMs)),
  ];
}
