import { hashedLetters } from '../seeded.ts';
import type { RegionData } from './regions.ts';

/** `vpc-bp1…`: the same id for the same name in the same region, whatever the seed. */
export const resourceId = (kind: string, region: RegionData, name: string): string =>
  `${kind}-${region.mark}${hashedLetters(17, `${kind} ${region.id} ${name}`)}`;
