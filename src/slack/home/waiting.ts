import type { KnownBlock } from '@slack/types';
import { waitsFor } from '../../core/approval/requirements.ts';
import type { Store } from '../../store/store.ts';
import type { Text } from '../../text/en.ts';
import { type ApprovalRequest, hasApproval, requirementLines, voteButtons } from '../approval/blocks.ts';
import { balanceLines, moneyFacts } from '../approval/price.ts';
import { actions, contextBlock, facts, header, plain, section } from '../kit/blocks.ts';
import { isChannelId } from '../kit/ids.ts';
import { channelMention, EMPTY, lines, link, moment, mrkdwn, userMention } from '../kit/mrkdwn.ts';
import { optionBlocks } from '../request/option-blocks.ts';
import { requestTitle } from '../request/render.ts';
import { specFacts } from '../request/spec-facts.ts';
import { cardUrlOf } from './card-url.ts';

/** The requests that wait for somebody's approval. */
export interface WaitingRequests {
  readonly requests: readonly { readonly request: ApprovalRequest; readonly cardUrl: string | null }[];
  /** How many more wait. */
  readonly more: number;
}

/** The most waiting requests that are checked for whether this person may decide. */
const READ_MAX = 500;
const PEOPLE_MAX = 3;
/** Characters of a name or text that people gave to a disk or tag. */
const WORDS_MAX = 60;

/**
 * @param most how many are shown
 * @param web the workspace's web address, for links to cards; null without links
 * @throws StoreUnavailable
 */
export async function gatherWaiting(
  { queries }: Pick<Store, 'queries'>,
  user: string,
  now: number,
  web: string | null,
  most: number,
): Promise<WaitingRequests> {
  const theirs = (await queries.waiting(READ_MAX))
    .filter(hasApproval)
    .filter(({ approval }) => approval.expiresAt > now && waitsFor(user, approval));
  return {
    requests: theirs.slice(0, most).map((request) => ({
      request,
      // Nobody else can look into conversations between people.
      cardUrl: request.card !== null && isChannelId(request.card.channel) ? cardUrlOf(web, request) : null,
    })),
    more: Math.max(0, theirs.length - most),
  };
}

/** @param words the title, and the texts for an empty list and for requests without room */
function waitingList(
  { requests, more }: WaitingRequests,
  text: Text,
  words: Text['home']['waiting'] = text.home.waiting,
): readonly KnownBlock[] {
  return [
    header(words.title),
    ...(requests.length + more === 0 ? [section(plain(words.none))] : []),
    ...requests.flatMap(({ request, cardUrl }) => oneThatWaits(request, cardUrl, text)),
    ...(more > 0 ? [contextBlock(plain(words.more(more)))] : []),
  ];
}

/** As many as fit; the rest is counted. */
export function waitingThatFits(
  { requests, more }: WaitingRequests,
  fits: (blocks: readonly KnownBlock[]) => boolean,
  text: Text,
  words?: Text['home']['waiting'],
): readonly KnownBlock[] {
  let blocks: readonly KnownBlock[] = [];
  for (let most = requests.length; most >= 0; most -= 1) {
    const shown = { requests: requests.slice(0, most), more: more + requests.length - most };
    blocks = waitingList(shown, text, words);
    if (fits(blocks)) break;
  }
  return blocks;
}

function oneThatWaits(request: ApprovalRequest, cardUrl: string | null, text: Text): readonly KnownBlock[] {
  const { approval, requester, channel } = request;
  const where = isChannelId(channel) ? mrkdwn` ${text.approval.ask.askedIn} ${channelMention(channel)}` : EMPTY;
  const small = [
    ...balanceLines(approval, text),
    ...requirementLines(request, text, PEOPLE_MAX),
    mrkdwn`${text.approval.expires} ${moment(approval.expiresAt)}${text.marks.end}`,
    ...(cardUrl === null ? [] : [link(cardUrl, text.home.requests.openCard)]),
  ];
  return [
    section(
      mrkdwn`⏳ *${requestTitle(request, text)}*\n${text.card.askedBy} ${userMention(requester)}${where} · ${moment(request.createdAt)}`,
    ),
    ...facts([...moneyFacts(request, approval, text), ...specFacts(request, text)]),
    ...optionBlocks(request, text, WORDS_MAX),
    contextBlock(lines(small)),
    actions(`home_vote_${request.id}`, voteButtons(request, text)),
  ];
}
