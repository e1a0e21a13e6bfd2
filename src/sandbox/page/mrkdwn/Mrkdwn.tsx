import { useContext } from 'react';
import { NamesContext } from '../names.ts';
import { useFollow } from '../place/useFollow.ts';
import { placed } from '../placed.ts';
import { useWords } from '../words/words.ts';
import { formatDate } from './date.ts';
import { EMOJI } from './emoji.ts';
import type { Inline } from './inline.ts';
import { type Block, parseMrkdwn } from './parse.ts';

/** Slack's mrkdwn, drawn. */
export function Mrkdwn({ text }: { text: string }) {
  return (
    <div className="mrkdwn">
      {placed(parseMrkdwn(text), (block, key) => (
        <MrkdwnBlock key={key} block={block} />
      ))}
    </div>
  );
}

function MrkdwnBlock({ block }: { block: Block }) {
  switch (block.kind) {
    case 'pre':
      return <pre className="pre">{block.text}</pre>;
    case 'list':
      return (
        <ul className="list">
          {placed(block.items, (item, key) => (
            <li key={key} style={{ paddingLeft: `${item.indent * 0.5}em` }}>
              <span className="mark">{item.mark}</span>
              <span>
                <Inlines content={item.content} />
              </span>
            </li>
          ))}
        </ul>
      );
    case 'quote':
      return (
        <blockquote>
          <Lines lines={block.lines} />
        </blockquote>
      );
    case 'lines':
      return (
        <p>
          <Lines lines={block.lines} />
        </p>
      );
  }
}

function Lines({ lines }: { lines: readonly (readonly Inline[])[] }) {
  return placed(lines, (line, key, at) => (
    <span key={key}>
      {at > 0 && <br />}
      <Inlines content={line} />
    </span>
  ));
}

function Inlines({ content }: { content: readonly Inline[] }) {
  return placed(content, (node, key) => <InlineNode key={key} node={node} />);
}

function InlineNode({ node }: { node: Inline }) {
  const names = useContext(NamesContext);
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'code':
      return <code>{node.text}</code>;
    case 'bold':
      return (
        <strong>
          <Inlines content={node.content} />
        </strong>
      );
    case 'italic':
      return (
        <em>
          <Inlines content={node.content} />
        </em>
      );
    case 'strike':
      return (
        <s>
          <Inlines content={node.content} />
        </s>
      );
    case 'link':
      return <OutLink url={node.url}>{node.label}</OutLink>;
    case 'user':
      return <span className="mention">@{names.user(node.id) ?? node.label ?? node.id}</span>;
    case 'channel':
      return <span className="mention">#{names.channel(node.id) ?? node.label ?? node.id}</span>;
    case 'group':
      return <span className="mention">{node.label ?? `@${node.id}`}</span>;
    case 'broadcast':
      return <span className="mention broadcast">@{node.range}</span>;
    case 'emoji':
      return <Emoji name={node.name} />;
    case 'date':
      return <SlackDate at={node.at} format={node.format} url={node.url} />;
  }
}

/** A link to a message leads to it in this page; for any other, the page tells what it would open. */
export function OutLink({ url, children }: { url: string; children: string }) {
  const follow = useFollow();
  return (
    <a
      href={url}
      onClick={(event) => {
        event.preventDefault();
        follow(url);
      }}
    >
      {children}
    </a>
  );
}

/** A known shortcode as its picture, any other as it was typed. */
export function Emoji({ name }: { name: string }) {
  const picture = EMOJI[name];
  if (picture === undefined) return `:${name}:`;
  return (
    <span className="emoji" role="img" aria-label={`${name.replaceAll('_', ' ')} emoji`} title={`:${name}:`}>
      {picture}
    </span>
  );
}

export function SlackDate({ at, format, url }: { at: number; format: string; url: string | null }) {
  const { locale } = useWords();
  const text = formatDate(at, format, Date.now(), locale);
  const iso = new Date(at * 1000).toISOString();
  return <time dateTime={iso}>{url === null ? text : <OutLink url={url}>{text}</OutLink>}</time>;
}
