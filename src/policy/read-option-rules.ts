import { isMap, isSeq } from 'yaml';
import { OPTION_FIELDS, type OptionField } from '../core/option/option-fields.ts';
import type { Login } from '../core/option/options.ts';
import { formatTags, tagsFault } from '../core/option/tags.ts';
import type { OptionRules, RequiredFields, TagRules } from '../core/policy/option-rules.ts';
import type { Snippet } from '../core/policy/policy.ts';
import { say } from '../core/saying.ts';
import type { PolicyEntry, PolicyNodes } from './policy-nodes.ts';
import { readChannels } from './read-grants.ts';
import { readParameters } from './read-presets.ts';

export const OPTION_RULE_KEYS = ['login', 'tags', 'roles', 'kmsKeys', 'defaults', 'purpose', 'required'] as const;
type Key = (typeof OPTION_RULE_KEYS)[number];

/** The policy's own keys about options. */
export function readOptionRules(
  nodes: PolicyNodes,
  entries: ReadonlyMap<string, PolicyEntry>,
  scripts: Map<string, Snippet>,
): OptionRules {
  const read = <T>(
    key: Key,
    reader: (entry: PolicyEntry) => T,
  ): { readonly value: T; readonly line: number } | null => {
    const entry = entries.get(key);
    return entry === undefined ? null : { value: reader(entry), line: entry.line };
  };
  const purpose = read('purpose', (entry) => nodes.choice(entry, ['required', 'optional'] as const) === 'required');
  const required = read('required', (entry) => readRequired(nodes, entry));
  const wanted: readonly RequiredFields[] = [
    ...(purpose?.value ? [{ fields: ['purpose' as const], channels: 'any' as const }] : []),
    ...(required?.value ?? []),
  ];
  return {
    roles: read('roles', (entry) => nodes.list(entry).flatMap((item) => nodes.word(item) ?? [])),
    kmsKeys: read('kmsKeys', (entry) => nodes.list(entry).flatMap((item) => nodes.word(item) ?? [])),
    login: read('login', (entry) => readLogin(nodes, entry)),
    tags: read('tags', (entry) => readTags(nodes, entry)),
    defaults: read('defaults', (entry) => readDefaults(nodes, entry, scripts))?.value ?? {},
    required: wanted.length === 0 ? null : { value: wanted, line: (required ?? purpose)?.line ?? 1 },
  };
}

/** Reports an empty list, which would allow nothing. */
function tellEmpty(nodes: PolicyNodes, entry: PolicyEntry | undefined): void {
  if (entry !== undefined && isSeq(entry.node) && entry.node.items.length === 0)
    nodes.mistake(
      entry.line,
      say`${entry.key} allows nothing. List at least one, or leave ${entry.key} out to allow all.`,
    );
}

const LOGINS: Readonly<Record<string, Login['kind']>> = { key: 'keyPair', session: 'session', image: 'image' };
const LOGIN_WORDS = Object.keys(LOGINS);

function readLogin(nodes: PolicyNodes, entry: PolicyEntry): { allowed: Login['kind'][]; usual: Login['kind'] | null } {
  const kinds = Object.values(LOGINS);
  const { allowed, default: usual } = nodes.record(entry.node, say`login`, 'allowed', 'default');
  const words = allowed === undefined ? LOGIN_WORDS : nodes.list(allowed).flatMap((item) => nodes.word(item) ?? []);
  tellEmpty(nodes, allowed);
  for (const word of words)
    if (!LOGIN_WORDS.includes(word))
      nodes.mistake(
        allowed?.line ?? entry.line,
        say`"${word}" isn’t a valid login. Use some of ${LOGIN_WORDS.join(', ')}.`,
      );
  const chosen = usual === undefined ? null : nodes.choice(usual, LOGIN_WORDS);
  if (chosen !== null && !words.includes(chosen))
    nodes.mistake(
      usual?.line ?? entry.line,
      say`default is ${chosen}, which allowed doesn’t list. Add it to allowed, or change default.`,
    );
  return {
    allowed: allowed === undefined ? kinds : words.flatMap((word) => LOGINS[word] ?? []),
    usual: chosen === null ? null : (LOGINS[chosen] ?? null),
  };
}

function readTags(nodes: PolicyNodes, entry: PolicyEntry): TagRules {
  const { required, fixed, allowed } = nodes.record(entry.node, say`tags`, 'required', 'fixed', 'allowed');
  const pairs = (one: PolicyEntry | undefined) =>
    one === undefined ? [] : nodes.anyEntries(one.node, say`${one.key}`);
  const values = (one: PolicyEntry): readonly string[] => {
    tellEmpty(nodes, one);
    return isSeq(one.node)
      ? nodes.list(one).flatMap((item) => nodes.value({ ...one, node: item, isList: false }) ?? [])
      : [nodes.value(one) ?? ''];
  };
  const tags = pairs(fixed).map((one) => ({ key: one.key, value: nodes.value(one) ?? '', line: one.line }));
  for (const { key, value, line } of tags)
    if (tagsFault(formatTags([{ key, value }])) !== null)
      nodes.mistake(line, say`"${key}" can’t be a tag. Choose another key or value.`);
  return {
    required: required === undefined ? [] : nodes.list(required).flatMap((item) => nodes.word(item) ?? []),
    fixed: tags.map(({ key, value }) => ({ key, value })),
    allowed: new Map(pairs(allowed).map((one) => [one.key, values(one)])),
  };
}

function readDefaults(nodes: PolicyNodes, entry: PolicyEntry, scripts: Map<string, Snippet>) {
  const draft = readParameters(nodes, entry, scripts);
  const others = Object.keys(draft).filter((field) => !OPTION_FIELDS.some((one) => one === field));
  if (others.length > 0)
    nodes.mistake(entry.line, say`defaults can’t contain ${others.join(', ')}. Write a preset instead.`);
  return draft;
}

function readRequired(nodes: PolicyNodes, entry: PolicyEntry): readonly RequiredFields[] {
  return nodes.list(entry).flatMap((item) => {
    const { fields, channels } = nodes.record(item, say`An entry of required`, 'fields', 'channels');
    if (!isMap(item)) return [];
    if (fields === undefined) {
      nodes.mistake(nodes.lineOf(item), say`An entry of required needs fields: a list of ${OPTION_FIELDS.join(', ')}.`);
      return [];
    }
    const words = nodes.list(fields).flatMap((one) => nodes.word(one) ?? []);
    const known = words.filter((word): word is OptionField => OPTION_FIELDS.some((field) => field === word));
    const unknown = words.find((word) => !known.some((field) => field === word));
    if (unknown !== undefined)
      nodes.mistake(fields.line, say`"${unknown}" can’t be required. Use some of ${OPTION_FIELDS.join(', ')}.`);
    return [
      {
        fields: known,
        channels: channels === undefined ? ('any' as const) : readChannels(nodes, channels),
      },
    ];
  });
}
