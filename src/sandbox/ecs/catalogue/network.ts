import { hashedLetters } from '../seeded.ts';
import type { RegionData } from './regions.ts';

export interface VpcData {
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
  readonly description: string;
  /** Addresses that something outside this simulator holds. */
  readonly takenElsewhere: number;
}

export interface GroupData {
  readonly id: string;
  readonly name: string;
  /** Empty for the classic network. */
  readonly vpcId: string;
  readonly description: string;
}

export interface KeyPairData {
  readonly name: string;
  readonly fingerPrint: string;
}

export interface NetworkData {
  readonly vpcs: readonly VpcData[];
  readonly vSwitches: readonly VSwitchData[];
  readonly groups: readonly GroupData[];
  readonly keyPairs: readonly KeyPairData[];
}

const id = (kind: string, region: RegionData, name: string): string =>
  `${kind}-${region.mark}${hashedLetters(17, `${kind} ${region.id} ${name}`)}`;

/** Free addresses that the nearly full vSwitch starts with: enough for one person's mistake, not for a batch. */
const NEARLY_FULL = 2;

function vSwitchesOf(region: RegionData, vpcId: string, name: string, second: number): VSwitchData[] {
  return region.zones.map((zone, place) => {
    const letter = zone.slice(-1);
    const full = name === 'staging' && place === region.zones.length - 1;
    return {
      id: id('vsw', region, `${name} ${zone}`),
      name: `${name}-${letter}`,
      vpcId,
      zone,
      cidr: full ? `172.${second}.240.0/24` : `172.${second}.${place * 32}.0/19`,
      description: full ? 'nearly full, ask the network team before using it' : '',
      takenElsewhere: full ? 252 - NEARLY_FULL : 0,
    };
  });
}

export function networkOf(region: RegionData): NetworkData {
  const production = id('vpc', region, 'production');
  const staging = id('vpc', region, 'staging');
  const group = (name: string, vpcId: string, description: string): GroupData => ({
    id: id('sg', region, name),
    name,
    vpcId,
    description,
  });
  return {
    vpcs: [
      { id: production, name: 'production', cidr: '172.16.0.0/16', description: 'what customers see' },
      { id: staging, name: 'staging', cidr: '172.17.0.0/16', description: 'for trying things' },
    ],
    vSwitches: [...vSwitchesOf(region, production, 'production', 16), ...vSwitchesOf(region, staging, 'staging', 17)],
    groups: [
      group('production-web', production, 'HTTP and HTTPS from everywhere, SSH from the office'),
      group('production-database', production, 'MySQL and PostgreSQL from the web group only'),
      group('staging-default', staging, 'everything from the office'),
      group('staging-ci', staging, 'SSH from the build machines'),
      ...(region.id === 'cn-beijing' ? [group('classic-default', '', 'classic network, from before VPCs')] : []),
    ],
    keyPairs: ['ops-2026', 'deploy'].map((name) => ({
      name,
      fingerPrint: hashedLetters(32, `key ${region.id} ${name}`),
    })),
  };
}
