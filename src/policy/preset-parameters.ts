import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { meaningOf, plainName, type TemplatePart } from '../core/option/parameter-names.ts';
import { type Saying, say } from '../core/saying.ts';
import {
  isTemplateId,
  isTemplateName,
  type TemplateRef,
  templateNamed,
  versionOf,
} from '../core/spec/launch-template.ts';
import type { Field } from '../core/spec/spec.ts';
import { asWritten, type PolicyEntry, type PolicyNodes } from './policy-nodes.ts';

/** One setting of a preset: a name as spelt there, and one value. */
export interface Parameter {
  /** `SystemDisk.Size`, `key_name`, `tag:team`. */
  readonly name: string;
  readonly value: string;
  readonly line: number;
}

/** A preset's settings for one data disk or tag, by the plain names of its parts. */
export interface Part {
  readonly line: number;
  readonly said: ReadonlyMap<string, Parameter>;
}

export interface Parameters {
  readonly single: readonly Parameter[];
  readonly disks: readonly (Part | Parameter)[];
  readonly tags: readonly (Part | Parameter)[];
}

interface Collected {
  readonly single: Parameter[];
  /** Numbered entries by their number, the others after them. */
  readonly disks: Map<number, Part | Parameter>;
  readonly tags: Map<number, Part | Parameter>;
}

/**
 * The parameters of a preset in any spelling: `SystemDisk.Size`, `SystemDisk: {Size}`, `DataDisk.1.Size`, `DataDisk: [{Size}]`,
 * `data_disks`, `Tags: [{Key, Value}]`, `tags: {team: web}`.
 */
export function parametersIn(nodes: PolicyNodes, entries: readonly PolicyEntry[]): Parameters {
  const found: Collected = { single: [], disks: new Map(), tags: new Map() };
  for (const entry of entries) collect(nodes, entry, found);
  tellSecondList(nodes, entries);
  const inOrder = (parts: Collected['disks']) => [...parts].toSorted(([a], [b]) => a - b).map(([, part]) => part);
  return { single: found.single, disks: inOrder(found.disks), tags: inOrder(found.tags) };
}

/** Two lists of data disks in different spellings would both be bought. Tools leave one of them empty. */
function tellSecondList(nodes: PolicyNodes, entries: readonly PolicyEntry[]): void {
  const [first, ...others] = entries.filter(({ key, node }) => {
    const meant = meaningOf(key);
    return meant?.is === 'disk' && meant.n === null && !(isSeq(node) && node.items.length === 0) && !isEmpty(node);
  });
  for (const { key: name, line } of others)
    if (first !== undefined) nodes.mistake(line, sameThing({ name }, { name: first.key, line: first.line }));
}

/** `DataDisk.1.Size`, and `DataDisk1Size` of older tools. */
const NUMBERED = /^(data[_-]?disks?|disk[_-]?mappings?|disks|tags?)[._-]?(\d{1,2})[._-]?([a-z].*)$/iu;

function collect(nodes: PolicyNodes, entry: PolicyEntry, found: Collected): void {
  const [, kind = '', n = '', part = ''] = NUMBERED.exec(entry.key) ?? [];
  if (kind !== '') {
    const parts = /^tag/iu.test(kind) ? found.tags : found.disks;
    const value = scalarOf(nodes, entry);
    if (value !== null) addPart(nodes, parts, Number(n), plainPart(part), { name: entry.key, value, line: entry.line });
    return;
  }
  const meant = meaningOf(entry.key);
  const parts = meant?.is === 'tags' ? found.tags : meant?.is === 'disk' && meant.n === null ? found.disks : null;
  if (parts !== null) collectParts(nodes, entry, parts, meant?.is === 'tags');
  else if (isSeq(entry.node)) collectList(nodes, entry, found);
  else if (isMap(entry.node))
    for (const inner of nodes.anyEntries(entry.node, say`${entry.key}`))
      collect(nodes, { ...inner, key: `${entry.key}.${inner.key}` }, found);
  else {
    const value = isYesNo(entry.node) && !takesYesNo(entry.key) ? nodes.value(entry) : scalarOf(nodes, entry);
    if (value !== null) found.single.push({ name: entry.key, value, line: entry.line });
  }
}

