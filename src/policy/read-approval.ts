import { isScalar, type Node } from 'yaml';
import {
  type ApprovalPolicy,
  type ApprovalRule,
  type Budget,
  MAX_WAIT_MS,
  NO_APPROVAL_RULES,
} from '../core/approval/approval-policy.ts';
import { MINUTE_MS } from '../core/base/durations.ts';
import { parseDuration } from '../core/freeze.ts';
import type { NamedGroups, Principals } from '../core/policy/people.ts';
import { say } from '../core/saying.ts';
import { CHARGE_KINDS } from '../core/spec/charge.ts';
import { isWord, type PolicyEntry, type PolicyNodes, shownAs } from './policy-nodes.ts';
import type { ReadAmount } from './read-amounts.ts';
import { peopleAmong, readPrincipals } from './read-principals.ts';

/** The keys of the policy file about who has to approve what. */
export const APPROVAL_KEYS = [
  'approvers',
  'approvals',
  'selfApproval',
  'notify',
  'expireAfter',
  'remindAfter',
  'escalateAfter',
  'escalateTo',
  'priceTolerance',
  'unknownBalance',
  'budgets',
] as const;
type Key = (typeof APPROVAL_KEYS)[number];

const MAX_NEEDED = 10;

/** The other parts of the file that the rules need. */
interface Around {
  readonly nodes: PolicyNodes;
  readonly groups: NamedGroups;
  readonly amount: ReadAmount;
}

/** Missing keys have the values of {@link NO_APPROVAL_RULES}. */
export function readApproval(around: Around, entries: ReadonlyMap<string, PolicyEntry>): ApprovalPolicy {
  const { nodes, groups } = around;
  const read = <T>(key: Key, reading: (entry: PolicyEntry) => T | null): T | null => {
    const entry = entries.get(key);
    return entry === undefined ? null : reading(entry);
  };
  const usual = NO_APPROVAL_RULES;
  const approvers = read('approvers', (entry) => readPrincipals(nodes, entry, groups)) ?? usual.approvers;
  const expireAfterMs = read('expireAfter', (entry) => duration(nodes, entry)) ?? usual.expireAfterMs;
  const remindAfter = read('remindAfter', (entry) => (isWord(entry.node, 'never') ? 'never' : duration(nodes, entry)));
  const remindAfterMs = remindAfter === 'never' ? null : (remindAfter ?? usual.remindAfterMs);
  const escalation = readEscalation(around, entries);
  for (const [key, ms] of [
    ['remindAfter', remindAfterMs],
    ['escalateAfter', escalation?.afterMs ?? null],
  ] as const)
    isInTime(nodes, entries.get(key), ms, expireAfterMs);
  return {
    approvers,
    groups,
    rules: read('approvals', (entry) => readRules(around, entry, approvers)),
    selfApproval: read('selfApproval', (entry) => nodes.flag(entry)) ?? usual.selfApproval,
    notify: read('notify', (entry) => readNotify(around, entry)),
    expireAfterMs,
    remindAfterMs,
    escalation,
    priceTolerancePercent: read('priceTolerance', (entry) => percent(nodes, entry)) ?? usual.priceTolerancePercent,
    allowUnknownBalance:
      read('unknownBalance', (entry) => nodes.choice(entry, ['refuse', 'allow'] as const)) === 'allow',
    budgets: read('budgets', (entry) => readBudgets(around, entry)) ?? usual.budgets,
  };
}

/** An empty list is meant: then only the card in the channel tells. */
const readNotify = ({ nodes, groups }: Around, entry: PolicyEntry): Principals =>
  entry.isList && nodes.list(entry).length === 0 ? [] : readPrincipals(nodes, entry, groups, 'peopleOrChannels');

function readEscalation(
  { nodes, groups }: Around,
  entries: ReadonlyMap<string, PolicyEntry>,
): ApprovalPolicy['escalation'] {
  const [after, to] = [entries.get('escalateAfter'), entries.get('escalateTo')];
  const lonely = after === undefined ? to : to === undefined ? after : undefined;
  if (lonely !== undefined) {
    const other = after === undefined ? say`escalateAfter, such as 4h` : say`escalateTo, the people to notify`;
    nodes.mistake(lonely.line, say`${lonely.key} has no effect alone. Add ${other}, or leave both out.`);
  }
  const afterMs = after === undefined ? null : duration(nodes, after);
  const people = to === undefined ? null : readPrincipals(nodes, to, groups, 'peopleOrChannels');
  return afterMs === null || people === null ? null : { afterMs, to: people };
}

