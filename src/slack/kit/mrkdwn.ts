import { isUserGroup } from '../../core/policy/people.ts';
import { piecesOf as sentencePieces, utcText } from '../../text/moments.ts';
import { bringsSpace } from '../../text/sentences.ts';
import { isChannelId, isUserId } from './ids.ts';

/**
 * The one place where text becomes Slack's mrkdwn. Text from people or the cloud is a `string`, and is made harmless here. Only
 * what this file made is a {@link Mrkdwn}, and only that counts as markup.
 * A Mrkdwn is a list of pieces that must not be cut (an entity, a mention, a code span), so that it can be shortened safely.
 */
const pieces: unique symbol = Symbol('mrkdwn');

export interface Mrkdwn {
  readonly [pieces]: readonly string[];
}

const make = (from: readonly string[]): Mrkdwn => Object.freeze({ [pieces]: from });

/** `` mrkdwn`*${name}* runs` ``: the template is markup, inserted strings are made harmless, a Mrkdwn is inserted as it is. */
export function mrkdwn(template: TemplateStringsArray, ...values: readonly (string | number | Mrkdwn)[]): Mrkdwn {
  const out: string[] = [];
  template.forEach((literal, i) => {
    const value = values[i];
    const next = value === undefined ? [] : piecesOf(value);
    const rest = widened(literal, out);
    const kept = isNeedless(rest, out.at(-1), next[0]) ? rest.slice(1) : rest;
    if (kept !== '') out.push(kept);
    out.push(...next);
  });
  return make(apart(out));
}

const WIDE: Readonly<Record<string, string>> = { ':': '：', ';': '；', ',': '，' };

/**
 * Gives the mark after bold words their own width. Slack ends bold only before white space and Latin marks, so a full-width mark
 * goes inside: `*状态：* Running`, but `*Status*: Running`. Returns the rest of the literal, and changes `before` in place.
 */
function widened(literal: string, before: string[]): string {
  const closes = before.at(-1) === '*' && before.length > 1;
  const [, star = '', mark = ''] = /^(\*?)([:;,])(?: |$)/u.exec(literal) ?? [];
  const wide = WIDE[mark];
  if (wide === undefined || (star === '') !== closes) return literal;
  const inside = closes ? before.slice(0, -1) : before;
  const words = inside.slice(inside.findLastIndex((piece) => piece.endsWith('*')) + 1);
  if (!words.some((piece) => /\p{Script=Han}/u.test(piece))) return literal;
  if (closes) before.pop();
  before.push(wide, '*');
  return literal.slice(star.length + mark.length);
}

