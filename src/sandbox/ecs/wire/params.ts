import { notValid, refuse } from './refusal.ts';

/** The parameters of one call in wire casing, read by the rules of the RPC style. */
export interface Params {
  readonly raw: Readonly<Record<string, string>>;
  /** Null if absent or empty: the cloud does not distinguish them. */
  text(name: string): string | null;
  required(name: string): string;
  /** A whole number; anything else is refused with `code`. */
  whole(name: string, code: string): number | null;
  /** False if absent; anything but true or false is refused. */
  flag(name: string): boolean;
  /** `Name.1`, `Name.2`, … in order. */
  list(name: string): readonly string[];
  /** `Name.1.Field`, …: one record per index with any field. */
  records(name: string): readonly Readonly<Record<string, string>>[];
}

export function readParams(raw: Readonly<Record<string, string>>): Params {
  const text = (name: string): string | null => (raw[name] === undefined || raw[name] === '' ? null : raw[name]);
  return {
    raw,
    text,
    required: (name) => text(name) ?? missing(name),
    whole(name, code) {
      const value = text(name);
      if (value === null) return null;
      return /^-?\d{1,9}$/.test(value) ? Number(value) : notValid(code, name);
    },
    flag(name) {
      const value = text(name)?.toLowerCase() ?? 'false';
      if (value !== 'true' && value !== 'false') notValid('InvalidParameter', name);
      return value === 'true';
    },
    list: (name) => indexed(raw, name).flatMap((record) => record[''] ?? []),
    records: (name) => indexed(raw, name),
  };
}

export function missing(name: string): never {
  return refuse(
    400,
    'MissingParameter',
    `The input parameter "${name}" that is mandatory for processing this request is not supplied.`,
  );
}

function indexed(raw: Readonly<Record<string, string>>, name: string): Record<string, string>[] {
  const found = new Map<number, Record<string, string>>();
  for (const [key, value] of Object.entries(raw)) {
    if (!key.startsWith(`${name}.`)) continue;
    const match = /^([1-9]\d{0,3})(?:\.(.+))?$/.exec(key.slice(name.length + 1));
    if (!match) continue;
    const index = Number(match[1]);
    const record = found.get(index) ?? {};
    record[match[2] ?? ''] = value;
    found.set(index, record);
  }
  return [...found].sort(([a], [b]) => a - b).map(([, record]) => record);
}
