/** Characters that show nothing: spaces and controls, zero-width ones, fillers of Hangul, and the empty pattern of Braille. */
const SHOWS_NOTHING = /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\s\u2800]/gu;

/** Whether somebody who reads it sees nothing at all. */
export const isBlank = (text: string): boolean => text.replace(SHOWS_NOTHING, '') === '';

/** Whether there is something in it that nobody sees. */
export const hasHidden = (text: string): boolean => /[\p{C}\p{Default_Ignorable_Code_Point}\u2800]/u.test(text);
