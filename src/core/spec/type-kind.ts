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

const KINDS: Readonly<Record<string, TypeKind>> = {
  g: 'general',
  hfg: 'general',
  c: 'compute',
  hfc: 'compute',
  ic: 'compute',
  r: 'memory',
  re: 'memory',
  hfr: 'memory',
  se: 'memory',
  u: 'universal',
  e: 'economy',
  t: 'burstable',
  i: 'localSsd',
  d: 'bigData',
};

/** Derived from the family's name; null for families with other names. */
export function kindOfType(type: Pick<TypeChoice, 'family'>): TypeKind | null {
  const { letters } = typeFamilyOf(type);
  return letters.startsWith('ebm') ? 'bareMetal' : (KINDS[letters] ?? null);
}
