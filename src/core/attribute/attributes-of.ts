import type { DataDisk } from '../option/options.ts';
import type { Tag } from '../option/tag.ts';
import { byKey } from '../option/tags.ts';
import type { InstanceSpec } from '../spec/spec.ts';
import type { AttributeStep, GrowStep } from './attribute.ts';

/** The changeable properties of an instance, as its row has them. */
export interface Attributes {
  readonly name: string;
  /** Sorted by key, without the bot's own tags. */
  readonly tags: readonly Tag[];
  readonly protection: boolean;
  /** Slack user id. */
  readonly owner: string;
  /** GiB; 0 when unknown. */
  readonly systemGiB: number;
  /** As ordered, with their current sizes. */
  readonly dataDisks: readonly DataDisk[];
}

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
    case 'addDisk':
      return { ...before, dataDisks: [...before.dataDisks, step.disk] };
    case 'grow':
      return step.which === 'system'
        ? { ...before, systemGiB: step.to }
        : {
            ...before,
            dataDisks: before.dataDisks.map((disk, n) => (n + 1 === step.which ? grown(disk, step) : disk)),
          };
  }
}

/** The disk in this place may have been replaced since, so the size must match that before the growth. */
const grown = (disk: DataDisk, { from, to }: GrowStep): DataDisk =>
  disk.sizeGiB === from ? { ...disk, sizeGiB: to } : disk;

export const attributesOf = (
  {
    name,
    tags,
    deletionProtection,
    systemDisk,
    dataDisks,
  }: Pick<InstanceSpec, 'name' | 'tags' | 'deletionProtection' | 'systemDisk' | 'dataDisks'>,
  owner: string,
): Attributes => ({
  name,
  tags: tags ?? [],
  protection: deletionProtection ?? false,
  owner,
  systemGiB: systemDisk.sizeGiB,
  dataDisks: dataDisks ?? [],
});

/** The spec after one change. Properties that were never set stay absent. */
export function specAfter(spec: InstanceSpec, step: AttributeStep): InstanceSpec {
  const { name, tags, protection, systemGiB, dataDisks } = attributesAfter(attributesOf(spec, ''), step);
  return {
    ...spec,
    name,
    systemDisk: { ...spec.systemDisk, sizeGiB: systemGiB },
    ...((dataDisks.length > 0 || spec.dataDisks !== undefined) && { dataDisks }),
    ...((tags.length > 0 || spec.tags !== undefined) && { tags }),
    ...((protection || spec.deletionProtection !== undefined) && { deletionProtection: protection }),
  };
}
