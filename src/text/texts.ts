import type { Language } from '../core/base/language.ts';
import { en, type Text } from './en.ts';
import { withCommand } from './with-command.ts';
import { zh } from './zh.ts';

/** The catalogue in each language. */
export type Texts = Readonly<Record<Language, Text>>;

export const TEXTS: Texts = { en, zh };

/** The catalogues for a bot whose slash command is `command`. */
export const textsOf = (command: string): Texts => ({ en: withCommand(en, command), zh: withCommand(zh, command) });
