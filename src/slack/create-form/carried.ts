import { OPTION_FIELDS, type OptionField, optionsIn } from '../../core/option/option-fields.ts';
import { parseLogin } from '../../core/option/option-words.ts';
import { formatTags, parseTags } from '../../core/option/tags.ts';
import { DISK_CATEGORIES, type DiskCategory } from '../../core/spec/disks.ts';
import type { Draft } from '../../core/spec/spec.ts';
import type { FormPlan } from '../../usecases/spec/plan-form.ts';
import { ADVANCED_FIELDS, type FormLayout, FULL_LAYOUT } from './layout.ts';

/** Whether the purpose is asked at the top: else what few need has it, and a field must not go elsewhere while somebody fills it in. */
export const asksPurpose = ({ draft, asked }: FormPlan, { shows }: FormLayout): boolean =>
  asked.required.includes('purpose') || asked.mayNeedApproval || (draft.purpose !== undefined && shows !== 'more');

/** Whether the form has a field for it. */
const ASKS: Readonly<Partial<Record<OptionField, (plan: FormPlan, layout: FormLayout) => boolean>>> = {
  purpose: (plan, layout) => asksPurpose(plan, layout) || layout.shows === 'more',
  // With one way that needs no key there is nothing to choose.
  login: ({ draft, asked: { ways } }) =>
    ways.includes('keyPair') || ways.length > 1 || (ways.length === 1 && way(draft) !== ways[0]),
  script: ({ asked }) => asked.scripts.length > 0,
  disks: ({ draft }) => draft.disks === undefined || plainDisk(draft) !== null,
};

/** Whether the form shows an advanced field now. */
export const showsAdvanced = (plan: FormPlan, layout: FormLayout, field: OptionField): boolean =>
  layout.hasField(field) && (ADVANCED_FIELDS[field]?.(plan) ?? false);

/** What is written in one line, and has no field of its own in the form. */
const LINES: readonly OptionField[] = OPTION_FIELDS.filter(
  (field) => ASKS[field] === undefined && ADVANCED_FIELDS[field] === undefined && field !== 'tags',
);

/** Those of them that are wrong: each gets a field, so that it can be mended where it is told. */
export const wrongLines = ({ problems }: FormPlan): readonly OptionField[] =>
  LINES.filter((field) => problems.some((problem) => problem.field === field));

const hasField = (plan: FormPlan, layout: FormLayout, field: OptionField): boolean => {
  if (ADVANCED_FIELDS[field] !== undefined) return showsAdvanced(plan, layout, field);
  return (showsField(plan, field, layout) || wrongLines(plan).includes(field)) && layout.hasField(field);
};

const way = ({ login = '' }: Draft): string | undefined => parseLogin(login)?.kind;

export const showsField = (plan: FormPlan, field: OptionField, layout: FormLayout = FULL_LAYOUT): boolean =>
  ASKS[field]?.(plan, layout) ?? false;

/**
 * The one data disk of which nothing is said but its category and size, whether or not that size can be had; null where there is none,
 * or it is more than that.
 */
export function plainDisk({ disks = '' }: Draft): { readonly category: DiskCategory; readonly sizeGiB: number } | null {
  const [, word, size = ''] = /^(\w+):(\d{1,6})$/u.exec(disks) ?? [];
  const category = DISK_CATEGORIES.find((one) => one === word);
  return category === undefined ? null : { category, sizeGiB: Number(size) };
}

/** What is asked for and has no field in the form: it travels with the form, and is in it as a line. */
export function carriedOptions(plan: FormPlan, layout: FormLayout = FULL_LAYOUT): Draft {
  const { tags, ...others } = optionsIn(plan.draft);
  const asked = new Set(layout.hasField('tags') ? plan.asked.tags.map(({ key }) => key) : []);
  const rest = formatTags(parseTags(tags ?? '').filter(({ key }) => !asked.has(key)));
  const carried = Object.entries(others).filter(([field]) => !hasField(plan, layout, field as OptionField));
  return { ...Object.fromEntries(carried), ...(rest === '' ? {} : { tags: rest }) };
}
