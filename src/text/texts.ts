import type { Language } from '../core/base/language.ts';
import { en, type Text } from './en.ts';
import { zh } from './zh.ts';

/** The catalogue in each language. */
export const TEXTS: Readonly<Record<Language, Text>> = { en, zh };
