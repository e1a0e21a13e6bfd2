import type { KnownBlock } from '@slack/types';
import type { VoteLost } from '../../core/request/message.ts';
import type { Request } from '../../core/request/request.ts';
import type { Text } from '../../text/en.ts';
import { purchaseWords } from '../../text/purchase-words.ts';
import { sentencesOf } from '../../text/sentences.ts';
import { contextBlock, header, plain as plainText, section } from '../kit/blocks.ts';
import { isChannelId } from '../kit/ids.ts';
import {
  channelMention,
  code,
  EMPTY,
  fallback,
  joined,
  lines,
  link,
  type Mrkdwn,
  moment,
  mrkdwn,
  userMention,
} from '../kit/mrkdwn.ts';
import type { Post } from '../kit/post.ts';
import { requestTitle } from '../request/render.ts';
import { type ApprovalRequest, decidedSection, hasApproval } from './blocks.ts';
import { balanceLines, wholePrice } from './price.ts';

/** Why a person who may decide, or is named for it, gets another message. */
export type NudgeReason = 'reminder' | 'escalation' | 'again';

/** Where the buttons are. */
export interface Buttons {
  /** The message in which this person was asked. */
  readonly ask: string | null;
  /** The request's card, if it is in a channel. */
  readonly card: string | null;
}

/** To somebody who was asked: it still waits, since when, until when, and where to decide. */
export function renderNudge(request: ApprovalRequest, about: NudgeReason, buttons: Buttons, text: Text): Post {
  const words = text.approval;
  const title = requestTitle(request, text);
  const price = wholePrice(request.approval.quote, request, text);
  return {
    text: fallback(words[about].plain(title, price)),
    blocks: [
      section(mrkdwn`⏳ *${words[about].title}*: ${title}`),
      section(plainText(price)),
      section(
        lines([
          mrkdwn`${text.card.askedBy} ${userMention(request.requester)}${text.marks.stop}${words.waitsSince} ${moment(request.createdAt)}${text.marks.stop}${words.expires} ${moment(request.approval.expiresAt)}${text.marks.end}`,
          ...balanceLines(request.approval, text),
          whereToDecide(buttons, words),
        ]),
      ),
      contextBlock(
        joined(
          [
            ...(about === 'reminder' ? [] : [mrkdwn`${words[about].why}`]),
            mrkdwn`${text.card.request} ${code(request.id)}`,
          ],
          ' · ',
        ),
      ),
    ],
  };
}

/** To an approver: their earlier approval was not counted at a later one. Only if they may still approve, they can do it again. */
export function renderVoteLost(request: ApprovalRequest, why: VoteLost, buttons: Buttons, text: Text): Post {
  const { voteLost, nothingYet } = text.approval;
  const title = requestTitle(request, text);
  return {
    text: fallback(`${voteLost.title}${text.marks.colon}${title}`),
    blocks: [
      section(mrkdwn`⚠️ *${voteLost.title}*${text.marks.colon}${title}`),
      section(
        lines([
          mrkdwn`${sentencesOf([voteLost[why], nothingYet])}`,
          ...(why === 'unconfirmed' ? [whereToDecide(buttons, text.approval)] : []),
        ]),
      ),
      footer(request, why === 'unconfirmed' ? null : buttons.card, text),
    ],
  };
}

/** In its place, once the reader has agreed or it is decided. */
export function renderNudgeOver(request: ApprovalRequest, card: string | null, text: Text): Post {
  const { nudgeOver } = text.approval;
  const title = requestTitle(request, text);
  return {
    text: fallback(`${nudgeOver}${text.marks.colon}${title}`),
    blocks: [
      section(mrkdwn`*${nudgeOver}*${text.marks.colon}${title}`),
      ...decidedSection(request, text),
      footer(request, card, text),
    ],
  };
}

const footer = ({ id }: Request, card: string | null, text: Text): KnownBlock =>
  contextBlock(
    joined(
      [mrkdwn`${text.card.request} ${code(id)}`, ...(card === null ? [] : [link(card, text.approval.ask.toCard)])],
      ' · ',
    ),
  );

/** To the requester and the admins: a request waits for approval, and no approver could be reached. */
export function renderUntold(request: ApprovalRequest, unreachable: readonly string[], text: Text): Post {
  const { untold } = text.decision;
  const named = joined(
    unreachable.map((one) => (isChannelId(one) ? channelMention(one) : userMention(one))),
    text.marks.comma,
  );
  return {
    text: fallback(untold.plain(request.id)),
    blocks: [
      header(untold.title),
      section(
        lines([
          mrkdwn`${text.card.request} ${code(request.id)}${text.marks.comma}${text.card.askedBy} ${userMention(request.requester)}`,
          mrkdwn`${untold.refused} ${named}`,
          mrkdwn`${untold.next} ${text.approval.expires} ${moment(request.approval.expiresAt)}${text.marks.end}`,
        ]),
      ),
    ],
  };
}

/** In its place, once the request is decided. */
export const renderUntoldOver = (request: Request, text: Text): Post => ({
  text: fallback(text.decision.untold.over(request.id)),
  blocks: [
    section(plainText(text.decision.untold.over(request.id))),
    ...(hasApproval(request) ? decidedSection(request, text) : []),
  ],
});

function whereToDecide({ ask, card }: Buttons, words: Text['approval']): Mrkdwn {
  if (ask !== null) return link(ask, words.toButtons);
  return card === null ? mrkdwn`${words.noLink}` : link(card, words.toCard);
}

/** How a request ended before anything was bought. */
type End = 'denied' | 'withdrawn' | 'expired';

/** Null for a request that waits, or was bought. */
export const approvalEndOf = ({ state }: Request): End | null =>
  state === 'denied' || state === 'withdrawn' || state === 'expired' ? state : null;

/** To the requester: somebody else ended it, or its time is over. */
export function renderEnd(request: Request, end: End, cardLink: string | null, text: Text): Post {
  const words = text.approval;
  const title = requestTitle(request, text);
  const where = isChannelId(request.channel) ? mrkdwn`${text.marks.comma}${channelMention(request.channel)}` : EMPTY;
  const whatToDo = request.renewal === undefined ? words.dm.whatToDo : purchaseWords(request.renewal, text).whatToDo;
  const note = request.approval?.decision?.note ?? '';
  const reason = note === '' ? '' : sentencesOf([words.reason, note]);
  const { open, close, stop } = text.marks;
  return {
    text: fallback(`${words.dm[end]}${open}${title}${close}${stop}${reason}`.trim()),
    blocks: [
      section(mrkdwn`*${words.dm[end]}*: ${title}${where}`),
      ...(hasApproval(request) ? decidedSection(request, text) : []),
      section(mrkdwn`*${text.card.whatToDo}* ${whatToDo[end]}`),
      footer(request, cardLink, text),
    ],
  };
}
