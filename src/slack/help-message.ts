import type { Command } from '../commands/define.ts';
import { FIELDS, FORM_FIELDS } from '../core/spec/spec.ts';
import type { Text } from '../text/en.ts';
import type { Answer } from './kit/answer.ts';
import { contextBlock, divider, header, plain, section } from './kit/blocks.ts';
import { bold, code, fallback, lines, mrkdwn } from './kit/mrkdwn.ts';

/** Every command with what it does, what can be filled in, and examples to copy. */
export function helpMessage(commands: readonly Command[], { commands: text }: Text): Answer {
  const perCommand = commands.map(
    ({ name, usage, summary }) =>
      mrkdwn`${code(`${text.slash} ${name} ${text.usage(usage)}`)} – ${text.summary[summary]}`,
  );
  const perKey = FIELDS.map((field) => mrkdwn`${code(field)} – ${text.keys[field]}`);
  return {
    text: fallback(text.helpTitle),
    blocks: [
      header(text.helpTitle),
      section(plain(text.helpIntro)),
      section(lines(perCommand)),
      divider(),
      section(lines([bold(text.keysTitle), ...perKey.slice(0, FORM_FIELDS.length)])),
      section(lines(perKey.slice(FORM_FIELDS.length))),
      section(lines([bold(text.examplesTitle), ...text.examples.map(code)])),
      contextBlock(plain(text.quotesHint), plain(text.severalHint)),
    ],
  };
}
