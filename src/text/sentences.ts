/** These full-width marks include white space. */
const WIDE_END = /[，。；：！？、）]$/u;

/** Whether the next text needs no space, because a Chinese mark brings its own. */
export const bringsSpace = (before: string): boolean => WIDE_END.test(before);

/** Joins sentences in the way of their language. */
export const sentencesOf = (sentences: readonly string[]): string =>
  sentences
    .filter((sentence) => sentence !== '')
    .reduce((said, sentence) => (said === '' || bringsSpace(said) ? `${said}${sentence}` : `${said} ${sentence}`), '');
