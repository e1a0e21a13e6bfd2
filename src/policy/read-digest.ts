import type { Node } from 'yaml';
import { nearest } from '../core/base/nearest.ts';
import { DAYS, type DigestPlan, isZone } from '../core/digest/digest-plan.ts';
import { say } from '../core/saying.ts';
import { type PolicyEntry, type PolicyNodes, shownAs } from './policy-nodes.ts';
import { isChannel } from './read-principals.ts';

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
  const said = nodes.record(item, say`An entry of digest`, 'channel', 'day', 'at', 'zone');
  const channel = said.channel && readChannel(nodes, said.channel);
  if (said.channel === undefined)
    nodes.mistake(nodes.lineOf(item), say`An entry of digest needs channel: a channel ID, such as C07ABCDEF12.`);
  const day = (said.day && nodes.choice(said.day, DAYS)) ?? 'monday';
  const minute = (said.at && readMinute(nodes, said.at)) ?? 9 * 60;
  const zone = (said.zone && readZone(nodes, said.zone)) ?? 'UTC';
  return channel ? { channel, day: DAYS.indexOf(day), minute, zone } : null;
}

function readChannel(nodes: PolicyNodes, { node }: PolicyEntry): string | null {
  const word = nodes.word(node);
  if (word === null || isChannel(word)) return word;
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
