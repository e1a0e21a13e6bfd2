import type { Instance } from '../instance/instance.ts';
import type { Tag } from '../option/tag.ts';
import { byKey } from '../option/tags.ts';
import type { OptionRules } from '../policy/option-rules.ts';

/**
 * The tags of a new disk beside the bot's own: those with which its instance was bought, those added since, and the
 * policy's current fixed tags. Once a call has been sent with tags, they stay: the call is repeated to the letter.
 */
export function tagsOfNewDisk(
  { spec, policyTags = [], attributes }: Pick<Instance, 'spec' | 'policyTags' | 'attributes'>,
  { tags }: Pick<OptionRules, 'tags'>,
): readonly Tag[] {
  if (attributes?.tags !== undefined) return attributes.tags;
  const all = [...policyTags, ...(spec.tags ?? []), ...(tags?.value.fixed ?? [])];
  return [...new Map(all.map((tag) => [tag.key, tag])).values()].toSorted(byKey);
}

/** Whether a fixed tag of the current policy is missing in `said`. */
export const lacksFixed = (said: readonly Tag[], { tags }: Pick<OptionRules, 'tags'>): boolean =>
  (tags?.value.fixed ?? []).some((one) => !said.some(({ key, value }) => key === one.key && value === one.value));
