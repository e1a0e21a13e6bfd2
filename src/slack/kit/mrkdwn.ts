import { isUserGroup } from '../../core/policy/people.ts';
import { piecesOf as sentencePieces, utcText } from '../../text/moments.ts';
import { bringsSpace } from '../../text/sentences.ts';
import { isChannelId, isUserId } from './ids.ts';

/**
 * The one place where text becomes Slack's mrkdwn. Whatever comes from a person or from the cloud is a `string` and is made
 * harmless here; only what this file made is a {@link Mrkdwn}, and only that is taken as markup.
 *
 * A Mrkdwn is a row of pieces that must not be cut in two (an entity, a mention, a code span), so that it can be shortened safely.
 */
const pieces: unique symbol = Symbol('mrkdwn');

export interface Mrkdwn {
  readonly [pieces]: readonly string[];
}

const make = (from: readonly string[]): Mrkdwn => Object.freeze({ [pieces]: from });

/** `` mrkdwn`*${name}* runs` ``: the template is markup, strings put into it are made harmless, a Mrkdwn goes in as it is. */
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
 * The mark after bold words, in the width of these words. Slack ends bold only before white space and Latin marks, so that a full-width one goes
 * inside: `*状态：* Running`, but `*Status*: Running`. Returns the rest of the literal, and changes the text before it in place.
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

/** Slack takes a star as the mark of bold words only between white space, these, and the ends of a line. */
const IS_APART = /^[\s!-/:-@[-`{-~]/u;
const CLOSING_WIDE = /^[，。；：！？、]$/u;

/**
 * The pieces with every pair of stars where Slack takes it: the full-width mark after bold words goes inside, any other letter beside them gets
 * a space. `*无需审批*。` becomes `*无需审批。*`, and `*需要审批：*1 人` becomes `*需要审批：* 1 人`.
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

/** Whether a space that begins a literal is none in Chinese. Beside markup it stays: Slack wants that apart. */
function isNeedless(literal: string, before: string | undefined, next: string | undefined): boolean {
  if (!literal.startsWith(' ') || before === undefined) return false;
  const after = literal[1] ?? next ?? '*';
  if (/[*_~`]$/u.test(before) || /^[*_~`]/u.test(after)) return false;
  return (
    bringsSpace(before) || after.startsWith('（') || (/\p{Script=Han}$/u.test(before) && /^\p{Script=Han}/u.test(after))
  );
}

export const EMPTY: Mrkdwn = make([]);

/** Text from outside, harmless: reads as it was written, formats nothing, mentions nobody, stays on one line. */
export const harmless = (text: string): Mrkdwn => make(harmlessPieces(text));

/** Exact text that people copy (ids, names, addresses). Nothing is interpreted inside; a backtick would end it and is replaced. */
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

/** Anything that is not a user id is shown as the text it is. */
export const userMention = (id: string): Mrkdwn => (isUserId(id) ? make([`<@${id}>`]) : harmless(id));

/** A person, or a user group; where a message is in a channel, all of the group are called. */
export const principalMention = (id: string): Mrkdwn =>
  isUserGroup(id) ? make([`<!subteam^${id}>`]) : userMention(id);

/** Anything that is not a channel id is shown as the text it is. */
export const channelMention = (id: string): Mrkdwn => (isChannelId(id) ? make([`<#${id}>`]) : harmless(id));

/** Anything that is not the id of a Slack user group is shown as the text it is. Everybody in the group is notified. */
export const groupMention = (id: string): Mrkdwn => (isUserGroup(id) ? make([`<!subteam^${id}>`]) : harmless(id));

/** A link where the address is one of the web; else the label alone. */
export function link(url: string, label: string): Mrkdwn {
  const inside = source(harmless(label)).replaceAll('|', '¦');
  return /^https:\/\/[^\s<>|]+$/u.test(url) ? make([`<${url.replaceAll('&', '&amp;')}|${inside}>`]) : harmless(label);
}

/** Slack's date tokens: `Today 9:30 AM`, `Today 9:30:15 AM`, `Nov 23, 2026, 9:30 AM`. Slack writes them in each reader's language, so no word of ours is between. */
const MOMENT_FORMATS = {
  'day and time': '{date_short_pretty} {time}',
  'day and second': '{date_short_pretty} {time_secs}',
  'in a sentence': '{date_short}, {time}',
} as const;

/** A moment in each reader's own time zone; where tokens are not understood (notifications) it reads in UTC. */
export const moment = (at: number, format: keyof typeof MOMENT_FORMATS = 'day and time'): Mrkdwn =>
  make([`<!date^${Math.floor(at / 1000)}^${MOMENT_FORMATS[format]}|${utcText(at, format === 'day and second')}>`]);

/** What is sent to Slack. */
export const source = (text: Mrkdwn): Fallback => text[pieces].join('') as Fallback;

/**
 * The plain text beside a message's blocks, in notifications and for screen readers. Slack reads it as mrkdwn, so only what was made
 * harmless becomes one.
 */
export type Fallback = string & { readonly [madeHarmless]: true };

declare const madeHarmless: unique symbol;

/** Characters of the text beside the blocks. */
export const FALLBACK_MAX = 3_900;

/** The fallback of something that is said; a text from anywhere, or markup of this file. */
export const fallback = (said: string | Mrkdwn): Fallback =>
  source(shortened(typeof said === 'string' ? harmless(said) : said, FALLBACK_MAX));

/** At most `max` characters (UTF-16 units, as Slack's limits are met for certain); `…` shows that something is cut off. */
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

/** Plain text of at most `max` UTF-16 units, cut between characters and never within one. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  let kept = '';
  for (const character of text) {
    if (kept.length + character.length > max - 1) break;
    kept += character;
  }
  return `${kept}…`;
}

/**
 * Text in which nothing is hidden: control characters, direction overrides and zero-width characters (with which a name can
 * be made to read as another) become `�`, and so do letters that show nothing. Line breaks stay; so do the joiner within an emoji and the selector
 * after a character that has variants.
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
 * Slack has no escape for its formatting marks, so they become look-alikes: a backtick, asterisk or tilde everywhere, an
 * underscore only where it can open or close italics (`web_1` keeps its own), the colons of `:emoji:`, and the mark that makes
 * a line a quotation, even where it is written as an entity. Where the exact text matters, {@link code} shows it.
 * A moment of the catalogue (text/moments.ts) becomes a date token.
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

/** A piece of running text may be cut between its characters; tokens, entities and code spans may not. */
const divisible = (piece: string): readonly string[] => (/^[<&`]/.test(piece) ? [piece] : Array.from(piece));
