import type { FiredRule } from '../policy/rules.ts';
import type { Charge, ChargeKind } from './charge.ts';

/** What one instance should be. Every field is normalised: trimmed, in the cloud's own spelling. */
export interface InstanceSpec {
  readonly region: string;
  readonly zone: string;
  readonly instanceType: string;
  readonly imageId: string;
  readonly vSwitchId: string;
  readonly securityGroupId: string;
  readonly systemDisk: SystemDisk;
  /** Mbit/s, 0-100; 0 means no public address. */
  readonly internetMaxBandwidthOut: number;
  readonly charge: Charge;
  /** 2-128 characters. With an amount above 1 each instance gets `-1`, `-2` … appended, see {@link instanceName}. */
  readonly name: string;
}

export interface SystemDisk {
  readonly category: DiskCategory;
  readonly sizeGiB: number;
}

/**
 * In the order in which they are proposed. The performance level of an ESSD is part of its name here, because it has a price and a least size of
 * its own: `cloud_essd` is PL1, which the API also means by it where it names no level.
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
  /** What the API calls it. */
  readonly category: string;
  readonly level: 'PL0' | 'PL1' | 'PL2' | 'PL3' | null;
  /** As a system disk. */
  readonly minGiB: number;
}

/** Source: the API's descriptions of `SystemDisk.Size` and `SystemDisk.PerformanceLevel`. */
export const DISK_KINDS: Readonly<Record<DiskCategory, DiskKind>> = {
  cloud_essd: { category: 'cloud_essd', level: 'PL1', minGiB: 20 },
  cloud_essd_pl0: { category: 'cloud_essd', level: 'PL0', minGiB: 1 },
  cloud_essd_pl2: { category: 'cloud_essd', level: 'PL2', minGiB: 461 },
  cloud_essd_pl3: { category: 'cloud_essd', level: 'PL3', minGiB: 1261 },
  cloud_auto: { category: 'cloud_auto', level: null, minGiB: 1 },
  cloud_essd_entry: { category: 'cloud_essd_entry', level: null, minGiB: 20 },
  cloud_efficiency: { category: 'cloud_efficiency', level: null, minGiB: 20 },
  cloud_ssd: { category: 'cloud_ssd', level: null, minGiB: 20 },
  cloud: { category: 'cloud', level: null, minGiB: 20 },
};

/** By what the API says of a disk that exists; null for one that is not ordered here. An ESSD whose level the API does not name is none of these. */
export const diskOf = (category: string, level: string): DiskCategory | null =>
  DISK_CATEGORIES.find((one) => {
    const kind = DISK_KINDS[one];
    return kind.category === category && (kind.level ?? '') === level;
  }) ?? null;

/** A request asks for 1-20 instances of one spec. */
export const MAX_AMOUNT = 20;

/** The name of the `ordinal`th of `amount` instances: the name itself for one alone, else with `-1`, `-2` … appended. */
export function instanceName(name: string, ordinal: number, amount: number): string {
  return amount === 1 ? name : `${name}-${ordinal}`;
}

/** The fields a person fills in; the same names work as `key=value` in the slash command and as block ids in the modal. */
export const FIELDS = [
  'region',
  'zone',
  'type',
  'image',
  'vswitch',
  'group',
  'disk',
  'size',
  'bandwidth',
  'name',
  'amount',
  'charge',
  'period',
  'renew',
  'maxprice',
] as const;
export type Field = (typeof FIELDS)[number];

/** What a person typed or picked, not yet judged: the modal's starting values. */
export type Draft = Readonly<Partial<Record<Field, string>>>;

/**
 * What is wrong with one field, as data; `text/` turns it into a sentence.
 * `given` is what the person wrote, for showing it back.
 */
export interface FieldProblem {
  readonly field: Field;
  readonly problem:
    | 'required'
    | 'notANumber'
    | 'outOfRange'
    | 'unknownChoice'
    | 'otherVpc'
    | 'otherZone'
    | 'nameShape'
    | 'tooSmallForImage'
    | 'notSoldHere'
    | 'soldOut'
    | 'ambiguous'
    | 'notAPrice'
    | 'notAllowed';
  readonly given: string;
  /** For `notAllowed`: the rule of the policy. */
  readonly rule?: FiredRule;
  /** For `soldOut` and `notSoldHere` of a type or disk: how it would be paid for; absent for pay-as-you-go. */
  readonly chargeKind?: ChargeKind;
  /** For a disk that does not go with the type: those that do, maybe none. */
  readonly fits?: readonly DiskCategory[];
  /** For `outOfRange` and `tooSmallForImage`: inclusive bounds. */
  readonly min?: number;
  readonly max?: number;
}
