import type { RegionData } from '../catalogue/regions.ts';
import type { TypeData } from '../catalogue/types.ts';

/** 1/10000 of the currency's unit: fine enough for hourly prices in whole numbers. */
export type Mills = number;

export type PriceUnit = 'Hour' | 'Week' | 'Month' | 'Year';

export interface PricedDisk {
  readonly category: string;
  readonly sizeGiB: number;
  readonly performanceLevel: string;
}

/** A disk, including fields that do not affect its price. */
export interface DiskData extends PricedDisk {
  readonly name: string;
  readonly description: string;
  readonly encrypted: boolean;
  /** Empty for the service's key. */
  readonly kmsKeyId: string;
}

/** The priced parts; the field names are the API's resources in `DetailInfos`. */
export interface Priced {
  readonly type: TypeData;
  readonly region: RegionData;
  readonly systemDisk: PricedDisk | null;
  readonly dataDisks: readonly PricedDisk[];
  readonly bandwidthOut: number;
  readonly payByBandwidth: boolean;
}

interface PricePart {
  readonly resource: 'instanceType' | 'systemDisk' | 'dataDisk' | 'bandwidth' | 'image';
  readonly original: Mills;
  readonly discount: Mills;
}

export interface Quote {
  readonly parts: readonly PricePart[];
  readonly original: Mills;
  readonly discount: Mills;
  /** The price to pay. */
  readonly trade: Mills;
  readonly rules: readonly { readonly id: number; readonly description: string }[];
}

/** Moves prices away from the list price, in percent of it. */
export interface Market {
  /** For everything. */
  readonly level: number;
  /** For a spot instance, without its disks; null for anything else. */
  readonly spot: number | null;
}

export const AT_LIST: Market = { level: 100, spot: null };

export const CURRENCY = 'CNY';
export const CENT: Mills = 100;

const VCPU_HOUR: Mills = 1600;
const GIB_HOUR: Mills = 280;
const GPU_HOUR: Mills = 62_000;
const PERCENT_BY_GENERATION = { old: 80, sixth: 95, current: 100, newest: 106 } as const;

/** A month costs as much as 480 hours, a week as much as 130. */
const HOURS = { Hour: 1, Week: 130, Month: 480, Year: 12 * 480 } as const;

const GIB_MONTH: Readonly<Record<string, Mills>> = {
  'cloud_essd PL0': 5000,
  'cloud_essd PL1': 10_000,
  'cloud_essd PL2': 20_000,
  'cloud_essd PL3': 40_000,
  cloud_auto: 10_000,
  cloud_essd_entry: 4000,
  cloud_ssd: 10_000,
  cloud_efficiency: 3500,
  cloud: 3000,
};

const YEARS_OFF_PERCENT = [0, 15, 30, 50, 55, 60];

type Part = (resource: PricePart['resource'], hour: number) => PricePart;

/** Prices one resource by its hourly price. Subscriptions are rounded to the cent, hourly prices are not. */
function partOf(unit: PriceUnit, period: number, times: number, market: Market): Part {
  const yearsOff = yearsOffOf(unit, period);
  return (resource, hour) => {
    const original = rounded(hour * HOURS[unit] * (market.level / 100), unit) * times;
    const offPercent = resource === 'instanceType' && market.spot !== null ? 100 - market.spot : yearsOff;
    return { resource, original, discount: rounded((original * offPercent) / 100, unit) };
  };
}

const yearsOffOf = (unit: PriceUnit, period: number): number =>
  unit === 'Year' ? (YEARS_OFF_PERCENT[period] ?? 0) : 0;

function quoteOf(parts: readonly PricePart[], unit: PriceUnit, period: number): Quote {
  const sum = (pick: (each: PricePart) => Mills): Mills => parts.reduce((total, each) => total + pick(each), 0);
  const [original, discount] = [sum((each) => each.original), sum((each) => each.discount)];
  const off = yearsOffOf(unit, period);
  const rules = off > 0 ? [{ id: 587 + period, description: `${period} year(s): ${off}% off` }] : [];
  return { parts, original, discount, trade: original - discount, rules };
}

/** The price of one instance, times `amount`. */
export function quote(what: Priced, unit: PriceUnit, period: number, amount: number, market = AT_LIST): Quote {
  const part = partOf(unit, period, period * amount, market);
  const parts = [part('instanceType', typeHour(what)), ...diskParts(what, part)];
  if (what.payByBandwidth && what.bandwidthOut > 0) parts.push(part('bandwidth', bandwidthHour(what)));
  return quoteOf(parts, unit, period);
}

/** The price of data disks alone. */
export function diskQuote(
  region: RegionData,
  dataDisks: readonly PricedDisk[],
  unit: PriceUnit,
  period: number,
  market = AT_LIST,
): Quote {
  const part = partOf(unit, period, period, market);
  return quoteOf(diskParts({ region, systemDisk: null, dataDisks }, part), unit, period);
}

/** The price of a subscription: 12 months and more are sold as years. */
export function subscription(
  what: Priced,
  unit: 'Week' | 'Month',
  period: number,
  amount: number,
  market = AT_LIST,
): Quote {
  return unit === 'Month' && period % 12 === 0
    ? quote(what, 'Year', period / 12, amount, market)
    : quote(what, unit, period, amount, market);
}

export const toCents = (mills: Mills): number => Math.round(mills / CENT);
/** The API's form of prices: a JSON number. */
export const toNumber = (mills: Mills): number => mills / 10_000;

const rounded = (mills: number, unit: PriceUnit): Mills =>
  unit === 'Hour' ? Math.round(mills) : Math.round(mills / CENT) * CENT;

function typeHour({ type, region }: Priced): number {
  const base = type.vCpu * VCPU_HOUR + type.memoryGiB * GIB_HOUR + type.gpu * GPU_HOUR;
  const entry = type.level === 'CreditEntryLevel' ? 45 : 100;
  return Math.round((base * PERCENT_BY_GENERATION[type.generation] * entry * region.priceLevel) / 1_000_000);
}

function bandwidthHour({ bandwidthOut, region }: Priced): number {
  const month = Math.min(bandwidthOut, 5) * 230_000 + Math.max(bandwidthOut - 5, 0) * 800_000;
  return (month * region.priceLevel) / 100 / HOURS.Month;
}

function diskParts(what: Pick<Priced, 'region' | 'systemDisk' | 'dataDisks'>, part: Part): PricePart[] {
  const hour = (disk: PricedDisk): number => {
    const perGiB = GIB_MONTH[disk.category] ?? GIB_MONTH[`${disk.category} ${disk.performanceLevel}`] ?? 0;
    return (disk.sizeGiB * perGiB * what.region.priceLevel) / 100 / HOURS.Month;
  };
  const system = what.systemDisk ? [part('systemDisk', hour(what.systemDisk))] : [];
  const data =
    what.dataDisks.length > 0
      ? [
          part(
            'dataDisk',
            what.dataDisks.reduce((sum, d) => sum + hour(d), 0),
          ),
        ]
      : [];
  return [...system, ...data];
}
