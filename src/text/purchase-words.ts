import type { Renewal } from '../core/renewal/renewal.ts';
import type { Text } from './en.ts';

/** What is said of a purchase for an instance that exists: of a further term, or of a larger disk. */
export const purchaseWords = (
  { disk }: Pick<Renewal, 'disk'>,
  text: Pick<Text, 'renewal' | 'prepaidDisk'>,
): Text['renewal'] | Text['prepaidDisk'] => (disk === undefined ? text.renewal : text.prepaidDisk);
