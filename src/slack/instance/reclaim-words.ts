import type { KnownBlock } from '@slack/types';
import type { Instance } from '../../core/instance/instance.ts';
import type { Request } from '../../core/request/request.ts';
import { isReclaiming } from '../../core/spot/spot-clock.ts';
import type { Text } from '../../text/en.ts';
import { contextBlock, section } from '../kit/blocks.ts';
import {
  clipName,
  code,
  EMPTY,
  fallback,
  harmless,
  joined,
  lines,
  type Mrkdwn,
  moment,
  mrkdwn,
} from '../kit/mrkdwn.ts';
import { overPost, type Post, type StandingPost } from '../kit/post.ts';
import { nextStepBlocks } from '../request/next-step-blocks.ts';

const NAMED_MAX = 20;
const NAME_MAX = 60;

/** On the card, at the instance; empty unless it is being reclaimed. */
export const reclaimPart = (instance: Instance, { spot }: Text): Mrkdwn =>
  isReclaiming(instance) ? mrkdwn`⚠️ ${spot.reclaiming}` : EMPTY;

/** To the owner, until each of them is gone or stays. */
export function reclaimWarning(
  request: Request,
  all: readonly Instance[],
  instanceIds: readonly string[],
  text: Text,
): StandingPost {
  const post = renderReclaim(request, all, instanceIds, text);
  const { title, means } = text.spot.over;
  if (post === null) return { post: overPost(title, means, request.id, text), isLast: true, isOver: true };
  const isLast = !all.some((one) => instanceIds.includes(one.id) && isReclaiming(one));
  return { post, isLast, isOver: false };
}

/** To the owner, by the state at sending; null if none of them is being or was reclaimed. */
export function renderReclaim(
  request: Request,
  all: readonly Instance[],
  instanceIds: readonly string[],
  text: Text,
): Post | null {
  const of = all.filter(({ id }) => instanceIds.includes(id));
  const gone = of.filter(({ failure }) => failure?.kind === 'reclaimed');
  const { spot } = text;
  const groups = [
    { words: spot.soon, rows: of.filter(isReclaiming) },
    { words: spot.gone, rows: gone.filter(({ failure }) => failure?.code !== null) },
    { words: spot.probably, rows: gone.filter(({ failure }) => failure?.code === null) },
  ].filter(({ rows }) => rows.length > 0);
  if (groups.length === 0) return null;
  const plain = groups.map(({ words, rows }) => {
    const names = rows.map(({ spec }) => spec.name).join(text.marks.list);
    return `${words.title(rows.length)}${text.marks.colon}${names}${text.marks.end}`;
  });
  return {
    text: fallback(lines(plain.map(harmless))),
    blocks: [
      ...groups.flatMap(({ words, rows }) => groupBlocks(words, rows, text)),
      ...nextStepBlocks(
        request,
        groups.flatMap(({ rows }) => rows),
        text,
      ),
      contextBlock(mrkdwn`${text.card.request} ${code(request.id)}`),
    ],
  };
}

function groupBlocks(
  words: { title(count: number): string; means(count: number): string },
  rows: readonly Instance[],
  text: Text,
): readonly KnownBlock[] {
  const left = rows.length - NAMED_MAX;
  return [
    section(mrkdwn`⚠️ *${words.title(rows.length)}*`),
    section(
      lines([
        ...rows.slice(0, NAMED_MAX).map((row) => rowOf(row, text)),
        ...(left > 0 ? [mrkdwn`${text.spot.more(left)}`] : []),
      ]),
    ),
    section(mrkdwn`${words.means(rows.length)}`),
  ];
}

function rowOf(instance: Instance, { spot, marks }: Text): Mrkdwn {
  const { spec, cloudId, spot: market } = instance;
  const seenAt = isReclaiming(instance) ? (market?.reclaimingAt ?? null) : null;
  const parts = [
    code(clipName(spec.name, NAME_MAX)),
    ...(cloudId === null ? [] : [code(cloudId)]),
    mrkdwn`${spec.instanceType}${marks.comma}${spec.zone}`,
    ...(seenAt === null ? [] : [mrkdwn`${spot.soon.seen} ${moment(seenAt)}`]),
  ];
  return joined(parts, ' · ');
}