const isYesNo = (node: Node | null): boolean => isScalar(node) && typeof node.value === 'boolean';

const takesOne = (name: string): boolean => {
  const meant = meaningOf(name)?.is;
  return meant !== undefined && meant !== 'unsupported' && meant !== 'granted';
};

const YES_NO: ReadonlySet<Field> = new Set(['renew', 'encrypted', 'protect', 'hardening', 'metadata', 'spothours']);

/** Whether a parameter takes true or false; for others they are no valid words. */
function takesYesNo(name: string): boolean {
  const meant = meaningOf(name);
  return meant?.is === 'field' ? YES_NO.has(meant.field) : meant?.is !== 'keyPair' && meant?.is !== 'imageFamily';
}

/** `Key`, `TagKey`, `disk_name` and `DiskName`. */
const plainPart = (part: string): string => plainName(part).replace(/^tag(?=key$|value$)/u, '');

function addPart(nodes: PolicyNodes, parts: Collected['disks'], n: number, part: string, parameter: Parameter): void {
  const before = parts.get(n);
  const said = new Map(before !== undefined && 'said' in before ? before.said : []);
  const earlier = before !== undefined && 'value' in before ? before : said.get(part);
  if (earlier !== undefined) return void nodes.mistake(parameter.line, sameThing(parameter, earlier));
  said.set(part, parameter);
  parts.set(n, { line: before?.line ?? parameter.line, said });
}

const nextIn = (parts: Collected['disks']): number => Math.max(0, ...parts.keys()) + 1;

function collectParts(nodes: PolicyNodes, entry: PolicyEntry, parts: Collected['disks'], ofTags: boolean): void {
  const { key: name, line, node } = entry;
  // `tags: {team: web}`.
  if (ofTags && isMap(node))
    for (const inner of nodes.anyEntries(node, say`${name}`)) {
      const value = isEmpty(inner.node) ? '' : scalarOf(nodes, inner);
      if (value !== null) parts.set(nextIn(parts), tagPart(inner.key, { name, value, line: inner.line }));
    }
  else if (isSeq(node))
    for (const item of nodes.list(entry)) {
      const at = nodes.lineOf(item);
      const single = isMap(item) ? null : nodes.value({ key: name, line: at, node: item, isList: false });
      if (isMap(item)) parts.set(nextIn(parts), partOf(nodes, item, name, at));
      else if (single !== null) parts.set(nextIn(parts), { name, value: single, line: at });
    }
  else if (isMap(node)) parts.set(nextIn(parts), partOf(nodes, node, name, line));
  else {
    const value = scalarOf(nodes, entry);
    for (const one of (value || undefined)?.split(ofTags ? ',' : ';') ?? [])
      parts.set(nextIn(parts), { name, value: one.trim(), line });
  }
}

export const sameThing = ({ name }: Pick<Parameter, 'name'>, before: Pick<Parameter, 'name' | 'line'>): Saying =>
  say`${name} and ${before.name} (line ${before.line}) set the same thing. Keep one.`;

const tagPart = (key: string, value: Parameter): Part => ({
  line: value.line,
  said: new Map([
    ['key', { ...value, value: key }],
    ['value', value],
  ]),
});

function partOf(nodes: PolicyNodes, node: Node, name: string, line: number): Part {
  const said = new Map<string, Parameter>();
  for (const inner of nodes.anyEntries(node, say`${name}`)) {
    const value = isEmpty(inner.node) ? '' : scalarOf(nodes, inner);
    const part = plainPart(inner.key);
    const earlier = said.get(part);
    const parameter = { name: `${name}.${inner.key}`, value: value ?? '', line: inner.line };
    if (earlier !== undefined) nodes.mistake(inner.line, sameThing(parameter, earlier));
    else if (value !== null) said.set(part, parameter);
  }
  return { line, said };
}

