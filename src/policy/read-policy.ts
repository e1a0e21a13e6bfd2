import { isScalar, LineCounter, type Node, parseDocument, type YAMLError } from 'yaml';
import { LANGUAGES } from '../core/base/language.ts';
import { fail, ok, type Result } from '../core/base/result.ts';
import { SHORTFALLS } from '../core/chunk/chunk.ts';
import { parseDuration } from '../core/freeze.ts';
import { MAX_LEASE_MS, MIN_LEASE_MS } from '../core/lease/lease.ts';
import type { NamedGroups } from '../core/policy/people.ts';
import type { Policy, Ruled } from '../core/policy/policy.ts';
import { LIMIT_KEYS, type LimitKey, PERSON_LIMIT_KEYS, type PersonLimitKey } from '../core/policy/rules.ts';
import { inEnglish, type Saying, say } from '../core/saying.ts';
import { LARGEST_DISK_GIB } from '../core/spec/disks.ts';
import { BOUNDS } from '../core/spec/spec-judge.ts';
import { aliasesOf } from './policy-aliases.ts';
import { type Mistake, type PolicyEntry, PolicyNodes, shownAs } from './policy-nodes.ts';
import { secretsOf } from './policy-secrets.ts';
import { amountsIn } from './read-amounts.ts';
import { APPROVAL_KEYS, readApproval } from './read-approval.ts';
import { readDigest } from './read-digest.ts';
import { readActGrants, readGrants } from './read-grants.ts';
import { readNetworks } from './read-networks.ts';
import { OPTION_RULE_KEYS, readOptionRules } from './read-option-rules.ts';
import { readPresets } from './read-presets.ts';
import { principal, readGroups } from './read-principals.ts';
import { NOT_UTF8, POLICY_MAX_LENGTH, type PolicyFiles, readUserData } from './read-user-data.ts';

const KEYS = [
  'admins',
  'create',
  'act',
  'regions',
  'families',
  'types',
  'images',
  'networks',
  'limits',
  'presets',
  'userData',
  'language',
  'partial',
  'lease',
  'maxLease',
  'digest',
  'currency',
  'groups',
  ...OPTION_RULE_KEYS,
  ...APPROVAL_KEYS,
] as const;
type Key = (typeof KEYS)[number];

/** Reads a policy file's text as a Policy, or returns all its mistakes at once, in the order of the lines. */
export function readPolicy(text: string, files: PolicyFiles = new Map()): Result<Policy, readonly Mistake[]> {
  // An editor that is writing, or a full disk, leaves an empty file: that must not lift every rule.
  if (text.trim() === '')
    return fail([{ line: 1, what: say`The file is empty. Write at least one rule, or remove the file.` }]);
  if (text.length > POLICY_MAX_LENGTH)
    return fail([{ line: 1, what: say`The file is longer than ${POLICY_MAX_LENGTH} characters. Shorten it.` }]);
  const odd = text.search(NOT_UTF8);
  if (odd >= 0)
    return fail([
      { line: text.slice(0, odd).split('\n').length, what: say`The file isn’t text in UTF-8. Save it as UTF-8.` },
    ]);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  // The library only warns of another tool's tag, such as !Ref.
  const unread = [...document.errors, ...document.warnings.filter(({ code }) => code === 'TAG_RESOLVE_FAILED')];
  const broken = unread.map(({ pos, ...error }) => ({ line: lines.linePos(pos[0]).line, what: brokenSaying(error) }));
  if (broken.length > 0) return fail(broken);
  const aliases = aliasesOf(document, lines);
  if (aliases.mistakes.length > 0) return fail(aliases.mistakes);
  // First, before any other mistake quotes the file's content.
  const secrets = secretsOf(document, lines, aliases.targets);
  if (secrets.length > 0) return fail(secrets);
  const nodes = new PolicyNodes(aliases.targets, lines);
  const policy = readWhole(nodes, document.contents, files);
  return nodes.mistakes.length > 0 ? fail(nodes.mistakes.toSorted((a, b) => a.line - b.line)) : ok(policy);
}

/** The library quotes words of the file after a colon, and a password may begin with a mark of YAML: they are never repeated. */
function brokenSaying({ code, message }: Pick<YAMLError, 'code' | 'message'>): Saying {
  if (code === 'TAG_RESOLVE_FAILED')
    return say`Tags of YAML, such as !Ref, aren’t read. Put text that begins with ! in quotes.`;
  if (code === 'DUPLICATE_KEY') return say`This key is there twice. Keep one.`;
  const safe = message.startsWith('The : indicator') ? message : (message.split(/: /u)[0] ?? '');
  return say`This isn’t valid YAML: ${safe.replace(/\.$/u, '')}.`;
}

