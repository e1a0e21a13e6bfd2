import * as catalogue from './en/catalogue.ts';

/** Every sentence the bot says, in English. Plain text: the Slack side escapes what it puts into mrkdwn. */
export const en = { ...catalogue };

/** The shape of the catalogue: another language that lacks a key does not compile. */
export type Text = typeof en;
