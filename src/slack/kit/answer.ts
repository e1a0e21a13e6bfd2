import type { KnownBlock } from '@slack/types';
import { section } from './blocks.ts';
import { type Fallback, fallback } from './mrkdwn.ts';

/** A message's blocks, and its plain text for notifications and screen readers. */
export interface Answer {
  readonly text: Fallback;
  readonly blocks: KnownBlock[];
  /** The same in blocks that Slack has always taken, sent if it refuses the others. */
  readonly simpler?: KnownBlock[];
}

/** A sentence that only one person sees. Plain text: typed words are repeated as they were. */
export const ephemeral = (sentence: string): Answer => ({
  text: fallback(sentence),
  blocks: [section(sentence)],
});
