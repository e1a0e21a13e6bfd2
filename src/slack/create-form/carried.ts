import { OPTION_FIELDS, type OptionField, optionsIn } from '../../core/option/option-fields.ts';
import { parseLogin } from '../../core/option/option-words.ts';
import { formatTags, parseTags } from '../../core/option/tags.ts';
import { DISK_CATEGORIES, type DiskCategory } from '../../core/spec/disks.ts';
import type { Draft } from '../../core/spec/spec.ts';
import type { FormPlan } from '../../usecases/spec/plan-form.ts';
import { ADVANCED_FIELDS, type FormLayout, FULL_LAYOUT } from './layout.ts';

/**
 * Whether the form asks for the purpose at the top; otherwise it is in the last part. A field must not move while somebody fills
 * it in.
 */
export const asksPurpose = ({ draft, asked }: FormPlan, { shows }: FormLayout): boolean =>
  asked.required.includes('purpose') || asked.mayNeedApproval || (draft.purpose !== undefined && shows !== 'more');

/** Which of these options have a field in the form, and when. */
const ASKS: Readonly<Partial<Record<OptionField, (plan: FormPlan, layout: FormLayout) => boolean>>> = {
  purpose: (plan, layout) => asksPurpose(plan, layout) || layout.shows === 'more',
  // If the only way needs no key, there is nothing to choose.
  login: ({ draft, asked: { ways } }) =>
    ways.includes('keyPair') || ways.length > 1 || (ways.length === 1 && way(draft) !== ways[0]),
  script: ({ asked }) => asked.scripts.length > 0,
  disks: ({ draft }) => draft.disks === undefined || plainDisk(draft) !== null,
};

/** Whether the form shows an advanced field now. */
export const showsAdvanced = (plan: FormPlan, layout: FormLayout, field: OptionField): boolean =>
  layout.hasField(field) && (ADVANCED_FIELDS[field]?.(plan) ?? false);

/** Options that are written in one line, without a field in the form. */
const LINES: readonly OptionField[] = OPTION_FIELDS.filter(
  (field) => ASKS[field] === undefined && ADVANCED_FIELDS[field] === undefined && field !== 'tags',
);

/** Wrong options among these: each gets a field, so that it can be corrected where the problem is shown. */
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
 * The only data disk, if nothing but its category and size is given, whether or not that size is for sale; null if there is none,
 * or more is given.
 */
export function plainDisk({ disks = '' }: Draft): { readonly category: DiskCategory; readonly sizeGiB: number } | null {
  const [, word, size = ''] = /^(\w+):(\d{1,6})$/u.exec(disks) ?? [];
  const category = DISK_CATEGORIES.find((one) => one === word);
  return category === undefined ? null : { category, sizeGiB: Number(size) };
}

/** Options without a field in the form: they travel with it, and a line shows them. */
export function carriedOptions(plan: FormPlan, layout: FormLayout): Draft {
  const { tags, ...others } = optionsIn(plan.draft);
  const asked = new Set(layout.hasField('tags') ? plan.asked.tags.map(({ key }) => key) : []);
  const rest = formatTags(parseTags(tags ?? '').filter(({ key }) => !asked.has(key)));
  const carried = Object.entries(others).filter(([field]) => !hasField(plan, layout, field as OptionField));
  return { ...Object.fromEntries(carried), ...(rest === '' ? {} : { tags: rest }) };
}
