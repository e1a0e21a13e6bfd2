import type { Message } from '../../core/request/message.ts';
import type { Request } from '../../core/request/request.ts';
import type { Text } from '../../text/en.ts';
import { purchaseWords } from '../../text/purchase-words.ts';
import { sentencesOf } from '../../text/sentences.ts';
import { contextBlock, plain as plainText, section } from '../kit/blocks.ts';
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
export type NudgeReason = Exclude<
  NonNullable<Extract<Message, { kind: 'dm' }>['about']>,
  'lease' | 'expiry' | 'owner' | 'reclaim'
>;

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
      contextBlock(
        joined(
          [
            mrkdwn`${text.card.request} ${code(request.id)}`,
            ...(cardLink === null ? [] : [link(cardLink, words.ask.toCard)]),
          ],
          ' · ',
        ),
      ),
    ],
  };
}