/** Reports a time after the end, because it would never come. */
function isInTime(nodes: PolicyNodes, entry: PolicyEntry | undefined, ms: number | null, expireAfterMs: number): void {
  if (entry === undefined || ms === null || ms < expireAfterMs) return;
  nodes.mistake(entry.line, say`${entry.key} isn’t shorter than expireAfter, so it never takes effect. Shorten it.`);
}

function readRules(around: Around, entry: PolicyEntry, approvers: Principals): readonly ApprovalRule[] {
  return around.nodes.list(entry).map((item) => readRule(around, item, approvers));
}

function readRule(around: Around, item: Node, approvers: Principals): ApprovalRule {
  const { nodes, groups } = around;
  const said = nodes.record(item, say`An entry of approvals`, 'when', 'approvers', 'from');
  const { when, approvers: count, from: out } = said;
  const line = nodes.lineOf(item);
  const needed = count === undefined ? 1 : nodes.integer(count, 1, MAX_NEEDED);
  const from = out === undefined ? null : readPrincipals(nodes, out, groups);
  // Without approvers the admins decide, and the file does not name all admins.
  const may = from ?? (approvers.length > 0 ? approvers : null);
  const people = may === null ? null : peopleAmong(may, groups);
  if (people !== null && people > 0 && needed !== null && people < needed) {
    const whose = from === null ? 'approvers' : 'from';
    nodes.mistake(
      (count ?? out)?.line ?? line,
      say`Nobody can meet this rule: it needs ${needed} people, but ${whose} lists ${people}. Lower approvers, or list more people.`,
    );
  }
  return { line, ...readWhen(around, when), needed: needed ?? 1, from };
}

function readWhen({ nodes, amount }: Around, when: PolicyEntry | undefined): Pick<ApprovalRule, 'charge' | 'above'> {
  if (when === undefined) return { charge: null, above: null };
  const { charge, totalAbove } = nodes.record(when.node, say`when`, 'charge', 'totalAbove');
  return {
    charge: charge === undefined ? null : nodes.choice(charge, CHARGE_KINDS),
    above: totalAbove === undefined ? null : amount(totalAbove),
  };
}

const readBudgets = (around: Around, entry: PolicyEntry): readonly Budget[] =>
  around.nodes.list(entry).flatMap((item) => readBudget(around, item) ?? []);

function readBudget({ nodes, groups, amount }: Around, item: Node): Budget | null {
  const { who: whose, perMonth: most } = nodes.record(item, say`An entry of budgets`, 'who', 'perMonth');
  const line = nodes.lineOf(item);
  if (whose === undefined) nodes.mistake(line, say`An entry of budgets needs who: each, or a list of IDs and groups.`);
  if (most === undefined) nodes.mistake(line, say`An entry of budgets needs perMonth: an amount, such as 3000.`);
  const perMonth = most === undefined ? null : amount(most);
  if (whose === undefined) return null;
  const who = isWord(whose.node, 'each') ? 'each' : readPrincipals(nodes, whose, groups);
  return perMonth === null ? null : { line, who, perMonth };
}

function duration(nodes: PolicyNodes, { key, line, node }: PolicyEntry): number | null {
  const ms = isScalar(node) && typeof node.value === 'string' ? parseDuration(node.value) : 'unreadable';
  if (ms !== 'unreadable' && ms >= MINUTE_MS && ms <= MAX_WAIT_MS) return ms;
  const like = key === 'remindAfter' ? say`30m, 4h or 2d, or never` : say`30m, 4h or 2d`;
  return nodes.mistake(line, say`${key} ${shownAs(node)}. Set it to a time from 1m to 90d, such as ${like}.`);
}

/** `2%`, `2` or `0.5%`. */
function percent(nodes: PolicyNodes, { key, line, node }: PolicyEntry): number | null {
  const given = isScalar(node) && node.value !== null ? String(node.value) : '';
  const [, digits] = /^(\d{1,3}(?:\.\d{1,3})?)\s*%?$/u.exec(given.trim()) ?? [];
  if (digits !== undefined && Number(digits) <= 100) return Number(digits);
  return nodes.mistake(line, say`${key} ${shownAs(node)}. Set it to a share from 0% to 100%, such as 2%.`);
}
