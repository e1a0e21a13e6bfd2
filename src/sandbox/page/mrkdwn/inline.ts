import { EMOJI } from './emoji.ts';
import { decodeEntities } from './entities.ts';

export type Inline =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: 'bold' | 'italic' | 'strike'; readonly content: readonly Inline[] }
  | { readonly kind: 'link'; readonly url: string; readonly label: string }
  | { readonly kind: 'user' | 'channel' | 'group'; readonly id: string; readonly label: string | null }
  | { readonly kind: 'broadcast'; readonly range: string }
  | {
      readonly kind: 'date';
      /** Seconds UTC. */
      readonly at: number;
      readonly format: string;
      readonly url: string | null;
      readonly fallback: string;
    }
  | { readonly kind: 'emoji'; readonly name: string };

const STYLES = { '*': 'bold', _: 'italic', '~': 'strike' } as const;
const SHORTCODE = /^:([a-z0-9_+'-]+):(?::skin-tone-\d:)?/;

/** One line of mrkdwn. Malformed parts stay as typed. */
export function parseInline(line: string): Inline[] {
  const found: Inline[] = [];
  let plain = '';
  const flush = () => {
    if (plain !== '') found.push({ kind: 'text', text: decodeEntities(plain) });
    plain = '';
  };
  for (let at = 0; at < line.length; ) {
    const token = codeAt(line, at) ?? angleAt(line, at) ?? emojiAt(line, at) ?? styledAt(line, at);
    if (token === null) {
      plain += line[at];
      at += 1;
      continue;
    }
    flush();
    found.push(token.node);
    at += token.length;
  }
  flush();
  return found;
}

/** Links may only lead to these; `javascript:` and the like stay text. */
export function isSafeUrl(url: string): boolean {
  return /^(https?:\/\/|mailto:|tel:)/i.test(url);
}

interface Token {
  readonly node: Inline;
  readonly length: number;
}

function codeAt(line: string, at: number): Token | null {
  if (line[at] !== '`') return null;
  const end = line.indexOf('`', at + 1);
  if (end <= at + 1) return null;
  return { node: { kind: 'code', text: decodeEntities(line.slice(at + 1, end)) }, length: end - at + 1 };
}

function angleAt(line: string, at: number): Token | null {
  if (line[at] !== '<') return null;
  const end = line.indexOf('>', at + 1);
  if (end <= at + 1) return null;
  const node = readAngle(line.slice(at + 1, end));
  return node && { node, length: end - at + 1 };
}

function readAngle(inner: string): Inline | null {
  const bar = inner.indexOf('|');
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? null : decodeEntities(inner.slice(bar + 1));
  if (/^@[UW][A-Z0-9]*$/.test(target)) return { kind: 'user', id: target.slice(1), label };
  if (/^#[CDG][A-Z0-9]*$/.test(target)) return { kind: 'channel', id: target.slice(1), label };
  if (target.startsWith('!subteam^')) return { kind: 'group', id: target.slice(9), label };
  if (/^!(here|channel|everyone)$/.test(target)) return { kind: 'broadcast', range: target.slice(1) };
  const date = /^!date\^(\d+)\^([^^]+)(?:\^(.+))?$/.exec(target);
  if (date) {
    const url = date[3] !== undefined && isSafeUrl(date[3]) ? decodeEntities(date[3]) : null;
    return { kind: 'date', at: Number(date[1]), format: decodeEntities(date[2] ?? ''), url, fallback: label ?? '' };
  }
  const url = decodeEntities(target);
  return isSafeUrl(url) ? { kind: 'link', url, label: label ?? url.replace(/^mailto:/, '') } : null;
}

function emojiAt(line: string, at: number): Token | null {
  if (line[at] !== ':') return null;
  const code = SHORTCODE.exec(line.slice(at, at + 60));
  const name = code?.[1];
  return code && name !== undefined && EMOJI[name] !== undefined
    ? { node: { kind: 'emoji', name }, length: code[0].length }
    : null;
}

/**
 * `*bold*` counts only between white space, Latin marks, and the ends of a line: `2*3*4` and `a_b_c` stay as they are, and so does
 * `*粗体*，`, because Slack takes a full-width mark for a letter.
 */
function styledAt(line: string, at: number): Token | null {
  const mark = line[at];
  if (mark !== '*' && mark !== '_' && mark !== '~') return null;
  if (!isApart(line[at - 1]) || isBlank(line[at + 1]) || line[at + 1] === mark) return null;
  for (let end = at + 1; end < line.length; end += 1) {
    const inside = end > at + 1 ? (codeAt(line, end) ?? angleAt(line, end)) : null;
    if (inside) end += inside.length - 1;
    else if (line[end] === mark && end > at + 1 && !isBlank(line[end - 1]) && isApart(line[end + 1])) {
      return { node: { kind: STYLES[mark], content: parseInline(line.slice(at + 1, end)) }, length: end - at + 1 };
    }
  }
  return null;
}

const isApart = (letter: string | undefined) => letter === undefined || /[\s!-/:-@[-`{-~]/.test(letter);
const isBlank = (letter: string | undefined) => letter === undefined || /\s/.test(letter);
