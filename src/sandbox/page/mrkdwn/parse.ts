import { decodeEntities } from './entities.ts';
import { type Inline, parseInline } from './inline.ts';

/** Slack's mrkdwn as a tree; nothing in it is HTML, so nothing a person typed can become markup. */
export type Block =
  | { readonly kind: 'lines'; readonly lines: readonly (readonly Inline[])[] }
  | { readonly kind: 'quote'; readonly lines: readonly (readonly Inline[])[] }
  | { readonly kind: 'list'; readonly items: readonly ListItem[] }
  | { readonly kind: 'pre'; readonly text: string };

interface ListItem {
  /** As written (`•`, `-`, `1.`); Slack keeps it too. */
  readonly mark: string;
  readonly indent: number;
  readonly content: readonly Inline[];
}

const FENCE = /```\n?([\s\S]*?)\n?```/;
const QUOTE = /^(?:&gt;|>) ?(.*)$/;
const ITEM = /^( *)([•◦-]|\d+\.) +(.*)$/;

/** Parses one text object of type `mrkdwn`. */
export function parseMrkdwn(source: string): Block[] {
  const blocks: Block[] = [];
  let rest = source;
  for (let fence = FENCE.exec(rest); fence !== null; fence = FENCE.exec(rest)) {
    blocks.push(...parseLines(rest.slice(0, fence.index).replace(/\n$/, '')));
    blocks.push({ kind: 'pre', text: decodeEntities(stripAngles(fence[1] ?? '')) });
    rest = rest.slice(fence.index + fence[0].length).replace(/^\n/, '');
  }
  blocks.push(...parseLines(rest));
  return blocks;
}

function parseLines(source: string): Block[] {
  if (source === '') return [];
  const blocks: Block[] = [];
  for (const line of source.split('\n')) {
    const last = blocks.at(-1);
    const quote = QUOTE.exec(line);
    const item = ITEM.exec(line);
    if (quote) {
      const content = parseInline(quote[1] ?? '');
      if (last?.kind === 'quote') blocks[blocks.length - 1] = { kind: 'quote', lines: [...last.lines, content] };
      else blocks.push({ kind: 'quote', lines: [content] });
    } else if (item) {
      const entry = { indent: (item[1] ?? '').length, mark: item[2] ?? '', content: parseInline(item[3] ?? '') };
      if (last?.kind === 'list') blocks[blocks.length - 1] = { kind: 'list', items: [...last.items, entry] };
      else blocks.push({ kind: 'list', items: [entry] });
    } else if (last?.kind === 'lines') {
      blocks[blocks.length - 1] = { kind: 'lines', lines: [...last.lines, parseInline(line)] };
    } else {
      blocks.push({ kind: 'lines', lines: [parseInline(line)] });
    }
  }
  return blocks;
}

/** In preformatted text a link shows as its label or address. */
function stripAngles(text: string): string {
  return text.replace(/<([^<>\n]+)>/g, (_, inner: string) => inner.slice(inner.lastIndexOf('|') + 1));
}
