import { isScalar, isSeq, type Node, type Scalar } from 'yaml';
import { nearest } from '../core/base/nearest.ts';
import type { NamedGroups } from '../core/policy/people.ts';
import { DIRECT, type Places } from '../core/policy/places.ts';
import type { ActGrant, Grant } from '../core/policy/policy.ts';
import { say } from '../core/saying.ts';
import { CHARGE_KINDS, type ChargeKind } from '../core/spec/charge.ts';
import { readTag } from '../core/spec/list-query.ts';
import { isWord, type PolicyEntry, type PolicyNodes } from './policy-nodes.ts';
import { isChannel, principal } from './read-principals.ts';

/** `create`: an empty list means nobody. */
export function readGrants(nodes: PolicyNodes, entry: PolicyEntry, groups: NamedGroups): readonly Grant[] {
  return nodes.list(entry).flatMap((item) => readGrant(nodes, item, groups) ?? []);
}

function readGrant(nodes: PolicyNodes, item: Node, groups: NamedGroups): Grant | null {
  const { who, channels, charges } = nodes.record(item, say`An entry of create`, 'who', 'channels', 'charges');
  const line = nodes.lineOf(item);
  if (who === undefined) nodes.mistake(line, say`An entry of create needs who: everyone, or a list of IDs and groups.`);
  if (channels === undefined)
    nodes.mistake(line, say`An entry of create needs channels: any, or a list of channel IDs.`);
  if (who === undefined || channels === undefined) return null;
  return {
    who: readWho(nodes, who, groups),
    channels: readChannels(nodes, channels),
    charges: charges === undefined ? CHARGE_KINDS : readCharges(nodes, charges),
  };
}

/** `any`, or a list of channel ids. */
export const readChannels = (nodes: PolicyNodes, entry: PolicyEntry): Places =>
  isWord(entry.node, 'any') ? 'any' : readList(nodes, entry, 'any', (node) => channelId(nodes, node));

/** `act`: who may act on instances that the bot did not create, by one of their tags. */
export function readActGrants(nodes: PolicyNodes, entry: PolicyEntry, groups: NamedGroups): readonly ActGrant[] {
  return nodes.list(entry).flatMap((item) => readActGrant(nodes, item, groups) ?? []);
}

function readActGrant(nodes: PolicyNodes, item: Node, groups: NamedGroups): ActGrant | null {
  const { who, tag } = nodes.record(item, say`An entry of act`, 'who', 'tag');
  const line = nodes.lineOf(item);
  if (who === undefined) nodes.mistake(line, say`An entry of act needs who: everyone, or a list of IDs and groups.`);
  if (tag === undefined) nodes.mistake(line, say`An entry of act needs tag: a tag of the instances, such as team=web.`);
  if (who === undefined || tag === undefined) return null;
  const people = readWho(nodes, who, groups);
  const word = nodes.word(tag.node);
  if (word === null) return null;
  const read = readTag(word);
  // Nothing after the equals sign: a forgotten value is likelier than "any value".
  if (read !== null && !word.trim().endsWith('=')) return { who: people, tag: read };
  return nodes.mistake(tag.line, say`"${word}" isn’t a valid tag. Write key=value, or the key alone for any value.`);
}

function readWho(nodes: PolicyNodes, who: PolicyEntry, groups: NamedGroups): Grant['who'] {
  if (isWord(who.node, 'everyone')) return 'everyone';
  if (isGroup(who.node, groups)) return [who.node.value];
  return readList(nodes, who, 'everyone', (node) => principal(nodes, node, groups));
}

const isGroup = (node: Node | null, groups: NamedGroups): node is Scalar<string> =>
  isScalar(node) && typeof node.value === 'string' && groups.has(node.value);

function readCharges(nodes: PolicyNodes, entry: PolicyEntry): readonly ChargeKind[] {
  const items = nodes.list(entry);
  if (items.length === 0 && entry.isList)
    nodes.mistake(entry.line, say`charges allows nothing. Name at least one of ${CHARGE_KINDS.join(', ')}.`);
  return items.flatMap((item) => {
    const word = nodes.word(item);
    const kind = CHARGE_KINDS.find((one) => one === word);
    if (kind !== undefined) return [kind];
    if (word === null) return [];
    const near = nearest(word, CHARGE_KINDS);
    const hint = near === null ? say`Use one of ${CHARGE_KINDS.join(', ')}.` : say`Did you mean ${near}?`;
    nodes.mistake(nodes.lineOf(item), say`"${word}" isn’t a billing method. ${hint}`);
    return [];
  });
}

function readList(
  nodes: PolicyNodes,
  entry: PolicyEntry,
  word: string,
  read: (node: Node) => readonly string[],
): readonly string[] {
  if (isSeq(entry.node) && entry.node.items.length > 0) return nodes.list(entry).flatMap(read);
  nodes.mistake(entry.line, say`${entry.key} must be ${word}, or a list of at least one ID.`);
  return [];
}

function channelId(nodes: PolicyNodes, node: Node): readonly string[] {
  const word = nodes.word(node);
  if (word === null) return [];
  if (word === DIRECT || isChannel(word)) return [word];
  const how = say`Copy the ID from the end of the channel’s details; it looks like C07ABCDEF12. "${DIRECT}" means direct messages.`;
  nodes.mistake(nodes.lineOf(node), say`"${word}" isn’t a Slack channel ID. ${how}`);
  return [];
}
