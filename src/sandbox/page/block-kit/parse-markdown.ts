/** The part of standard Markdown that the bot's `markdown` blocks use. */
export type MdBlock =
  | { readonly kind: 'heading' | 'paragraph' | 'quote'; readonly content: readonly MdInline[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly MdInline[])[] }
  | { readonly kind: 'rule' };

export type MdInline =
  | { readonly kind: 'text' | 'code' | 'bold' | 'italic' | 'strike'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string };

export function parseMarkdown(source: string): MdBlock[] {
  return source
    .split(/^```\w*\n([\s\S]*?)\n?```$/m)
    .flatMap((part, at): MdBlock[] => (at % 2 === 1 ? [{ kind: 'code', text: part }] : parseChunks(part)));
}

/** Groups adjacent lines of one kind; a blank line separates. */
function parseChunks(source: string): MdBlock[] {
  const blocks: MdBlock[] = [];
  let paragraph: string[] = [];
  const flush = () => {
    if (paragraph.length > 0) blocks.push({ kind: 'paragraph', content: parseMdInline(paragraph.join('\n')) });
    paragraph = [];
  };
  for (const line of source.split('\n')) {
    const block = lineBlock(line);
    if (block === null && line.trim() !== '') paragraph.push(line);
    else flush();
    const last = blocks.at(-1);
    if (block?.kind === 'list' && last?.kind === 'list' && last.ordered === block.ordered) {
      blocks[blocks.length - 1] = { ...last, items: [...last.items, ...block.items] };
    } else if (block !== null) blocks.push(block);
  }
  flush();
  return blocks;
}

function lineBlock(line: string): MdBlock | null {
  if (/^\s*(-{3,}|\*{3,})\s*$/.test(line)) return { kind: 'rule' };
  const heading = /^#{1,6} +(.*)$/.exec(line);
  if (heading) return { kind: 'heading', content: parseMdInline(heading[1] ?? '') };
  const quote = /^> ?(.*)$/.exec(line);
  if (quote) return { kind: 'quote', content: parseMdInline(quote[1] ?? '') };
  const item = /^\s*(?:([-*+])|\d+[.)]) +(.*)$/.exec(line);
  return item && { kind: 'list', ordered: item[1] === undefined, items: [parseMdInline(item[2] ?? '')] };
}

const INLINE = /`([^`]+)`|\*\*([^*]+)\*\*|~~([^~]+)~~|(?<!\w)[*_]([^*_\n]+)[*_](?!\w)|\[([^\]]+)\]\(([^)\s]+)\)/g;

function parseMdInline(text: string): MdInline[] {
  const found: MdInline[] = [];
  let after = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > after) found.push({ kind: 'text', text: text.slice(after, match.index) });
    after = match.index + match[0].length;
    const [, code, bold, strike, italic, label, url] = match;
    if (code !== undefined) found.push({ kind: 'code', text: code });
    else if (bold !== undefined) found.push({ kind: 'bold', text: bold });
    else if (strike !== undefined) found.push({ kind: 'strike', text: strike });
    else if (italic !== undefined) found.push({ kind: 'italic', text: italic });
    else if (label !== undefined && url !== undefined) found.push({ kind: 'link', text: label, url });
  }
  if (after < text.length) found.push({ kind: 'text', text: text.slice(after) });
  return found;
}
