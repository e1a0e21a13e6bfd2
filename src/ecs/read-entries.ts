import { type Dict, isDict } from '../core/base/json.ts';

/** A model of the SDK: the names of its fields in the API, and their types. */
export interface SdkModel {
  names(): Readonly<Record<string, string>>;
  types(): Readonly<Record<string, FieldType>>;
}

type FieldType = string | SdkModel | { readonly type: string; readonly itemType?: FieldType };

/**
 * Reads an answer as the SDK does, which throws for a part of another type than its model names. Here such a part is absent if it is
 * in an entry of a list, so that one entry does not spoil the others; an entry that is none at all is an empty one.
 *
 * @throws Error if it is anywhere else
 */
export const readEntries = (body: unknown, model: SdkModel): Dict => read(body, model, false);

function read(value: unknown, model: SdkModel, isEntry: boolean): Dict {
  if (!isDict(value) && !isEntry) throw new Error('not the object that the model names');
  const given = isDict(value) ? value : {};
  const types = model.types();
  const fields = Object.entries(model.names()).flatMap(([field, name]): [string, unknown][] => {
    const part = readPart(given[name], types[field], isEntry);
    return part === undefined ? [] : [[field, part]];
  });
  return Object.fromEntries(fields);
}

function readPart(value: unknown, type: FieldType | undefined, isEntry: boolean): unknown {
  if (value === undefined || value === null || type === undefined) return undefined;
  if (isModel(type)) return isEntry && !isDict(value) ? undefined : read(value, type, isEntry);
  if (typeof type !== 'string' && type.type === 'array' && Array.isArray(value)) {
    const { itemType } = type;
    return isModel(itemType) ? value.map((one) => read(one, itemType, true)) : value;
  }
  const plain = typeof type === 'string' ? readPlain(value, type) : undefined;
  if (plain === undefined && !isEntry) throw new Error('not of the type that the model names');
  return plain;
}

/** The SDK takes numbers and flags for texts, and texts of digits for numbers. */
function readPlain(value: unknown, type: string): unknown {
  if (typeof value === type || type === 'any') return value;
  if (type === 'string' && (typeof value === 'number' || typeof value === 'boolean')) return String(value);
  if (type === 'number' && typeof value === 'string' && /^[\d.]+$/u.test(value)) return Number(value);
  if (type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  return undefined;
}

const isModel = (type: FieldType | undefined): type is SdkModel =>
  typeof type === 'function' && typeof (type as Partial<SdkModel>).names === 'function';
