import type { Instance } from '../instance/instance.ts';
import type { Tag } from '../option/tag.ts';
import { byKey } from '../option/tags.ts';
import type { OptionRules } from '../policy/option-rules.ts';

/**
 * What a new disk of an instance is tagged with beside the bot's own: what its instance was bought with and given since, and what the policy fixes by now, whatever its instance says.
 * Once a call has said it, what that said: it is repeated to the letter.
 */
export function tagsOfNewDisk(
  { spec, policyTags = [], attributes }: Pick<Instance, 'spec' | 'policyTags' | 'attributes'>,
  { tags }: Pick<OptionRules, 'tags'>,
): readonly Tag[] {
  if (attributes?.tags !== undefined) return attributes.tags;
  const all = [...policyTags, ...(spec.tags ?? []), ...(tags?.value.fixed ?? [])];
  return [...new Map(all.map((tag) => [tag.key, tag])).values()].toSorted(byKey);
}

/** Whether something that the policy fixes by now is not among what is said. */
export const lacksFixed = (said: readonly Tag[], { tags }: Pick<OptionRules, 'tags'>): boolean =>
  (tags?.value.fixed ?? []).some((one) => !said.some(({ key, value }) => key === one.key && value === one.value));
