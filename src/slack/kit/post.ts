import type { KnownBlock } from '@slack/types';
import { LIMITS, section, textLength } from './blocks.ts';
import { type Fallback, lines, type Mrkdwn } from './mrkdwn.ts';

/** What is sent: the blocks, and the text for notifications, screen readers and clients without blocks (mrkdwn source). */
export interface Post {
  readonly text: Fallback;
  readonly blocks: readonly KnownBlock[];
}

/** How much is said, so that a post about twenty instances with long names and many failures still fits. */
export interface Detail {
  /** Characters shown of a name. */
  readonly nameMax: number;
  readonly cause: boolean;
  /** Characters of small print; 0 for none. */
  readonly smallPrintMax: number;
  /** How many people or groups are named in a row; more are counted. */
  readonly peopleMax: number;
}

const DETAILS: readonly Detail[] = [
  { nameMax: 128, cause: true, smallPrintMax: 500, peopleMax: 12 },
  { nameMax: 40, cause: true, smallPrintMax: 150, peopleMax: 6 },
  { nameMax: 24, cause: false, smallPrintMax: 0, peopleMax: 3 },
];

/** The most detailed rendering that Slack takes. */
export function fitting(render: (detail: Detail) => readonly KnownBlock[]): readonly KnownBlock[] {
  let blocks: readonly KnownBlock[] = [];
  for (const detail of DETAILS) {
    blocks = render(detail);
    if (blocks.length <= LIMITS.blocksPerMessage && textLength(blocks) <= LIMITS.blockTextPerMessage) return blocks;
  }
  return blocks.slice(0, LIMITS.blocksPerMessage);
}

/** Instance lines, as few sections as hold them. */
export function lineSections(rows: readonly Mrkdwn[], length: (text: Mrkdwn) => number): KnownBlock[] {
  const sections: Mrkdwn[][] = [[]];
  let used = 0;
  for (const row of rows) {
    const more = length(row) + 1;
    if (used + more > LIMITS.section) {
      sections.push([]);
      used = 0;
    }
    sections.at(-1)?.push(row);
    used += more;
  }
  return sections.filter((rows) => rows.length > 0).map((rows) => section(lines(rows)));
}