/** Slack takes a star as a bold mark only next to white space, these characters, or the ends of a line. */
const IS_APART = /^[\s!-/:-@[-`{-~]/u;
const CLOSING_WIDE = /^[，。；：！？、]$/u;

/**
 * Moves every pair of stars to where Slack takes it: the full-width mark after bold words goes inside, any other letter beside
 * them gets a space. `*无需审批*。` becomes `*无需审批。*`, and `*需要审批：*1 人` becomes `*需要审批：* 1 人`.
 */
function apart(from: readonly string[]): readonly string[] {
  const out: string[] = [];
  let isOpen = false;
  let hasClosed = false;
  for (const letter of from.flatMap(divisible)) {
    const before = out.at(-1);
    if (hasClosed && CLOSING_WIDE.test(letter)) {
      out.splice(-1, 1, letter, '*');
      continue;
    }
    const opens = letter === '*' && !isOpen;
    const isStuck = opens
      ? before !== undefined && !IS_APART.test(before.at(-1) ?? '')
      : hasClosed && !IS_APART.test(letter);
    out.push(...(isStuck ? [' ', letter] : [letter]));
    hasClosed = letter === '*' && isOpen;
    isOpen = letter === '*' ? !isOpen : isOpen && letter !== '\n';
  }
  return out;
}

/** Whether a space at the start of a literal is wrong in Chinese. Beside markup it stays, because Slack needs it. */
function isNeedless(literal: string, before: string | undefined, next: string | undefined): boolean {
  if (!literal.startsWith(' ') || before === undefined) return false;
  const after = literal[1] ?? next ?? '*';
  if (/[*_~`]$/u.test(before) || /^[*_~`]/u.test(after)) return false;
  return (
    bringsSpace(before) || after.startsWith('（') || (/\p{Script=Han}$/u.test(before) && /^\p{Script=Han}/u.test(after))
  );
}

export const EMPTY: Mrkdwn = make([]);

/** Text from outside, made harmless: it reads as written, formats nothing, mentions nobody, and stays on one line. */
export const harmless = (text: string): Mrkdwn => make(harmlessPieces(text));

/** Exact text to copy (ids, names, addresses). Nothing inside is interpreted; a backtick would end it and is replaced. */
export function code(text: string): Mrkdwn {
  const inside = oneLine(text).replaceAll('`', 'ˋ').trim();
  return make([`\`${Array.from(inside === '' ? '–' : inside, entity).join('')}\``]);
}

export const bold = (text: string | Mrkdwn): Mrkdwn => make(['*', ...piecesOf(text), '*']);

export const joined = (items: readonly (string | Mrkdwn)[], separator: string): Mrkdwn =>
  make(
    apart(
      items.flatMap((item, i) => {
        const next = piecesOf(item);
        const before = items[i - 1];
        if (before === undefined) return next;
        const isLess = isNeedless(separator, piecesOf(before).at(-1), next[0]);
        return [...harmlessPieces(isLess ? separator.slice(1) : separator), ...next];
      }),
    ),
  );

export const lines = (items: readonly Mrkdwn[]): Mrkdwn =>
  make(items.flatMap((item, i) => (i === 0 ? piecesOf(item) : ['\n', ...piecesOf(item)])));

/** Anything but a user id is shown as plain text. */
export const userMention = (id: string): Mrkdwn => (isUserId(id) ? make([`<@${id}>`]) : harmless(id));

/** A person or a user group; in a channel, a group's mention notifies all its members. */
export const principalMention = (id: string): Mrkdwn =>
  isUserGroup(id) ? make([`<!subteam^${id}>`]) : userMention(id);

/** Anything but a channel id is shown as plain text. */
export const channelMention = (id: string): Mrkdwn => (isChannelId(id) ? make([`<#${id}>`]) : harmless(id));

/** Anything but a user group's id is shown as plain text. Notifies everybody in the group. */
export const groupMention = (id: string): Mrkdwn => (isUserGroup(id) ? make([`<!subteam^${id}>`]) : harmless(id));

/** A link if the address is `https`, otherwise only the label. */
export function link(url: string, label: string): Mrkdwn {
  const inside = source(harmless(label)).replaceAll('|', '¦');
  return /^https:\/\/[^\s<>|]+$/u.test(url) ? make([`<${url.replaceAll('&', '&amp;')}|${inside}>`]) : harmless(label);
}

/**
 * Slack's date tokens: `Today 9:30 AM`, `Today 9:30:15 AM`, `Nov 23, 2026, 9:30 AM`. Slack words them in each reader's language,
 * so no word of the bot is between.
 */
const MOMENT_FORMATS = {
  'day and time': '{date_short_pretty} {time}',
  'day and second': '{date_short_pretty} {time_secs}',
  'in a sentence': '{date_short}, {time}',
} as const;

/** A moment in each reader's time zone; in UTC where Slack does not draw tokens (notifications). */
export const moment = (at: number, format: keyof typeof MOMENT_FORMATS = 'day and time'): Mrkdwn =>
  make([`<!date^${Math.floor(at / 1000)}^${MOMENT_FORMATS[format]}|${utcText(at, format === 'day and second')}>`]);

/** The text to send to Slack. */
export const source = (text: Mrkdwn): Fallback => text[pieces].join('') as Fallback;

/**
 * The plain text beside a message's blocks, for notifications and screen readers. Slack reads it as mrkdwn, so only harmless text
 * becomes one.
 */
export type Fallback = string & { readonly [madeHarmless]: true };

declare const madeHarmless: unique symbol;

/** The limit for the text beside the blocks, in characters. */
export const FALLBACK_MAX = 3_900;

/** The fallback of any text, or of markup from this file. */
export const fallback = (said: string | Mrkdwn): Fallback =>
  source(shortened(typeof said === 'string' ? harmless(said) : said, FALLBACK_MAX));

/** At most `max` UTF-16 units, so that Slack's limits surely hold; `…` shows a cut. */
export function shortened(text: Mrkdwn, max: number): Mrkdwn {
  if (source(text).length <= max) return text;
  const kept: string[] = [];
  let length = 1;
  for (const piece of text[pieces].flatMap(divisible)) {
    if (length + piece.length > max) break;
    kept.push(piece);
    length += piece.length;
  }
  return make([...kept, '…']);
}

/** Plain text of at most `max` UTF-16 units, cut between characters. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  let kept = '';
  for (const character of text) {
    if (kept.length + character.length > max - 1) break;
    kept += character;
  }
  return `${kept}…`;
}

const TAIL_MAX = 16;

/**
 * A name of at most `max` UTF-16 units, cut in its middle: names of one request, or of one project, often differ only in their
 * end.
 */
export function clipName(name: string, max: number): string {
  if (name.length <= max) return name;
  const room = Math.min(TAIL_MAX, Math.floor((max - 1) / 2));
  let tail = '';
  for (const character of Array.from(name).reverse()) {
    if (tail.length + character.length > room) break;
    tail = character + tail;
  }
  return `${clip(name, max - tail.length)}${tail}`;
}

/** A sentence of at most `max` UTF-16 units; if it is too long, only the name in it is cut. */
export const saidOf = (said: (name: string) => string, name: string, max: number): string =>
  said(clipName(name, Math.max(1, max - said('').length)));

/**
 * Text that hides nothing: control characters, direction overrides, zero-width characters (which can make one name read as
 * another) and invisible letters become `�`. Line breaks stay, as do the joiner inside an emoji and the selector after a
 * character with variants.
 */
export const visible = (text: string): string =>
  text.replace(/\r\n?|[\u2028\u2029\v\f\u0085]/gu, '\n').replace(HIDDEN, '�');

const HIDDEN = new RegExp(
  [
    String.raw`(?![\n\t])\p{Cc}`,
    String.raw`\p{Cs}`,
    String.raw`\p{Co}`,
    String.raw`(?![\u{FE00}-\u{FE0F}\u{200D}])[\p{Cf}\p{Default_Ignorable_Code_Point}]`,
    String.raw`(?<![\p{Extended_Pictographic}\p{Script=Han}])(?!(?<=[0-9#*])\u{FE0F}\u{20E3})[\u{FE00}-\u{FE0F}]`,
    String.raw`[\u{2800}\u{1D159}\u{16FE4}]`,
    String.raw`(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}\u{FE0F}])\u{200D}`,
    String.raw`\u{200D}(?!\p{Extended_Pictographic})`,
  ].join('|'),
  'gu',
);

const oneLine = (text: string): string => visible(text).replace(/[\n\t]+/g, ' ');

/**
 * Slack has no escape for its formatting marks, so lookalikes replace them: a backtick, asterisk or tilde everywhere, an
 * underscore only where it can open or close italics (`web_1` keeps its own), the colons of `:emoji:`, and the mark of a quoted
 * line, even as an entity. {@link code} shows exact text. A moment of the catalogue (text/moments.ts) becomes a date token.
 */
function harmlessPieces(text: string): string[] {
  return sentencePieces(text).flatMap((piece) =>
    typeof piece === 'string' ? harmlessText(piece) : moment(piece.at, 'in a sentence')[pieces],
  );
}

function harmlessText(text: string): string[] {
  const still = oneLine(text)
    .replaceAll('`', 'ˋ')
    .replaceAll('*', '∗')
    .replaceAll('~', '∼')
    .replace(/(?<![\p{L}\p{N}_])_+|_+(?![\p{L}\p{N}_])/gu, (run) => 'ˍ'.repeat(run.length))
    .replace(/:(?=[\p{L}\p{N}_+'-]+:)/gu, '꞉')
    .replace(/^(\s*)>/u, '$1›');
  return Array.from(still, entity);
}

const entity = (character: string): string =>
  character === '&' ? '&amp;' : character === '<' ? '&lt;' : character === '>' ? '&gt;' : character;

const piecesOf = (value: string | number | Mrkdwn): readonly string[] =>
  typeof value === 'object' ? value[pieces] : harmlessPieces(String(value));

/** Running text may be cut between characters; tokens, entities and code spans may not. */
const divisible = (piece: string): readonly string[] => (/^[<&`]/.test(piece) ? [piece] : Array.from(piece));
