import type { Language } from '../../core/base/language.ts';
import type { PolicySource } from '../../core/policy/policy.ts';
import type { Text } from '../../text/en.ts';
import type { Texts } from '../../text/texts.ts';
import { isChannelId } from './ids.ts';

/** Picks the language for a person or a channel. */
export interface Localizer {
  /** The texts for one person, without waiting; in the channels' language while theirs is unknown. */
  textOf(user: string): Text;
  /** The same, if there is time to ask Slack. */
  textFor(user: string): Promise<Text>;
  /** The texts for everybody in a channel. */
  channelText(): Text;
}

/** The language of a person's Slack; null while unknown. */
interface Languages {
  languageOf(user: string): Language | null;
  learnLanguage(user: string): Promise<Language | null>;
}

/** People read the language of their Slack; channels the policy's. */
export function makeLocalizer(texts: Texts, policy: PolicySource, directory: Languages): Localizer {
  const channelText = (): Text => texts[policy.current().policy.language];
  const inLanguage = (language: Language | null): Text => (language === null ? channelText() : texts[language]);
  return {
    textOf: (user) => inLanguage(directory.languageOf(user)),
    textFor: async (user) => inLanguage(await directory.learnLanguage(user)),
    channelText,
  };
}

/** The texts for a message in a channel, or in a person's direct messages with the bot. */
export const textIn = async (
  localizer: Localizer,
  channel: string,
  user: () => Promise<string | null>,
): Promise<Text> => {
  const reader = isChannelId(channel) ? null : await user();
  return reader === null ? localizer.channelText() : localizer.textFor(reader);
};
