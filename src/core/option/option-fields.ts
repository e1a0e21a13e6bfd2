/**
 * The options of an order, beyond the form's standard fields. The values are words; `tags` and `disks` have one line per
 * item, see `tags.ts` and `data-disks.ts`.
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

/** Only the options of a draft. */
export const optionsIn = <Value>(
  draft: Readonly<Partial<Record<string, Value>>>,
): Readonly<Partial<Record<OptionField, Value>>> =>
  Object.fromEntries(Object.entries(draft).filter(([field]) => isOptionField(field)));
