/** The languages of the bot: English, and Simplified Chinese. */
export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

/** @param locale as Slack says it, e.g. `zh-CN` or `en-GB`. Other languages are answered in English. */
export const languageOf = (locale: string): Language => (/^zh\b/iu.test(locale) ? 'zh' : 'en');