/** A list with one value may stand in place of that value. */
function collectList(nodes: PolicyNodes, entry: PolicyEntry, found: Collected): void {
  const items = nodes.list(entry);
  const [only] = items;
  if (meaningOf(entry.key)?.is === 'allGroups') {
    const ids = items.flatMap((item) => nodes.value({ ...entry, node: item, isList: false }) ?? []);
    found.single.push({ name: entry.key, value: ids.join(','), line: entry.line });
    return;
  }
  if (only === undefined) {
    found.single.push({ name: entry.key, value: '', line: entry.line });
    return;
  }
  if (items.length > 1 || isMap(only)) {
    // An unknown or refused name is reported for its own reason.
    if (takesOne(entry.key)) nodes.mistake(entry.line, say`${entry.key} takes one value. Write it without brackets.`);
    else found.single.push({ name: entry.key, value: '[…]', line: entry.line });
    return;
  }
  const value = nodes.value({ ...entry, node: only, isList: false });
  if (value !== null) found.single.push({ name: entry.key, value, line: entry.line });
}

const isEmpty = (node: Node | null): boolean => isScalar(node) && node.value === null;

/** A word, a number as written, or a switch. Tools write "" for values left to the cloud; a key without a value is a mistake. */
function scalarOf(nodes: PolicyNodes, entry: PolicyEntry): string | null {
  const { node } = entry;
  if (isScalar(node) && typeof node.value === 'boolean') return asWritten(node);
  if (isScalar(node) && typeof node.value === 'string' && node.value.trim() === '') return '';
  return nodes.value(entry);
}

/** The launch template that the preset starts from; null if it names none, and after a mistake. */
export function templateIn(nodes: PolicyNodes, single: readonly Parameter[]): TemplateRef | null {
  const [version, another] = single.filter((one) => partOfTemplate(one) === 'version');
  const [template, second] = single.filter((one) => !['version', null].includes(partOfTemplate(one)));
  for (const [one, before] of [
    [another, version],
    [second, template],
  ] as const)
    if (one !== undefined && before !== undefined) nodes.mistake(one.line, sameThing(one, before));
  if (template === undefined && version !== undefined)
    nodes.mistake(version.line, say`${version.name} needs a launch template. Add launchTemplate with its name or ID.`);
  if (template === undefined) return null;
  const which = templateOf(nodes, template);
  const number = version === undefined ? 'default' : versionOf(version.value);
  if (version !== undefined && number === null)
    nodes.mistake(
      version.line,
      say`${version.name} is ${version.value}. Set it to a version number, default, or latest.`,
    );
  return which === null || number === null ? null : { ...which, version: number };
}

/** Null if it is not about a launch template. */
export function partOfTemplate({ name }: Parameter): TemplatePart | null {
  const meant = meaningOf(name);
  return meant?.is === 'template' ? meant.part : null;
}

function templateOf(nodes: PolicyNodes, parameter: Parameter): Pick<TemplateRef, 'by' | 'word'> | null {
  const { name, line } = parameter;
  const word = parameter.value.trim();
  const part = partOfTemplate(parameter);
  const named = part === 'id' || part === 'name' ? { by: part, word } : templateNamed(word);
  if (named.by === 'id' && !isTemplateId(word))
    return nodes.mistake(
      line,
      say`${name} is ${word}, which isn’t a launch template ID. Copy it from the console; it looks like lt-bp1….`,
    );
  if (named.by === 'name' && !isTemplateName(word))
    return nodes.mistake(
      line,
      say`${name} is ${word}, which isn’t a launch template name. Use 2–128 characters, starting with a letter.`,
    );
  return named;
}
