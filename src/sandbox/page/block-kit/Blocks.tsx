import type { KnownBlock } from '@slack/types';
import { ActionsBlock } from './ActionsBlock.tsx';
import { AlertBlock, ContextBlock, ImageBlock, SectionBlock } from './BasicBlocks.tsx';
import { InputBlock } from './fields/InputBlock.tsx';
import { Markdown } from './Markdown.tsx';
import { Plan, TaskCard } from './Plan.tsx';
import { RichText } from './RichText.tsx';
import { TableBlock } from './TableBlock.tsx';
import { Text } from './Text.tsx';

/** Draws Block Kit like Slack. The simulator's validator has accepted the blocks already. */
export function Blocks({ blocks }: { blocks: readonly Readonly<Record<string, unknown>>[] }) {
  return (
    <div className="blocks">
      {withIds(blocks).map((block) => (
        <div key={block.block_id} className={`block block-${block.type}`}>
          <OneBlock block={block} blockId={block.block_id} />
        </div>
      ))}
    </div>
  );
}

/** The gallery's blocks have no ids from Slack. */
export function withIds(blocks: readonly Readonly<Record<string, unknown>>[]): (KnownBlock & { block_id: string })[] {
  return blocks.map((block, at) => ({
    ...block,
    block_id: block.block_id ?? `block-${at}`,
  })) as unknown as (KnownBlock & {
    block_id: string;
  })[];
}

function OneBlock({ block, blockId }: { block: KnownBlock; blockId: string }) {
  switch (block.type) {
    case 'section':
      return <SectionBlock block={block} blockId={blockId} />;
    case 'header':
      return (
        <h3 className="header">
          <Text text={block.text} />
        </h3>
      );
    case 'divider':
      return <hr />;
    case 'context':
      return <ContextBlock block={block} />;
    case 'actions':
      return <ActionsBlock block={block} blockId={blockId} />;
    case 'input':
      return <InputBlock block={block} blockId={blockId} />;
    case 'image':
      return <ImageBlock block={block} />;
    case 'rich_text':
      return <RichText block={block} />;
    case 'table':
      return <TableBlock block={block} />;
    case 'markdown':
      return <Markdown text={block.text} />;
    case 'alert':
      return <AlertBlock block={block} />;
    case 'plan':
      return <Plan block={block} />;
    case 'task_card':
      return <TaskCard task={block} />;
    default:
      return <p className="unknown">This page does not draw “{block.type}” blocks.</p>;
  }
}
