import { randomBytes } from 'node:crypto';

/**
 * Characters that no keyboard and no font has (Unicode's private use area). As they can be written all the same, a mark also has a number
 * that is drawn when the process starts: what somebody else wrote is none. Marks are for the sentence at hand and are never stored.
 */
const [OPEN, CLOSE] = [`\u{E000}${randomBytes(8).toString('hex')} `, '\u{E001}'];
const MARK = new RegExp(`${OPEN}(-?\\d{1,12})${CLOSE}`, 'u');

/**
 * A moment inside a sentence, e.g. `Paid until <moment>`. The catalogue knows neither Slack nor its reader's time zone, so it puts in a mark, and
 * whatever shows the sentence draws it: Slack as a date token in each reader's own zone, everything else by {@link inUtc}.
 *
 * @param at milliseconds UTC
 */
export const momentMark = (at: number): string => `${OPEN}${Math.floor(at / 1000)}${CLOSE}`;

/** A sentence in pieces: what is text, and the moments (milliseconds UTC) between. */
export const piecesOf = (sentence: string): readonly (string | { readonly at: number })[] =>
  // What a pattern with a group splits off stands at every second place.
  sentence.split(MARK).map((piece, i) => (i % 2 === 0 ? piece : { at: Number(piece) * 1000 }));

export const hasMoment = (sentence: string): boolean => MARK.test(sentence);

/** `2026-11-24 16:00 UTC`, or to the second: for logs, command lines, and where Slack draws no moments. */
export const utcText = (at: number, toTheSecond = false): string =>
  `${new Date(at)
    .toISOString()
    .slice(0, toTheSecond ? 19 : 16)
    .replace('T', ' ')} UTC`;

/** The sentence with every moment as {@link utcText}. */
export const inUtc = (sentence: string): string =>
  piecesOf(sentence)
    .map((piece) => (typeof piece === 'string' ? piece : utcText(piece.at)))
    .join('');
