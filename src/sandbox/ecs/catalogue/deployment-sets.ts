import type { RegionData } from './regions.ts';
import { resourceId } from './resource-id.ts';

export interface DeploymentSetData {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly strategy: 'Availability' | 'AvailabilityGroup';
  /** The groups of an `AvailabilityGroup`, otherwise 0. */
  readonly groupCount: number;
}

/** The most instances of one set in one zone. */
export const SET_MOST_IN_ZONE = 20;

export function deploymentSetsOf(region: RegionData): readonly DeploymentSetData[] {
  const set = (name: string, more: Omit<DeploymentSetData, 'id' | 'name'>): DeploymentSetData => ({
    id: resourceId('ds', region, name),
    name,
    ...more,
  });
  return [
    set('web-spread', { description: 'web servers on different hosts', strategy: 'Availability', groupCount: 0 }),
    set('quorum', { description: 'three groups that fail apart', strategy: 'AvailabilityGroup', groupCount: 3 }),
  ];
}
