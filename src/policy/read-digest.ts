import type { Node } from 'yaml';
import { nearest } from '../core/base/nearest.ts';
import { DAYS, type DigestPlan, isZone } from '../core/digest/digest-plan.ts';
import { say } from '../core/saying.ts';
import { type PolicyEntry, type PolicyNodes, shownAs } from './policy-nodes.ts';

const DIGEST_KEYS = ['channel', 'day', 'at', 'zone'] as const;
type DigestKey = (typeof DIGEST_KEYS)[number];

/** `digest`: one entry per channel. */
export function readDigest(nodes: PolicyNodes, entry: PolicyEntry): readonly DigestPlan[] {
  const seen = new Set<string>();
  return nodes.list(entry).flatMap((item) => {
    const plan = readPlan(nodes, item);
    if (plan === null) return [];
    if (seen.has(plan.channel))
      nodes.mistake(nodes.lineOf(item), say`${plan.channel} has two entries under digest. Keep one.`);
    seen.add(plan.channel);
    return [plan];
  });
}

function readPlan(nodes: PolicyNodes, item: Node): DigestPlan | null {
  const entries = nodes.entries(item, say`An entry of digest`, DIGEST_KEYS);
  const under = <T>(key: DigestKey, read: (entry: PolicyEntry<DigestKey>) => T | null, otherwise: T): T => {
    const entry = entries.find((one) => one.key === key);
    return entry === undefined ? otherwise : (read(entry) ?? otherwise);
  };
  const channel = under('channel', (entry) => readChannel(nodes, entry), '');
  if (!entries.some(({ key }) => key === 'channel'))
    nodes.mistake(nodes.lineOf(item), say`An entry of digest needs channel: a channel ID, such as C07ABCDEF12.`);
  const day = under('day', (entry) => nodes.choice(entry, DAYS), 'monday');
  const minute = under('at', (entry) => readMinute(nodes, entry), 9 * 60);
  const zone = under('zone', (entry) => readZone(nodes, entry), 'UTC');
  return channel === '' ? null : { channel, day: DAYS.indexOf(day), minute, zone };
}

function readChannel(nodes: PolicyNodes, { node }: PolicyEntry): string | null {
  const word = nodes.word(node);
  if (word === null || /^[CG][A-Z0-9]{5,}$/u.test(word)) return word;
  return nodes.mistake(
    nodes.lineOf(node),
    say`"${word}" isn’t a Slack channel ID. Copy it from the end of the channel’s details; it looks like C07ABCDEF12.`,
  );
}

function readMinute(nodes: PolicyNodes, { key, line, node }: PolicyEntry): number | null {
  const [, hour, minute] = /^(\d{1,2}):(\d{2})$/u.exec(String(nodes.word(node) ?? '')) ?? [];
  if (hour !== undefined && Number(hour) < 24 && Number(minute) < 60) return Number(hour) * 60 + Number(minute);
  return nodes.mistake(line, say`${key} ${shownAs(node)}. Set it to a time of the day in quotes, such as "09:00".`);
}

function readZone(nodes: PolicyNodes, { key, line, node }: PolicyEntry): string | null {
  const word = nodes.word(node);
  if (word === null || isZone(word)) return word;
  const near = nearest(word, Intl.supportedValuesOf('timeZone'));
  const hint = near === null ? say`Set it to a time zone such as Asia/Shanghai or UTC.` : say`Did you mean ${near}?`;
  return nodes.mistake(line, say`${key} ${shownAs(node)}. ${hint}`);
}
