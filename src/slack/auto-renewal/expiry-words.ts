import type { ActionsBlock, Button, KnownBlock } from '@slack/types';
import type { Ending } from '../../core/expiry/expiry.ts';
import type { Instance } from '../../core/instance/instance.ts';
import { hasGone } from '../../core/lease/lease-clock.ts';
import type { Note } from '../../core/request/message.ts';
import type { Request } from '../../core/request/request.ts';
import { moneyText } from '../../text/amounts.ts';
import type { Text } from '../../text/en.ts';
import { actions, button, contextBlock, LIMITS, plain, section } from '../kit/blocks.ts';
import {
  clipName,
  code,
  EMPTY,
  fallback,
  joined,
  type Mrkdwn,
  moment,
  mrkdwn,
  saidOf,
  source,
  userMention,
} from '../kit/mrkdwn.ts';
import {
  alike,
  type Detail,
  fitting,
  lineSections,
  namesOf,
  overPost,
  type Post,
  type StandingPost,
} from '../kit/post.ts';
import { RUN_BESIDE, runButton } from '../kit/run-buttons.ts';
import { renewButton } from '../renewal/ids.ts';
import { AUTO_RENEW_ON } from './ids.ts';

/** In the home: until when the instance is paid for, and whether it renews itself; empty if it is not prepaid. */
export function expiryPart(instance: Instance, { expiry: words }: Text): Mrkdwn {
  const { expiry } = instance;
  if (!expiry || expiry.until === null || hasGone(instance)) return EMPTY;
  const { renewal } = expiry;
  const its = renewal === null ? [] : [renewal.on ? words.renews(renewal.term) : words.renewsNot];
  return joined([mrkdwn`${words.paidUntil} ${moment(expiry.until)}`, ...its], ' · ');
}

export const turnOnButton = (id: string, { expiry }: Text, name: string | null = null): Button =>
  button({
    text: name === null ? expiry.turnOnAsk : saidOf(expiry.turnOnAskFor, name, LIMITS.buttonText),
    actionId: name === null ? AUTO_RENEW_ON : `${AUTO_RENEW_ON}:${id}`,
    value: id,
  });

/** The thread's lines about renewals and ends; null if the notes are about something else. */
export function expiryParagraphs(notes: readonly Note[], text: Text, detail: Detail): KnownBlock[] | null {
  const [first] = notes;
  if (first?.expiry === undefined) return null;
  const title = text.card.milestone[first.milestone];
  const rows = alike(notes, ({ expiry }) => expiry).map((group) => {
    const [note] = group;
    const { expiry } = note;
    const who = expiry?.by === undefined ? EMPTY : mrkdwn`${userMention(expiry.by)} `;
    const names = group.map(({ name }) => name);
    return mrkdwn`${who}*${title}*: ${namesOf(names, text, detail)}${untilOf(note, text)}`;
  });
  const means =
    first.milestone === 'expired' ? [section(plain(text.expiry.endedMeans(notes.length, nameFor(notes, text))))] : [];
  return [...lineSections(rows, (row) => source(row).length), ...means];
}

/** The name in a proposed command: the only one, or a placeholder. */
const nameFor = (named: readonly { readonly name: string }[], { expiry }: Text): string =>
  named.length === 1 && named[0] !== undefined ? typed(named[0].name) : expiry.reminder.anyName;

const typed = (name: string): string => (/\s/u.test(name) ? `"${name}"` : name);

function untilOf({ expiry, milestone }: Note, { expiry: words, marks }: Text): Mrkdwn {
  if (expiry === undefined || expiry.until === null) return EMPTY;
  const by = milestone === 'autoRenewOn' ? (expiry.renewal?.term ?? null) : null;
  const term = by === null ? [] : [words.each(by)];
  return mrkdwn`${marks.comma}${joined([...term, mrkdwn`${words.paidUntil} ${moment(expiry.until)}`], marks.comma)}`;
}

interface Shown extends Ending {
  readonly name: string;
  readonly cloudId: string;
}

/** The most instances with their own buttons, because a message has a limit of blocks. */
const BUTTONS_MAX = 5;
const NAMED_MAX = 20;

/** To the owner, before the end; once none of it is true any more, why. */
export function expiryReminder(
  request: Request,
  instances: readonly Instance[],
  ends: readonly Ending[],
  now: number,
  text: Text,
): StandingPost {
  const post = renderExpiry(request, instances, ends, now, text);
  if (post !== null) return { post, isLast: false, isOver: false };
  const { over } = text.expiry.reminder;
  const [only, ...others] = ends;
  const means = only === undefined || others.length > 0 ? over.several : overMeans(only, instances, now, text);
  return { post: overPost(over.title, means, request.id, text), isLast: true, isOver: true };
}

