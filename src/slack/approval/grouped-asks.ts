import type { KnownBlock } from '@slack/types';
import type { Text } from '../../text/en.ts';
import { actions, LIMITS, section } from '../kit/blocks.ts';
import {
  code,
  EMPTY,
  fallback,
  joined,
  lines,
  link,
  type Mrkdwn,
  moment,
  mrkdwn,
  source,
  userMention,
} from '../kit/mrkdwn.ts';
import { type Detail, fitsMessage, inDetail, type Post } from '../kit/post.ts';
import { optionLines } from '../request/option-blocks.ts';
import { requestTitle } from '../request/render.ts';
import { factsOfDecided, specFacts } from '../request/spec-facts.ts';
import { type ApprovalRequest, plainEnd, requirementLines, voteButtons } from './blocks.ts';
import { balanceLines, paymentFact, wholePrice } from './price.ts';

/** The most characters of an option’s value, the most that fits into a section being taken: a purpose, and more tags or disks than usual. */
const VALUES_MAX = [400, 150, 60, 24];

/** A request with its card's address; null if there is none. */
interface Linked {
  readonly request: ApprovalRequest;
  readonly toCard: string | null;
}

/**
 * One person's requests in one message to an approver. Each waiting one has its own buttons, which name it and the round whose
 * price they show; a decided one is a single line. If Slack's limits leave no room, the last ones get their buttons when others
 * are decided.
 */
export function renderAsks(all: readonly Linked[], text: Text): Post {
  const waiting = all.filter(({ request }) => request.state === 'pending').length;
  let blocks: readonly KnownBlock[] = [];
  for (let most = waiting; most >= 0; most -= 1) {
    blocks = inDetail((detail) => drawn(all, waiting, most, text, detail));
    if (fitsMessage(blocks)) break;
  }
  return { text: fallback(text.approval.asks.plain(waiting, all.length)), blocks };
}

/** @param most how many waiting ones have buttons */
function drawn(
  all: readonly Linked[],
  waiting: number,
  most: number,
  text: Text,
  detail: Detail,
): readonly KnownBlock[] {
  const by = userMention(all[0]?.request.requester ?? '');
  let left = most;
  return [
    section(mrkdwn`*${text.approval.asks.title(waiting, all.length)}* ${by}`),
    ...all.flatMap((one, n) => {
      if (one.request.state === 'pending') left -= 1;
      return rowOf(one, n, left >= 0, text, detail);
    }),
  ];
}

function rowOf(
  { request, toCard }: Linked,
  n: number,
  hasButtons: boolean,
  text: Text,
  detail: Detail,
): readonly KnownBlock[] {
  const { approval, state } = request;
  const words = text.approval;
  const card = toCard === null ? EMPTY : mrkdwn` · ${link(toCard, words.ask.toCard)}`;
  const title = mrkdwn`*${n + 1}.* ${requestTitle(request, text)}`;
  if (state !== 'pending') {
    const what = joined([title, ...factsOfDecided(request, text).map(([, value]) => value)], ' · ');
    return [section(mrkdwn`${what}${text.marks.colon}${plainEnd(approval, text)}${card}`)];
  }
  const priced = mrkdwn`${title} · *${wholePrice(approval.quote, request, text)}*`;
  if (!hasButtons) return [section(mrkdwn`${priced} · ${words.asks.later}${card}`)];
  const facts = (valueMax: number): readonly string[] => [
    ...specFacts(request, text).map(([name, value]) => `${name}${text.marks.colon}${value}`),
    ...optionLines(request, text, valueMax),
  ];
  const row = (valueMax: number): Mrkdwn =>
    lines([
      priced,
      mrkdwn`${paymentFact(request, text)[1]}`,
      ...(approval.round === 1 ? [] : [mrkdwn`${words.askedAnew}`]),
      ...(detail.cause
        ? [joined(facts(valueMax), ' · '), ...requirementLines(request, text, detail.peopleMax).slice(0, 1)]
        : []),
      mrkdwn`${words.expires} ${moment(approval.expiresAt)} · ${code(request.id)}${card}`,
      ...balanceLines(approval, text),
    ]);
  const rows = VALUES_MAX.map(row);
  const shown = rows.find((one) => source(one).length <= LIMITS.section) ?? rows.at(-1) ?? EMPTY;
  return [section(shown), actions(`approval|${request.id}`, voteButtons(request, text))];
}
