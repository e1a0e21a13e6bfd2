import type { RegionData } from './regions.ts';
import { resourceId } from './resource-id.ts';
import { type GroupData, groupsOf } from './security-groups.ts';

interface VpcData {
  readonly id: string;
  readonly name: string;
  readonly cidr: string;
  readonly description: string;
}

export interface VSwitchData {
  readonly id: string;
  readonly name: string;
  readonly vpcId: string;
  readonly zone: string;
  readonly cidr: string;
  /** Empty if IPv6 is off. */
  readonly ipv6Cidr: string;
  readonly description: string;
  /** Addresses held by something outside this simulator. */
  readonly takenElsewhere: number;
}

export interface NetworkData {
  readonly vpcs: readonly VpcData[];
  readonly vSwitches: readonly VSwitchData[];
  readonly groups: readonly GroupData[];
}

/** The free addresses of the nearly full vSwitch: enough for one person's mistake, not for a batch. */
const NEARLY_FULL = 2;

function vSwitchesOf(region: RegionData, vpcId: string, name: string, second: number): VSwitchData[] {
  return region.zones.map((zone, place) => {
    const letter = zone.slice(-1);
    const full = name === 'development' && place === region.zones.length - 1;
    return {
      id: resourceId('vsw', region, `${name} ${zone}`),
      name: `${name}-${letter}`,
      vpcId,
      zone,
      cidr: full ? `172.${second}.240.0/24` : `172.${second}.${place * 32}.0/19`,
      // Production has IPv6, development does not.
      ipv6Cidr: name === 'production' ? `2408:4005:3${second}:${(10 + place).toString(16)}00::/64` : '',
      description: full ? 'nearly full, ask the network team before using it' : '',
      takenElsewhere: full ? 252 - NEARLY_FULL : 0,
    };
  });
}

export function networkOf(region: RegionData): NetworkData {
  const production = resourceId('vpc', region, 'production');
  const development = resourceId('vpc', region, 'development');
  return {
    vpcs: [
      { id: production, name: 'production', cidr: '172.16.0.0/16', description: 'what customers see' },
      { id: development, name: 'development', cidr: '172.17.0.0/16', description: 'for trying things' },
    ],
    vSwitches: [
      ...vSwitchesOf(region, production, 'production', 16),
      ...vSwitchesOf(region, development, 'development', 17),
    ],
    groups: groupsOf(region, production, development),
  };
}
