import type { Text } from './en.ts';

/** The texts of a purchase for an existing instance: a further term, or a larger disk. */
export const purchaseWords = (
  { disk }: { readonly disk?: object },
  text: Text,
): Text['renewal'] | Text['prepaidDisk'] => (disk === undefined ? text.renewal : text.prepaidDisk);
