import type { Tag } from '../option/tag.ts';
import { byKey } from '../option/tags.ts';
import type { InstanceSpec } from '../spec/spec.ts';
import type { AttributeStep } from './attribute.ts';

/** What can be changed of an instance, as far as its row tells it. */
export interface Attributes {
  readonly name: string;
  /** Sorted by key, without the bot's own. */
  readonly tags: readonly Tag[];
  readonly protection: boolean;
  /** Slack user id. */
  readonly owner: string;
}

/** The same after one thing was changed. */
export function attributesAfter(before: Attributes, step: AttributeStep): Attributes {
  switch (step.is) {
    case 'name':
      return { ...before, name: step.to };
    case 'untag':
      return { ...before, tags: before.tags.filter(({ key }) => !step.keys.includes(key)) };
    case 'tags': {
      const others = before.tags.filter(({ key }) => !step.tags.some((tag) => tag.key === key));
      return { ...before, tags: [...others, ...step.tags].toSorted(byKey) };
    }
    case 'protection':
      return { ...before, protection: step.on };
    case 'owner':
      return { ...before, owner: step.to };
  }
}

export const attributesOf = (
  { name, tags, deletionProtection }: Pick<InstanceSpec, 'name' | 'tags' | 'deletionProtection'>,
  owner: string,
): Attributes => ({ name, tags: tags ?? [], protection: deletionProtection ?? false, owner });

/** The spec of an instance after one thing of it was changed: what was never said stays unsaid. */
export function specAfter(spec: InstanceSpec, step: AttributeStep): InstanceSpec {
  const { name, tags, protection } = attributesAfter(attributesOf(spec, ''), step);
  return {
    ...spec,
    name,
    ...((tags.length > 0 || spec.tags !== undefined) && { tags }),
    ...((protection || spec.deletionProtection !== undefined) && { deletionProtection: protection }),
  };
}
