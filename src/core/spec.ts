import type { Charge } from './charge.ts';
import type { FiredRule } from './rules.ts';

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

/** In the order in which they are proposed. */
export const DISK_CATEGORIES = [
  'cloud_essd',
  'cloud_auto',
  'cloud_essd_entry',
  'cloud_efficiency',
  'cloud_ssd',
  'cloud',
] as const;
export type DiskCategory = (typeof DISK_CATEGORIES)[number];

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
  /** For a disk that does not go with the type: those that do, maybe none. */
  readonly fits?: readonly DiskCategory[];
  /** For `outOfRange` and `tooSmallForImage`: inclusive bounds. */
  readonly min?: number;
  readonly max?: number;
}
