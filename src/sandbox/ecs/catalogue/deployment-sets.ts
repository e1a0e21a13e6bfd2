import type { RegionData } from './regions.ts';
import { resourceId } from './resource-id.ts';

export interface DeploymentSetData {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly strategy: 'Availability' | 'AvailabilityGroup';
  /** Groups of an `AvailabilityGroup`, else 0. */
  readonly groupCount: number;
}

/** Instances that one set takes in one zone. */
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
