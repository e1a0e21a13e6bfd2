/**
 * An English sentence whose reader, and so language, is not known yet. Its template is the key to the same sentence in
 * another language. Parts may be sayings themselves.
 */
export interface Saying {
  /** `{0} must be a list, such as [a, b].` */
  readonly template: string;
  readonly about: readonly Part[];
}
type Part = string | number | Saying;

/** Tags a template literal: say`${key} must be a list.` */
export const say = (words: readonly string[], ...about: readonly Part[]): Saying => ({
  template: words.map((word, index) => (index === 0 ? word : `{${index - 1}}${word}`)).join(''),
  about,
});

/** Text that somebody else wrote, unchanged. */
export const verbatim = (text: string): Saying => say`${text}`;

/** @param translated gives the template in the wanted language */
export function said({ template, about }: Saying, translated: (template: string) => string): string {
  return translated(template).replace(/\{(\d)\}/gu, (_, index: string) => {
    const part = about[Number(index)] ?? '';
    return typeof part === 'object' ? said(part, translated) : String(part);
  });
}

export const inEnglish = (saying: Saying): string => said(saying, (template) => template);
