import type { Language } from '../core/base/language.ts';

/** A policy to begin with: what is paid by the hour, in one region, by everybody. */
export const firstPolicy = (
  region: string,
  language: Language,
): string => `# Who may create what. The bot takes a new version over within seconds; check it with: npm run policy -- validate
# policy.example.yml shows all that can be said, and docs/policy.md explains it.

# What the bot writes into channels: en, or zh for Simplified Chinese.
language: ${language}

# Everybody in the workspace may create what is paid by the hour. Admins alone may ask for what is prepaid, until approvers are named.
create:
  - who: everyone
    channels: any
    charges: [payAsYouGo, spot]

regions: [${region}]

limits:
  maxAmount: 5
`;
