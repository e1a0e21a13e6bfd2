import { createHash } from 'node:crypto';
import type { Tag } from '../vm.ts';
import type { RegionData } from './regions.ts';

/** A key pair of an account, without the private half. */
export interface KeyPair {
  readonly name: string;
  readonly fingerPrint: string;
  readonly created: string;
  /** Empty if it was not imported. */
  readonly publicKey: string;
  readonly resourceGroupId: string;
  tags: Tag[];
}

interface Seeded {
  readonly name: string;
  readonly tags: readonly Tag[];
}

const owned = (name: string, owner: string): Seeded => ({ name, tags: [{ key: 'ecs-chatops:owner', value: owner }] });

/** The first two are the team's; the others belong to the people of the sandbox's workspace, by their user ids. */
const EVERYWHERE: readonly Seeded[] = [
  { name: 'ops-2026', tags: [{ key: 'team', value: 'ops' }] },
  { name: 'deploy', tags: [] },
];

const IN_ONE: Readonly<Record<string, readonly Seeded[]>> = {
  'cn-hangzhou': [
    owned('key-lena', 'U07LENAHOF1'),
    owned('key-siyuan', 'U07CHENSY02'),
    owned('key-priya', 'U07PRIYARA4'),
  ],
  'cn-beijing': [{ name: 'beijing-only', tags: [] }],
};

export const keyPairsOf = (region: RegionData): KeyPair[] =>
  [...EVERYWHERE, ...(IN_ONE[region.id] ?? [])].map(({ name, tags }) => ({
    name,
    fingerPrint: createHash('md5').update(`key ${region.id} ${name}`).digest('hex'),
    created: '2025-03-04T08:20Z',
    publicKey: '',
    resourceGroupId: '',
    tags: [...tags],
  }));