function overMeans(ending: Ending, instances: readonly Instance[], now: number, text: Text): string {
  const { over } = text.expiry.reminder;
  const instance = instances.find(({ id }) => id === ending.instanceId);
  if (instance === undefined) return over.several;
  const { name } = instance.spec;
  if (hasGone(instance)) return over.gone(name);
  if (instance.expiry?.until !== ending.until) return over.renewed(name);
  return now >= ending.until ? over.ended(name) : over.turned(name, instance.expiry?.renewal?.on === true);
}

/** To the owner, before the end; null if none of it is true any more. */
export function renderExpiry(
  request: Request,
  instances: readonly Instance[],
  ends: readonly Ending[],
  now: number,
  text: Text,
): Post | null {
  const shown = ends.flatMap((ending) => shownOf(ending, instances, now)).toSorted((a, b) => a.until - b.until);
  const [first] = shown;
  if (first === undefined) return null;
  const words = text.expiry.reminder;
  const title = shown.length === 1 ? words.one(first.name) : words.several(shown.length);
  return {
    text: fallback(`${title}${text.marks.stop}${words.plain(first.until)}`),
    blocks: fitting((detail) => [
      section(mrkdwn`⏳ *${title}*`),
      ...endingBlocks(shown, text, detail),
      ...buttonRows(shown, text),
      contextBlock(mrkdwn`${text.card.request} ${code(request.id)}`),
    ]),
  };
}

/** The message may have waited for long: meanwhile, somebody may have renewed the instance or turned on its auto-renewal. */
function shownOf(ending: Ending, instances: readonly Instance[], now: number): readonly Shown[] {
  const instance = instances.find(({ id }) => id === ending.instanceId);
  if (instance?.cloudId == null || now >= ending.until || hasGone(instance)) return [];
  const { expiry, spec, cloudId } = instance;
  const turnedOn = ending.renews !== true && expiry?.renewal?.on === true;
  const turnedOff = ending.renews === true && expiry?.renewal?.on === false;
  if (expiry?.until !== ending.until || turnedOn || turnedOff) return [];
  return [{ ...ending, name: spec.name, cloudId }];
}

function endingBlocks(all: readonly Shown[], text: Text, detail: Detail): readonly KnownBlock[] {
  const words = text.expiry.reminder;
  const short = all.filter((one) => one.renews === true);
  const others = all.filter((one) => one.renews !== true);
  const [needs] = short;
  const unread = others.some(({ renews }) => renews === null) ? [section(plain(words.unknown(others.length)))] : [];
  const kept =
    others.length === 0
      ? []
      : [...rows(others, text, detail), ...unread, section(plain(words.means(others.length))), howBlock(others, text)];
  if (needs?.short == null) return kept;
  const { balance, needed } = needs.short;
  const sentence = words.short(short.length, moneyText(balance), moneyText(needed));
  return [...kept, ...rows(short, text, detail), section(mrkdwn`⚠️ ${sentence}`)];
}

function rows(all: readonly Shown[], text: Text, detail: Detail): readonly KnownBlock[] {
  const words = text.expiry.reminder;
  const lined = all.slice(0, NAMED_MAX).map(({ name, cloudId, until, more }) => {
    const { term, price } = more;
    const cost = price === null ? words.noPrice(term) : words.costs(term, moneyText(price));
    const parts = [
      code(clipName(name, detail.nameMax)),
      code(cloudId),
      mrkdwn`${text.expiry.paidUntil} ${moment(until)}`,
    ];
    return joined([...parts, cost], ' · ');
  });
  const left = all.length - lined.length;
  return lineSections(left > 0 ? [...lined, mrkdwn`${words.more(left)}`] : lined, (line) => source(line).length);
}

const howBlock = (others: readonly Shown[], text: Text): KnownBlock =>
  section(plain(text.expiry.reminder.how(others.length, nameFor(others, text))));

const renewWords = (name: string | null, { renewal }: Text): string =>
  name === null ? renewal.button : saidOf(renewal.buttonFor, name, LIMITS.buttonText);

function buttonRows(all: readonly Shown[], text: Text): readonly ActionsBlock[] {
  if (all.length > BUTTONS_MAX) return [];
  return all.map(({ instanceId, name, renews, more }) => {
    const called = all.length > 1 ? name : null;
    const words = text.expiry.reminder.show;
    const show = called === null ? words : saidOf((one) => `${words} ${one}`, called, LIMITS.buttonText);
    return actions(`expiry_${instanceId}`, [
      ...(renews === true
        ? []
        : [renewButton(renewWords(called, text), instanceId, more.term), turnOnButton(instanceId, text, called)]),
      runButton(RUN_BESIDE, `show:${instanceId}`, show, `show ${instanceId}`),
    ]);
  });
}
