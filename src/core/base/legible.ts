/**
 * Characters that show nothing on their own: spaces and controls, zero-width ones, marks that only change the letter before
 * them, fillers of Hangul and Khitan, and the empty ones of Braille and music.
 */
const SHOWS_NOTHING = /[\p{C}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}\s\u{2800}\u{1D159}\u{16FE4}]/gu;

/** Whether the text shows nothing at all to a reader. */
export const isBlank = (text: string): boolean => text.replace(SHOWS_NOTHING, '') === '';

/** Whether the text contains an invisible character. */
export const hasHidden = (text: string): boolean =>
  /[\p{C}\p{Default_Ignorable_Code_Point}\u{2800}\u{1D159}\u{16FE4}]/u.test(text);
