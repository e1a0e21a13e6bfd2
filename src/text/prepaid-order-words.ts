import type { Text } from './en.ts';

/** The texts of a prepaid order: a further term, or a larger disk. */
export const prepaidOrderWords = (
  { disk }: { readonly disk?: object },
  text: Text,
): Text['renewal'] | Text['prepaidDisk'] => (disk === undefined ? text.renewal : text.prepaidDisk);
