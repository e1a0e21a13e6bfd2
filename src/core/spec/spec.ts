import type { OptionFault } from '../option/option-faults.ts';
import { OPTION_FIELDS } from '../option/option-fields.ts';
import type { ServerOptions } from '../option/options.ts';
import type { FiredRule } from '../policy/rules.ts';
import type { Charge, ChargeKind } from './charge.ts';
import type { DiskCategory, SystemDisk } from './disks.ts';

/** The wanted properties of one instance. Every field is normalised: trimmed, in the cloud's own spelling. */
export interface InstanceSpec extends ServerOptions {
  readonly region: string;
  readonly zone: string;
  readonly instanceType: string;
  /** Empty with an image family. */
  readonly imageId: string;
  readonly vSwitchId: string;
  readonly securityGroupId: string;
  readonly systemDisk: SystemDisk;
  /** Mbit/s, 0-100; 0 means no public address. */
  readonly internetMaxBandwidthOut: number;
  readonly charge: Charge;
  /** 2-128 characters. With an amount above 1 each instance gets its number appended, see {@link instanceName}. */
  readonly name: string;
}

/** The most instances per request, whatever the policy says; see `mostAmount`. */
export const MAX_AMOUNT = 1_000;
/** The most per request where the policy sets no limit. */
export const USUAL_MAX_AMOUNT = 20;

/**
 * The name of the `ordinal`th of `amount` instances: the plain name for a single one, else with `-1`, `-2` … or `-01`,
 * `-02` … appended.
 */
export function instanceName(name: string, ordinal: number, amount: number): string {
  return amount === 1 ? name : `${name}-${String(ordinal).padStart(String(amount).length, '0')}`;
}

/**
 * The pattern by which RunInstances gives each instance its own name, starting from this one: `web-[1,2]` for web-01,
 * web-02 …
 */
export function namePattern(first: string): string {
  const { base = first, digits = '1' } = /^(?<base>.*-)(?<digits>\d+)$/u.exec(first)?.groups ?? {};
  return `${base}[${Number(digits)},${digits.length}]`;
}

/**
 * The fields of the form, each after those that it depends on; the same names work as `key=value` in the slash command and as block
 * ids in the modal.
 */
export const FORM_FIELDS = [
  'region',
  'zone',
  'type',
  'image',
  'network',
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

/** All fields of an order, as `key=value` and in a preset. */
export const FIELDS = [...FORM_FIELDS, ...OPTION_FIELDS] as const;
export type FormField = (typeof FORM_FIELDS)[number];
export type Field = (typeof FIELDS)[number];

/** What a person typed or picked, not yet judged: the modal's starting values. */
export type Draft = Readonly<Partial<Record<Field, string>>>;

/** A problem with one field, as data; `text/` turns it into a sentence. `given` is what the person wrote, to show it back. */
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
    | 'notAllowed'
    | 'option';
  readonly given: string;
  /** For `option`. */
  readonly fault?: OptionFault;
  /** For `notAllowed`: the rule of the policy. */
  readonly rule?: FiredRule;
  /** For `soldOut` and `notSoldHere` of a type or disk: the billing method; absent for pay-as-you-go. */
  readonly chargeKind?: ChargeKind;
  /** For a disk that does not fit the type: the categories that do, perhaps none. */
  readonly fits?: readonly DiskCategory[];
  /** For `outOfRange` and `tooSmallForImage`: inclusive bounds. */
  readonly min?: number;
  readonly max?: number;
}
