import { isSafeUrl } from '../mrkdwn/inline.ts';
import { OutLink } from '../mrkdwn/Mrkdwn.tsx';
import { placed } from '../placed.ts';
import { type MdBlock, type MdInline, parseMarkdown } from './parse-markdown.ts';
import { PlainText } from './Text.tsx';

export function Markdown({ text }: { text: string }) {
  return (
    <div className="mrkdwn markdown">
      {placed(parseMarkdown(text), (block, key) => (
        <MarkdownPart key={key} block={block} />
      ))}
    </div>
  );
}

function MarkdownPart({ block }: { block: MdBlock }) {
  switch (block.kind) {
    case 'rule':
      return <hr />;
    case 'code':
      return <pre className="pre">{block.text}</pre>;
    case 'heading':
      return (
        <h4>
          <Words content={block.content} />
        </h4>
      );
    case 'quote':
      return (
        <blockquote>
          <Words content={block.content} />
        </blockquote>
      );
    case 'paragraph':
      return (
        <p>
          <Words content={block.content} />
        </p>
      );
    case 'list': {
      const Tag = block.ordered ? 'ol' : 'ul';
      return (
        <Tag className="rich-list">
          {placed(block.items, (item, key) => (
            <li key={key}>
              <Words content={item} />
            </li>
          ))}
        </Tag>
      );
    }
  }
}

function Words({ content }: { content: readonly MdInline[] }) {
  return placed(content, (node, key) => <Word key={key} node={node} />);
}

function Word({ node }: { node: MdInline }) {
  switch (node.kind) {
    case 'text':
      return <PlainText text={node.text} />;
    case 'code':
      return <code>{node.text}</code>;
    case 'bold':
      return <strong>{node.text}</strong>;
    case 'italic':
      return <em>{node.text}</em>;
    case 'strike':
      return <s>{node.text}</s>;
    case 'link':
      return isSafeUrl(node.url) ? <OutLink url={node.url}>{node.text}</OutLink> : node.text;
  }
}
