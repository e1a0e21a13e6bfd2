export interface SystemDisk {
  readonly category: DiskCategory;
  readonly sizeGiB: number;
  readonly name?: string;
  readonly description?: string;
  readonly encrypted?: true;
  /** The KMS key; without it the account's service key encrypts. */
  readonly kmsKeyId?: string;
}

/**
 * In the order in which they are offered. The performance level of an ESSD is part of the name here, since each level has
 * its own price and minimum size. `cloud_essd` is PL1, the API's default level.
 */
export const DISK_CATEGORIES = [
  'cloud_essd',
  'cloud_essd_pl0',
  'cloud_essd_pl2',
  'cloud_essd_pl3',
  'cloud_auto',
  'cloud_essd_entry',
  'cloud_efficiency',
  'cloud_ssd',
  'cloud',
] as const;
export type DiskCategory = (typeof DISK_CATEGORIES)[number];

interface DiskKind {
  /** The API's name. */
  readonly category: string;
  readonly level: 'PL0' | 'PL1' | 'PL2' | 'PL3' | null;
  /** The smallest system disk. */
  readonly minGiB: number;
  /** The sizes of a data disk, inclusive. */
  readonly data: { readonly minGiB: number; readonly maxGiB: number };
}

const ESSD_MAX_GIB = 65_536;
const USUAL = { minGiB: 20, maxGiB: 32_768 };

/**
 * Source: the API's descriptions of `SystemDisk.Size`, `SystemDisk.PerformanceLevel` and `DataDisk.N.Size`; for ESSD Entry
 * disks the page about disks.
 */
export const DISK_KINDS: Readonly<Record<DiskCategory, DiskKind>> = {
  cloud_essd: { category: 'cloud_essd', level: 'PL1', minGiB: 20, data: { minGiB: 20, maxGiB: ESSD_MAX_GIB } },
  cloud_essd_pl0: { category: 'cloud_essd', level: 'PL0', minGiB: 1, data: { minGiB: 1, maxGiB: ESSD_MAX_GIB } },
  cloud_essd_pl2: { category: 'cloud_essd', level: 'PL2', minGiB: 461, data: { minGiB: 461, maxGiB: ESSD_MAX_GIB } },
  cloud_essd_pl3: { category: 'cloud_essd', level: 'PL3', minGiB: 1261, data: { minGiB: 1261, maxGiB: ESSD_MAX_GIB } },
  cloud_auto: { category: 'cloud_auto', level: null, minGiB: 1, data: { minGiB: 1, maxGiB: ESSD_MAX_GIB } },
  cloud_essd_entry: { category: 'cloud_essd_entry', level: null, minGiB: 20, data: { minGiB: 10, maxGiB: 32_768 } },
  cloud_efficiency: { category: 'cloud_efficiency', level: null, minGiB: 20, data: USUAL },
  cloud_ssd: { category: 'cloud_ssd', level: null, minGiB: 20, data: USUAL },
  cloud: { category: 'cloud', level: null, minGiB: 20, data: { minGiB: 5, maxGiB: 2000 } },
};

const BASIC_SYSTEM_MAX_GIB = 500;
const SYSTEM_MAX_GIB = 2048;

/** Source: the API's description of `NewSize` of ResizeDisk. */
export const systemMaxGiB = (disk: DiskCategory): number => (disk === 'cloud' ? BASIC_SYSTEM_MAX_GIB : SYSTEM_MAX_GIB);

/** The largest possible disk. */
export const LARGEST_DISK_GIB = Math.max(...DISK_CATEGORIES.map((category) => DISK_KINDS[category].data.maxGiB));

/**
 * The category of an existing disk, from the API's category and level; null for one that the bot does not offer. An ESSD
 * without a level in the API is null too.
 */
export const diskOf = (category: string, level: string): DiskCategory | null =>
  DISK_CATEGORIES.find((one) => {
    const kind = DISK_KINDS[one];
    return kind.category === category && (kind.level ?? '') === level;
  }) ?? null;
