import type { Tag } from '../option/tag.ts';
import type { OptionRules } from '../policy/option-rules.ts';

/** Why tags are not changed. `line`: in the policy file. */
export type TagRefusal =
  | { readonly why: 'tagRequired'; readonly key: string; readonly line: number }
  | { readonly why: 'tagFixed'; readonly tag: Tag; readonly line: number }
  | { readonly why: 'tagNotAllowed'; readonly tag: Tag; readonly allowed: readonly string[]; readonly line: number }
  | { readonly why: 'tagsTooMany'; readonly max: number };

/** Source: the API's page on TagResources. Includes the bot's own tags. */
const MAX_TAGS = 20;

/**
 * Why these changes of tags are refused: by the policy, which also holds for existing instances, or by the cloud's limit.
 *
 * @param now all current tags; null when unknown
 */
export function tagRefusal(
  {
    tags = [],
    untag = [],
  }: { readonly tags?: readonly Tag[] | undefined; readonly untag?: readonly string[] | undefined },
  now: readonly Tag[] | null,
  { options: { tags: rules } }: { readonly options: Pick<OptionRules, 'tags'> },
): TagRefusal | null {
  if (rules !== null) {
    const { line, value } = rules;
    for (const tag of value.fixed) {
      const given = tags.find(({ key }) => key === tag.key);
      if (untag.includes(tag.key) || (given !== undefined && given.value !== tag.value))
        return { why: 'tagFixed', tag, line };
    }
    const emptied = tags.filter((tag) => tag.value === '').map((tag) => tag.key);
    const key = value.required.find((one) => untag.includes(one) || emptied.includes(one));
    if (key !== undefined) return { why: 'tagRequired', key, line };
    for (const tag of tags) {
      const allowed = value.allowed.get(tag.key);
      if (allowed !== undefined && !allowed.includes(tag.value)) return { why: 'tagNotAllowed', tag, allowed, line };
    }
  }
  const kept = (now ?? []).filter(({ key }) => !untag.includes(key) && !tags.some((tag) => tag.key === key));
  return kept.length + tags.length > MAX_TAGS ? { why: 'tagsTooMany', max: MAX_TAGS } : null;
}
