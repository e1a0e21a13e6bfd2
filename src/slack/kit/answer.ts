import type { KnownBlock } from '@slack/types';
import { section } from './blocks.ts';
import { type Fallback, fallback } from './mrkdwn.ts';

/** A message with blocks and the plain text that notifications and screen readers use instead. */
export interface Answer {
  readonly text: Fallback;
  readonly blocks: KnownBlock[];
  /** The same in blocks that Slack has always taken, sent when it refuses the others. */
  readonly simpler?: KnownBlock[];
}

/** A sentence for one person's eyes. Plain text: whatever they typed is shown back as it was. */
export const ephemeral = (sentence: string): Answer => ({
  text: fallback(sentence),
  blocks: [section(sentence)],
});
