import type { Log } from '../core/base/log.ts';
import type { Text } from './en.ts';

/** How the catalogues name the slash command; a workspace with several bots gives each another name. */
export const USUAL_COMMAND = '/ecs';

/** `/ecs` as a word of its own, not the beginning of a path or of another command. */
const NAMED = /(?<![\w/])\/ecs(?![\w/-])/gu;

/** The same catalogue, in which every sentence names `command` instead of `/ecs`, whatever arguments the sentence takes. */
export const withCommand = (text: Text, command: string): Text =>
  command === USUAL_COMMAND ? text : (renamed(text, command) as Text);

/** A sentence of the bot that names the command as it is called. */
export const sayCommand = (sentence: string, command: string): string => sentence.replace(NAMED, command);

/** The same log, whose sentences name the command as it is called. */
export const logWithCommand = (log: Log, command: string): Log => ({
  debug: (fields, sentence) => log.debug(fields, sayCommand(sentence, command)),
  info: (fields, sentence) => log.info(fields, sayCommand(sentence, command)),
  warn: (fields, sentence) => log.warn(fields, sayCommand(sentence, command)),
  error: (fields, sentence) => log.error(fields, sayCommand(sentence, command)),
});

function renamed(part: unknown, command: string): unknown {
  if (typeof part === 'string') return sayCommand(part, command);
  if (typeof part === 'function') return (...values: readonly unknown[]) => renamed(part(...values), command);
  if (Array.isArray(part)) return part.map((one) => renamed(one, command));
  if (part === null || typeof part !== 'object' || Object.getPrototypeOf(part) !== Object.prototype) return part;
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, renamed(value, command)]));
}
