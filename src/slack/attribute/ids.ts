import type { AttributeField } from '../../core/attribute/attribute-form.ts';
import type { WhichDisk } from '../../core/disk/disk-wish.ts';

/** The window in which an instance is changed, and its fields. */
export const ATTRIBUTE_FORM = 'attribute_form';

export const ATTRIBUTE_FIELDS = {
  name: 'attribute_name',
  tags: 'attribute_tags',
  protection: 'attribute_protection',
  owner: 'attribute_owner',
} as const;

/** The field for the size of a disk. */
export const diskField = (which: WhichDisk): string => `attribute_disk_${which}`;

export const fieldId = (field: AttributeField): string =>
  field === 'system' || typeof field === 'number' ? diskField(field) : ATTRIBUTE_FIELDS[field];
