import { createContext, useContext } from 'react';
import { en, type PageWords } from './en.ts';
import { zh } from './zh.ts';

export type { PageWords };

export type PageLanguage = 'en' | 'zh';

export const PAGE_WORDS: Readonly<Record<PageLanguage, PageWords>> = { en, zh };

/** The page uses the played person's language. */
export const WordsContext = createContext<PageWords>(en);

export const useWords = (): PageWords => useContext(WordsContext);

export const languageOf = (locale: string | undefined): PageLanguage => (locale?.startsWith('zh') ? 'zh' : 'en');

/** For `lang`, by which browsers choose glyphs, and screen readers a voice. */
export const tagOf = (language: PageLanguage): string => (language === 'zh' ? 'zh-CN' : 'en');

/** Dates and times use this person's locale, as Slack uses the account's. */
export const wordsFor = (locale: string | undefined): PageWords => ({ ...PAGE_WORDS[languageOf(locale)], locale });
