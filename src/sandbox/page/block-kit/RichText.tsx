import type { RichTextBlock, RichTextBlockElement, RichTextElement, RichTextList } from '@slack/types';
import { type ReactNode, useContext } from 'react';
import { isSafeUrl } from '../mrkdwn/inline.ts';
import { Emoji, OutLink, SlackDate } from '../mrkdwn/Mrkdwn.tsx';
import { NamesContext } from '../names.ts';
import { placed } from '../placed.ts';

export function RichText({ block }: { block: RichTextBlock }) {
  return (
    <div className="rich-text mrkdwn">
      {placed(block.elements, (element, key) => (
        <Part key={key} element={element} />
      ))}
    </div>
  );
}

function Part({ element }: { element: RichTextBlockElement }) {
  switch (element.type) {
    case 'rich_text_section':
      return (
        <p>
          <Leaves elements={element.elements} />
        </p>
      );
    case 'rich_text_preformatted':
      return (
        <pre className="pre">
          <Leaves elements={element.elements} />
        </pre>
      );
    case 'rich_text_quote':
      return (
        <blockquote>
          <Leaves elements={element.elements} />
        </blockquote>
      );
    case 'rich_text_list':
      return <List list={element} />;
  }
}

function List({ list }: { list: RichTextList }) {
  const Tag = list.style === 'ordered' ? 'ol' : 'ul';
  return (
    <Tag className="rich-list" style={{ marginLeft: `${(list.indent ?? 0) * 1.5}em` }}>
      {placed(list.elements, (item, key) => (
        <li key={key}>
          <Leaves elements={item.elements} />
        </li>
      ))}
    </Tag>
  );
}

function Leaves({ elements }: { elements: readonly RichTextElement[] }) {
  return placed(elements, (element, key) => <Leaf key={key} element={element} />);
}

function Leaf({ element }: { element: RichTextElement }) {
  const names = useContext(NamesContext);
  return styled(bare(), element.style);

  function bare(): ReactNode {
    switch (element.type) {
      case 'text':
        return element.text;
      case 'link':
        return isSafeUrl(element.url) ? (
          <OutLink url={element.url}>{element.text ?? element.url}</OutLink>
        ) : (
          element.url
        );
      case 'emoji':
        return <Emoji name={element.name} />;
      case 'user':
        return <span className="mention">@{names.user(element.user_id) ?? element.user_id}</span>;
      case 'channel':
        return <span className="mention">#{names.channel(element.channel_id) ?? element.channel_id}</span>;
      case 'usergroup':
        return <span className="mention">@{element.usergroup_id}</span>;
      case 'team':
        return <span className="mention">@{element.team_id}</span>;
      case 'broadcast':
        return <span className="mention broadcast">@{element.range}</span>;
      case 'date':
        return <SlackDate at={element.timestamp} format={element.format} url={element.url ?? null} />;
      case 'color':
        return <code>{element.value}</code>;
    }
  }
}

function styled(content: ReactNode, style: RichTextElement['style']): ReactNode {
  if (style === undefined) return content;
  let dressed = content;
  if (style.code) dressed = <code>{dressed}</code>;
  if (style.bold) dressed = <strong>{dressed}</strong>;
  if (style.italic) dressed = <em>{dressed}</em>;
  if (style.strike) dressed = <s>{dressed}</s>;
  return dressed;
}
