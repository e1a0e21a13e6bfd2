import { type Dict, isDict } from '../json.ts';
import type { Problem } from './problem.ts';

export type Surface = 'message' | 'modal' | 'home';

/** The surface of the blocks, and the problems found so far. */
export interface Look {
  readonly surface: Surface;
  readonly problems: Problem[];
}

/** Checks one value at one place and adds its problems. */
export type Shape = (value: unknown, at: string, look: Look) => void;

export const report = (look: Look, pointer: string, message: string): void => {
  look.problems.push({ pointer, message });
};

/** A string of `least` to `most` UTF-16 units. */
export const text =
  (least: number, most: number): Shape =>
  (value, at, look) => {
    if (typeof value !== 'string') return report(look, at, 'must be a string');
    if (value.length < least) report(look, at, `must be more than ${least - 1} characters`);
    if (value.length > most) report(look, at, `must be less than ${most + 1} characters`);
  };

export const pattern =
  (form: RegExp, what: string): Shape =>
  (value, at, look) => {
    if (typeof value !== 'string' || !form.test(value)) report(look, at, `must be ${what}`);
  };

export const webAddress: Shape = (value, at, look) => {
  text(1, 3000)(value, at, look);
  if (typeof value === 'string' && !/^[a-z][a-z0-9+.-]*:/i.test(value)) report(look, at, 'must be a valid URL');
};

export const flag: Shape = (value, at, look) => {
  if (typeof value !== 'boolean') report(look, at, 'must be a boolean');
};

export const whole =
  (least: number, most: number): Shape =>
  (value, at, look) => {
    if (!Number.isInteger(value)) return report(look, at, 'must be an integer');
    if (Number(value) < least) report(look, at, `must be greater than ${least - 1}`);
    if (Number(value) > most) report(look, at, `must be less than ${most + 1}`);
  };

export const number: Shape = (value, at, look) => {
  if (typeof value !== 'number') report(look, at, 'must be a number');
};

export const one =
  (...allowed: readonly unknown[]): Shape =>
  (value, at, look) => {
    if (!allowed.includes(value)) report(look, at, `must be one of: ${allowed.join(', ')}`);
  };

/** A list of `least` to `most` items. */
export const many =
  (item: Shape, least: number, most: number): Shape =>
  (value, at, look) => {
    if (!Array.isArray(value)) return report(look, at, 'must be an array');
    if (value.length < least) report(look, at, `no less than ${least} items allowed`);
    if (value.length > most) report(look, at, `no more than ${most} items allowed`);
    value.forEach((each, index) => {
      item(each, `${at}/${index}`, look);
    });
  };

type Shapes = Readonly<Record<string, Shape>>;

/** An object with these fields and no others. `more` checks the object as a whole. */
export const object =
  (needed: Shapes, optional: Shapes = {}, more?: (value: Dict, at: string, look: Look) => void): Shape =>
  (value, at, look) => {
    if (!isDict(value)) return report(look, at, 'must be an object');
    for (const key of Object.keys(needed)) {
      if (value[key] === undefined) report(look, at, `missing required field: ${key}`);
    }
    for (const [key, given] of Object.entries(value)) {
      const shape = Object.hasOwn(needed, key) ? needed[key] : Object.hasOwn(optional, key) ? optional[key] : undefined;
      if (given === undefined) continue;
      if (shape === undefined) report(look, at, `invalid additional property: ${key}`);
      else shape(given, `${at}/${key}`, look);
    }
    more?.(value, at, look);
  };

/** By the object's `type`; a type that is not in the table is not supported. */
export const byType =
  (table: Shapes): Shape =>
  (value, at, look) => {
    if (!isDict(value)) return report(look, at, 'must be an object');
    if (value.type === undefined) return report(look, at, 'missing required field: type');
    const shape = Object.hasOwn(table, String(value.type)) ? table[String(value.type)] : undefined;
    if (shape === undefined) report(look, `${at}/type`, `unsupported type: ${String(value.type)}`);
    else shape(value, at, look);
  };

/** Exactly one of these fields must be present. */
export const exactlyOne =
  (...keys: readonly string[]) =>
  (value: Dict, at: string, look: Look): void => {
    const given = keys.filter((key) => value[key] !== undefined);
    if (given.length !== 1) report(look, at, `exactly one of ${keys.join(', ')} is required`);
  };
