import { byName } from '../base/lists.ts';
import { type TypeChoice, typeFamilyOf } from './choices.ts';

/** The purpose of a type, in the console's words for its family. */
export type TypeKind =
  | 'general'
  | 'compute'
  | 'memory'
  | 'universal'
  | 'economy'
  | 'burstable'
  | 'localSsd'
  | 'bigData'
  | 'bareMetal';

const KIND_BY_FAMILY = byName<TypeKind>({
  general: 'g hfg',
  compute: 'c hfc ic',
  memory: 'r re hfr se',
  universal: 'u',
  economy: 'e',
  burstable: 't',
  localSsd: 'i',
  bigData: 'd',
});

/** Derived from the family's name; null for families with other names. */
export function kindOfType(type: Pick<TypeChoice, 'family'>): TypeKind | null {
  const { letters } = typeFamilyOf(type);
  return letters.startsWith('ebm') ? 'bareMetal' : (KIND_BY_FAMILY.get(letters) ?? null);
}
