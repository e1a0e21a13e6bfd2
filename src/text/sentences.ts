/** After these full-width marks there is white space already. */
const WIDE_END = /[，。；：！？、）]$/u;

/** Whether what follows needs no space: the marks of Chinese bring their own. */
export const bringsSpace = (before: string): boolean => WIDE_END.test(before);

/** Sentences one after another, as their language has it. */
export const sentencesOf = (sentences: readonly string[]): string =>
  sentences
    .filter((sentence) => sentence !== '')
    .reduce((said, sentence) => (said === '' || bringsSpace(said) ? `${said}${sentence}` : `${said} ${sentence}`), '');
