import type { Log } from '../core/base/log.ts';
import type { Text } from './en.ts';

/** The slash command in the catalogues; a workspace with several bots gives each another name. */
export const USUAL_COMMAND = '/ecs';

/** `/ecs` as a word of its own, not the beginning of a path or of another command. */
const NAMED = /(?<![\w/])\/ecs(?![\w/-])/gu;

/** The same catalogue with `command` instead of `/ecs` in every sentence. Arguments stay as they are. */
export const withCommand = (text: Text, command: string): Text =>
  command === USUAL_COMMAND ? text : (renamed(text, command) as Text);

/** A sentence of the bot with the slash command's real name. */
export const sayCommand = (sentence: string, command: string): string => sentence.replace(NAMED, command);

/** The same log with the slash command's real name in its sentences. */
export const logWithCommand = (log: Log, command: string): Log => ({
  debug: (fields, sentence) => log.debug(fields, sayCommand(sentence, command)),
  info: (fields, sentence) => log.info(fields, sayCommand(sentence, command)),
  warn: (fields, sentence) => log.warn(fields, sayCommand(sentence, command)),
  error: (fields, sentence) => log.error(fields, sayCommand(sentence, command)),
});

function renamed(part: unknown, command: string): unknown {
  if (typeof part === 'string') return released(sayCommand(part, command));
  if (typeof part === 'function')
    return (...values: readonly unknown[]) => renamed(part(...values.map((value) => changedIn(value, held))), command);
  return changedWithin(part, (one) => renamed(one, command));
}

/** Put before `ecs` in arguments, which are a person's words or renamed already. A private-use character, so nobody types it. */
const HOLD = '\uE000';
const held = (given: string): string => given.replace(NAMED, (name) => `${HOLD}${name.slice(1)}`);
const released = (sentence: string): string => sentence.replaceAll(`${HOLD}ecs`, USUAL_COMMAND);

/** The same value with every text in it changed, including the texts that its functions return. */
function changedIn(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (typeof value === 'function') return (...values: readonly unknown[]) => changedIn(value(...values), change);
  return changedWithin(value, (one) => changedIn(one, change));
}

function changedWithin(value: unknown, change: (part: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(change);
  if (value instanceof Map) return new Map([...value].map(([key, one]) => [key, change(one)]));
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, change(one)]));
}
