/**
 * What is said of an order beside the form's own fields. The values are words; those of `tags` and `disks` have a line for each, see
 * `tags.ts` and `data-disks.ts`.
 */
export const OPTION_FIELDS = [
  'purpose',
  'login',
  'script',
  'tags',
  'disks',
  'groups',
  'encrypted',
  'kmskey',
  'host',
  'about',
  'traffic',
  'inbound',
  'ip',
  'ipv6',
  'protect',
  'lease',
  'role',
  'resourcegroup',
  'deploymentset',
  'deploymentgroup',
  'credit',
  'hardening',
  'metadata',
  'tokens',
  'hops',
  'spothours',
  'reclaim',
  'renewperiod',
  'diskname',
  'diskabout',
] as const;
export type OptionField = (typeof OPTION_FIELDS)[number];

export const isOptionField = (word: string): word is OptionField => OPTION_FIELDS.some((field) => field === word);

/** The options alone of what somebody typed or picked. */
export const optionsIn = <Value>(
  draft: Readonly<Partial<Record<string, Value>>>,
): Readonly<Partial<Record<OptionField, Value>>> =>
  Object.fromEntries(Object.entries(draft).filter(([field]) => isOptionField(field)));
