/** The window in which an instance is changed, and its fields. */
export const ATTRIBUTE_FORM = 'attribute_form';

export const ATTRIBUTE_FIELDS = {
  name: 'attribute_name',
  tags: 'attribute_tags',
  protection: 'attribute_protection',
  owner: 'attribute_owner',
} as const;
