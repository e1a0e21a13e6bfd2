import type { KnownBlock } from '@slack/types';
import type { Command } from '../commands/define.ts';
import { FIELDS } from '../core/spec.ts';
import type { Text } from '../text/en.ts';
import { context, divider, header, plain, section } from './blocks.ts';
import { bold, code, type Fallback, fallback, lines, mrkdwn } from './mrkdwn.ts';

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

/** Every command with what it does, what can be filled in, and examples to copy. */
export function helpMessage(commands: readonly Command[], intro: string | null, { commands: text }: Text): Answer {
  const perCommand = commands.map(
    ({ name, usage, summary }) => mrkdwn`${code(`/ecs ${name} ${usage}`)} – ${text.summary[summary]}`,
  );
  const perKey = FIELDS.map((field) => mrkdwn`${code(field)} – ${text.keys[field]}`);
  return {
    text: fallback(intro ?? text.helpTitle),
    blocks: [
      ...(intro === null ? [] : [section(plain(intro))]),
      header(text.helpTitle),
      section(plain(text.helpIntro)),
      section(lines(perCommand)),
      divider(),
      section(lines([bold(text.keysTitle), ...perKey])),
      section(lines([bold(text.examplesTitle), ...text.examples.map(code)])),
      context(plain(text.quotesHint)),
    ],
  };
}
