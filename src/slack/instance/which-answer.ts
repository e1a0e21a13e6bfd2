import type { CommandAnswer } from '../../commands/answer.ts';
import { refWord } from '../../core/spec/command-arguments.ts';
import type { Text } from '../../text/en.ts';
import { type Answer, ephemeral } from '../kit/answer.ts';
import { candidatesMessage } from './show-message.ts';
import { exactRef } from './words.ts';

/** Answers a command without an instance: the caller's fitting ones, to choose from. */
export function whichAnswer(
  { command, fitting, own }: Extract<CommandAnswer, { readonly kind: 'whichInstance' }>,
  text: Text,
): Answer {
  const { name, usage } = command;
  const typed = `${text.commands.slash} ${name} ${text.commands.usage(usage)}`;
  if (own === 0) return ephemeral(text.menu.noneYours(typed));
  if (fitting.length === 0) return ephemeral(text.menu.noneFits(name, typed));
  return candidatesMessage(text.menu.which(typed), fitting, (one) => `${name} ${refWord(exactRef(one))}`, text);
}
