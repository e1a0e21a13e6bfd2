import { allowed, COMMANDS } from '../../commands/index.ts';
import { helpAnswer } from '../../slack/help-message.ts';
import type { HelpTopic } from '../../slack/help-topics.ts';
import type { Text } from '../../text/en.ts';
import type { Sample } from './samples.ts';

/** Every page of the help for a member, and those that differ for an admin. */
export function helpSamples(text: Text): Sample[] {
  const page = (title: string, words: readonly string[], isAdmin = false): Sample => [
    `answer: help${title}`,
    helpAnswer(allowed(COMMANDS, isAdmin), words, text).blocks,
  ];
  const topics = Object.keys(text.help.topics) as HelpTopic[];
  return [
    page('', []),
    ...topics.map((topic) => page(` about ${topic}`, [topic])),
    page(' about freezes for an admin', ['admin'], true),
    page(' about a command', ['stop']),
    page(' about a parameter', ['bandwith']),
    page(' about what there is not', ['<!channel>']),
  ];
}
