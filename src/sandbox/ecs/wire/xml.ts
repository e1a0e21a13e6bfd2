const MARKS: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};
/** XML 1.0 cannot write these. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
const UNWRITABLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

const escaped = (text: string): string =>
  text.replace(UNWRITABLE, '\uFFFD').replace(/[&<>"']/g, (mark) => MARKS[mark] ?? mark);

/** An answer as XML: each field is an element, and each item of a list an element with the list's name. */
export const asXml = (root: string, body: Readonly<Record<string, unknown>>): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${element(root, body)}\n`;

function element(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => element(name, item)).join('');
  if (value === null || value === undefined) return '';
  const inside =
    typeof value === 'object'
      ? Object.entries(value)
          .map(([field, item]) => element(field, item))
          .join('')
      : escaped(String(value));
  return `<${name}>${inside}</${name}>`;
}
