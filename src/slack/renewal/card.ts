import type { KnownBlock } from '@slack/types';
import { isBought } from '../../core/renewal/renewal.ts';
import type { Renewing } from '../../core/renewal/renewal-act.ts';
import type { Text } from '../../text/en.ts';
import { purchaseWords } from '../../text/purchase-words.ts';
import { approvedBlocks, heldButtons } from '../approval/blocks.ts';
import { waitingSection } from '../freeze/blocks.ts';
import { contextBlock, section } from '../kit/blocks.ts';
import { isChannelId } from '../kit/ids.ts';
import { channelMention, code, EMPTY, fallback, mrkdwn } from '../kit/mrkdwn.ts';
import { type Detail, fitting, type Post } from '../kit/post.ts';
import { requestTitle } from '../request/render.ts';
import { againButtons, isUnclear, plainRenewal, renewalLine, renewalTrouble } from './words.ts';

/** On the card, once it may be bought: who approved, the progress, and why it waits. */
export function renewalBlocks(request: Renewing, text: Text, detail: Detail): readonly KnownBlock[] {
  const { heldBy } = request.renewal;
  return [
    ...approvedBlocks(request, text),
    section(renewalLine(request, text)),
    ...(heldBy === null ? [] : [waitingSection(heldBy, text)]),
    ...heldButtons(request, [], text),
    ...renewalTrouble(request, text, detail),
    ...againButtons(request, text),
  ];
}

/** To the requester, at the end. */
export function renderRenewalDm(request: Renewing, text: Text): Post {
  const { renewal } = request;
  const words = purchaseWords(renewal, text).dm;
  const headline = isBought(renewal.end) ? words.bought : isUnclear(renewal) ? words.unclear : words.not;
  const title = requestTitle(request, text);
  const where = isChannelId(request.channel) ? mrkdwn`${text.marks.comma}${channelMention(request.channel)}` : EMPTY;
  return {
    text: fallback(
      `${headline}${text.marks.open}${title}${text.marks.close}${text.marks.colon}${plainRenewal(request, text)}`,
    ),
    blocks: fitting((detail) => [
      section(mrkdwn`*${headline}*: ${title}${where}`),
      section(renewalLine(request, text)),
      ...renewalTrouble(request, text, detail),
      ...againButtons(request, text),
      contextBlock(mrkdwn`${text.card.request} ${code(request.id)}`),
    ]),
  };
}
