const ALL = new Intl.ListFormat('zh-CN', { type: 'conjunction', style: 'narrow' });
const ONE = new Intl.ListFormat('zh-CN', { type: 'disjunction' });

/** `a、b 和 c` */
export const all = (words: readonly string[]): string => spaced(ALL, words);

/** `a、b 或 c` */
export const oneOf = (words: readonly string[]): string => spaced(ONE, words);

/** Between Chinese and Latin letters there is a space. */
function spaced(format: Intl.ListFormat, words: readonly string[]): string {
  const parts = format.formatToParts(words);
  return parts
    .map(({ type, value }, i) => {
      if (type === 'element' || !/^\p{Script=Han}$/u.test(value)) return value;
      const before = /[a-z\d]$/iu.test(parts[i - 1]?.value ?? '') ? ' ' : '';
      return `${before}${value}${/^[a-z\d]/iu.test(parts[i + 1]?.value ?? '') ? ' ' : ''}`;
    })
    .join('');
}
