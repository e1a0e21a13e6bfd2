import type { KnownBlock } from '@slack/types';
import type { Text } from '../text/en.ts';
import { type Asked, plainEnd, voteButtons } from './approval-blocks.ts';
import { balanceLines, wholePrice } from './approval-price.ts';
import { actions, LIMITS, section } from './blocks.ts';
import { specFacts } from './card.ts';
import { EMPTY, fallback, joined, lines, link, type Mrkdwn, moment, mrkdwn, userMention } from './mrkdwn.ts';
import { type Detail, fitting, type Post, requestTitle } from './standing.ts';

/** A request with the way to its card; null where there is none to lead to. */
export interface Linked {
  readonly request: Asked;
  readonly toCard: string | null;
}

/**
 * What one person asks somebody to decide, as one message: each request with buttons of its own, which name it and the round whose price
 * they stand under. What is decided is one line.
 */
export function renderAsks(all: readonly Linked[], text: Text): Post {
  const words = text.approval.asks;
  const waiting = all.filter(({ request }) => request.state === 'pending').length;
  const by = userMention(all[0]?.request.requester ?? '');
  return {
    text: fallback(words.plain(waiting, all.length)),
    blocks: fitting((detail) => [
      section(mrkdwn`*${words.title(waiting, all.length)}* ${by}`),
      ...all.flatMap((one, n) => rowOf(one, n, text, detail)),
    ]).slice(0, LIMITS.blocksPerMessage),
  };
}

function rowOf({ request, toCard }: Linked, n: number, text: Text, detail: Detail): readonly KnownBlock[] {
  const { approval, state } = request;
  const words = text.approval;
  const card = toCard === null ? EMPTY : mrkdwn` · ${link(toCard, words.ask.toCard)}`;
  const title = mrkdwn`*${n + 1}.* ${requestTitle(request, text)}`;
  if (state !== 'pending') return [section(mrkdwn`${title}${text.marks.colon}${plainEnd(approval, text)}${card}`)];
  const facts = specFacts(request, text).map(([name, value]) => `${name}${text.marks.colon}${value}`);
  const row: Mrkdwn = lines([
    mrkdwn`${title} · *${wholePrice(approval.quote, request, text)}*`,
    ...(approval.round === 1 ? [] : [mrkdwn`${words.askedAnew}`]),
    ...(detail.cause ? [mrkdwn`${joined(facts, ' · ')}`] : []),
    mrkdwn`${words.expires} ${moment(approval.expiresAt)}${card}`,
    ...balanceLines(approval, text),
  ]);
  return [section(row), actions(`approval|${request.id}`, voteButtons(request, text))];
}
