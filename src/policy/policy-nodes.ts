import { type Alias, isAlias, isMap, isScalar, isSeq, type LineCounter, type Node, type Scalar } from 'yaml';
import { hasHidden } from '../core/base/legible.ts';
import { nearest } from '../core/base/nearest.ts';
import { type Saying, say, verbatim } from '../core/saying.ts';

/** A mistake in a policy file, and what to do about it. */
export interface Mistake {
  /** Counted from 1. */
  readonly line: number;
  readonly what: Saying;
}

/** A key of a mapping with its value. */
export interface PolicyEntry<Key extends string = string> {
  readonly key: Key;
  /** The key's line, counted from 1. */
  readonly line: number;
  readonly node: Node | null;
  /** Whether the value is a list. */
  readonly isList: boolean;
}

/** Reads a parsed file and collects its mistakes; a wrong value reads as nothing, and the reading goes on. */
export class PolicyNodes {
  readonly mistakes: Mistake[] = [];
  readonly #targets: ReadonlyMap<Alias, Node>;
  readonly #lines: LineCounter;

  constructor(targets: ReadonlyMap<Alias, Node>, lines: LineCounter) {
    this.#targets = targets;
    this.#lines = lines;
  }

  mistake(line: number, what: Saying): null {
    this.mistakes.push({ line, what });
    return null;
  }

  lineOf(node: Node | null): number {
    return this.#lines.linePos(node?.range?.[0] ?? 0).line;
  }

  /** The keys of a mapping. Unknown keys are mistakes, as is anything but a mapping. */
  entries<Key extends string>(node: Node | null, name: Saying, keys: readonly Key[]): readonly PolicyEntry<Key>[] {
    return this.anyEntries(node, name).flatMap((entry) => {
      const key = keys.find((one) => one === entry.key);
      if (key !== undefined) return [{ ...entry, key }];
      const near = nearest(entry.key, keys);
      const hint = near === null ? say`The keys are ${keys.join(', ')}.` : say`Did you mean ${near}?`;
      const owner = { ...name, template: `${name.template.charAt(0).toLowerCase()}${name.template.slice(1)}` };
      this.mistake(entry.line, say`"${entry.key}" isn’t a key of ${owner}. ${hint}`);
      return [];
    });
  }

  /** The same by key. */
  record<Key extends string>(
    node: Node | null,
    name: Saying,
    ...keys: readonly Key[]
  ): Readonly<Partial<Record<Key, PolicyEntry<Key>>>> {
    const entries = this.entries(node, name, keys).map((entry) => [entry.key, entry]);
    return Object.fromEntries(entries) as Partial<Record<Key, PolicyEntry<Key>>>;
  }

  /** The keys of a mapping, known or not. */
  anyEntries(node: Node | null, name: Saying): readonly PolicyEntry[] {
    const map = this.#resolved(node);
    if (!isMap(map)) {
      this.mistake(this.lineOf(node), say`${name} must be a mapping: lines of "key: value".`);
      return [];
    }
    return map.items.flatMap(({ key, value }) => {
      const keyNode = this.#resolved(key as Node);
      const line = this.lineOf(key as Node);
      const inner = this.#resolved((value ?? null) as Node | null);
      if (!isScalar(keyNode) || keyNode.value === null) {
        this.mistake(line, say`A key must be a word, such as size.`);
        return [];
      }
      if (keyNode.value === MERGE && keyNode.type === 'PLAIN') {
        this.mistake(line, say`The policy can’t merge keys by <<. Write the keys themselves.`);
        return [];
      }
      return [{ key: asWritten(keyNode), line, node: inner, isList: isSeq(inner) }];
    });
  }

  list({ key, line, node }: PolicyEntry): readonly Node[] {
    if (isSeq(node)) return node.items.map((item) => this.#resolved(item as Node)).filter((item) => item !== null);
    this.mistake(line, say`${key} must be a list, such as [a, b].`);
    return [];
  }

  word(node: Node | null): string | null {
    const said = isScalar(node) && typeof node.value === 'string' ? node.value.trim() : '';
    if (said !== '' && !hasHidden(said)) return said;
    if (said !== '')
      return this.mistake(this.lineOf(node), say`${said} has a character that nobody sees. Type it again.`);
    const given = isScalar(node) && node.value !== null && node.value !== '' ? String(node.value) : null;
    const what = given === null ? say`Enter a word here.` : say`Enter a word here. Put ${given} in quotes.`;
    return this.mistake(this.lineOf(node), what);
  }

  /** A word, or a number as people write it without quotes. */
  value({ key, line, node }: PolicyEntry): string | null {
    if (isScalar(node) && typeof node.value === 'number') return asWritten(node);
    if (isScalar(node) && typeof node.value === 'string' && node.value.trim() !== '') return node.value.trim();
    return this.mistake(line, say`${key} must be a word or a number.`);
  }

  integer({ key, line, node }: PolicyEntry, min: number, max: number): number | null {
    const given = isScalar(node) ? node.value : null;
    if (typeof given === 'number' && Number.isInteger(given) && given >= min && given <= max) return given;
    return this.mistake(line, say`${key} ${shownAs(node)}. Set it to a whole number from ${min} to ${max}.`);
  }

  /** `true` or `false`. */
  flag({ key, line, node }: PolicyEntry): boolean | null {
    if (isScalar(node) && typeof node.value === 'boolean') return node.value;
    return this.mistake(line, say`${key} ${shownAs(node)}. Set it to true or false.`);
  }

  /** One of the given words. */
  choice<Word extends string>({ key, line, node }: PolicyEntry, words: readonly Word[]): Word | null {
    const given = isScalar(node) ? node.value : null;
    const found = words.find((word) => word === given);
    if (found !== undefined) return found;
    const near = typeof given === 'string' ? nearest(given, words) : null;
    const hint = near === null ? say`Set it to ${either(words)}.` : say`Did you mean ${near}?`;
    return this.mistake(line, say`${key} ${shownAs(node)}. ${hint}`);
  }

  #resolved(node: Node | null): Node | null {
    return isAlias(node) ? (this.#targets.get(node) ?? null) : node;
  }
}

/** YAML 1.1's key that merges its value into the mapping around it. */
const MERGE = '<<';

/** Keeps `1.10` and `007` as in the file, instead of normalised numbers. */
export const asWritten = (node: Scalar): string =>
  typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));

export const isWord = (node: Node | null, word: string): boolean => isScalar(node) && node.value === word;

/** What somebody wrote, for a sentence after the key. */
export function shownAs(node: Node | null): Saying {
  if (node === null || (isScalar(node) && node.value === null)) return say`has no value`;
  return isScalar(node) ? say`is ${String(node.value)}` : say`isn’t a single value`;
}

const either = ([first = '', ...others]: readonly string[]): Saying =>
  others.reduce((sofar, word) => say`${sofar} or ${word}`, verbatim(first));
