const ALL = new Intl.ListFormat('zh-CN', { type: 'conjunction', style: 'narrow' });
const ONE = new Intl.ListFormat('zh-CN', { type: 'disjunction' });

/** `a、b、c` */
export const all = (words: readonly string[]): string => ALL.format(words);

/** `a、b 或 c`: between Chinese and Latin letters there is a space. */
export function oneOf(words: readonly string[]): string {
  const parts = ONE.formatToParts(words);
  return parts
    .map(({ type, value }, i) => {
      if (type === 'element' || value === '、') return value;
      const before = /[a-z\d]$/iu.test(parts[i - 1]?.value ?? '') ? ' ' : '';
      return `${before}${value}${/^[a-z\d]/iu.test(parts[i + 1]?.value ?? '') ? ' ' : ''}`;
    })
    .join('');
}