function readWhole(nodes: PolicyNodes, contents: Node | null, files: PolicyFiles): Policy {
  const entries = new Map(nodes.entries(contents, say`The policy`, KEYS).map((entry) => [entry.key, entry]));
  const groups: NamedGroups = optional(entries.get('groups'), (entry) => readGroups(nodes, entry)) ?? new Map();
  const userData = optional(entries.get('userData'), (entry) => readUserData(nodes, entry, files)) ?? new Map();
  const networks = ruled(entries.get('networks'), (entry) => readNetworks(nodes, entry));
  const limits = optional(entries.get('limits'), (entry) => readLimits(nodes, entry)) ?? {};
  const amount = amountsIn(nodes, entries.get('currency'));
  return {
    language: optional(entries.get('language'), (entry) => nodes.choice(entry, LANGUAGES)) ?? 'en',
    admins: optional(entries.get('admins'), (entry) => readAdmins(nodes, entry, groups)) ?? [],
    create: ruled(entries.get('create'), (entry) => readGrants(nodes, entry, groups)),
    act: optional(entries.get('act'), (entry) => readActGrants(nodes, entry, groups)) ?? [],
    regions: ruled(entries.get('regions'), (entry) => readWords(nodes, entry)),
    families: ruled(entries.get('families'), (entry) => readWords(nodes, entry).map(withPrefix)),
    types: ruled(entries.get('types'), (entry) => readWords(nodes, entry).map(withPrefix)),
    images: ruled(entries.get('images'), (entry) => readWords(nodes, entry)),
    networks,
    limits,
    ...(optional(entries.get('presets'), (entry) => readPresets(nodes, entry, userData, { networks, limits })) ?? {
      presets: new Map(),
      templates: new Map(),
    }),
    userData,
    options: readOptionRules(nodes, entries, userData),
    partial: optional(entries.get('partial'), (entry) => nodes.choice(entry, SHORTFALLS)) ?? 'keep',
    ...readLeases(nodes, entries.get('lease'), entries.get('maxLease')),
    digest: optional(entries.get('digest'), (entry) => readDigest(nodes, entry)) ?? [],
    prepaid: 'asGranted',
    approval: readApproval({ nodes, groups, amount }, entries),
  };
}

const optional = <T>(entry: PolicyEntry<Key> | undefined, read: (entry: PolicyEntry<Key>) => T): T | null =>
  entry === undefined ? null : read(entry);

const ruled = <T>(entry: PolicyEntry<Key> | undefined, read: (entry: PolicyEntry<Key>) => T): Ruled<T> | null =>
  entry === undefined ? null : { value: read(entry), line: entry.line };

const readAdmins = (nodes: PolicyNodes, entry: PolicyEntry<Key>, groups: NamedGroups): readonly string[] =>
  nodes.list(entry).flatMap((item) => principal(nodes, item, groups));

/** An empty list would allow nothing, which nobody writes on purpose. */
function readWords(nodes: PolicyNodes, entry: PolicyEntry<Key>): readonly string[] {
  const items = nodes.list(entry);
  if (items.length === 0 && entry.isList)
    nodes.mistake(
      entry.line,
      say`${entry.key} allows nothing. List at least one, or leave ${entry.key} out to allow all.`,
    );
  return items.flatMap((item) => nodes.word(item) ?? []);
}

/** `g7` and `g7.large` are short for `ecs.g7` and `ecs.g7.large`, as in the form. */
const withPrefix = (word: string): string => (/^(?:ecs\.|\*)/iu.test(word) ? word : `ecs.${word}`);

const LIMIT_BOUNDS: Readonly<Record<LimitKey | PersonLimitKey, { readonly min: number; readonly max: number }>> = {
  maxAmount: BOUNDS.amount,
  maxVCpu: { min: 1, max: 1_000_000 },
  maxBandwidthOut: BOUNDS.bandwidth,
  maxDiskGiB: { min: BOUNDS.size.min, max: LARGEST_DISK_GIB },
  maxPendingPerPerson: { min: 1, max: 1_000 },
  maxInstancesPerPersonPerDay: { min: 1, max: 100_000 },
};

function readLimits(nodes: PolicyNodes, entry: PolicyEntry<Key>): Policy['limits'] {
  const limits: Partial<Record<LimitKey | PersonLimitKey, Ruled<number>>> = {};
  for (const limit of nodes.entries(entry.node, say`limits`, [...LIMIT_KEYS, ...PERSON_LIMIT_KEYS])) {
    const { min, max } = LIMIT_BOUNDS[limit.key];
    const value = nodes.integer(limit, min, max);
    if (value !== null) limits[limit.key] = { value, line: limit.line };
  }
  return limits;
}

/** `lease` and `maxLease`: times; the first must not be longer than the second. */
function readLeases(
  nodes: PolicyNodes,
  lease: PolicyEntry | undefined,
  maxLease: PolicyEntry | undefined,
): Pick<Policy, 'lease' | 'maxLease'> {
  const [usual, most] = [lease, maxLease].map((entry) => {
    const value = entry === undefined ? null : leaseTime(nodes, entry);
    return entry === undefined || value === null ? null : { value, line: entry.line };
  });
  if (usual && most && usual.value > most.value)
    nodes.mistake(usual.line, say`lease is longer than maxLease. Shorten lease, or extend maxLease.`);
  return { lease: usual ?? null, maxLease: most ?? null };
}

function leaseTime(nodes: PolicyNodes, { key, line, node }: PolicyEntry): number | null {
  const ms = isScalar(node) && typeof node.value === 'string' ? parseDuration(node.value) : 'unreadable';
  if (ms !== 'unreadable' && ms >= MIN_LEASE_MS && ms <= MAX_LEASE_MS) return ms;
  return nodes.mistake(line, say`${key} ${shownAs(node)}. Set it to a time from 1h to 1000d, such as 12h or 7d.`);
}

export const withLine = ({ line, what }: Mistake): Saying => say`line ${line}: ${what}`;

/** A mistake as it is logged and printed. */
export const mistakeLine = (mistake: Mistake): string => inEnglish(withLine(mistake));
