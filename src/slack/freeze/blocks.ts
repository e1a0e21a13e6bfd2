import type { SectionBlock } from '@slack/types';
import type { Freeze, NewFreeze } from '../../core/freeze.ts';
import type { Text } from '../../text/en.ts';
import type { Answer } from '../kit/answer.ts';
import { contextBlock, plain, section } from '../kit/blocks.ts';
import {
  bold,
  fallback,
  joined,
  lines,
  type Mrkdwn,
  moment,
  mrkdwn,
  principalMention,
  source,
  userMention,
} from '../kit/mrkdwn.ts';

/** To the channel: who has frozen, why, until when, and what happens to requests. */
export function frozenMessage(freeze: NewFreeze, replaced: Freeze | null, { freeze: text }: Text): Answer {
  return {
    text: source(mrkdwn`${text.title}${text.marks.colon}${reasonOf(freeze, text)}`),
    blocks: [
      section(
        lines([
          mrkdwn`🧊 *${text.title}* – ${freezerOf(freeze, text)} ${text.hasFrozen}`,
          reasonLine(freeze, text),
          endOf(freeze, text),
          ...(replaced === null
            ? []
            : [mrkdwn`${text.replaces} ${freezerOf(replaced, text)}${text.marks.colon}${reasonOf(replaced, text)}`]),
        ]),
      ),
      contextBlock(plain(text.means)),
    ],
  };
}

/** To the channel: who has lifted whose freeze, and which freeze is in force again. */
export function liftedMessage(by: string, freeze: Freeze, restored: NewFreeze | null, { freeze: text }: Text): Answer {
  const lifted = mrkdwn`*${text.liftedTitle}* – ${userMention(by)} ${text.hasLifted} ${freezerOf(freeze, text)}${text.marks.open}${reasonOf(freeze, text)}${text.marks.close}${text.marks.stop}`;
  if (restored !== null) {
    const again = mrkdwn`${text.frozenAgain} ${freezerOf(restored, text)}${text.marks.colon}${reasonOf(restored, text)}`;
    return {
      text: source(mrkdwn`${text.liftedTitle}${text.marks.stop}${again}`),
      blocks: [section(lines([mrkdwn`🧊 ${lifted}`, again, endOf(restored, text)]))],
    };
  }
  return {
    text: source(mrkdwn`${text.liftedTitle}${text.marks.stop}${text.liftedMeans}`),
    blocks: [section(mrkdwn`▶️ ${lifted}${text.liftedMeans}`)],
  };
}

/** To one admin: another was faster, and this is the state now. */
export function fasterMessage(inForce: Freeze | null, { freeze: text }: Text): Answer {
  const now =
    inForce === null
      ? mrkdwn`${text.nowFree}`
      : mrkdwn`${text.nowFrozenBy} ${freezerOf(inForce, text)}${text.marks.colon}${reasonOf(inForce, text)}`;
  return { text: fallback(text.faster), blocks: [section(lines([mrkdwn`${text.faster}`, now]))] };
}

/** To one admin: the previous freeze is in force again, and how to lift it too. */
export const restoredBeforeMessage = (freeze: Freeze, { freeze: text }: Text): Answer => ({
  text: fallback(text.restoredBefore(freeze.version)),
  blocks: [
    section(
      lines([
        mrkdwn`${text.restoredBefore(freeze.version)}`,
        mrkdwn`${text.nowFrozenBy} ${freezerOf(freeze, text)}${text.marks.colon}${reasonOf(freeze, text)}`,
      ]),
    ),
  ],
});

/** To one admin: the bot's own freeze is in force, and a freeze that may end sooner does not replace it. */
export const frozenByBotMessage = (freeze: Freeze, { freeze: text }: Text): Answer => ({
  text: fallback(text.frozenByBot),
  blocks: [section(lines([mrkdwn`${text.frozenByBot}`, reasonLine(freeze, text)]))],
});

/** Names here notify nobody: only the caller sees it. */
export function adminsOnlyMessage(command: string, admins: readonly string[], { freeze: text }: Text): Answer {
  const refusal = text.adminsOnly(command);
  const who =
    admins.length === 0
      ? mrkdwn`${text.noAdmins}`
      : mrkdwn`${text.adminsAre} ${joined(admins.slice(0, NAMED_MAX).map(principalMention), text.marks.list)}`;
  return { text: fallback(refusal), blocks: [section(lines([mrkdwn`${refusal}`, who]))] };
}

const NAMED_MAX = 20;

/** On the card: why instances wait, who has frozen and until when. */
export function waitingSection(freeze: Freeze, { freeze: text }: Text): SectionBlock {
  const title = mrkdwn`🧊 *${text.waiting}*`;
  return section(
    lines([
      title,
      mrkdwn`${text.frozenBy} ${freezerOf(freeze, text)}${text.marks.stop}${reasonLine(freeze, text)}`,
      goesOn(freeze, text),
    ]),
  );
}

/** In a thread, below its card. Without the admin, whom a mention would call into every thread: the card names them. */
export function waitingNote(freeze: Freeze, who: Mrkdwn, { freeze: text }: Text): SectionBlock {
  return section(lines([mrkdwn`${bold(text.waiting)} – ${who}`, reasonLine(freeze, text), goesOn(freeze, text)]));
}

const endOf = ({ until }: NewFreeze, text: Text['freeze']): Mrkdwn =>
  until === null ? mrkdwn`${text.endsWhenLifted}` : mrkdwn`${text.endsAt} ${moment(until)}${text.marks.end}`;

const reasonLine = (freeze: NewFreeze, text: Text['freeze']): Mrkdwn =>
  mrkdwn`${text.reason} ${reasonOf(freeze, text)}`;

/** The reason: as an admin wrote it, or the bot's own in the reader's language. */
export const reasonOf = ({ cause, reason }: NewFreeze, text: Text['freeze']): string =>
  cause === undefined ? reason : text.causes[cause];

export const freezerOf = ({ by }: Pick<NewFreeze, 'by'>, text: Text['freeze']): Mrkdwn =>
  by === 'bot' ? mrkdwn`${text.theBot}` : userMention(by);

const goesOn = ({ until }: Freeze, text: Text['freeze']): Mrkdwn =>
  until === null ? mrkdwn`${text.goesOnWhenLifted}` : mrkdwn`${text.goesOnAt} ${moment(until)}${text.marks.end}`;
