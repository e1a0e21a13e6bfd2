import type { KnownBlock } from '@slack/types';
import type { Text } from '../../text/en.ts';
import { contextBlock, facts, header, section } from '../kit/blocks.ts';
import { isChannelId } from '../kit/ids.ts';
import {
  channelMention,
  code,
  EMPTY,
  fallback,
  joined,
  link,
  type Mrkdwn,
  moment,
  mrkdwn,
  source,
  userMention,
} from '../kit/mrkdwn.ts';
import { type Detail, fitting, type Post } from '../kit/post.ts';
import { optionBlocks } from '../request/option-blocks.ts';
import { requestTitle } from '../request/render.ts';
import { factsOfDecided, filledFromPart, idsLine, specFacts } from '../request/spec-facts.ts';
import { type ApprovalRequest, decidedSection, plainEnd, waitingBlocks } from './blocks.ts';
import { moneyFacts, wholePrice } from './price.ts';

/**
 * The message that asks somebody to decide, with everything that they need, because they may not see the card. After the decision
 * it tells the outcome, without buttons. Depends only on its arguments, like the card.
 *
 * @param cardLink the card's address; null if there is none
 */
export function renderAsk(request: ApprovalRequest, cardLink: string | null, text: Text): Post {
  const { approval } = request;
  const words = text.approval;
  const title = requestTitle(request, text);
  const waits = request.state === 'pending';
  const plain = waits
    ? words.ask.plain(title, wholePrice(approval.quote, request, text))
    : words.ask.decided(title, plainEnd(approval, text));
  const asked = ({ wordsMax }: Detail): readonly KnownBlock[] =>
    waits
      ? [
          ...facts(specFacts(request, text)),
          ...optionBlocks(request, text, wordsMax),
          ...facts(moneyFacts(request, approval, text)),
        ]
      : facts(factsOfDecided(request, text));
  return {
    text: fallback(plain),
    blocks: fitting((detail) => [
      ...(waits ? [section(whoAsks(request, text))] : []),
      header(title),
      ...asked(detail),
      ...(waits ? waitingBlocks(request, text, detail, 'asked') : decidedSection(request, text)),
      contextBlock(
        footer(request, cardLink, text),
        ...(waits ? [idsLine(request)] : []).filter((ids) => source(ids) !== ''),
      ),
    ]),
  };
}

function whoAsks({ requester, channel }: ApprovalRequest, { approval: { ask } }: Text): Mrkdwn {
  const where = isChannelId(channel) ? mrkdwn` ${ask.askedIn} ${channelMention(channel)}` : EMPTY;
  return mrkdwn`*${ask.title}* ${userMention(requester)}${where}`;
}

function footer(request: ApprovalRequest, cardLink: string | null, text: Text): Mrkdwn {
  const { id, requester, createdAt } = request;
  const waits = request.state === 'pending';
  const who = waits ? EMPTY : mrkdwn`${text.card.askedBy} ${userMention(requester)} · `;
  const parts = [
    mrkdwn`${who}${moment(createdAt)}`,
    mrkdwn`${text.card.request} ${code(id)}`,
    ...(cardLink === null ? [] : [link(cardLink, text.approval.ask.toCard)]),
    ...(waits ? filledFromPart(request, text) : []),
  ];
  return joined(parts, ' · ');
}
