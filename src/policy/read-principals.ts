import { isScalar, isSeq, type Node } from 'yaml';
import { nearest } from '../core/base/nearest.ts';
import { isUserGroup, type NamedGroups, type Principals } from '../core/policy/people.ts';
import { say } from '../core/saying.ts';
import type { PolicyEntry, PolicyNodes } from './policy-nodes.ts';

const NAME = /^[a-z][a-z0-9-]{0,39}$/u;
/** These words have another meaning where people are named. */
const TAKEN: readonly string[] = ['everyone', 'each', 'any', 'never'];

const isUser = (word: string): boolean => /^[UW][A-Z0-9]{5,}$/u.test(word);
export const isChannel = (word: string): boolean => /^[CG][A-Z0-9]{5,}$/u.test(word);

/** What a list may name: people and groups, or channels too. */
type Nameable = 'people' | 'peopleOrChannels';

/** `groups`: names with people and Slack user groups, but no other names. */
export function readGroups(nodes: PolicyNodes, entry: PolicyEntry): NamedGroups {
  const entries = nodes.anyEntries(entry.node, say`groups`);
  const names = new Map(entries.map(({ key }): [string, Principals] => [key, []]));
  return new Map(
    entries.map((group): [string, Principals] => {
      if (TAKEN.includes(group.key)) nodes.mistake(group.line, say`"${group.key}" is reserved. Choose another name.`);
      else if (!NAME.test(group.key))
        nodes.mistake(
          group.line,
          say`"${group.key}" isn’t a valid group name. Use lowercase letters, digits, and -, at most 40 characters.`,
        );
      return [
        group.key,
        nodes.list(group).length === 0
          ? nobody(nodes, group)
          : nodes.list(group).flatMap((item) => member(nodes, item, names)),
      ];
    }),
  );
}

function nobody(nodes: PolicyNodes, { key, line, isList }: PolicyEntry): readonly string[] {
  if (isList) nodes.mistake(line, say`${key} lists nobody. List at least one person, or leave ${key} out.`);
  return [];
}

function member(nodes: PolicyNodes, item: Node, names: NamedGroups): readonly string[] {
  const word = nodes.word(item);
  if (word === null) return [];
  if (names.has(word))
    nodes.mistake(
      nodes.lineOf(item),
      say`"${word}" is a group, and a group can’t contain another. List its people here.`,
    );
  else complain(nodes, item, word, new Map(), 'people');
  return [word];
}

/** One name, or a list with at least one. */
export function readPrincipals(
  nodes: PolicyNodes,
  entry: PolicyEntry,
  groups: NamedGroups,
  nameable: Nameable = 'people',
): Principals {
  if (isScalar(entry.node) && typeof entry.node.value === 'string')
    return principal(nodes, entry.node, groups, nameable);
  if (!isSeq(entry.node)) {
    nodes.mistake(entry.line, say`${entry.key} must be a list of IDs and groups, such as [U07ABCDEF12, S07ABCDEF12].`);
    return [];
  }
  const items = nodes.list(entry);
  return items.length === 0 ? nobody(nodes, entry) : items.flatMap((item) => principal(nodes, item, groups, nameable));
}

/** A wrong word is kept, so that it does not also cause the mistake *too few people*. */
export function principal(
  nodes: PolicyNodes,
  node: Node,
  groups: NamedGroups,
  nameable: Nameable = 'people',
): Principals {
  const word = nodes.word(node);
  if (word === null) return [];
  complain(nodes, node, word, groups, nameable);
  return [word];
}

function complain(nodes: PolicyNodes, node: Node, word: string, groups: NamedGroups, nameable: Nameable): void {
  if (isUser(word) || isUserGroup(word) || groups.has(word)) return;
  const line = nodes.lineOf(node);
  if (isChannel(word)) {
    if (nameable === 'people') nodes.mistake(line, say`"${word}" is a channel. List people or user groups here.`);
    return;
  }
  const near = nearest(word, [...groups.keys()]);
  const how = say`To get an ID such as U07ABCDEF12, open the profile in Slack, then ⋮, Copy member ID. A user group’s ID looks like S07ABCDEF12.`;
  nodes.mistake(
    line,
    say`"${word}" is neither a Slack ID nor a group under groups. ${near === null ? how : `Did you mean ${near}?`}`,
  );
}

/** The number of named people; null if only Slack knows it. */
export function peopleAmong(principals: Principals, groups: NamedGroups): number | null {
  const all = principals.flatMap((one) => groups.get(one) ?? [one]);
  return all.some(isUserGroup) ? null : new Set(all).size;
}
