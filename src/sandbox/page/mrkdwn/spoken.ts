import type { Names } from '../names.ts';
import { formatDate } from './date.ts';
import type { Inline } from './inline.ts';
import { type Block, parseMrkdwn } from './parse.ts';

/** Slack's mrkdwn as a screen reader should say it: names of people and channels, without marks and ids. */
export const spokenMrkdwn = (text: string, names: Names, locale?: string): string => {
  const inline = (node: Inline): string => {
    switch (node.kind) {
      case 'text':
      case 'code':
        return node.text;
      case 'bold':
      case 'italic':
      case 'strike':
        return node.content.map(inline).join('');
      case 'link':
        return node.label;
      case 'user':
        return names.user(node.id) ?? node.label ?? node.id;
      case 'channel':
        return `#${names.channel(node.id) ?? node.label ?? node.id}`;
      case 'group':
        return node.label ?? node.id;
      case 'broadcast':
        return `@${node.range}`;
      case 'emoji':
        return node.name.replaceAll('_', ' ');
      case 'date':
        return formatDate(node.at, node.format, Date.now(), locale);
    }
  };
  return parseMrkdwn(text)
    .flatMap((block) => linesOf(block).map((line) => line.map(inline).join('')))
    .join(' ')
    .trim();
};

function linesOf(block: Block): readonly (readonly Inline[])[] {
  switch (block.kind) {
    case 'pre':
      return [[{ kind: 'text', text: block.text }]];
    case 'list':
      return block.items.map(({ content }) => content);
    default:
      return block.lines;
  }
}
