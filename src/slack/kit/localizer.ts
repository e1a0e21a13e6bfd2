import type { Language } from '../../core/base/language.ts';
import type { PolicySource } from '../../core/policy/policy.ts';
import type { Text } from '../../text/en.ts';
import type { Texts } from '../../text/texts.ts';
import { isChannelId } from './ids.ts';

/** Picks the language a person or a channel is addressed in. */
export interface Localizer {
  /** What somebody alone reads, without waiting: of whom nothing is known yet reads the language of channels. */
  textOf(user: string): Text;
  /** The same where there is a moment to ask Slack in. */
  textFor(user: string): Promise<Text>;
  /** What everybody in a channel reads. */
  channelText(): Text;
}

/** In which language somebody uses Slack; null while that is not known. */
interface Languages {
  languageOf(user: string): Language | null;
  learnLanguage(user: string): Promise<Language | null>;
}

/** Everybody reads the language of their Slack; channels that of the policy. */
export function makeLocalizer(texts: Texts, policy: PolicySource, directory: Languages): Localizer {
  const channelText = (): Text => texts[policy.current().policy.language];
  const inLanguage = (language: Language | null): Text => (language === null ? channelText() : texts[language]);
  return {
    textOf: (user) => inLanguage(directory.languageOf(user)),
    textFor: async (user) => inLanguage(await directory.learnLanguage(user)),
    channelText,
  };
}

/** The text for a message in a channel, or in somebody's direct messages with the bot. */
export const textIn = async (
  localizer: Localizer,
  channel: string,
  user: () => Promise<string | null>,
): Promise<Text> => {
  const reader = isChannelId(channel) ? null : await user();
  return reader === null ? localizer.channelText() : localizer.textFor(reader);
};
