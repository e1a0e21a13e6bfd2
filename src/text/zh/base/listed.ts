const ALL = new Intl.ListFormat('zh-CN', { type: 'conjunction', style: 'narrow' });
const ONE = new Intl.ListFormat('zh-CN', { type: 'disjunction' });

/** `a、b和c` */
export const all = (words: readonly string[]): string => ALL.format(words);

/** `a、b或c` */
export const oneOf = (words: readonly string[]): string => ONE.format(words);
