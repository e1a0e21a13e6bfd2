/** The bot's languages: English and Simplified Chinese. */
export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

/** @param locale in Slack's form, e.g. `zh-CN` or `en-GB`. Other languages get English. */
export const languageOf = (locale: string): Language => (/^zh\b/iu.test(locale) ? 'zh' : 'en');
