import { isScalar, isSeq, type Node } from 'yaml';
import { CHARGE_KINDS } from '../core/charge.ts';
import { DIRECT, type Grant } from '../core/policy.ts';
import type { Entry, PolicyNodes } from './policy-nodes.ts';

const GRANT_KEYS = ['who', 'channels'] as const;

/** `create`: an empty list is meant as it stands, nobody. */
export function readGrants(nodes: PolicyNodes, entry: Entry): readonly Grant[] {
  return nodes.list(entry).flatMap((item) => readGrant(nodes, item) ?? []);
}

function readGrant(nodes: PolicyNodes, item: Node): Grant | null {
  const entries = nodes.entries(item, 'An entry of create', GRANT_KEYS);
  const [who, channels] = GRANT_KEYS.map((key) => entries.find((entry) => entry.key === key));
  const line = nodes.lineOf(item);
  if (who === undefined) nodes.mistake(line, 'An entry of create needs who: everyone, or a list of user ids.');
  if (channels === undefined) nodes.mistake(line, 'An entry of create needs channels: any, or a list of channel ids.');
  if (who === undefined || channels === undefined) return null;
  return {
    who: isWord(who.node, 'everyone') ? 'everyone' : readList(nodes, who, 'everyone', (node) => nodes.userId(node)),
    channels: isWord(channels.node, 'any') ? 'any' : readList(nodes, channels, 'any', (node) => channelId(nodes, node)),
    charges: CHARGE_KINDS,
  };
}

const isWord = (node: Node | null, word: string): boolean => isScalar(node) && node.value === word;

function readList(
  nodes: PolicyNodes,
  entry: Entry,
  word: string,
  read: (node: Node) => string | null,
): readonly string[] {
  if (isSeq(entry.node) && entry.node.items.length > 0) return nodes.list(entry).flatMap((node) => read(node) ?? []);
  nodes.mistake(entry.line, `${entry.key} must be ${word}, or a list of ids with at least one.`);
  return [];
}

function channelId(nodes: PolicyNodes, node: Node): string | null {
  const word = nodes.word(node);
  if (word === null || word === DIRECT || /^[CG][A-Z0-9]{5,}$/u.test(word)) return word;
  const how = `An id looks like C07ABCDEF12: it stands at the end of the channel's details. "${DIRECT}" means direct messages.`;
  return nodes.mistake(nodes.lineOf(node), `"${word}" is not a Slack channel id. ${how}`);
}
