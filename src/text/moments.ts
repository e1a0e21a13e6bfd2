import { randomBytes } from 'node:crypto';

/**
 * Characters without a key or a font (Unicode's private use area). As somebody could still write them, a mark also has a number
 * drawn at the start of the process, so that nobody else can write one. Marks live within one sentence and are never stored.
 */
const [OPEN, CLOSE] = [`\u{E000}${randomBytes(8).toString('hex')} `, '\u{E001}'];
const MARK = new RegExp(`${OPEN}(-?\\d{1,12})${CLOSE}`, 'u');

/**
 * A moment inside a sentence, e.g. `Paid until <moment>`. The catalogue knows neither Slack nor the reader's time zone, so it
 * inserts a mark, which is drawn where the sentence is shown: in Slack as a date token in each reader's own zone, elsewhere by
 * {@link inUtc}.
 *
 * @param at milliseconds UTC
 */
export const momentMark = (at: number): string => `${OPEN}${Math.floor(at / 1000)}${CLOSE}`;

/** Splits a sentence into texts and the moments (milliseconds UTC) between them. */
export const piecesOf = (sentence: string): readonly (string | { readonly at: number })[] =>
  // With a group in the pattern, `split` puts the matches at every second place.
  sentence.split(MARK).map((piece, i) => (i % 2 === 0 ? piece : { at: Number(piece) * 1000 }));

export const hasMoment = (sentence: string): boolean => MARK.test(sentence);

/** `2026-11-24 16:00 UTC`, or to the second: for logs, command lines, and places where Slack draws no moments. */
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
